#include <algorithm>
#include <map>
#include <set>

#include "items.h"

namespace yimen::bpmn::rules {
namespace {

struct Data {
  std::vector<const Part*> sets, items;
};
Data data_of(const Part& holder, std::string_view set, std::string_view item) {
  const auto* specification = holder.child("ioSpecification");
  if (specification == nullptr) return {};
  return {specification->all(set), specification->all(item)};
}

const Part* content_of(const Document& document, const Part& message) { return document.find(message, message.attribute("itemRef")); }

/// Data that carries a message has its content.
void check_content(const Check& check, const Part& task, const Data& data, const Part* message, std::string_view rule) {
  if (message == nullptr || data.items.size() != 1) return;
  const auto* content = content_of(check.document, *message);
  const auto* item = item_of(check.document, *data.items.front());
  if (content != nullptr && !is_same_item(content, item)) check.report.complain(task, data.items.front()->element->line, rule, {data.items.front()->id(), called(*message)});
}

void check_service(const Check& check, const Part& task) {
  const auto* operation = check.document.find(task, task.attribute("operationRef"));
  if (operation == nullptr || !operation->is("operation")) return;
  const auto in = data_of(task, "inputSet", "dataInput"), out = data_of(task, "outputSet", "dataOutput");
  const auto* question = check.document.refer(*operation, "inMessageRef");
  const auto* answer = check.document.refer(*operation, "outMessageRef");
  if (is_executable(task) && (in.sets.size() != 1 || in.items.size() != 1))
    check.report.complain(task, "service/one-input", {called(*operation), in.sets.size(), in.items.size()});
  if (out.sets.size() > 1 || out.items.size() > 1) check.report.complain(task, "service/one-output", {called(*operation), out.sets.size(), out.items.size()});
  check_content(check, task, in, question, "service/input-item");
  check_content(check, task, out, answer, "service/output-item");
}

void check_send(const Check& check, const Part& task) {
  const auto data = data_of(task, "inputSet", "dataInput");
  if (!task.has("messageRef")) return;
  if (data.sets.size() > 1 || data.items.size() > 1) check.report.complain(task, "send/one-input", {data.sets.size(), data.items.size()});
  check_content(check, task, data, check.document.find(task, task.attribute("messageRef")), "send/item");
}

void check_receive(const Check& check, const Part& task) {
  const auto data = data_of(task, "outputSet", "dataOutput");
  if (!task.has("messageRef")) return;
  if (data.sets.size() > 1 || data.items.size() > 1) check.report.complain(task, "receive/one-output", {data.sets.size(), data.items.size()});
  check_content(check, task, data, check.document.find(task, task.attribute("messageRef")), "receive/item");
}

/// As many on both sides, each with its like.
bool match(const Document& document, const std::vector<const Part*>& ours, const std::vector<const Part*>& theirs) {
  std::map<std::string, std::ptrdiff_t> balance;
  for (const auto* each : ours) ++balance[kind_of_item(item_of(document, *each))];
  for (const auto* each : theirs) --balance[kind_of_item(item_of(document, *each))];
  return std::ranges::all_of(balance, [](const auto& kind) { return kind.second == 0; });
}

void check_call(const Check& check, const Part& call) {
  const auto* callee = check.document.find(call, call.attribute("calledElement"));
  // Tools give a call data of their own where the process called tells nothing of its data.
  if (callee == nullptr || callee->child("ioSpecification") == nullptr) return;
  if (!match(check.document, data_of(call, "inputSet", "dataInput").items, data_of(*callee, "inputSet", "dataInput").items))
    check.report.complain(call, "call/data", {called(*callee), {"数据输入", "data inputs"}});
  if (!match(check.document, data_of(call, "outputSet", "dataOutput").items, data_of(*callee, "outputSet", "dataOutput").items))
    check.report.complain(call, "call/data", {called(*callee), {"数据输出", "data outputs"}});
}

/// Whoever can be called through an interface says for each operation which data it takes and gives.
void check_interfaces(const Check& check, const Part& callable) {
  std::set<const Part*> bound;
  for (const auto* binding : callable.all("ioBinding")) bound.insert(check.document.find(*binding, binding->attribute("operationRef")));
  std::set<const Part*> seen;
  for (const auto* reference : callable.all("supportedInterfaceRef")) {
    const auto* supported = check.document.find(*reference, reference->element->text);
    if (supported == nullptr || !seen.insert(supported).second) continue;
    for (const auto* operation : supported->all("operation"))
      if (!bound.contains(operation))
        check.report.complain(callable, reference->element->line, "callable/binding", {called(*supported), called(*operation)});
  }
}

void check_binding(const Check& check, const Part& binding) {
  const auto* operation = check.document.find(binding, binding.attribute("operationRef"));
  if (operation == nullptr || binding.parent == nullptr) return;
  for (const auto& [attribute, message] : {std::pair{"inputDataRef", "inMessageRef"}, std::pair{"outputDataRef", "outMessageRef"}}) {
    const auto* data = check.document.find(binding, binding.attribute(attribute));
    const auto* carried = check.document.refer(*operation, message);
    const auto* content = carried == nullptr ? nullptr : content_of(check.document, *carried);
    if (data != nullptr && content != nullptr && !is_same_item(content, item_of(check.document, *data)))
      check.report.complain(*binding.parent, binding.element->line, "callable/bound-item", {data->id(), called(*operation)});
  }
}

}  // namespace

void check_services(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("serviceTask")) check_service(check, part);
    if (part.is("sendTask")) check_send(check, part);
    if (part.is("receiveTask")) check_receive(check, part);
    if (part.is("callActivity")) check_call(check, part);
    if (part.is("callableElement")) check_interfaces(check, part);
    if (part.is("ioBinding")) check_binding(check, part);
  }
}

}  // namespace yimen::bpmn::rules
