#include "yimen/bpmn/variables.h"

#include <algorithm>

#include <boost/json.hpp>

#include "yimen/feel/json.h"

namespace yimen::bpmn {
namespace {

constexpr std::int64_t exact_in_json = std::int64_t{1} << 53;

/// 5 and -3 as they are, but not 5.0 or 10^20, which other readers of JSON would change.
bool is_plain_whole(const feel::Decimal& number) {
  if (number.exponent() != 0) return false;
  const auto whole = number.to_int();
  return whole && *whole <= exact_in_json && *whole >= -exact_in_json;
}

json::value context_to_json(const feel::Value& value) {
  json::object object;
  bool is_plain = true;
  for (const auto& entry : value.entries()) {
    is_plain = is_plain && !entry.name.starts_with('$');
    object[entry.name] = value_to_json(entry.value);
  }
  if (is_plain) return object;
  return json::object{{"$context", std::move(object)}};
}

}  // namespace

json::value value_to_json(const feel::Value& value) {
  switch (value.kind()) {
    case feel::Kind::null: return nullptr;
    case feel::Kind::boolean: return value.boolean();
    case feel::Kind::string: return json::string{value.string()};
    case feel::Kind::number: {
      const auto number = value.number();
      if (is_plain_whole(number)) return *number.to_int();
      return json::object{{"$number", number.text()}};
    }
    case feel::Kind::list: {
      json::array list;
      for (const auto& item : value.list()) list.push_back(value_to_json(item));
      return list;
    }
    case feel::Kind::context: return context_to_json(value);
    default: return feel::to_json(value, feel::JsonForm::tagged);
  }
}

feel::Value value_from_json(const json::value& from) {
  if (auto value = feel::from_json(from)) return std::move(*value);
  if (const auto* object = from.if_object()) {
    std::vector<feel::ContextEntry> entries;
    for (const auto& member : *object) entries.push_back({std::string{member.key()}, value_from_json(member.value())});
    return feel::Value::context(std::move(entries));
  }
  feel::List list;
  if (const auto* array = from.if_array())
    for (const auto& item : *array) list.push_back(value_from_json(item));
  return feel::Value{std::move(list)};
}

Variables::Variables(const json::object& object) {
  for (const auto& member : object) set(std::string_view{member.key()}, value_from_json(member.value()));
}

const feel::Value* Variables::find(std::string_view name) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name, [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return found == entries_.end() || found->first != name ? nullptr : &found->second;
}

void Variables::set(std::string_view name, feel::Value value) {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name, [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  if (found != entries_.end() && found->first == name) found->second = std::move(value);
  else entries_.emplace(found, std::string{name}, std::move(value));
}

bool operator==(const Variables& left, const Variables& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const auto& a, const auto& b) { return a.first == b.first && feel::same(a.second, b.second); });
}

json::object to_json(const Variables& variables) {
  json::object object;
  for (const auto& [name, value] : variables) object[name] = value_to_json(value);
  return object;
}

}  // namespace yimen::bpmn
