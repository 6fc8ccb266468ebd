#include "model_check.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yimen::dmn {

void ModelCheck::check() {
  for (const auto& unit : program_.units) check_imports(unit);
  for (std::size_t i = 0; i < program_.elements.size(); ++i) {
    check_requirements(i);
    if (program_.elements[i].kind == syntax::ElementKind::service) check_service(program_.elements[i]);
  }
}

void ModelCheck::check_imports(const Unit& unit) {
  std::set<std::string> names;
  for (const auto& import : unit.syntax.imports) {
    if (import.name.empty() || (names.insert(import.name).second && !unit.by_name.contains(import.name))) continue;
    problems_.push_back({Severity::error, unit.syntax.file, import.name, import.line, "import/name-taken", fmt::format("导入的名称“{}”已经用了，请换一个。", import.name),
                         fmt::format("the import's name {} is taken", import.name)});
  }
}

void ModelCheck::check_requirements(std::size_t index) {
  const auto& element = program_.elements[index];
  for (const auto* list : {&requires_[index], &knows_[index]}) {
    std::set<int> seen;
    for (const auto target : *list)
      if (!seen.insert(target).second)
        report(element, Severity::warning, "requirement/twice", fmt::format("对“{}”的依赖写了两次。", program_.elements[target].name), fmt::format("{} is required twice", program_.elements[target].name));
  }
  const auto* logic = syntax_[index]->logic == nullptr ? nullptr : std::get_if<syntax::FunctionDefinition>(&syntax_[index]->logic->form);
  if (element.kind == syntax::ElementKind::knowledge && logic != nullptr && logic->body == nullptr)
    report(element, Severity::warning, "element/no-logic", "业务知识模型没有表达式，调用得到空值。", "the business knowledge model has no logic; calls give null");
}

void ModelCheck::check_service(const Element& service) {
  std::set<int> parts;
  for (const auto* list : {&service.outputs, &service.encapsulated, &service.parameters})
    for (const auto part : *list)
      if (!parts.insert(part).second)
        report(service, Severity::error, "service/part-twice", fmt::format("“{}”在决策服务中出现两次：只能是输出、封装、输入中的一种。", program_.elements[part].name),
               fmt::format("{} stands twice in the service: it may be output, encapsulated or input", program_.elements[part].name));
  check_inputs(service);
}

/// Whatever the outputs need must come in: input data that no parameter brings is null in every call.
void ModelCheck::check_inputs(const Element& service) {
  std::set<int> seen{service.parameters.begin(), service.parameters.end()};
  auto open = service.outputs;
  while (!open.empty()) {
    const auto index = open.back();
    open.pop_back();
    if (!seen.insert(index).second) continue;
    const auto& element = program_.elements[index];
    if (element.kind == syntax::ElementKind::input)
      report(service, Severity::error, "service/input-missing", fmt::format("决策服务需要输入“{}”，却没有列为输入。", element.name), fmt::format("the service needs the input {}, which it does not take", element.name));
    open.insert(open.end(), requires_[index].begin(), requires_[index].end());
  }
}

void ModelCheck::report(const Element& element, Severity severity, std::string rule, std::string zh, std::string en) {
  problems_.push_back({severity, program_.units[element.unit].syntax.file, element.name, element.line, std::move(rule), std::move(zh), std::move(en)});
}

}  // namespace yimen::dmn
