#include "domain/compare.h"

#include <map>
#include <set>

#include <boost/json.hpp>

#include "domain/labels.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

bool is_blank(const json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty()) || (value.is_array() && value.get_array().empty()) ||
         (value.is_object() && value.get_object().empty()) || (value.is_bool() && !value.get_bool()) ||
         (value.is_int64() && value.get_int64() == 0);
}

const json::value nothing;

const json::value& member(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found == nullptr ? nothing : *found;
}

std::string_view kind_of(const json::value& before, const json::value& after) {
  return is_blank(before) ? "added" : is_blank(after) ? "removed" : "changed";
}

bool is_list_of_objects(const json::value& value) {
  return value.is_array() && !value.get_array().empty() && value.get_array().front().is_object();
}

/// What names an item over versions: its key, else its name, else the question, the law or the field it speaks of.
std::string identity_of(const json::object& item) {
  for (const auto* name : {"key", "name", "question", "law", "hall", "address"})
    if (auto text = platform::text_or(item, name); !text.empty()) return text;
  return platform::text_or(item, "field") + platform::text_or(item, "stated");
}

json::array member_changes(const json::object& before, const json::object& after) {
  json::array changes;
  std::set<std::string> seen;
  const auto look = [&](std::string_view name) {
    if (!seen.insert(std::string(name)).second) return;
    const auto& a = member(before, name);
    const auto& b = member(after, name);
    if (a == b || (is_blank(a) && is_blank(b))) return;
    changes.push_back(json::object{{"field", name}, {"label", item_label(name)}, {"before", a}, {"after", b}});
  };
  for (const auto& [name, value] : before) look(name);
  for (const auto& [name, value] : after) look(name);
  return changes;
}

/// Items by identity; several of one identity are told apart by their count.
std::vector<std::pair<std::string, const json::object*>> items_of(const json::value& list) {
  std::vector<std::pair<std::string, const json::object*>> items;
  std::map<std::string, int> count;
  if (!list.is_array()) return items;
  for (const auto& item : list.get_array()) {
    if (!item.is_object()) continue;
    auto key = identity_of(item.get_object());
    if (const int n = ++count[key]; n > 1) key += "#" + std::to_string(n);
    items.emplace_back(std::move(key), &item.get_object());
  }
  return items;
}

json::array item_changes(const json::value& before, const json::value& after) {
  const auto old_items = items_of(before);
  const auto new_items = items_of(after);
  std::map<std::string, const json::object*> old_by_key(old_items.begin(), old_items.end());
  std::set<std::string> kept;
  json::array changes;
  for (const auto& [key, item] : new_items) {
    kept.insert(key);
    const auto found = old_by_key.find(key);
    if (found == old_by_key.end()) {
      changes.push_back(json::object{{"key", key}, {"kind", "added"}, {"after", *item}});
    } else if (auto inner = member_changes(*found->second, *item); !inner.empty()) {
      changes.push_back(json::object{{"key", key}, {"kind", "changed"}, {"changes", std::move(inner)}});
    }
  }
  for (const auto& [key, item] : old_items)
    if (!kept.contains(key)) changes.push_back(json::object{{"key", key}, {"kind", "removed"}, {"before", *item}});
  return changes;
}

void lose(const json::value& given, const json::value& understood, const std::string& path, std::vector<std::string>& lost) {
  if (is_blank(given)) return;
  if (given.is_object() && understood.is_object()) {
    for (const auto& [name, value] : given.get_object()) lose(value, member(understood.get_object(), name), path + "/" + std::string(name), lost);
  } else if (given.is_array() && understood.is_array() && given.get_array().size() == understood.get_array().size()) {
    for (std::size_t i = 0; i < given.get_array().size(); ++i)
      lose(given.get_array()[i], understood.get_array()[i], path + "/" + std::to_string(i), lost);
  } else if (given != understood) {
    lost.push_back(path.empty() ? "/" : path);
  }
}

}  // namespace

json::array compare_contents(const json::object& before, const json::object& after) {
  json::array changes;
  for (const auto& label : labels()) {
    const auto& a = member(before, label.field);
    const auto& b = member(after, label.field);
    if (a == b || (is_blank(a) && is_blank(b))) continue;
    json::object change{{"field", label.field}, {"label", label.chinese}, {"section", label.section}, {"kind", kind_of(a, b)}};
    if (is_list_of_objects(a) || is_list_of_objects(b)) {
      change["items"] = item_changes(a, b);
      if (change["items"].get_array().empty()) change["kind"] = "reordered";
    } else {
      change["before"] = a;
      change["after"] = b;
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<std::string> lost_members(const json::value& given, const json::value& understood) {
  std::vector<std::string> lost;
  lose(given, understood, "", lost);
  return lost;
}

}  // namespace yimen::catalogue
