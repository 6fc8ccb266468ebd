#include "yimen/feel/types.h"

#include <algorithm>

#include "yimen/feel/functions.h"

namespace yimen::feel {

struct Type::Details {
  Type element;
  std::vector<Member> members;
  std::vector<Type> parameters;
  Type result;
};

namespace {

const Type any_type;

struct NamedType {
  std::string_view name;
  TypeKind kind;
};
// The first name of a kind is the one printed; the later ones are those of DMN 1.1.
constexpr NamedType named_types[] = {
    {"Any", TypeKind::any},
    {"Null", TypeKind::null},
    {"boolean", TypeKind::boolean},
    {"number", TypeKind::number},
    {"string", TypeKind::string},
    {"date", TypeKind::date},
    {"time", TypeKind::time},
    {"date and time", TypeKind::date_time},
    {"days and time duration", TypeKind::days_duration},
    {"years and months duration", TypeKind::months_duration},
    {"dateTime", TypeKind::date_time},
    {"dayTimeDuration", TypeKind::days_duration},
    {"yearMonthDuration", TypeKind::months_duration},
    {"list", TypeKind::list},
    {"context", TypeKind::context},
    {"range", TypeKind::range},
    {"function", TypeKind::function},
};

Type common_type(const List& items) {
  if (items.empty()) return {};
  auto type = type_of(items.front());
  for (std::size_t i = 1; i < items.size(); ++i) {  // each item is asked once: asking one twice doubles with every level of a nested list
    const auto next = type_of(items[i]);
    if (next.conforms_to(type)) continue;
    if (!type.conforms_to(next)) return {};
    type = next;
  }
  return type;
}

Type context_type(const Value& value) {
  std::vector<std::pair<std::string, Type>> members;
  for (const auto& entry : value.entries()) members.emplace_back(entry.name, type_of(entry.value));
  return Type::context_of(std::move(members));
}

Type function_type(const Function& function) {
  std::vector<Type> parameters;
  for (const auto& parameter : function.parameters()) parameters.push_back(parameter.type);
  return Type::function_of(std::move(parameters), function.result_type());
}

Type range_type(const Range& range) {
  return Type::range_of(type_of(range.start.is_null() ? range.end : range.start));
}

bool is_list_instance(const Value& value, const Type& type) {
  const auto& items = value.list();
  return type.element().is_any() ||
         std::all_of(items.begin(), items.end(), [&](const Value& item) { return conforms(item, type.element()); });
}

bool is_context_instance(const Value& value, const Type& type) {
  return std::all_of(type.members().begin(), type.members().end(), [&](const Type::Member& member) {
    const auto* entry = value.find(member.name);
    return entry != nullptr && conforms(*entry, *member.type);
  });
}

bool is_range_instance(const Range& range, const Type& type) {
  return conforms(range.start, type.element()) && conforms(range.end, type.element());
}

}  // namespace

Type Type::list_of(Type element) {
  Type type{TypeKind::list};
  type.details_ = std::make_shared<const Details>(
      Details{.element = std::move(element), .members = {}, .parameters = {}, .result = {}});
  return type;
}

Type Type::range_of(Type element) {
  auto type = list_of(std::move(element));
  type.kind_ = TypeKind::range;
  return type;
}

Type Type::context_of(std::vector<std::pair<std::string, Type>> members) {
  Details details{};
  for (auto& [name, member] : members)
    details.members.push_back({std::move(name), std::make_shared<const Type>(std::move(member))});
  Type type{TypeKind::context};
  type.details_ = std::make_shared<const Details>(std::move(details));
  return type;
}

Type Type::function_of(std::vector<Type> parameters, Type result) {
  Type type{TypeKind::function};
  type.details_ = std::make_shared<const Details>(
      Details{.element = {}, .members = {}, .parameters = std::move(parameters), .result = std::move(result)});
  return type;
}

std::optional<Type> Type::named(std::string_view name) {
  for (const auto& one : named_types)
    if (one.name == name) return Type{one.kind};
  return std::nullopt;
}

const Type& Type::element() const {
  return details_ ? details_->element : any_type;
}
const Type& Type::result() const {
  return details_ ? details_->result : any_type;
}

const std::vector<Type::Member>& Type::members() const {
  static const std::vector<Member> none;
  return details_ ? details_->members : none;
}

const std::vector<Type>& Type::parameters() const {
  static const std::vector<Type> none;
  return details_ ? details_->parameters : none;
}

const Type* Type::find(std::string_view name) const {
  for (const auto& member : members())
    if (member.name == name) return member.type.get();
  return nullptr;
}

std::string Type::text() const {
  std::string parts;
  const auto add = [&parts](const std::string& part) { parts += (parts.empty() ? "" : ", ") + part; };
  if (details_) {
    if (kind_ == TypeKind::list || kind_ == TypeKind::range)
      return (kind_ == TypeKind::list ? "list<" : "range<") + element().text() + ">";
    for (const auto& member : members()) add(member.name + ": " + member.type->text());
    for (const auto& parameter : parameters()) add(parameter.text());
    if (kind_ == TypeKind::function) return "function<" + parts + "> -> " + result().text();
    return "context<" + parts + ">";
  }
  return std::string{std::find_if(std::begin(named_types), std::end(named_types), [this](const NamedType& one) {
                       return one.kind == kind_;
                     })->name};
}

bool Type::conforms_to(const Type& other) const {
  if (other.is_any() || kind_ == TypeKind::null) return true;
  if (kind_ != other.kind_) return false;
  if (!other.details_) return true;
  switch (kind_) {
    case TypeKind::list:
    case TypeKind::range:
      return element().conforms_to(other.element());
    case TypeKind::context:
      return std::all_of(other.members().begin(), other.members().end(), [this](const Member& member) {
        const auto* own = find(member.name);
        return own != nullptr && own->conforms_to(*member.type);
      });
    case TypeKind::function:
      if (parameters().size() != other.parameters().size() || !result().conforms_to(other.result())) return false;
      for (std::size_t i = 0; i < parameters().size(); ++i)
        if (!other.parameters()[i].conforms_to(parameters()[i])) return false;
      return true;
    default:
      return true;
  }
}

Type type_of(const Value& value) {
  switch (value.kind()) {
    case Kind::list:
      return Type::list_of(common_type(value.list()));
    case Kind::context:
      return context_type(value);
    case Kind::range:
      return range_type(value.range());
    case Kind::function:
      return function_type(value.function());
    default:
      return static_cast<TypeKind>(static_cast<int>(value.kind()) + 1);
  }
}

bool is_instance(const Value& value, const Type& type) {
  if (value.is_null()) return type.kind() == TypeKind::null;
  if (type.is_any()) return true;
  if (static_cast<int>(type.kind()) != static_cast<int>(value.kind()) + 1) return false;
  if (!type.has_details()) return true;
  switch (value.kind()) {
    case Kind::list:
      return is_list_instance(value, type);
    case Kind::context:
      return is_context_instance(value, type);
    case Kind::range:
      return is_range_instance(value.range(), type);
    case Kind::function:
      return function_type(value.function()).conforms_to(type);
    default:
      return true;
  }
}

bool conforms(const Value& value, const Type& type) {
  return value.is_null() || type.is_any() || is_instance(value, type);
}

std::optional<Value> coerce(const Value& value, const Type& type) {
  if (conforms(value, type)) return value;
  if (type.kind() == TypeKind::list && conforms(value, type.element())) return Value{List{value}};
  if (value.is(Kind::list) && value.list().size() == 1 && conforms(value.list().front(), type))
    return value.list().front();
  if (value.is(Kind::date) && type.kind() == TypeKind::date_time)
    return Value{DateTime{value.date(), {0, Zone::offset(0)}}};
  return std::nullopt;
}

}  // namespace yimen::feel
