#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "yimen/feel/expression.h"
#include "yimen/feel/types.h"

namespace yimen::dmn {

/// A FEEL type with what an item definition adds: allowed values of it and of its parts. Immutable, cheap to copy.
class DataType {
 public:
  struct Member {
    std::string name;
    std::shared_ptr<const DataType> type;
  };

  DataType() = default;  ///< Any
  DataType(feel::Type type) : type_{std::move(type)} {}
  /// The type that `base` becomes with allowed values (of the items, when it is a collection) and a constraint on the whole.
  static DataType restricted(DataType base, std::optional<feel::UnaryTests> allowed, std::optional<feel::UnaryTests> constraint);
  static DataType collection_of(DataType element);
  static DataType structure_of(std::vector<Member> members);
  /// A function; its parameters are checked when it is handed on, its result when it is called.
  static DataType function_to(DataType result, feel::Type shape);

  const feel::Type& feel() const { return type_; }
  /// With the parameters of functions, for `instance of`.
  const feel::Type& shape() const { return details_ != nullptr && details_->result ? details_->shape : type_; }
  bool is_any() const { return type_.is_any() && details_ == nullptr; }
  /// What calls of a function give, else the type itself: DMN 1.1 gives knowledge models the type of their result.
  const DataType& result() const { return details_ != nullptr && details_->result ? *details_->result : *this; }
  /// The allowed values of the type itself, for decision tables; null when all are.
  const feel::UnaryTests* allowed_values() const;
  /// A member of a structure that has restrictions somewhere; else null.
  const DataType* member(std::string_view name) const;

  /// FEEL's implicit conversions, then the allowed values. nullopt: the value does not belong to the type.
  std::optional<feel::Value> coerce(const feel::Value&, feel::Session&) const;

 private:
  struct Details {
    std::shared_ptr<const DataType> base, element, result;
    std::vector<Member> members;
    std::optional<feel::UnaryTests> allowed, constraint;
    feel::Type shape;
  };
  bool is_restricted() const;
  bool allows(const feel::Value&, feel::Session&) const;

  feel::Type type_;
  std::shared_ptr<const Details> details_;  // only where it says more than the FEEL type
};

}  // namespace yimen::dmn
