#include "linker.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "../logic/evaluation.h"
#include "model_check.h"

namespace yimen::dmn {

void Linker::add(syntax::Definitions definitions, std::string source) {
  auto& unit = program_->units.emplace_back();
  unit.syntax = std::move(definitions);
  unit.source = std::move(source);
  problems_.insert(problems_.end(), unit.syntax.problems.begin(), unit.syntax.problems.end());
}

std::shared_ptr<const Program> Linker::link() {
  if (!link_imports()) return nullptr;
  types_.link();
  for (int unit = 0; unit < static_cast<int>(program_->units.size()); ++unit) type_scopes_.push_back(types_.scope_of(unit));
  add_elements();
  link_references();
  ModelCheck{*program_, syntax_, requires_, knows_, problems_}.check();
  if (find_circles()) return nullptr;
  declare_functions();
  for (std::size_t i = 0; i < program_->elements.size(); ++i) compile(program_->elements[i], *syntax_[i]);
  name_inputs();
  return program_;
}

bool Linker::link_imports() {
  auto is_whole = true;
  auto& units = program_->units;
  for (int i = 0; i < static_cast<int>(units.size()); ++i) {
    for (const auto& import : units[i].syntax.imports) {
      // Another file of the namespace counts before the file itself: two files may bear one namespace.
      auto found = -1;
      for (int j = 0; j < static_cast<int>(units.size()); ++j)
        if (units[j].syntax.space == import.space && (found < 0 || found == i)) found = j;
      if (found < 0) {
        report(i, import.name.empty() ? import.space : import.name, import.line, Severity::error, "import/missing", fmt::format("缺少导入的文件：没有命名空间为“{}”的文件。", import.space),
               fmt::format("the imported file is missing: none has the namespace {}", import.space));
        is_whole = false;
      } else if (import.name.empty()) {
        if (found != i) units[i].unnamed_imports.push_back(found);
      } else {
        units[i].named_imports.emplace_back(import.name, found);
      }
    }
  }
  return is_whole;
}

void Linker::add_elements() {
  for (int unit = 0; unit < static_cast<int>(program_->units.size()); ++unit)
    for (const auto& element : program_->units[unit].syntax.elements)
      if (element.kind != syntax::ElementKind::source) add_element(unit, element);
  requires_.resize(program_->elements.size());
  knows_.resize(program_->elements.size());
}

void Linker::add_element(int unit, const syntax::Element& from) {
  const auto index = static_cast<int>(program_->elements.size());
  auto& own = program_->units[unit];
  auto& element = program_->elements.emplace_back();
  element.kind = from.kind;
  element.name = from.name;
  element.id = from.id;
  element.unit = unit;
  element.line = from.line;
  element.type = types_.resolve(unit, from.variable.type_ref, from.variable.line, from.name);
  if (from.kind == syntax::ElementKind::knowledge || from.kind == syntax::ElementKind::service) element.type = DataType{element.type.result()};
  syntax_.push_back(&from);
  if (!own.by_name.emplace(from.name, index).second)
    report(unit, from.name, from.line, Severity::error, "element/name-twice", fmt::format("名称“{}”用了两次，后一个不能按名称引用。", from.name), fmt::format("the name {} is used twice; the second cannot be named", from.name));
  if (!from.id.empty()) own.by_id.emplace(from.id, index);
  if (!from.variable.name.empty() && from.variable.name != from.name)
    report(unit, from.name, from.variable.line, Severity::warning, "element/variable-name", fmt::format("变量名“{}”与元素名“{}”不同，两个名称都可用。", from.variable.name, from.name),
           fmt::format("the variable is called {}, the element {}; both names work", from.variable.name, from.name));
}

void Linker::link_references() {
  for (std::size_t i = 0; i < program_->elements.size(); ++i) {
    auto& element = program_->elements[i];
    for (const auto& reference : syntax_[i]->information)
      if (const auto target = resolve(element, reference); target >= 0) requires_[i].push_back(target);
    for (const auto& reference : syntax_[i]->knowledge)
      if (const auto target = resolve(element, reference); target >= 0) knows_[i].push_back(target);
    element.information = requires_[i];
    if (element.kind == syntax::ElementKind::service) link_service(element, *syntax_[i]);
  }
}

/// Input data come before input decisions: that is the order of the service's parameters.
void Linker::link_service(Element& element, const syntax::Element& from) {
  const auto add = [&](const std::vector<syntax::Reference>& references, std::vector<int>& list) {
    for (const auto& reference : references)
      if (const auto target = resolve(element, reference); target >= 0) list.push_back(target);
  };
  add(from.input_data, element.parameters);
  add(from.input_decisions, element.parameters);
  add(from.outputs, element.outputs);
  add(from.encapsulated, element.encapsulated);
}

int Linker::resolve(Element& user, const syntax::Reference& reference) {
  const auto hash = reference.href.find('#');
  const auto space = hash == std::string::npos ? std::string{} : reference.href.substr(0, hash);
  const auto id = hash == std::string::npos ? reference.href : reference.href.substr(hash + 1);
  auto target = -1;
  if (space.empty() || space == program_->units[user.unit].syntax.space) target = program_->find_id(user.unit, id);
  for (int unit = 0; target < 0 && !space.empty() && unit < static_cast<int>(program_->units.size()); ++unit)
    if (program_->units[unit].syntax.space == space) target = program_->find_id(unit, id);
  if (target >= 0) {
    check_kind(user, reference, program_->elements[target]);
    return target;
  }
  report(user.unit, user.name, reference.line, Severity::error, "reference/unknown", fmt::format("引用“{}”找不到对应的元素。", reference.href), fmt::format("the reference {} leads nowhere", reference.href));
  user.errors.push_back(problems_.back());
  return -1;
}

void Linker::check_kind(const Element& user, const syntax::Reference& reference, const Element& target) {
  using syntax::ElementKind;
  const auto& role = reference.role;
  const auto is_input = role == "requiredInput" || role == "inputData";
  const auto is_function = target.kind == ElementKind::knowledge || target.kind == ElementKind::service;
  const auto fits = role == "requiredKnowledge" ? is_function : target.kind == (is_input ? ElementKind::input : ElementKind::decision);
  if (fits) return;
  report(user.unit, user.name, reference.line, Severity::error, "reference/kind", fmt::format("“{}”不能引用“{}”，种类不对。", role, target.name), fmt::format("{} may not name {}, which is of another kind", role, target.name));
}

bool Linker::find_circles() {
  std::vector<int> state(program_->elements.size());
  for (int i = 0; i < static_cast<int>(state.size()); ++i)
    if (visit(i, state)) return true;
  return false;
}

/// Depth first without recursion: a model may chain thousands of decisions.
bool Linker::visit(int start, std::vector<int>& state) {
  enum { unseen, open, done };
  std::vector<std::pair<int, std::size_t>> path{{start, 0}};
  if (state[start] != unseen) return false;
  state[start] = open;
  while (!path.empty()) {
    auto& [index, next] = path.back();
    const auto& first = requires_[index];
    const auto& second = knows_[index];
    const auto& third = program_->elements[index].outputs;  // a service leads to what it decides
    if (next == first.size() + second.size() + third.size()) {
      state[index] = done;
      path.pop_back();
      continue;
    }
    const auto at = next++;
    const auto target = at < first.size() ? first[at] : at < first.size() + second.size() ? second[at - first.size()] : third[at - first.size() - second.size()];
    if (state[target] == unseen) {
      state[target] = open;
      path.emplace_back(target, 0);
    } else if (state[target] == open && !is_recursion(path, target)) {
      const auto& element = program_->elements[target];
      report(element.unit, element.name, element.line, Severity::error, "requirement/circle", fmt::format("依赖关系成环：“{}”依赖自己。", element.name), fmt::format("the requirements run in a circle: {} requires itself", element.name));
      return true;
    }
  }
  return false;
}

/// Knowledge models may call themselves, also by way of others: a function runs only when it is called. A circle that
/// leads through a decision has no beginning.
bool Linker::is_recursion(const std::vector<std::pair<int, std::size_t>>& path, int target) const {
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    if (program_->elements[step->first].kind != syntax::ElementKind::knowledge) return false;
    if (step->first == target) return true;
  }
  return false;
}

std::string Linker::name_for(int user_unit, int used) const {
  const auto& element = program_->elements[used];
  struct Way {
    int unit;
    std::string prefix;
  };
  std::deque<Way> open{{user_unit, ""}};
  std::set<int> seen{user_unit};
  while (!open.empty()) {
    const auto way = open.front();
    open.pop_front();
    if (way.unit == element.unit) return way.prefix + element.name;
    const auto& unit = program_->units[way.unit];
    for (const auto import : unit.unnamed_imports)
      if (seen.insert(import).second) open.push_front({import, way.prefix});
    for (const auto& [name, import] : unit.named_imports)
      if (seen.insert(import).second) open.push_back({import, way.prefix + name + "."});
  }
  return element.name;
}

/// What a caller may set: input data of any file by their names, decisions the main file sees, and both with the names of imports before.
void Linker::name_inputs() {
  auto& names = program_->by_input_name;
  for (int i = 0; i < static_cast<int>(program_->elements.size()); ++i) {
    const auto& element = program_->elements[i];
    const auto is_input = element.kind == syntax::ElementKind::input;
    if (!is_input && element.kind != syntax::ElementKind::decision) continue;
    if (is_input || program_->find(0, element.name) == i) names[element.name].push_back(i);
    const auto qualified = name_for(0, i);
    if (qualified == element.name) continue;
    names[qualified].push_back(i);
    for (auto dot = qualified.find('.'); dot != std::string::npos; dot = qualified.find('.', dot + 1)) names[qualified.substr(0, dot + 1)];
  }
}

void Linker::report(int unit, const std::string& element, int line, Severity severity, std::string rule, std::string zh, std::string en) {
  problems_.push_back({severity, program_->units[unit].syntax.file, element, line, std::move(rule), std::move(zh), std::move(en)});
}

}  // namespace yimen::dmn
