#include "simple_way.h"

#include <algorithm>
#include <set>

#include "yimen/feel/expression.h"

namespace yimen::approval {

namespace {

constexpr std::string_view asked = "is_simple";

enum class Way { any, simple, other };

/// The part of a condition that speaks of it: what is joined to that by "and" or "or" is not known here.
std::string part_of(std::string_view text) {
  auto at = text.find(asked);
  for (const std::string_view word : {" and ", " or "}) {
    if (const auto before = text.substr(0, at).rfind(word); before != text.npos) text.remove_prefix(before + word.size()), at = text.find(asked);
    if (const auto behind = text.find(word, at); behind != text.npos) text = text.substr(0, behind);
  }
  return std::string(text);
}

/// Whom a way is for, as far as the answer decides it.
Way way_of(const bpmn::Flow& flow) {
  auto text = std::string_view(flow.condition_text);
  text.remove_prefix(std::min(text.size(), text.find_first_not_of("= \t\r\n")));
  const auto whole = feel::parse_expression(text, {});
  if (!whole || std::ranges::find(whole->unknown_names(), asked) == whole->unknown_names().end()) return Way::any;
  feel::Scope scope;
  scope.add(std::string(asked));
  const auto part = feel::parse_expression(part_of(text), scope);
  if (!part) return Way::simple;
  feel::Session session;
  const auto when = [&](bool is_simple) { return part->evaluate(std::vector{feel::Value{is_simple}}, session); };
  return !when(true).is_true() && when(false).is_true() ? Way::other : Way::simple;
}

const bpmn::Flow* simple_among(const bpmn::Model& model, const bpmn::Node& from) {
  const bpmn::Flow *left = nullptr, *other = nullptr;
  for (const int index : from.outgoing) {
    const auto& flow = model.flow(index);
    const auto way = way_of(flow);
    if (way == Way::simple) return &flow;
    if (way == Way::other) other = &flow;
    else if (left == nullptr || index == from.default_flow) left = &flow;
  }
  return other == nullptr ? nullptr : left;
}

}  // namespace

std::optional<std::string> simple_way_of(const bpmn::Model& model, std::string_view step) {
  const int begin = model.may_mention(asked) ? model.node_index(step) : -1;
  if (begin < 0) return std::nullopt;
  std::set<int> seen{begin};
  for (std::vector<int> open{begin}; !open.empty();) {
    const auto& node = model.node(open.back());
    open.pop_back();
    if (const auto* way = simple_among(model, node)) {
      const auto& next = model.node(way->target).name;
      return next.empty() ? way->name : next;
    }
    for (const int index : node.outgoing) {
      const int next = model.flow(index).target;
      if (model.node(next).kind == bpmn::NodeKind::exclusive_gateway && seen.insert(next).second) open.push_back(next);
    }
  }
  return std::nullopt;
}

}  // namespace yimen::approval
