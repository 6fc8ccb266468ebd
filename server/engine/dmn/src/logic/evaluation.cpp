#include "evaluation.h"

#include <fmt/format.h>

#include "yimen/feel/functions.h"

namespace yimen::dmn {
namespace {

feel::Value run_knowledge_model(const std::shared_ptr<const Program>& program, const Element& element, std::span<const feel::Value> arguments, feel::Session& session) {
  feel::List values(element.frame_size);
  fill_functions(element, values);
  for (std::size_t i = 0; i < arguments.size(); ++i)
    values[element.first_parameter_slot + i] = coerced(arguments[i], element.parameter_types[i], session, element.name);
  Frame frame{values, session, program};
  return coerced(element.logic->run(frame), element.type, session, element.name);
}

feel::Value run_service(const std::shared_ptr<const Program>& program, const Element& element, std::span<const feel::Value> arguments, feel::Session& session) {
  Evaluation inner{program, session};
  for (std::size_t i = 0; i < arguments.size(); ++i) inner.set(element.parameters[i], arguments[i]);
  return inner.outputs_of(element);
}

feel::Value run_function(const std::weak_ptr<const Program>& kept, int index, std::span<const feel::Value> arguments, feel::Session& session) {
  const auto program = kept.lock();
  if (program == nullptr) return {};  // the model was given back while its function was still around
  const auto& element = program->elements[index];
  for (const auto& error : element.errors) add_error(session, element.name, error.rule, error.zh, error.en);
  if (!element.errors.empty()) return {};
  if (element.kind == syntax::ElementKind::service) return run_service(program, element, arguments, session);
  return element.logic == nullptr ? feel::Value{} : run_knowledge_model(program, element, arguments, session);
}

}  // namespace

feel::Value function_of(const std::shared_ptr<const Program>& program, int index) {
  const auto& element = program->elements[index];
  feel::NativeFunction function{.name = element.name};
  for (std::size_t i = 0; i < element.parameter_names.size(); ++i) function.parameters.push_back({element.parameter_names[i], element.parameter_types[i].feel()});
  function.result = element.type.feel();
  function.body = [kept = std::weak_ptr{program}, index](std::span<const feel::Value> arguments, feel::Session& session) { return run_function(kept, index, arguments, session); };
  return feel::make_function(std::move(function));
}

void fill_functions(const Element& element, feel::List& values) {
  for (const auto& [slot, function] : element.functions) values[slot] = function;
}

Evaluation::Evaluation(std::shared_ptr<const Program> program, feel::Session& session)
    : program_{std::move(program)}, session_{session}, values_(program_->elements.size()), is_known_(program_->elements.size()) {}

void Evaluation::set(int index, const feel::Value& value) {
  const auto& element = program_->elements[index];
  values_[index] = coerced(value, element.type, session_, element.name);
  is_known_[index] = true;
}

void Evaluation::set_missing_to_null(const std::vector<int>& elements) {
  for (const auto element : elements) is_known_[element] = true;
}

feel::Value Evaluation::value_of(int index) {
  const auto& element = program_->elements[index];
  if (element.kind == syntax::ElementKind::knowledge || element.kind == syntax::ElementKind::service) return element.function;
  if (is_known_[index]) return values_[index];
  is_known_[index] = true;
  if (element.kind == syntax::ElementKind::input) {
    feel::warn(session_, "dmn/no-input", fmt::format("没有给出输入“{}”，按空值计算。", element.name), fmt::format("input {} is not given and counts as null", element.name));
    return {};
  }
  if (!session_.descend()) return {};
  values_[index] = decide(element);
  session_.ascend();
  return values_[index];
}

feel::Value Evaluation::decide(const Element& element) {
  for (const auto& error : element.errors) add_error(session_, element.name, error.rule, error.zh, error.en);
  if (!element.errors.empty()) return {};
  if (element.logic == nullptr) {
    const auto before = session_.problems().size();
    feel::warn(session_, "dmn/no-logic", "决策没有表达式，也没有作为输入给出。", "the decision has no logic and is not given as an input");
    label_problems(session_, before, element.name);
    return {};
  }
  feel::List values(element.frame_size);
  fill_functions(element, values);
  for (const auto& requirement : element.requirements) values[requirement.slot] = value_of(requirement.element);
  for (const auto& imported : element.imported) {
    std::vector<feel::ContextEntry> entries;
    for (const auto& [name, member] : imported.members) entries.push_back({name, value_of(member)});
    values[imported.slot] = feel::Value::context(std::move(entries));
  }
  Frame frame{values, session_, program_};
  return coerced(element.logic->run(frame), element.type, session_, element.name);
}

feel::Value Evaluation::outputs_of(const Element& service) {
  if (service.outputs.size() == 1) return coerced(value_of(service.outputs.front()), service.type, session_, service.name);
  std::vector<feel::ContextEntry> entries;
  for (const auto output : service.outputs) entries.push_back({program_->elements[output].name, value_of(output)});
  return coerced(feel::Value::context(std::move(entries)), service.type, session_, service.name);
}

void Evaluation::set_inputs(const feel::Value& inputs) {
  if (inputs.is(feel::Kind::context)) set_inputs_of("", inputs, 0);
}

void Evaluation::set_inputs_of(const std::string& prefix, const feel::Value& inputs, int depth) {
  constexpr int deepest = 8;
  const auto& names = program_->by_input_name;
  for (const auto& entry : inputs.entries()) {
    const auto name = prefix + entry.name;
    const auto found = names.find(name);
    if (found != names.end()) {
      for (const auto element : found->second) set(element, entry.value);
    } else if (entry.value.is(feel::Kind::context) && depth < deepest && names.contains(name + ".")) {
      set_inputs_of(name + ".", entry.value, depth + 1);
    } else {
      feel::warn(session_, "dmn/unknown-input", fmt::format("模型中没有名为“{}”的输入。", name), fmt::format("the model has no input {}", name));
    }
  }
}

}  // namespace yimen::dmn
