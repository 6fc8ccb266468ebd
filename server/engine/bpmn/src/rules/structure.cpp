#include <algorithm>
#include <unordered_map>

#include "../build/builder.h"
#include "formats.h"
#include "report.h"

namespace yimen::bpmn::rules {
namespace {

/// Enough to find it again.
std::string beginning_of(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 60)) shown += c == '\n' || c == '\r' ? ' ' : c;
  // Not in the middle of a character.
  if (text.size() > 60)
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0x80) != 0) shown.pop_back();
  return text.size() > 60 ? shown + "…" : shown;
}

Words join(const std::vector<std::string_view>& choices) {
  std::string text;
  for (const auto choice : choices) text += (text.empty() ? "" : " / ") + std::string{choice};
  return text;
}

void check_value(const Check& check, const Part& part, const Attribute& attribute, const std::string& value) {
  const auto bad = [&](Words expected) { check.report.complain(part, "structure/bad-value", {attribute.name, value, std::move(expected)}); };
  switch (attribute.kind) {
    case Attribute::Kind::id:
      if (!is_ncname(value)) bad({"以字母或下划线开头、不含空格和冒号的名称", "a name without spaces and colons that starts with a letter or underscore"});
      break;
    case Attribute::Kind::boolean:
      if (!is_boolean(value)) bad("true / false");
      break;
    case Attribute::Kind::integer:
      if (!is_integer(value)) bad({"整数", "an integer"});
      break;
    case Attribute::Kind::choice:
      if (std::ranges::find(attribute.choices, value) == attribute.choices.end()) bad(join(attribute.choices));
      break;
    case Attribute::Kind::uri:
      if (!is_uri(value)) check.report.complain(part, "format/uri", {attribute.name, value});
      break;
    case Attribute::Kind::mime:
      if (!is_mime_type(value)) check.report.complain(part, "format/mime-type", {attribute.name, value});
      break;
    case Attribute::Kind::text:
    case Attribute::Kind::reference: break;
  }
}

void check_attributes(const Check& check, const Part& part) {
  for (const auto& given : part.element->attributes) {
    if (!given.space.empty()) continue;
    if (const auto* attribute = part.type->attribute(given.name); attribute != nullptr) check_value(check, part, *attribute, given.value);
    else check.report.complain(part, "structure/unknown-attribute", {given.name});
  }
  for (const auto& attribute : part.type->attributes)
    if (attribute.is_required && !part.has(attribute.name)) check.report.complain(part, "structure/missing-attribute", {attribute.name});
}

void check_children(const Check& check, const Part& part) {
  std::unordered_map<const Child*, int> counts;
  for (const auto* child : part.children) {
    const auto* row = part.type->child(child->name());
    if (row == nullptr) check.report.complain(part, child->element->line, "structure/unknown-element", {kind_of(child->name())});
    else ++counts[row];
  }
  for (const auto& row : part.type->children) {
    const int count = counts[&row];
    if (count < row.least) check.report.complain(part, "structure/missing-element", {kind_of(row.name)});
    if (row.most > 0 && count > row.most)
      check.report.complain(part, "structure/too-many", {kind_of(row.name), static_cast<std::size_t>(row.most), static_cast<std::size_t>(count)});
  }
}

/// The schema has a sequence of rows; no meaning hangs on it, so one word for each parent is enough.
void check_order(const Check& check, const Part& part) {
  const Child* last = nullptr;
  std::string_view last_name;
  for (const auto* child : part.children) {
    const auto* row = part.type->child(child->name());
    if (row == nullptr || child->is("artifact")) continue;  // artifacts stand beside what they explain in many files
    if (last != nullptr && row < last) return check.report.complain(part, child->element->line, "structure/order", {kind_of(last_name), kind_of(child->name())});
    last = row;
    last_name = child->name();
  }
}

/// What stands between the elements: words, and elements of other namespaces outside of the place that is kept for them.
void check_strangers(const Check& check, const Part& part) {
  if (const auto text = part.text(); !text.empty()) check.report.complain(part, "structure/text", {beginning_of(text)});
  for (const auto& child : part.element->children) {
    const bool is_diagram = part.is("definitions") && child.space == diagram_namespace;
    if (child.space != bpmn_namespace && !is_diagram) check.report.complain(part, child.line, "structure/foreign", {child.name});
  }
}

void check_ids(const Check& check) {
  std::unordered_map<std::string_view, int> lines;
  for (const auto& part : check.document.parts()) {
    if (part.id().empty()) continue;
    const auto [first, is_new] = lines.emplace(part.id(), part.element->line);
    if (!is_new) check.report.complain(part, "element/id-twice", {part.id(), static_cast<std::size_t>(first->second)});
  }
}

}  // namespace

void check_structure(const Check& check) {
  check_ids(check);
  for (const auto& part : check.document.parts()) {
    if (part.type == nullptr) continue;  // text that refers, or what its parent is told about
    check_attributes(check, part);
    if (part.type->is_open) continue;
    check_children(check, part);
    check_order(check, part);
    check_strangers(check, part);
  }
  if (check.document.target_namespace().empty() && !check.document.root().children.empty()) check.report.complain(check.document.root(), "structure/target-namespace");
}

std::vector<Problem> check_all(const xml::Element& root) {
  const Document document{root};
  Report report{document.is_of_tool()};
  const Check check{document, report};
  for (const auto family : {check_structure, check_references, check_expressions, check_flows, check_gateways, check_events, check_event_definitions,
                            check_activities, check_loops, check_services, check_data, check_data_ends, check_collaborations, check_choreographies, check_lanes, check_diagrams})
    family(check);
  return report.take();
}

}  // namespace yimen::bpmn::rules

namespace yimen::bpmn {

std::vector<Problem> check_rules(const xml::Element& root) {
  // What is not BPMN at all is told by the reader.
  if (!root.is(bpmn_namespace, "definitions")) return {};
  return rules::check_all(root);
}

}  // namespace yimen::bpmn
