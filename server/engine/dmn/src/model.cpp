#include "yimen/dmn/model.h"

#include <algorithm>

#include <fmt/format.h>

#include "link/linker.h"
#include "logic/evaluation.h"
#include "read/reader.h"
#include "yimen/feel/functions.h"
#include "yimen/xml/xml.h"

namespace yimen::dmn {
namespace {

bool read_file(const File& file, const Limits& limits, std::vector<Problem>& problems, Linker& linker) {
  xml::Refusal refusal;
  const auto root = xml::parse(file.text, {.bytes = limits.bytes, .elements = limits.elements, .depth = limits.depth}, refusal);
  if (!root) {
    problems.push_back({Severity::error, file.name, {}, refusal.line, refusal.rule, refusal.zh, refusal.en});
    return false;
  }
  const auto before = problems.size();
  auto definitions = Reader{file.name, problems}.read(*root);
  if (!definitions || std::any_of(problems.begin() + static_cast<std::ptrdiff_t>(before), problems.end(), [](const Problem& one) { return one.severity == Severity::error; })) return false;
  linker.add(*std::move(definitions), file.text);
  return true;
}

platform::Error unreadable(const std::vector<Problem>& problems) {
  const auto first = std::ranges::find_if(problems, [](const Problem& one) { return one.severity == Severity::error; });
  const auto detail = first == problems.end() ? std::string{} : fmt::format("（{}第{}行：{}）", first->file, first->line, first->zh);
  platform::Error error{.code = platform::ErrorCode::malformed, .slug = "dmn/unreadable", .detail = "决策模型无法读取" + detail};
  for (const auto& problem : problems) error.fields.push_back({fmt::format("{}:{}", problem.file, problem.line), problem.zh});
  return error;
}

std::vector<std::string> names_of(const Program& program, syntax::ElementKind kind) {
  std::vector<std::string> names;
  for (const auto& element : program.elements)
    if (element.unit == 0 && element.kind == kind) names.push_back(element.name);
  return names;
}

/// A knowledge model's parameters from a context; those not given are null.
feel::Value call_by_names(const Element& element, const feel::Value& arguments, feel::Session& session) {
  feel::List values;
  for (const auto& name : element.parameter_names) {
    const auto* given = arguments.is(feel::Kind::context) ? arguments.find(name) : nullptr;
    values.push_back(given == nullptr ? feel::Value{} : *given);
  }
  const auto before = session.problems().size();
  auto value = feel::call(element.function, values, session);
  label_problems(session, before, element.name);
  return value;
}

tl::unexpected<platform::Error> unknown(std::string_view what, std::string_view name) {
  return platform::fail(platform::ErrorCode::not_found, "dmn/no-such-element", fmt::format("模型中没有名为“{}”的{}。", name, what));
}

}  // namespace

bool has_errors(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems, [](const Problem& one) { return one.severity == Severity::error; });
}

Result<Model> read_model(const File& main, const std::vector<File>& imports, std::vector<Problem>& problems, const Limits& limits) {
  std::vector<Problem> found;
  Linker linker{found};
  auto is_read = read_file(main, limits, found, linker);
  for (const auto& file : imports) is_read = read_file(file, limits, found, linker) && is_read;
  const auto program = is_read ? linker.link() : nullptr;
  problems.insert(problems.end(), found.begin(), found.end());
  if (program == nullptr) return tl::make_unexpected(unreadable(found));
  return Model{program, std::move(found)};
}

Model::Model(std::shared_ptr<const Program> program, std::vector<Problem> problems) : program_{std::move(program)}, problems_{std::move(problems)} {}

const std::string& Model::name() const { return program_->units.front().syntax.name; }
const std::string& Model::space() const { return program_->units.front().syntax.space; }
const std::string& Model::source() const { return program_->units.front().source; }
std::vector<std::string> Model::decisions() const { return names_of(*program_, syntax::ElementKind::decision); }
std::vector<std::string> Model::services() const { return names_of(*program_, syntax::ElementKind::service); }
std::vector<std::string> Model::knowledge_models() const { return names_of(*program_, syntax::ElementKind::knowledge); }

Result<std::vector<InputInfo>> Model::inputs_of(std::string_view name) const {
  const auto start = program_->find(0, name);
  const auto kind = start < 0 ? syntax::ElementKind::source : program_->elements[start].kind;
  std::vector<InputInfo> inputs;
  const auto add = [&](const std::string& input, const DataType& type) {
    const auto* allowed = type.allowed_values();
    inputs.push_back({input, type.shape().text(), allowed == nullptr ? std::string{} : allowed->text()});
  };
  if (kind == syntax::ElementKind::service || kind == syntax::ElementKind::knowledge) {
    const auto& element = program_->elements[start];
    for (std::size_t i = 0; i < element.parameter_names.size(); ++i) add(element.parameter_names[i], element.parameter_types[i]);
    return inputs;
  }
  if (kind != syntax::ElementKind::decision) return unknown("决策或服务", name);
  // Breadth first: the inputs the decision itself names come first.
  std::vector<int> open{start};
  std::vector<bool> seen(program_->elements.size());
  for (std::size_t at = 0; at < open.size(); ++at) {
    const auto& element = program_->elements[open[at]];
    if (element.kind == syntax::ElementKind::input) add(element.name, element.type);
    for (const auto next : element.information) {
      if (!seen[next]) open.push_back(next);
      seen[next] = true;
    }
  }
  return inputs;
}

Result<feel::Value> Model::decide(std::string_view decision, const feel::Value& inputs, feel::Session& session) const {
  const auto element = program_->find(0, decision);
  if (element < 0 || program_->elements[element].kind != syntax::ElementKind::decision) return unknown("决策", decision);
  Evaluation evaluation{program_, session};
  evaluation.set_inputs(inputs);
  return evaluation.value_of(element);
}

Result<feel::Value> Model::call_service(std::string_view service, const feel::Value& arguments, feel::Session& session) const {
  const auto index = program_->find(0, service);
  const auto kind = index < 0 ? syntax::ElementKind::source : program_->elements[index].kind;
  if (kind != syntax::ElementKind::service && kind != syntax::ElementKind::knowledge) return unknown("决策服务", service);
  const auto& element = program_->elements[index];
  for (const auto& error : element.errors) add_error(session, element.name, error.rule, error.zh, error.en);
  if (!element.errors.empty()) return feel::Value{};
  if (kind == syntax::ElementKind::knowledge) return call_by_names(element, arguments, session);
  Evaluation evaluation{program_, session};
  evaluation.set_inputs(arguments);
  evaluation.set_missing_to_null(element.parameters);
  return evaluation.outputs_of(element);
}

}  // namespace yimen::dmn
