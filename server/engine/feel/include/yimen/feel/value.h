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
  null, boolean, number, string, date, time, date_time, days_duration, months_duration, list, context, range, function,
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
  explicit Value(List);  // explicit, so that List{list} is a copy and no list of one list
  Value(std::vector<ContextEntry>);  ///< a context; of two entries with one name the later counts
  Value(Range);
  /// Takes over the one reference that `new` gave. `depth`: how deep the values it keeps are nested.
  static Value adopt(const Function*, int depth = 1);
  /// One more reference to a function that is alive.
  static Value share(const Function*, int depth = 1);
  static Value context(std::vector<ContextEntry>);

  Value(const Value& other) noexcept : kind_{other.kind_}, boxed_{other.boxed_}, exponent_{other.exponent_}, extra_{other.extra_},
                                       word_{other.word_} {
    if (boxed_) payload_->owners_.fetch_add(1, std::memory_order_relaxed);
  }
  Value(Value&& other) noexcept : kind_{other.kind_}, boxed_{other.boxed_}, exponent_{other.exponent_}, extra_{other.extra_},
                                  word_{other.word_} {
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

  /// Lists, contexts, ranges and functions nested at most this deep exist; one more yields null, so that nothing that walks a value
  /// can run out of stack.
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
  Value(Kind kind, const Payload* payload, int depth = 0) : kind_{kind}, boxed_{true}, extra_{depth}, payload_{payload} {}
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

/// How a range was written: [a..b], or as a unary test (< 5), (>= 3), (= 1), (!= 1).
enum class RangeForm : std::uint8_t { interval, less, less_or_equal, greater, greater_or_equal, equal, not_equal };

/// An end that is absent in the unary forms has no bound; an interval with a null end holds nothing it could tell.
struct Range {
  Value start = {}, end = {};
  bool start_included = true, end_included = true;
  RangeForm form = RangeForm::interval;

  static Range unary(RangeForm, Value bound);
  bool has_start() const { return form != RangeForm::less && form != RangeForm::less_or_equal && form != RangeForm::not_equal; }
  bool has_end() const { return form != RangeForm::greater && form != RangeForm::greater_or_equal && form != RangeForm::not_equal; }
};

/// FEEL's equality: nullopt-like null (as Value) for values of different kinds.
Value equal(const Value&, const Value&);
/// Exactly the same value, for tests and for remove/distinct/union: null equals null, other kinds are unlike.
bool same(const Value&, const Value&);
enum class Order { less, equal, greater, none };
/// none: not comparable (different kinds, one local and one with an offset where FEEL knows no answer, null).
Order compare(const Value&, const Value&);
/// Does the range hold the value? null when they cannot be compared.
Value contains(const Range&, const Value&);

/// FEEL literal text that reads back as the value; strings in quotes.
std::string literal_text(const Value&);
/// What FEEL's string() gives: strings without quotes at the top.
std::string plain_text(const Value&);
/// Rough memory the value holds itself (not what it shares below the first level).
std::size_t size_of(const Value&);

}  // namespace yimen::feel
