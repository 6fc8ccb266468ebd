#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "formats.h"
#include "report.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn::rules {
namespace {

/// Names that engines use where the specification asks for a MIME type.
constexpr std::array<std::string_view, 31> script_languages{
    "feel", "none", "javascript", "js", "ecmascript", "graal.js", "nashorn", "typescript", "groovy", "python", "jython", "ruby", "jruby", "juel", "java", "kotlin",
    "scala", "clojure", "lua", "php", "perl", "mvel", "drools", "beanshell", "xpath", "xquery", "sql", "powershell", "shell", "bash", "freemarker"};

bool is_below_one(const Part& part, std::string_view attribute) {
  const auto text = trimmed(part.attribute(attribute));
  long long number = 1;
  if (is_integer(text)) std::from_chars(text.data(), text.data() + text.size(), number);
  return number < 1;
}

void check_quantities(const Check& check, const Part& activity) {
  if (is_below_one(activity, "startQuantity")) check.report.complain(activity, "activity/start-quantity", {activity.attribute("startQuantity")});
  if (is_below_one(activity, "completionQuantity")) check.report.complain(activity, "activity/completion-quantity", {activity.attribute("completionQuantity")});
  if (activity.all("loopCharacteristics").size() > 1) check.report.complain(activity, "activity/two-loops");
}

void check_resource(const Check& check, const Part& role) {
  const auto& holder = role.parent == nullptr ? role : *role.parent;
  const bool has_resource = role.child("resourceRef") != nullptr;
  if (has_resource && role.child("resourceAssignmentExpression") != nullptr) check.report.complain(holder, role.element->line, "activity/resource-or-expression");
  if (!has_resource && role.child("resourceParameterBinding") != nullptr) check.report.complain(holder, role.element->line, "activity/binding-without-resource");
}

/// The parameters bound are those of the resource, and none that it requires is left out.
void check_parameters(const Check& check, const Part& role) {
  const auto* resource = check.document.refer(role, "resourceRef");
  if (resource == nullptr || !resource->is("resource")) return;
  const auto& holder = role.parent == nullptr ? role : *role.parent;
  std::set<const Part*> bound;
  for (const auto* binding : role.all("resourceParameterBinding")) {
    const auto* parameter = check.document.find(*binding, binding->attribute("parameterRef"));
    bound.insert(parameter);
    if (parameter != nullptr && parameter->parent != resource) check.report.complain(holder, binding->element->line, "activity/foreign-parameter", {called(*parameter), called(*resource)});
  }
  for (const auto* parameter : resource->all("resourceParameter"))
    if (parameter->flag("isRequired") && !bound.contains(parameter)) check.report.complain(holder, role.element->line, "activity/parameter-missing", {called(*resource), called(*parameter)});
}

void check_script(const Check& check, const Part& task) {
  const auto* script = task.child("script");
  const auto format = platform::fold_width(trimmed(task.attribute("scriptFormat")));
  if (format.empty()) {
    // Without a language it is taken as the engine's own; words to people are in none.
    const bool is_remark = script != nullptr && is_prose(script->text()) && script->text().find(' ') != std::string::npos;
    if (is_remark && is_executable(task)) check.report.complain(task, "task/script-format");
    else if (script != nullptr && !script->text().empty()) check.report.complain(task, "task/script-unmarked");
  } else if (!is_mime_type(format) && std::ranges::find(script_languages, format) == script_languages.end()) {
    check.report.complain(task, "task/unknown-script-format", {task.attribute("scriptFormat")});
  }
}

void check_subprocess(const Check& check, const Part& subprocess) {
  for (const auto* child : subprocess.all("choreographyActivity")) check.report.complain(subprocess, child->element->line, "subprocess/choreography", {called(*child)});
  if (subprocess.child("ioSpecification") != nullptr) check.report.complain(subprocess, "subprocess/data");
  if (subprocess.is("transaction") && subprocess.has("method")) {
    const auto method = trimmed(subprocess.attribute("method"));
    if (method != "##Compensate" && method != "##Image" && method != "##Store" && !is_uri(method)) check.report.complain(subprocess, "transaction/method", {method});
  }
}

void check_ad_hoc(const Check& check, const Part& subprocess) {
  if (subprocess.all("activity").empty()) check.report.complain(subprocess, "ad-hoc/empty");
  for (const auto* child : subprocess.children)
    if (child->is("startEvent") || child->is("endEvent") || child->is("choreographyActivity") || child->is("conversationNode") || child->is("conversationLink"))
      check.report.complain(subprocess, child->element->line, "ad-hoc/content", {kind_of(child->name()), called(*child)});
}

void check_process(const Check& check, const Part& process) {
  for (const auto* child : process.all("choreographyActivity")) check.report.complain(process, child->element->line, "process/choreography", {called(*child)});
  if (process.attribute("processType") == "Public" && is_executable(process)) check.report.complain(process, "process/public");
}

}  // namespace

void check_activities(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("activity")) check_quantities(check, part);
    if (part.is("resourceRole")) check_resource(check, part);
    if (part.is("resourceRole")) check_parameters(check, part);
    if (part.is("scriptTask")) check_script(check, part);
    if (part.is("subProcess")) check_subprocess(check, part);
    if (part.is("adHocSubProcess")) check_ad_hoc(check, part);
    if (part.is("process")) check_process(check, part);
    if (part.is("receiveTask") && part.flag("instantiate") && !(part.incoming.empty() && part.all("incoming").empty())) check.report.complain(part, "receive/instantiate");
  }
}

}  // namespace yimen::bpmn::rules
