#include "builtins/builtin.h"

namespace yimen::feel {

namespace {

using Entries = std::vector<ContextEntry>;

bool pays(Session& session, std::size_t count) {
  return session.steps(static_cast<std::int64_t>(count) + 1) &&
         session.allocate(static_cast<std::int64_t>(count * sizeof(ContextEntry)) + 64);
}

void put(Entries& entries, const std::string& name, Value value) {
  for (auto& entry : entries)
    if (entry.name == name) {
      entry.value = std::move(value);
      return;
    }
  entries.push_back({name, std::move(value)});
}

Outcome get_value(Arguments arguments, Session& session) {
  if (!arguments[0].is(Kind::context) || !arguments[1].is(Kind::string)) return std::nullopt;
  const auto* value = arguments[0].find(arguments[1].string());
  if (value != nullptr) return *value;
  warn(session, "feel/no-member", "上下文没有“" + arguments[1].string() + "”",
       "the context has no “" + arguments[1].string() + "”");
  return Value{};
}

/// get value(m, ["a", "b"]): step by step into contexts.
Outcome get_value_at(Arguments arguments, Session&) {
  if (!arguments[0].is(Kind::context) || !arguments[1].is(Kind::list) || arguments[1].list().empty())
    return std::nullopt;
  const auto* value = &arguments[0];
  for (const auto& key : arguments[1].list()) {
    if (!key.is(Kind::string) || !value->is(Kind::context)) return std::nullopt;
    value = value->find(key.string());
    if (value == nullptr) return std::nullopt;
  }
  return *value;
}

Outcome get_entries(Arguments arguments, Session& session) {
  if (!arguments[0].is(Kind::context)) return std::nullopt;
  List result;
  if (!pays(session, arguments[0].entries().size() * 3)) return Value{};
  for (const auto& entry : arguments[0].entries())
    result.push_back(Value::context({{"key", Value{entry.name}}, {"value", entry.value}}));
  return Value{std::move(result)};
}

Outcome put_at(const Value& context, Arguments keys, const Value& value, Session& session) {
  if (!context.is(Kind::context) || keys.empty() || !keys.front().is(Kind::string)) return std::nullopt;
  if (!pays(session, context.entries().size())) return Value{};
  const auto& name = keys.front().string();
  auto inner = value;
  if (keys.size() > 1) {
    const auto* nested = context.find(name);
    if (nested == nullptr) return std::nullopt;
    auto changed = put_at(*nested, keys.subspan(1), value, session);
    if (!changed) return std::nullopt;
    inner = std::move(*changed);
  }
  auto entries = context.entries();
  put(entries, name, std::move(inner));
  return Value{std::move(entries)};
}

Outcome context_put(Arguments arguments, Session& session) {
  return put_at(arguments[0], arguments.subspan(1, 1), arguments[2], session);
}

Outcome context_put_keys(Arguments arguments, Session& session) {
  return arguments[1].is(Kind::list) ? put_at(arguments[0], arguments[1].list(), arguments[2], session) : std::nullopt;
}

Outcome context_merge(Arguments arguments, Session& session) {
  if (arguments[0].is(Kind::context)) return arguments[0];
  if (!arguments[0].is(Kind::list)) return std::nullopt;
  Entries entries;
  for (const auto& context : arguments[0].list()) {
    if (!context.is(Kind::context)) return std::nullopt;
    if (!pays(session, context.entries().size())) return Value{};
    entries.insert(entries.end(), context.entries().begin(), context.entries().end());
  }
  return Value::context(std::move(entries));
}

/// context([{key: "a", value: 1}]): the opposite of get entries; a key given twice is refused.
Outcome context_of(Arguments arguments, Session& session) {
  List room;
  if (arguments[0].is(Kind::context))
    room.assign(1, arguments[0]);
  else if (!arguments[0].is(Kind::list))
    return std::nullopt;
  const auto& list = arguments[0].is(Kind::list) ? arguments[0].list() : room;
  if (!pays(session, list.size())) return Value{};
  Entries entries;
  for (const auto& item : list) {
    const auto* key = item.is(Kind::context) ? item.find("key") : nullptr;
    const auto* value = key != nullptr ? item.find("value") : nullptr;
    if (value == nullptr || !key->is(Kind::string)) return std::nullopt;
    entries.push_back({key->string(), *value});
  }
  const auto count = entries.size();
  auto context = Value::context(std::move(entries));
  return context.is(Kind::context) && context.entries().size() == count ? Outcome{context} : std::nullopt;
}

}  // namespace

std::vector<Builtin> context_builtins() {
  return {
      {"get value", {{{"m", "key"}, 2, get_value}, {{"m", "keys"}, 2, get_value_at}}},
      {"get entries", {{{"m"}, 1, get_entries}}},
      {"context put",
       {{{"context", "key", "value"}, 3, context_put}, {{"context", "keys", "value"}, 3, context_put_keys}}},
      {"context merge", {{{"contexts"}, 1, context_merge}}},
      {"context", {{{"entries"}, 1, context_of}}},
  };
}

}  // namespace yimen::feel
