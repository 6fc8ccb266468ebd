#include <algorithm>

#include "../build/builder.h"
#include "report.h"

namespace yimen::bpmn::rules {
namespace {

/// One reference as it stands in the text.
struct Found {
  const Part& holder;  // who refers
  const Part& at;      // the attribute's or child's element
  std::string_view name;
  std::string_view value;
};

bool fits(const Part& target, const Reference& reference) {
  return reference.targets.empty() || std::ranges::any_of(reference.targets, [&](const Type* type) { return target.is(type->name); });
}

/// Sequence flows say more about what stands at their ends by rules of their own.
bool is_end_of_flow(const Found& found) { return found.holder.is("sequenceFlow") && (found.name == "sourceRef" || found.name == "targetRef"); }

void complain_of_unknown(const Check& check, const Found& found) {
  if (!is_end_of_flow(found)) return check.report.complain(found.holder, found.at.element->line, "reference/unresolved", {found.name, found.value});
  check.report.complain(found.holder, "flow/loose-end", {found.name == "sourceRef" ? Words{"起点", "source"} : Words{"终点", "target"}, found.value});
}

void check_reference(const Check& check, const Found& found, const Reference& reference) {
  const bool is_lax = reference.mode == Reference::Mode::tools_may_differ && check.document.is_of_tool();
  const auto target = check.document.resolve(found.at, found.value);
  switch (target.state) {
    case Document::Target::State::elsewhere: return;
    case Document::Target::State::undeclared:
      if (reference.mode != Reference::Mode::if_found && !is_lax)
        check.report.complain(found.holder, found.at.element->line, "reference/undeclared-prefix", {found.name, found.value});
      return;
    case Document::Target::State::unknown:
      if (reference.mode != Reference::Mode::if_found && !is_lax) complain_of_unknown(check, found);
      return;
    case Document::Target::State::found: break;
  }
  if (fits(*target.part, reference) || is_lax || is_end_of_flow(found)) return;
  check.report.complain(found.holder, found.at.element->line, "reference/wrong-type", {found.name, found.value, kind_of(target.part->name()), kinds_of(reference.targets)});
}

void check_attributes(const Check& check, const Part& part) {
  for (const auto& attribute : part.type->attributes)
    if (attribute.kind == Attribute::Kind::reference && part.has(attribute.name))
      check_reference(check, {part, part, attribute.name, part.attribute(attribute.name)}, attribute.reference);
}

void check_children(const Check& check, const Part& part) {
  for (const auto* child : part.children) {
    const auto* row = part.type->child(child->name());
    if (row != nullptr && row->type == nullptr) check_reference(check, {part, *child, child->name(), child->text()}, row->reference);
  }
}

void check_definitional_collaboration(const Check& check, const Part& process) {
  const auto* collaboration = check.document.find(process, process.attribute("definitionalCollaborationRef"));
  if (collaboration == nullptr || !collaboration->is("collaboration")) return;
  for (const auto* participant : collaboration->all("participant"))
    if (check.document.find(*participant, participant->attribute("processRef")) == &process) return;
  check.report.complain(process, "process/definitional-collaboration", {called(*collaboration)});
}

void check_import(const Check& check, const Part& part) {
  if (part.attribute("importType") == bpmn_namespace) check.report.complain(part, "reference/import", {part.attribute("location")});
}

}  // namespace

void check_references(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.type == nullptr) continue;
    check_attributes(check, part);
    if (!part.type->is_open) check_children(check, part);
    if (part.is("import")) check_import(check, part);
    if (part.is("process")) check_definitional_collaboration(check, part);
  }
}

}  // namespace yimen::bpmn::rules
