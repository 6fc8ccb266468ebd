#include <fmt/format.h>

#include "../logic/evaluation.h"
#include "compiler.h"
#include "linker.h"

namespace yimen::dmn {
namespace {

bool is_function(const Element& element) { return element.kind == syntax::ElementKind::knowledge || element.kind == syntax::ElementKind::service; }

feel::Type function_type(const Element& element) {
  std::vector<feel::Type> parameters;
  for (const auto& type : element.parameter_types) parameters.push_back(type.shape());
  return feel::Type::function_of(std::move(parameters), element.type.shape());
}

}  // namespace

/// All functions exist before any logic is compiled: a decision may name any of them.
void Linker::declare_functions() {
  for (std::size_t i = 0; i < program_->elements.size(); ++i)
    if (is_function(program_->elements[i])) declare_function(program_->elements[i], *syntax_[i]);
  for (std::size_t i = 0; i < program_->elements.size(); ++i)
    if (is_function(program_->elements[i])) program_->elements[i].function = function_of(program_, static_cast<int>(i));
}

void Linker::declare_function(Element& element, const syntax::Element& from) {
  if (element.kind == syntax::ElementKind::service) {
    for (const auto parameter : element.parameters) {
      element.parameter_names.push_back(program_->elements[parameter].name);
      element.parameter_types.push_back(program_->elements[parameter].type);
    }
    return;
  }
  const auto* logic = from.logic == nullptr ? nullptr : std::get_if<syntax::FunctionDefinition>(&from.logic->form);
  if (logic == nullptr) {
    report(element.unit, element.name, element.line, Severity::warning, "element/no-logic", "业务知识模型没有表达式，调用得到空值。", "the business knowledge model has no logic; calls give null");
    return;
  }
  for (const auto& parameter : logic->parameters) {
    element.parameter_names.push_back(parameter.name);
    element.parameter_types.push_back(types_.resolve(element.unit, parameter.type_ref, parameter.line, element.name));
  }
  if (logic->kind == syntax::FunctionKind::feel) return;
  report(element.unit, element.name, from.logic->line, Severity::error, "dmn/external-function", "不支持Java和PMML函数，请改用FEEL。", "functions in Java and PMML are not supported, use FEEL");
  element.errors.push_back(problems_.back());
}

void Linker::compile(Element& element, const syntax::Element& from) {
  if (element.kind == syntax::ElementKind::input || element.kind == syntax::ElementKind::service) return;
  const auto* logic = from.logic.get();
  if (element.kind == syntax::ElementKind::knowledge && logic != nullptr) {
    const auto& function = std::get<syntax::FunctionDefinition>(logic->form);
    // What the function is said to give, before what its variable says.
    if (const auto type = types_.resolve(element.unit, logic->type_ref, logic->line, element.name); element.type.is_any()) element.type = DataType{type.result()};
    logic = function.kind == syntax::FunctionKind::feel ? function.body.get() : nullptr;
  }
  if (logic == nullptr) {
    if (element.kind == syntax::ElementKind::decision)
      report(element.unit, element.name, element.line, Severity::warning, "element/no-logic", "决策没有表达式，只能作为输入给出。", "the decision has no logic; it can only be given as an input");
    return;
  }
  std::vector<Requirement> slots;
  auto scope = scope_for(element, slots);
  element.first_parameter_slot = static_cast<int>(scope.size());
  for (std::size_t i = 0; i < element.parameter_names.size(); ++i) scope.add(element.parameter_names[i], element.parameter_types[i].shape());
  Compiler compiler{types_, program_->units[element.unit].syntax.file, element.unit, problems_};
  compiler.reserve(scope);
  for (const auto& [slot, used] : slots) compiler.know(slot, program_->elements[used].type);
  for (std::size_t i = 0; i < element.parameter_types.size(); ++i) compiler.know(element.first_parameter_slot + static_cast<int>(i), element.parameter_types[i]);
  element.logic = compiler.compile_whole(*logic, scope, element.name, element.type);
  element.frame_size = compiler.frame_size();
  keep_what_is_read(element, slots, compiler);
  const auto index = static_cast<int>(&element - program_->elements.data());
  for (const auto* table : compiler.tables()) program_->tables.push_back({index, table});
}

feel::Scope Linker::scope_for(Element& element, std::vector<Requirement>& slots) {
  auto scope = type_scopes_[element.unit];
  const auto index = static_cast<std::size_t>(&element - program_->elements.data());
  const auto add = [&](int used) {
    const auto& target = program_->elements[used];
    const auto type = is_function(target) ? function_type(target) : target.type.shape();
    const auto name = name_for(element.unit, used);
    slots.push_back({scope.add(name, type), used});
    const auto& variable = syntax_[used]->variable.name;
    if (!variable.empty() && variable != target.name) slots.push_back({scope.add(name.substr(0, name.size() - target.name.size()) + variable, type), used});
  };
  // A knowledge model knows itself, unless it wraps the built-in function whose name it bears.
  const auto is_own_caller = element.kind == syntax::ElementKind::knowledge && feel::builtin_function(element.name).is_null();
  if (is_own_caller) add(static_cast<int>(index));
  for (const auto used : knows_[index])
    if (!is_own_caller || used != static_cast<int>(index)) add(used);
  for (const auto used : requires_[index]) add(used);
  add_imported(element, scope);
  return scope;
}

/// `import` alone is the context of what the element requires from that file.
void Linker::add_imported(Element& element, feel::Scope& scope) {
  const auto index = static_cast<std::size_t>(&element - program_->elements.data());
  for (const auto& [name, unit] : program_->units[element.unit].named_imports) {
    ImportedContext context;
    std::vector<std::pair<std::string, feel::Type>> types;
    for (const auto* list : {&requires_[index], &knows_[index]})
      for (const auto used : *list) {
        const auto& target = program_->elements[used];
        if (target.unit != unit || scope.find(name) >= 0) continue;
        context.members.emplace_back(target.name, used);
        types.emplace_back(target.name, is_function(target) ? function_type(target) : target.type.shape());
      }
    if (context.members.empty()) continue;
    context.slot = scope.add(name, feel::Type::context_of(std::move(types)));
    element.imported.push_back(std::move(context));
  }
}

void Linker::keep_what_is_read(Element& element, const std::vector<Requirement>& slots, const Compiler& compiler) {
  for (const auto& requirement : slots) {
    if (!compiler.reads(requirement.slot)) continue;
    const auto& target = program_->elements[requirement.element];
    if (is_function(target)) element.functions.emplace_back(requirement.slot, target.function);
    else element.requirements.push_back(requirement);
  }
  std::erase_if(element.imported, [&](const ImportedContext& context) { return !compiler.reads(context.slot); });
}

}  // namespace yimen::dmn
