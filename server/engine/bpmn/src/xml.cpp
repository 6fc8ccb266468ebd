#include "xml.h"

namespace yimen::bpmn::xml {

std::optional<Element> parse(std::string_view text, const Limits& limits, std::vector<Problem>& problems) {
  yimen::xml::Refusal refusal;
  auto root = yimen::xml::parse(text, {.bytes = limits.bytes, .elements = limits.elements, .depth = limits.depth}, refusal);
  if (!root) problems.push_back({{}, refusal.line, refusal.rule, refusal.zh, refusal.en});
  return root;
}

}  // namespace yimen::bpmn::xml
