#include "simple_way.h"

#include <algorithm>

#include "yimen/feel/expression.h"

namespace yimen::approval {

namespace {

bool asks(const bpmn::Flow& way, std::string_view name) {
  if (way.condition_text.find(name) == std::string::npos) return false;
  auto text = std::string_view(way.condition_text);
  text.remove_prefix(std::min(text.size(), text.find_first_not_of("= \t\r\n")));
  const auto parsed = feel::parse_expression(text, {});
  return parsed && std::ranges::find(parsed->unknown_names(), name) != parsed->unknown_names().end();
}

}  // namespace

std::optional<std::string> simple_way_of(const bpmn::Model& model, std::string_view step) {
  const auto* node = model.may_mention("is_simple") ? model.find(step) : nullptr;
  if (node == nullptr) return std::nullopt;
  for (const int flow : node->outgoing)
    for (const int index : model.node(model.flow(flow).target).outgoing)
      if (const auto& way = model.flow(index); asks(way, "is_simple")) {
        const auto& next = model.node(way.target).name;
        return next.empty() ? way.name : next;
      }
  return std::nullopt;
}

}  // namespace yimen::approval
