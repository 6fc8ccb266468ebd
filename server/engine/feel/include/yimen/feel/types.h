#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/feel/value.h"

namespace yimen::feel {

enum class TypeKind : std::uint8_t {
  any,
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

/// A FEEL type; immutable and cheap to copy.
class Type {
 public:
  struct Member {
    std::string name;
    std::shared_ptr<const Type> type;
  };

  Type() = default;  ///< Any
  Type(TypeKind kind) : kind_{kind} {}
  static Type list_of(Type element);
  static Type range_of(Type element);
  static Type context_of(std::vector<std::pair<std::string, Type>> members);
  static Type function_of(std::vector<Type> parameters, Type result);
  /// "number", "date and time", "days and time duration", … (and DMN 1.1's "dayTimeDuration", "yearMonthDuration");
  /// nullopt: no built-in name.
  static std::optional<Type> named(std::string_view name);

  TypeKind kind() const { return kind_; }
  bool is_any() const { return kind_ == TypeKind::any; }
  /// Of a list or range; Any when not stated.
  const Type& element() const;
  /// Of a context; empty: any members.
  const std::vector<Member>& members() const;
  const Type* find(std::string_view member) const;
  /// Of a function.
  const std::vector<Type>& parameters() const;
  const Type& result() const;
  bool has_details() const { return details_ != nullptr; }
  std::string text() const;

  /// May a value of this type stand where `other` is asked? (DMN 1.5, 10.3.2.9.2)
  bool conforms_to(const Type& other) const;

 private:
  struct Details;
  TypeKind kind_ = TypeKind::any;
  std::shared_ptr<const Details> details_;
};

/// The most specific type the value shows.
Type type_of(const Value&);
/// FEEL's `instance of`; null is an instance of Null (and of Any only for `instance of Any`, never of others).
bool is_instance(const Value&, const Type&);
/// May the value be given where the type is asked (null may always)?
bool conforms(const Value&, const Type&);

/// FEEL's implicit conversions (DMN 1.5, 10.3.2.9.4): item → list of one, list of one → item, date → date and time at
/// midnight UTC. nullopt: the value does not conform and no conversion helps.
std::optional<Value> coerce(const Value&, const Type&);

}  // namespace yimen::feel
