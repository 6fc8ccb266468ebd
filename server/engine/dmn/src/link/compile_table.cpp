#include <fmt/format.h>

#include "compiler.h"
#include "within.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

/// The output values in the order they are written, which is their priority.
feel::List listed_values(const std::string& text, const feel::UnaryTests& tests) {
  if (const auto shape = tests.shape(); shape && !shape->is_negated) return shape->values;
  const auto list = feel::parse_expression("[" + text + "\n]");
  if (!list) return {};
  feel::Session session;
  const auto values = list->evaluate(std::span<const feel::Value>{}, session);
  return values.is(feel::Kind::list) ? values.list() : feel::List{};
}

/// What people call the kinds that never meet one another; null for the rest.
const char* simple_kind(feel::TypeKind kind) {
  switch (kind) {
    case feel::TypeKind::string:
      return "文本";
    case feel::TypeKind::number:
      return "数字";
    case feel::TypeKind::boolean:
      return "是/否";
    default:
      return nullptr;
  }
}

/// The first value of the tests that nothing of the kind can equal or be compared with; null when there is none.
const feel::Value* stranger_in(const std::vector<feel::Value>& values, feel::TypeKind kind) {
  const auto is_strange = [&](const feel::Value& value) { return simple_kind(feel::type_of(value).kind()) != nullptr && feel::type_of(value).kind() != kind; };
  for (const auto& value : values) {
    if (is_strange(value)) return &value;
    if (!value.is(feel::Kind::range)) continue;
    for (const auto* end : {&value.range().start, &value.range().end})
      if (is_strange(*end)) return end;
  }
  return nullptr;
}

}  // namespace

void Compiler::note_unfit(const feel::UnaryTests& tests, const feel::Type& input, const std::string& label, int line) {
  const auto shape = tests.shape();
  if (!shape || simple_kind(input.kind()) == nullptr) return;
  const auto* stranger = stranger_in(shape->values, input.kind());
  if (stranger == nullptr) return;
  const auto kind = feel::type_of(*stranger);
  // A truth value is no value to compare with: it is the answer of the test itself (DMN 7.3.3, unary tests).
  const auto* effect = kind.kind() == feel::TypeKind::boolean ? "不和这一列的值比较：写 true 总是成立，写 false 总不成立" : shape->values.size() > 1 ? "和这一列的值比不出结果" : "比不出结果，条件不会成立";
  problems_.push_back({Severity::warning, file_, label, line, "table/unfit-cell",
                       fmt::format("这里{}是{}，这一列的类型是{}，{}。", shape->values.size() > 1 ? "有一项" : "写的", simple_kind(kind.kind()), simple_kind(input.kind()), effect),
                       fmt::format("a {} in a column of type {} is not compared with it", kind.text(), input.text())});
}

/// One cell that cannot be read keeps the whole table from answering: without it the answer would be a guess.
LogicPtr Compiler::table(const syntax::Table& form, const syntax::Expression& whole, const feel::Scope& scope, const std::string& label, DataType type) {
  const auto element_type = std::exchange(whole_type_, DataType{});
  TableLogic::Parts parts{.policy = form.policy, .aggregation = form.aggregation, .inputs = {}, .outputs = {}, .rules = {}, .id = whole.id, .line = whole.line};
  auto is_whole = true;
  for (const auto& input : form.inputs) is_whole = add_input(input, scope, label, parts) && is_whole;
  for (const auto& output : form.outputs) is_whole = add_output(output, scope, label, parts) && is_whole;
  const auto has_columns = is_whole;
  for (std::size_t i = 0; has_columns && i < form.rules.size(); ++i) is_whole = add_rule(form.rules[i], i + 1, scope, label, parts) && is_whole;
  if (!is_whole)
    return std::make_unique<BrokenLogic>(label, "dmn/broken-table", "决策表中有无法读取的单元格。", "the decision table has cells that cannot be read");
  add_priorities(parts, type.is_any() ? element_type : type);
  check_priorities(parts, label);
  auto table = std::make_unique<TableLogic>(label, std::move(type), std::move(parts));
  tables_.push_back(table.get());
  return table;
}

/// Where an output does not list its values, those its type allows say the order.
void Compiler::add_priorities(TableLogic::Parts& parts, const DataType& type) const {
  for (auto& output : parts.outputs) {
    if (!output.priorities.empty()) continue;
    const auto* allowed = output.type.allowed_values();
    const auto* member = parts.outputs.size() > 1 ? type.member(output.name) : &type;
    if (allowed == nullptr && member != nullptr) allowed = member->allowed_values();
    if (allowed != nullptr) output.priorities = listed_values(allowed->text(), *allowed);
  }
}

bool Compiler::add_input(const syntax::InputClause& clause, const feel::Scope& scope, const std::string& label, TableLogic::Parts& parts) {
  const auto* text = std::get_if<syntax::Literal>(&clause.expression->form);
  TableLogic::Input input{.text = text == nullptr ? clause.label : platform::trim(text->text)};
  input.expression = compile(*clause.expression, scope, within_named(label, input.text));
  if (clause.values && !platform::trim(clause.values->text).empty()) {
    input.allowed_text = platform::trim(clause.values->text);
    input.allowed = tests(*clause.values, scope, known_type(*input.expression), label);
    if (!input.allowed) return false;
  }
  if (const auto* type = type_behind(input.text, scope); type != nullptr && type->allowed_values() != nullptr) input.possible = *type->allowed_values();
  const auto is_broken = dynamic_cast<const BrokenLogic*>(input.expression.get()) != nullptr;
  parts.inputs.push_back(std::move(input));
  return !is_broken;
}

/// Of a variable or a part of one ("Applicant.grade"); null for other expressions.
const DataType* Compiler::type_behind(std::string_view text, const feel::Scope& scope) const {
  for (auto end = text.size(); end != std::string_view::npos && end > 0; end = text.rfind('.', end - 1)) {
    const auto known = known_types_.find(scope.find(text.substr(0, end)));
    if (known == known_types_.end()) continue;
    const auto* type = &known->second;
    for (const auto& name : platform::split(end < text.size() ? text.substr(end + 1) : std::string_view{}, '.'))
      if (type != nullptr && !name.empty()) type = type->member(name);
    return type;
  }
  return nullptr;
}

bool Compiler::add_output(const syntax::OutputClause& clause, const feel::Scope& scope, const std::string& label, TableLogic::Parts& parts) {
  TableLogic::Output output{.name = clause.name, .type = types_.resolve(unit_, clause.type_ref, clause.line, label)};
  if (clause.values && !platform::trim(clause.values->text).empty()) {
    output.allowed_text = platform::trim(clause.values->text);
    output.allowed = tests(*clause.values, scope, output.type.shape(), label);
    if (!output.allowed) return false;
    output.priorities = listed_values(output.allowed_text, *output.allowed);
  }
  if (clause.default_entry) {
    const auto* text = std::get_if<syntax::Literal>(&clause.default_entry->form);
    if (text == nullptr || !platform::trim(text->text).empty())
      output.otherwise = compile_as(*clause.default_entry, scope, within(label, "default"), output.type);
  }
  parts.outputs.push_back(std::move(output));
  return true;
}

/// All cells of all rules are read, so that a person is told everything that is wrong at once.
bool Compiler::add_rule(const syntax::Rule& rule, std::size_t number, const feel::Scope& scope, const std::string& label, TableLogic::Parts& parts) {
  TableLogic::Rule compiled{.line = rule.line};
  auto is_whole = true;
  for (std::size_t i = 0; i < rule.inputs.size(); ++i) {
    const auto& type = known_type(*parts.inputs[i].expression);
    const auto place = fmt::format("{} › rule {} › {}", label, number, parts.inputs[i].text);
    auto cell = tests(rule.inputs[i], scope, type, place);
    is_whole = is_whole && cell;
    if (!cell) continue;
    note_unfit(*cell, type, place, rule.inputs[i].line);
    compiled.tests.push_back(*std::move(cell));
  }
  for (std::size_t i = 0; i < rule.outputs.size(); ++i) {
    const auto& output = parts.outputs[i];
    const auto place = output.name.empty() ? fmt::format("{} › rule {}", label, number) : fmt::format("{} › rule {} › {}", label, number, output.name);
    compiled.outputs.push_back(compile_as(*rule.outputs[i], scope, place, output.type));
  }
  if (is_whole) parts.rules.push_back(std::move(compiled));
  return is_whole;
}

void Compiler::check_priorities(const TableLogic::Parts& parts, const std::string& label) {
  if (parts.policy != HitPolicy::priority && parts.policy != HitPolicy::output_order) return;
  for (const auto& output : parts.outputs)
    if (!output.priorities.empty()) return;
  problems_.push_back({Severity::error, file_, label, parts.line, "table/no-priorities", "命中策略按优先级取值，但输出列没有列出允许值，无法定优先级：请在输出列的取值范围里按优先次序写出各个结论，如 \"重点\",\"一般\"。",
                       "the hit policy goes by priority, but no output lists its values"});
}

/// An empty cell is the same as `-`.
std::optional<feel::UnaryTests> Compiler::tests(const syntax::Tests& tests, const feel::Scope& scope, const feel::Type& input, const std::string& label) {
  if (platform::trim(tests.text).empty()) return feel::UnaryTests{};
  auto parsed = feel::parse_unary_tests(tests.text, scope, input);
  if (!parsed) {
    broken(label, tests.line, parsed.error(), tests.text, scope);
    return std::nullopt;
  }
  note_reads(parsed->used_slots());
  note_unknown(parsed->unknown_names(), scope, label, tests.line);
  return *std::move(parsed);
}

}  // namespace yimen::dmn
