#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "yimen/platform/id.h"
#include "yimen/platform/time.h"

/// What goes into a statement and what comes out of it; included through db.h.
namespace yimen::platform {

enum class DbFault { other, unique, foreign_key, not_null, check, busy, serialization, connection, syntax, cancelled, full, too_new };

/// A lost resource or a bug. Business code does not catch it, except `unique` where a race is expected.
class DbError : public std::runtime_error {
 public:
  DbError(DbFault fault, std::string state, const std::string& message)
      : std::runtime_error(message), fault_{fault}, state_{std::move(state)} {}
  DbFault fault() const { return fault_; }
  const std::string& state() const { return state_; }
  bool retryable() const { return fault_ == DbFault::busy || fault_ == DbFault::serialization; }

 private:
  DbFault fault_;
  std::string state_;
};

using Blob = std::span<const std::byte>;
using Param = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// How a C++ type is stored. Enums that are stored as words specialise `EnumText`.
/// `static std::string_view to(E)` and `static std::optional<E> from(std::string_view)`.
template <class E>
struct EnumText;
template <class E>
concept WordEnum = std::is_enum_v<E> && requires(E e) { EnumText<E>::to(e); };

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_id : std::false_type {};
template <class Tag> struct is_id<Id<Tag>> : std::true_type {};

template <class T>
Param to_param(const T& v) {
  using V = std::decay_t<T>;
  if constexpr (std::is_same_v<V, std::nullopt_t> || std::is_same_v<V, std::nullptr_t>) return {};
  else if constexpr (is_optional<V>::value) return v ? to_param(*v) : Param{};
  else if constexpr (is_id<V>::value) return v.value();
  else if constexpr (std::is_same_v<V, Date>) return iso_date(v);
  else if constexpr (std::is_same_v<V, Instant>) return millis(v);
  else if constexpr (WordEnum<V>) return std::string(EnumText<V>::to(v));
  else if constexpr (std::is_same_v<V, Blob>) return v;
  else if constexpr (std::is_convertible_v<const T&, std::string_view>) return std::string(std::string_view(v));
  else if constexpr (std::is_floating_point_v<V>) return static_cast<double>(v);
  else return static_cast<std::int64_t>(v);  // integers, bool, plain enums
}

/// One result row; columns are counted from 0 in the order of the select list.
class Row {
 public:
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t i64(int column) const = 0;
  virtual double f64(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string bytes(int column) const = 0;

  /// T: integers, bool, double, std::string, Id<>, Date, Instant, word enums, std::optional of those.
  template <class T>
  T get(int column) const {
    if constexpr (is_optional<T>::value) {
      if (is_null(column)) return std::nullopt;
      return get<typename T::value_type>(column);
    } else if constexpr (is_id<T>::value) return T{i64(column)};
    else if constexpr (std::is_same_v<T, std::string>) return std::string(text(column));
    else if constexpr (std::is_same_v<T, Instant>) return from_millis(i64(column));
    else if constexpr (std::is_same_v<T, Date>) return stored_date(text(column));
    else if constexpr (WordEnum<T>) {
      auto word = EnumText<T>::from(text(column));
      if (!word) throw DbError(DbFault::other, "word", "stored word not known: " + std::string(text(column)));
      return *word;
    } else if constexpr (std::is_floating_point_v<T>) return static_cast<T>(f64(column));
    else return static_cast<T>(i64(column));
  }
  /// All columns in order: `auto [id, name] = row.as<CaseId, std::string>();`
  template <class... T>
  std::tuple<T...> as() const {
    return as_at<T...>(std::index_sequence_for<T...>{});
  }

 protected:
  ~Row() = default;
  static Date stored_date(std::string_view);

 private:
  template <class... T, std::size_t... Column>
  std::tuple<T...> as_at(std::index_sequence<Column...>) const {
    return std::tuple<T...>{get<T>(static_cast<int>(Column))...};
  }
};

}  // namespace yimen::platform
