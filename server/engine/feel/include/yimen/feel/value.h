#pragma once
#include <atomic>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yimen/feel/decimal.h"
#include "yimen/feel/temporal.h"

namespace yimen::feel {

enum class Kind : std::uint8_t {
  null,
  boolean,
  number,
  string,
  date,
  time,
  date_time,
  days_duration,
  months_duration,
  list,
  context,
  range,
  function,
};

class Value;
class Function;  // functions.h
struct ContextEntry;
struct Range;
using List = std::vector<Value>;

/// What several values share: immutable once a Value holds it.
class Payload {
 public:
  Payload() = default;
  Payload(const Payload&) = delete;
  Payload& operator=(const Payload&) = delete;
  virtual ~Payload() = default;

 private:
  friend class Value;
  mutable std::atomic<std::uint32_t> owners_{1};
};

/// One immutable FEEL value of 16 bytes, cheap to copy, safe to share between threads.
class Value {
 public:
  Value() noexcept = default;  ///< null
  template <class T>
  requires std::same_as<T, bool>  // a pointer is no boolean
  Value(T truth) : kind_{Kind::boolean}, word_{truth ? 1 : 0} {}
  Value(int whole) : Value(static_cast<std::int64_t>(whole)) {}
  Value(std::int64_t);
  Value(const Decimal&);
  Value(std::string);
  Value(std::string_view text) : Value(std::string{text}) {}
  Value(const char* text) : Value(std::string{text}) {}
  Value(const Date&);
  Value(const Time&);
  Value(const DateTime&);
  Value(const DaysDuration&);
  Value(const MonthsDuration&);
  explicit Value(List);              // explicit, so that List{list} is a copy and no list of one list
  Value(std::vector<ContextEntry>);  ///< a context; of two entries with one name the later counts
  Value(Range);
  /// Takes over the one reference that `new` gave. `depth`: how deep the values it keeps are nested.
  static Value adopt(const Function*, int depth = 1);
  /// One more reference to a function that is alive.
  static Value share(const Function*, int depth = 1);
  static Value context(std::vector<ContextEntry>);

  Value(const Value& other) noexcept
      : kind_{other.kind_}, boxed_{other.boxed_}, exponent_{other.exponent_}, extra_{other.extra_}, word_{other.word_} {
    if (boxed_) payload_->owners_.fetch_add(1, std::memory_order_relaxed);
  }
  Value(Value&& other) noexcept
      : kind_{other.kind_}, boxed_{other.boxed_}, exponent_{other.exponent_}, extra_{other.extra_}, word_{other.word_} {
    other.kind_ = Kind::null;
    other.boxed_ = false;
  }
  Value& operator=(const Value& other) noexcept { return *this = Value{other}; }
  Value& operator=(Value&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (boxed_) release();
  }
  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(boxed_, other.boxed_);
    std::swap(exponent_, other.exponent_);
    std::swap(extra_, other.extra_);
    std::swap(word_, other.word_);
  }

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_true() const { return kind_ == Kind::boolean && word_ != 0; }
  bool is_false() const { return kind_ == Kind::boolean && word_ == 0; }

  // Each accessor may be called only when kind() says so.
  bool boolean() const { return word_ != 0; }
  Decimal number() const;
  const std::string& string() const;
  std::size_t length() const;  ///< code points of a string
  bool is_ascii() const;       ///< of a string
  Date date() const;
  Time time() const;
  const DateTime& date_time() const;
  DaysDuration days() const { return {word_, extra_}; }
  MonthsDuration months() const { return {word_}; }
  const List& list() const;
  const std::vector<ContextEntry>& entries() const;
  const Value* find(std::string_view name) const;  ///< entry of a context, or null
  const Range& range() const;
  const Function& function() const;

  /// Lists, contexts, ranges and functions nested at most this deep exist; one more yields null, so that nothing that
  /// walks a value can run out of stack.
  static constexpr int max_depth = 300;
  int depth() const { return kind_ >= Kind::list ? extra_ : 0; }

  /// A number kept as one machine word: word() × 10^small_exponent().
  bool is_small_number() const { return kind_ == Kind::number && !boxed_; }
  std::int64_t word() const { return word_; }
  int small_exponent() const { return exponent_; }
  static Value small_number(std::int64_t word, int exponent) {
    Value value;
    value.kind_ = Kind::number;
    value.exponent_ = static_cast<std::int16_t>(exponent);
    value.word_ = word;
    return value;
  }

 private:
  Value(Kind kind, const Payload* payload, int depth = 0)
      : kind_{kind}, boxed_{true}, extra_{depth}, payload_{payload} {}
  void release() noexcept;

  Kind kind_ = Kind::null;
  bool boxed_ = false;
  std::int16_t exponent_ = 0;
  std::int32_t extra_ = 0;
  union {
    std::int64_t word_ = 0;
    const Payload* payload_;
  };
};
static_assert(sizeof(Value) == 16);

struct ContextEntry {
  std::string name;
  Value value;
};

}  // namespace yimen::feel

#include "yimen/feel/compare.h"  // what every user of values needs as well
