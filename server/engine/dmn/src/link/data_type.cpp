#include "data_type.h"

#include <algorithm>

#include "yimen/feel/functions.h"

namespace yimen::dmn {

namespace {

/// A function conforms to a type whose parameters' types conform to its own (DMN 1.5, 10.3.2.9.3). Built-in functions take several numbers of them.
bool takes(const feel::Function& function, const std::vector<feel::Type>& wanted) {
  if (wanted.empty() || !feel::builtin_function(function.name()).is_null()) return true;
  return std::ranges::equal(wanted, function.parameters(), [](const feel::Type& type, const feel::Parameter& parameter) { return type.conforms_to(parameter.type); });
}

}  // namespace

DataType DataType::restricted(DataType base, std::optional<feel::UnaryTests> allowed, std::optional<feel::UnaryTests> constraint) {
  if (!allowed && !constraint) return base;
  DataType type{base.type_};
  auto details = std::make_shared<Details>();
  details->base = std::make_shared<const DataType>(std::move(base));
  details->allowed = std::move(allowed);
  details->constraint = std::move(constraint);
  type.details_ = std::move(details);
  return type;
}

DataType DataType::collection_of(DataType element) {
  DataType type{feel::Type::list_of(element.type_)};
  if (!element.is_restricted()) return type;
  auto details = std::make_shared<Details>();
  details->element = std::make_shared<const DataType>(std::move(element));
  type.details_ = std::move(details);
  return type;
}

DataType DataType::structure_of(std::vector<Member> members) {
  std::vector<std::pair<std::string, feel::Type>> types;
  auto is_restricted = false;
  for (const auto& member : members) {
    types.emplace_back(member.name, member.type->type_);
    is_restricted = is_restricted || member.type->is_restricted();
  }
  DataType type{feel::Type::context_of(std::move(types))};
  if (!is_restricted) return type;
  auto details = std::make_shared<Details>();
  details->members = std::move(members);
  type.details_ = std::move(details);
  return type;
}

DataType DataType::function_to(DataType result, feel::Type shape) {
  DataType type{feel::Type{feel::TypeKind::function}};
  auto details = std::make_shared<Details>();
  details->result = std::make_shared<const DataType>(std::move(result));
  details->shape = std::move(shape);
  type.details_ = std::move(details);
  return type;
}

const feel::UnaryTests* DataType::allowed_values() const {
  if (details_ == nullptr) return nullptr;
  if (details_->allowed) return &*details_->allowed;
  return details_->base ? details_->base->allowed_values() : nullptr;
}

const DataType* DataType::member(std::string_view name) const {
  if (details_ == nullptr) return nullptr;
  for (const auto& one : details_->members)
    if (one.name == name) return one.type.get();
  return details_->base ? details_->base->member(name) : nullptr;
}

bool DataType::is_restricted() const { return details_ != nullptr && details_->result == nullptr; }

std::optional<feel::Value> DataType::coerce(const feel::Value& value, feel::Session& session) const {
  if (value.is_null()) return value;
  auto converted = feel::coerce(value, type_);
  if (converted && details_ != nullptr && details_->result && !converted->is_null() && !takes(converted->function(), details_->shape.parameters())) return std::nullopt;
  if (!converted || !is_restricted() || allows(*converted, session)) return converted;
  return std::nullopt;
}

bool DataType::allows(const feel::Value& value, feel::Session& session) const {
  if (details_ == nullptr || value.is_null()) return true;
  if (details_->base && !details_->base->allows(value, session)) return false;
  if (details_->constraint && !details_->constraint->accepts(value, {}, session)) return false;
  const auto is_allowed = [&](const feel::Value& one) {
    return one.is_null() || ((!details_->allowed || details_->allowed->accepts(one, {}, session)) && (!details_->element || details_->element->allows(one, session)));
  };
  if (value.is(feel::Kind::list) && type_.kind() == feel::TypeKind::list) return std::ranges::all_of(value.list(), is_allowed);
  if (!is_allowed(value)) return false;
  if (!value.is(feel::Kind::context)) return true;
  return std::ranges::all_of(details_->members, [&](const Member& member) {
    const auto* entry = value.find(member.name);
    return entry == nullptr || member.type->allows(*entry, session);
  });
}

}  // namespace yimen::dmn
