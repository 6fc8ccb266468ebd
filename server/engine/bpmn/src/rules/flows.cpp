#include <algorithm>
#include <set>

#include "report.h"

namespace yimen::bpmn::rules {
namespace {

struct End {
  const Part* part;
  std::string_view artifact_rule, type_rule;
};

void check_ends(const Check& check, const Part& flow) {
  for (const auto& end : {End{flow.source, "flow/artifact-source", "flow/source-type"}, End{flow.target, "flow/artifact-target", "flow/target-type"}}) {
    if (end.part == nullptr) continue;
    if (end.part->is("artifact")) check.report.complain(flow, end.artifact_rule, {kind_of(end.part->name()), called(*end.part)});
    else if (!end.part->is("flowNode") || is_event_subprocess(*end.part)) check.report.complain(flow, end.type_rule, {kind_of(end.part->name()), called(*end.part)});
  }
}

void check_level(const Check& check, const Part& flow) {
  if (flow.source == nullptr || flow.target == nullptr || !flow.source->is("flowNode") || !flow.target->is("flowNode")) return;
  if (level_of(*flow.source) == level_of(*flow.target)) return;
  const bool is_one_process = flow.source->ancestor("callableElement") == flow.target->ancestor("callableElement") &&
                              flow.source->ancestor("choreography") == flow.target->ancestor("choreography");
  check.report.complain(flow, is_one_process ? "flow/crosses-level" : "flow/crosses-pool");
}

void check_condition(const Check& check, const Part& flow) {
  if (flow.child("conditionExpression") == nullptr || flow.source == nullptr) return;
  if (flow.source->is("parallelGateway")) check.report.complain(flow, "flow/condition-parallel", {called(*flow.source)});
  if (flow.source->is("gateway")) return;
  if (!flow.source->is("activity") && !flow.source->is("choreographyActivity")) {
    if (flow.source->is("flowNode")) check.report.complain(flow, "flow/condition-source", {called(*flow.source)});
  } else if (flow.source->outgoing.size() < 2) {
    check.report.complain(flow, "flow/condition-alone", {called(*flow.source)});
  }
}

void check_immediate(const Check& check, const Part& flow) {
  if (is_executable(flow) && flow.has("isImmediate") && !flow.flag("isImmediate")) check.report.complain(flow, "flow/immediate");
}

void check_default(const Check& check, const Part& node) {
  if (!node.has("default")) return;
  const auto* flow = check.document.find(node, node.attribute("default"));
  if (flow != nullptr && flow->is("sequenceFlow") && flow->source != &node) check.report.complain(node, "gateway/bad-default", {node.attribute("default")});
}

bool lists_flows(const Document& document) { return !document.all("incoming").empty() || !document.all("outgoing").empty(); }

/// `incoming` and `outgoing` repeat what the flows say. Many programs leave them out, or people who write by hand leave some
/// out; what stands there has to be right, and a file that lists flows lists all of them.
void check_listing(const Check& check, const Part& node, std::string_view list, const std::vector<Part*>& flows) {
  std::multiset<const Part*> drawn(flows.begin(), flows.end());
  std::string wrong;
  bool is_used = lists_flows(check.document) && !check.document.is_of_tool();
  for (const auto* entry : node.all(list)) {
    is_used = true;
    const auto* flow = check.document.find(*entry, entry->element->text);
    if (flow == nullptr) continue;  // told as a reference
    if (const auto at = drawn.find(flow); at != drawn.end()) drawn.erase(at);
    else wrong += (wrong.empty() ? "" : "、") + std::string{flow->id()};
  }
  if (!is_used) return;
  for (const auto* flow : drawn) wrong += (wrong.empty() ? "" : "、") + std::string{flow->id()};
  if (!wrong.empty()) check.report.complain(node, "flow/listing", {list == "incoming" ? Words{"连入的线", "incoming flows"} : Words{"连出的线", "outgoing flows"}, wrong});
}

}  // namespace

void check_flows(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("sequenceFlow")) {
      check_ends(check, part);
      check_level(check, part);
      check_condition(check, part);
      check_immediate(check, part);
    } else if (part.is("flowNode")) {
      check_default(check, part);
      check_listing(check, part, "incoming", part.incoming);
      check_listing(check, part, "outgoing", part.outgoing);
    }
  }
}

}  // namespace yimen::bpmn::rules
