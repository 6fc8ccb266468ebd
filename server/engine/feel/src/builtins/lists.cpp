#include "builtins/builtin.h"
#include "eval/arithmetic.h"
#include "value/weight.h"

namespace yimen::feel {

namespace {

/// The list an argument stands for; nullptr for null, which stands for none.
const List* list_of(const Value& value, List& room) {
  if (value.is_null()) return nullptr;
  if (value.is(Kind::list)) return &value.list();
  room.assign(1, value);
  return &room;
}

bool pays(Session& session, std::size_t count) {
  return session.steps(static_cast<std::int64_t>(count) + 1) &&
         session.allocate(static_cast<std::int64_t>(count * sizeof(Value)) + 64);
}

/// Place from 0 of a position counted from 1 or, negative, from the end; nullopt outside.
std::optional<std::size_t> place_of(const Value& position, std::size_t size) {
  const auto place = position.is(Kind::number) && position.number().is_integer() ? whole(position) : std::nullopt;
  const auto count = static_cast<std::int64_t>(size);
  if (!place || *place == 0 || *place > count || *place < -count) return std::nullopt;
  return static_cast<std::size_t>(*place > 0 ? *place - 1 : count + *place);
}

/// Looking for a value costs as much as there is to compare.
bool pays_search(Session& session, const List& list, const Value& wanted) {
  std::int64_t cost = 0;
  for (const auto& item : list) cost += 1 + std::min(weight_of(item), weight_of(wanted)) / 256;
  return session.steps(cost);
}

Outcome list_contains(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  if (!pays_search(session, *list, arguments[1])) return Value{};
  return Value{std::any_of(list->begin(), list->end(), [&](const Value& item) { return same(item, arguments[1]); })};
}

Outcome count(Arguments arguments, Session&) {
  List room;
  const auto* list = list_of(arguments[0], room);
  return list == nullptr ? std::nullopt : Outcome{Value{static_cast<std::int64_t>(list->size())}};
}

Outcome extreme(Arguments arguments, Session& session, Order wanted) {
  if (!arguments[0].is(Kind::list)) return std::nullopt;
  const auto& list = arguments[0].list();
  if (list.empty()) return Value{};
  if (!session.steps(static_cast<std::int64_t>(list.size()))) return Value{};
  const auto* best = &list.front();
  for (const auto& item : list) {
    const auto order = compare(item, *best);
    if (order == Order::none) return std::nullopt;
    if (order == wanted) best = &item;
  }
  return *best;
}

Outcome min(Arguments arguments, Session& session) {
  return extreme(arguments, session, Order::less);
}
Outcome max(Arguments arguments, Session& session) {
  return extreme(arguments, session, Order::greater);
}

/// all and any: `decides` settles the matter; null beside booleans leaves it open, another kind is refused.
Outcome junction(Arguments arguments, bool decides) {
  if (!arguments[0].is(Kind::list)) return std::nullopt;
  bool is_unknown = false, is_strange = false;
  for (const auto& item : arguments[0].list()) {
    if (item.is(Kind::boolean) && item.boolean() == decides) return Value{decides};
    is_unknown = is_unknown || item.is_null();
    is_strange = is_strange || (!item.is_null() && !item.is(Kind::boolean));
  }
  if (is_strange) return std::nullopt;
  return is_unknown ? Value{} : Value{!decides};
}

Outcome all(Arguments arguments, Session&) {
  return junction(arguments, false);
}
Outcome any(Arguments arguments, Session&) {
  return junction(arguments, true);
}

Outcome sublist(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  const auto first = list == nullptr ? std::nullopt : place_of(arguments[1], list->size());
  if (!first) return std::nullopt;
  auto length = list->size() - *first;
  if (arguments.size() == 3) {
    const auto wanted = whole(arguments[2]);
    if (!wanted || *wanted < 1 || static_cast<std::size_t>(*wanted) > length) return std::nullopt;
    length = static_cast<std::size_t>(*wanted);
  }
  if (!pays(session, length)) return Value{};
  const auto begin = list->begin() + static_cast<std::ptrdiff_t>(*first);
  return Value{List(begin, begin + static_cast<std::ptrdiff_t>(length))};
}

Outcome append(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  if (!pays(session, list->size() + arguments.size())) return Value{};
  auto result = *list;
  result.insert(result.end(), arguments.begin() + 1, arguments.end());
  return Value{std::move(result)};
}

Outcome concatenate(Arguments arguments, Session& session) {
  List result;
  for (const auto& argument : arguments) {
    List room;
    const auto* list = list_of(argument, room);
    if (list == nullptr) return std::nullopt;
    if (!pays(session, list->size())) return Value{};
    result.insert(result.end(), list->begin(), list->end());
  }
  return Value{std::move(result)};
}

Outcome insert_before(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  const auto place = place_of(arguments[1], list->size());
  if (!place) return std::nullopt;
  if (!pays(session, list->size())) return Value{};
  auto result = *list;
  result.insert(result.begin() + static_cast<std::ptrdiff_t>(*place), arguments[2]);
  return Value{std::move(result)};
}

Outcome remove(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  const auto place = list == nullptr ? std::nullopt : place_of(arguments[1], list->size());
  if (!place) return std::nullopt;
  if (!pays(session, list->size())) return Value{};
  auto result = *list;
  result.erase(result.begin() + static_cast<std::ptrdiff_t>(*place));
  return Value{std::move(result)};
}

Outcome reverse(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  if (!pays(session, list->size())) return Value{};
  return Value{List(list->rbegin(), list->rend())};
}

Outcome index_of(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  if (!pays(session, list->size()) || !pays_search(session, *list, arguments[1])) return Value{};
  List places;
  for (std::size_t i = 0; i < list->size(); ++i)
    if (same((*list)[i], arguments[1])) places.emplace_back(static_cast<std::int64_t>(i + 1));
  return Value{std::move(places)};
}

/// Adds those items that are not there yet. Each is held against all: paid for step by step.
bool add_new(List& result, const List& items, Session& session) {
  for (const auto& item : items) {
    if (!pays_search(session, result, item) || !session.step() || !session.allocate(sizeof(Value))) return false;
    if (std::none_of(result.begin(), result.end(), [&](const Value& known) { return same(known, item); }))
      result.push_back(item);
  }
  return true;
}

Outcome set_union(Arguments arguments, Session& session) {
  List result;
  for (const auto& argument : arguments) {
    List room;
    const auto* list = list_of(argument, room);
    if (list == nullptr) return std::nullopt;
    if (!add_new(result, *list, session)) return Value{};
  }
  return Value{std::move(result)};
}

bool flatten_into(List& result, const List& items, Session& session) {
  for (const auto& item : items) {
    if (!session.step() || !session.allocate(sizeof(Value))) return false;
    if (!item.is(Kind::list))
      result.push_back(item);
    else if (!flatten_into(result, item.list(), session))
      return false;
  }
  return true;
}

Outcome flatten(Arguments arguments, Session& session) {
  List room, result;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  return flatten_into(result, *list, session) ? Value{std::move(result)} : Value{};
}

/// list replace(list, position, item) or list replace(list, function(item, newItem) boolean, item)
Outcome list_replace(Arguments arguments, Session& session) {
  List room;
  const auto* list = list_of(arguments[0], room);
  if (list == nullptr) return std::nullopt;
  if (!pays(session, list->size())) return Value{};
  auto result = *list;
  if (!arguments[1].is(Kind::function)) {
    const auto place = place_of(arguments[1], list->size());
    if (!place) return std::nullopt;
    result[*place] = arguments[2];
    return Value{std::move(result)};
  }
  for (auto& item : result) {
    const Value pair[] = {item, arguments[2]};
    const auto fits = call(arguments[1], pair, session);
    if (!fits.is(Kind::boolean)) return std::nullopt;
    if (fits.boolean()) item = arguments[2];
  }
  return Value{std::move(result)};
}

}  // namespace

std::vector<Builtin> list_builtins() {
  return {
      {"list contains", {{{"list", "element"}, 2, list_contains}}},
      {"count", {{{"list"}, 1, count}}},
      {"min", {{{"list"}, 1, min}}, true},
      {"max", {{{"list"}, 1, max}}, true},
      {"all", {{{"list"}, 1, all}}, true},
      {"any", {{{"list"}, 1, any}}, true},
      {"sublist", {{{"list", "start position", "length"}, 2, sublist}}},
      {"append", {{{"list", "item"}, 2, append, true}}},
      {"concatenate", {{{"list"}, 1, concatenate, true}}},
      {"insert before", {{{"list", "position", "newItem"}, 3, insert_before}}},
      {"remove", {{{"list", "position"}, 2, remove}}},
      {"reverse", {{{"list"}, 1, reverse}}},
      {"index of", {{{"list", "match"}, 2, index_of}}},
      {"union", {{{"list"}, 1, set_union, true}}},
      {"distinct values", {{{"list"}, 1, set_union}}},
      {"flatten", {{{"list"}, 1, flatten}}},
      {"list replace",
       {{{"list", "position", "newItem"}, 3, list_replace}, {{"list", "match", "newItem"}, 3, list_replace}}},
  };
}

}  // namespace yimen::feel
