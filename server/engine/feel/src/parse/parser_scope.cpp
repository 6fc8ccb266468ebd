#include <fmt/format.h>

#include "builtins/builtin.h"
#include "parse/parser.h"

namespace yimen::feel {

namespace {

const LongNames& long_builtin_names() {
  static const LongNames names = [] {
    LongNames all;
    for (const auto& builtin : all_builtins()) all.add(builtin.name);
    return all;
  }();
  return names;
}

/// Dates, times, durations and ranges have these instead of members.
bool may_have_property(const Type& type, const std::string& name) {
  static constexpr std::string_view names[] = {
      "year",   "month", "day",   "weekday", "hour",    "minute", "second", "time offset",    "timezone",    "years",
      "months", "days",  "hours", "minutes", "seconds", "start",  "end",    "start included", "end included"};
  const bool has_some = type.kind() >= TypeKind::date && type.kind() <= TypeKind::months_duration;
  return (has_some || type.kind() == TypeKind::range) &&
         std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// A context may hold more than its type tells.
bool may_have_members(const Type& type) { return type.is_any() || type.kind() == TypeKind::context; }

}  // namespace

std::uint32_t Parser::bind(std::string name, Type type) {
  known_names_.add(name);
  const auto local = unit().locals++;
  unit().bindings.push_back({.name = std::move(name), .local = local, .type = std::move(type)});
  return local;
}

/// A node that reads the source from the unit being parsed; from inside a lambda the value is captured when the lambda
/// is made.
Parser::NodeId Parser::refer(std::size_t owner, Source source, std::uint32_t index, const Type& type) {
  if (source == Source::slot) slot_used_[index] = true;
  if (owner + 1 == units_.size()) {
    const Op op = source == Source::slot ? Op::slot : source == Source::self ? Op::self : Op::local;
    return add({.op = op, .offset = note(), .a = index}, type);
  }
  auto& captures = unit().captures;
  std::uint32_t place = 0;
  while (place < captures.size() &&
         (captures[place].owner != owner || captures[place].source != source || captures[place].index != index))
    ++place;
  if (place == captures.size()) captures.push_back({owner, source, index, type});
  return add({.op = Op::captured, .offset = note(), .a = place}, type);
}

/// Inside list[…] a name may be a member of the item. @returns whether the search ends here.
bool Parser::resolve_in_filter(Binding& binding, std::size_t depth, const std::string& name, Ids& chain,
                               std::optional<NodeId>& found) {
  if (name == "item") {
    binding.is_used = true;
    if (may_have_members(binding.type) || binding.type.find(name) != nullptr)
      chain.push_back(refer(depth, Source::local, binding.local, binding.type));
    found = refer(depth, Source::local, binding.local, binding.type);
    return true;
  }
  if (const auto* member = binding.type.kind() == TypeKind::context ? binding.type.find(name) : nullptr) {
    binding.is_used = true;
    const auto item = refer(depth, Source::local, binding.local, binding.type);
    found = add({.op = Op::path, .offset = note(), .a = item, .b = add_name(name)}, *member);
    return true;
  }
  if (may_have_members(binding.type) || may_have_property(binding.type, name)) {
    binding.is_used = true;
    chain.push_back(refer(depth, Source::local, binding.local, binding.type));
  }
  return false;
}

std::optional<Parser::NodeId> Parser::resolve_outside(const std::string& name) {
  if (const int slot = scope_.find(name); slot >= 0) {
    const auto index = static_cast<std::uint32_t>(slot);
    return refer(0, Source::slot, index, scope_.type(index));
  }
  const auto* builtin = find_builtin(name);
  if (builtin == nullptr) return std::nullopt;
  code_->builtins.push_back(builtin);
  return add({.op = Op::builtin, .offset = note(), .a = static_cast<std::uint32_t>(code_->builtins.size() - 1)},
             Type{TypeKind::function});
}

std::optional<Parser::NodeId> Parser::resolve(const std::string& name) {
  Ids chain;
  std::optional<NodeId> found;
  for (std::size_t depth = units_.size(); depth-- > 0 && !found;) {
    auto& bindings = units_[depth].bindings;
    for (std::size_t i = bindings.size(); i-- > 0 && !found;) {
      if (bindings[i].is_filter) {
        if (resolve_in_filter(bindings[i], depth, name, chain, found)) break;
      } else if (bindings[i].name == name) {
        bindings[i].is_used = true;
        found = refer(depth, Source::local, bindings[i].local, bindings[i].type);
      }
    }
    if (!found && units_[depth].self_name == name) found = refer(depth, Source::self, 0, Type{TypeKind::function});
  }
  if (!found) found = resolve_outside(name);
  if (chain.empty()) return found;
  const Node node{.op = Op::member_or_else, .offset = note(), .a = add_name(name), .b = found.value_or(no_node)};
  return add_list(node, chain);
}

/// A name where an operand is expected: the longest known one that fits, otherwise all words in a row.
Parser::NodeId Parser::name() {
  const auto start = at_;
  std::string known;
  const auto own_end = known_names_.match(text_, at_, known);
  std::string builtin;
  const auto builtin_end = long_builtin_names().match(text_, at_, builtin);
  if (const auto end = std::max(own_end, builtin_end); end > 0) {
    if (const auto node = resolve(own_end >= builtin_end ? known : builtin)) {
      at_ = end;
      return *node;
    }
  }
  const auto loose = take_loose_name();
  const auto end = at_;
  at_ = start;  // problems point at the name's beginning
  const auto node = resolve(loose);
  const auto offset = note();
  at_ = end;
  if (node) return *node;
  if (std::find(code_->unknown_names.begin(), code_->unknown_names.end(), loose) == code_->unknown_names.end())
    code_->unknown_names.push_back(loose);
  return add({.op = Op::unknown, .offset = offset, .a = add_name(loose)});
}

/// `.member` behind its dot.
Parser::NodeId Parser::path(NodeId base) {
  skip();
  const auto offset = note();
  if (!at_name()) return fail("“.”后应为名称", "a name is expected behind the dot");
  auto type = node_types_[base];
  while (type.kind() == TypeKind::list) type = Type{type.element()};
  LongNames members;
  for (const auto& member : type.members()) members.add(member.name);
  std::string name;
  auto end = members.match(text_, at_, name);
  const auto word_end = end_of_word(text_, at_);
  if (end == 0 && type.find(text_.substr(at_, word_end - at_)) != nullptr) {
    end = word_end;
    name = text_.substr(at_, word_end - at_);
  }
  if (end == 0) end = member_names_.match(text_, at_, name);
  if (end != 0)
    at_ = end;
  else
    name = take_loose_name();
  const auto* member = type.find(name);
  auto result = member == nullptr ? Type{} : *member;
  if (node_types_[base].kind() == TypeKind::list && member != nullptr) result = Type::list_of(result);
  return add({.op = Op::path, .offset = offset, .a = base, .b = add_name(std::move(name))}, std::move(result));
}

}  // namespace yimen::feel
