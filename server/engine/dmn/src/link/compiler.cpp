#include "compiler.h"

#include <fmt/format.h>

#include "../read/vocabulary.h"
#include "wide_signs.h"
#include "within.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

template <class... Cases>
struct Either : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Either(Cases...) -> Either<Cases...>;

struct Hint {
  std::string zh, en;
};
Hint hint_of(const std::optional<WideSign>& sign) {
  if (!sign) return {};
  return {fmt::format("“{}”是全角符号，请改用半角的 {} 。", sign->wide, sign->narrow), fmt::format("; “{}” is a full-width sign, write {}", sign->wide, sign->narrow)};
}

}  // namespace

feel::Type known_type(const Logic& logic) {
  if (!logic.type().is_any()) return logic.type().shape();
  const auto* literal = dynamic_cast<const LiteralLogic*>(&logic);
  return literal == nullptr ? feel::Type{} : literal->expression().type();
}

LogicPtr Compiler::compile(const syntax::Expression& expression, const feel::Scope& scope, const std::string& label) {
  return compile_as(expression, scope, label, types_.resolve(unit_, expression.type_ref, expression.line, label));
}

LogicPtr Compiler::compile_whole(const syntax::Expression& expression, const feel::Scope& scope, const std::string& label, const DataType& element_type) {
  whole_type_ = element_type;
  return compile(expression, scope, label);
}

LogicPtr Compiler::compile_as(const syntax::Expression& expression, const feel::Scope& scope, const std::string& label, DataType type) {
  reserve(scope);
  if (!std::holds_alternative<syntax::Table>(expression.form)) whole_type_ = {};
  return std::visit(
      Either{[&](const syntax::Literal& form) { return literal(form, scope, label, std::move(type), expression.line); },
             [&](const syntax::Invocation& form) { return invocation(form, scope, label, std::move(type)); },
             [&](const syntax::Table& form) { return table(form, expression, scope, label, std::move(type)); },
             [&](const syntax::Context& form) { return context(form, scope, label, std::move(type)); },
             [&](const syntax::Relation& form) { return relation(form, scope, label, std::move(type)); },
             [&](const syntax::ListOf& form) { return list(form, scope, label, std::move(type)); },
             [&](const syntax::FunctionDefinition& form) { return function(form, scope, label, type, expression.line); },
             [&](const syntax::Conditional& form) { return conditional(form, scope, label, std::move(type)); },
             [&](const syntax::Filter& form) { return filter(form, scope, label, std::move(type)); },
             [&](const syntax::Iteration& form) { return iteration(form, scope, label, std::move(type)); }},
      expression.form);
}

void Compiler::reserve(const feel::Scope& scope) { frame_size_ = std::max(frame_size_, scope.size()); }

void Compiler::know(int slot, DataType type) { known_types_.insert_or_assign(slot, std::move(type)); }

LogicPtr Compiler::literal(const syntax::Literal& form, const feel::Scope& scope, const std::string& label, DataType type, int line) {
  last_unknown_.clear();
  if (!form.language.empty() && !vocabulary::is_feel_space(form.language))
    return broken(label, line, "dmn/language", fmt::format("表达式语言“{}”不支持，只支持FEEL。", form.language), fmt::format("expression language {} is not supported, only FEEL", form.language));
  // A cell left empty is null; a decision left empty as well.
  if (platform::trim(form.text).empty()) return std::make_unique<LiteralLogic>(label, std::move(type), feel::Expression{});
  auto parsed = feel::parse_expression(form.text, scope);
  if (!parsed) return broken(label, line, parsed.error(), form.text, scope);
  note_reads(parsed->used_slots());
  last_unknown_ = parsed->unknown_names();
  note_unknown(last_unknown_, scope, label, line);
  return std::make_unique<LiteralLogic>(label, std::move(type), *std::move(parsed));
}

LogicPtr Compiler::invocation(const syntax::Invocation& form, const feel::Scope& scope, const std::string& label, DataType type) {
  auto callee = compile(*form.callee, scope, label);
  std::vector<InvocationLogic::Argument> arguments;
  for (const auto& binding : form.bindings) {
    const auto& name = binding.parameter.name;
    auto argument_type = types_.resolve(unit_, binding.parameter.type_ref, binding.parameter.line, label);
    arguments.push_back({name, std::move(argument_type), binding.value ? compile(*binding.value, scope, within_named(label, name)) : nullptr});
  }
  return std::make_unique<InvocationLogic>(label, std::move(type), std::move(callee), std::move(arguments));
}

LogicPtr Compiler::context(const syntax::Context& form, const feel::Scope& scope, const std::string& label, DataType type) {
  auto inner = scope;  // each entry sees those before it
  std::vector<ContextLogic::Entry> entries;
  for (const auto& entry : form.entries) {
    const auto name = entry.variable ? entry.variable->name : std::string{};
    auto entry_type = entry.variable ? types_.resolve(unit_, entry.variable->type_ref, entry.line, label) : DataType{};
    auto value = compile(*entry.value, inner, name.empty() ? label : within_named(label, name));
    const auto slot = name.empty() ? 0 : inner.add(name, entry_type.is_any() ? known_type(*value) : entry_type.shape());
    reserve(inner);
    entries.push_back({name, slot, std::move(value), std::move(entry_type)});
  }
  return std::make_unique<ContextLogic>(label, std::move(type), std::move(entries));
}

LogicPtr Compiler::relation(const syntax::Relation& form, const feel::Scope& scope, const std::string& label, DataType type) {
  std::vector<RelationLogic::Column> columns;
  for (const auto& column : form.columns) columns.push_back({column.name, types_.resolve(unit_, column.type_ref, column.line, label)});
  std::vector<std::vector<LogicPtr>> rows;
  for (std::size_t i = 0; i < form.rows.size(); ++i) {
    auto& row = rows.emplace_back();
    for (const auto& cell : form.rows[i]) row.push_back(compile(*cell, scope, within(label, fmt::format("row {}", i + 1))));
  }
  return std::make_unique<RelationLogic>(label, std::move(type), std::move(columns), std::move(rows));
}

LogicPtr Compiler::list(const syntax::ListOf& form, const feel::Scope& scope, const std::string& label, DataType type) {
  std::vector<LogicPtr> items;
  for (const auto& item : form.items) items.push_back(compile(*item, scope, within(label, fmt::format("item {}", items.size() + 1))));
  return std::make_unique<ListLogic>(label, std::move(type), std::move(items));
}

/// The type of a function definition is that of the function, or (DMN 1.1) that of its result.
LogicPtr Compiler::function(const syntax::FunctionDefinition& form, const feel::Scope& scope, const std::string& label, const DataType& type, int line) {
  if (form.kind != syntax::FunctionKind::feel)
    return broken(label, line, "dmn/external-function", "不支持Java和PMML函数，请改用FEEL。", "functions in Java and PMML are not supported, use FEEL");
  if (form.body == nullptr) return broken(label, line, "expression/missing", "函数没有表达式。", "the function has no expression");
  auto inner = scope;
  const auto first_slot = static_cast<int>(scope.size());
  std::vector<FunctionLogic::Parameter> parameters;
  for (const auto& parameter : form.parameters) {
    auto parameter_type = types_.resolve(unit_, parameter.type_ref, parameter.line, label);
    inner.add(parameter.name, parameter_type.shape());
    parameters.push_back({parameter.name, std::move(parameter_type)});
  }
  auto body = compile(*form.body, inner, label);
  return std::make_unique<FunctionLogic>(label, type.result(), std::move(parameters), first_slot, std::move(body));
}

LogicPtr Compiler::conditional(const syntax::Conditional& form, const feel::Scope& scope, const std::string& label, DataType type) {
  auto condition = compile(*form.condition, scope, within(label, "if"));
  auto then_part = compile(*form.then_part, scope, within(label, "then"));
  auto else_part = compile(*form.else_part, scope, within(label, "else"));
  return std::make_unique<ConditionalLogic>(label, std::move(type), std::move(condition), std::move(then_part), std::move(else_part));
}

/// In the condition the item's entries are names of their own. Where the item's type is not known beforehand, any name may be one of them.
LogicPtr Compiler::filter(const syntax::Filter& form, const feel::Scope& scope, const std::string& label, DataType type) {
  auto in = compile(*form.in, scope, within(label, "in"));
  const auto list_type = known_type(*in);
  const auto item_type = list_type.kind() == feel::TypeKind::list ? list_type.element() : feel::Type{};
  auto inner = scope;
  std::vector<FilterLogic::Member> members;
  for (const auto& member : item_type.members()) members.push_back({member.name, inner.add(member.name, *member.type)});
  const auto item_slot = inner.add("item", item_type);
  const auto match_label = within(label, "match");
  auto match = compile(*form.match, inner, match_label);
  if (item_type.members().empty()) {
    if (!last_unknown_.empty() && std::holds_alternative<syntax::Literal>(form.match->form)) {
      for (const auto& name : std::vector{last_unknown_}) members.push_back({name, inner.add(name)});
      std::erase_if(problems_, [&](const Problem& one) { return one.rule == "feel/unknown-name" && one.element == match_label && one.line == form.match->line; });
      match = compile(*form.match, inner, match_label);
    }
    for (std::size_t slot = 0; slot < scope.size(); ++slot)
      if (reads(static_cast<int>(slot))) members.push_back({scope.name(slot), static_cast<int>(slot)});
  }
  return std::make_unique<FilterLogic>(label, std::move(type), std::move(in), std::move(match), item_slot, std::move(members));
}

LogicPtr Compiler::iteration(const syntax::Iteration& form, const feel::Scope& scope, const std::string& label, DataType type) {
  auto in = compile(*form.in, scope, within(label, "in"));
  const auto list_type = known_type(*in);
  auto inner = scope;
  const auto item_slot = inner.add(form.variable, list_type.kind() == feel::TypeKind::list ? list_type.element() : feel::Type{});
  const auto is_for = form.kind == syntax::IterationKind::for_each;
  const auto partial_slot = is_for ? inner.add("partial", feel::Type{feel::TypeKind::list}) : -1;
  auto body = compile(*form.body, inner, within(label, is_for ? "return" : "satisfies"));
  if (is_for) return std::make_unique<ForLogic>(label, std::move(type), std::move(in), std::move(body), item_slot, reads(partial_slot) ? partial_slot : -1);
  const auto kind = form.kind == syntax::IterationKind::every ? QuantifiedLogic::Kind::every : QuantifiedLogic::Kind::some;
  return std::make_unique<QuantifiedLogic>(label, std::move(type), kind, std::move(in), std::move(body), item_slot);
}

void Compiler::note_reads(const std::vector<int>& slots) {
  for (const auto slot : slots) {
    if (read_slots_.size() <= static_cast<std::size_t>(slot)) read_slots_.resize(slot + 1);
    read_slots_[slot] = true;
  }
}

void Compiler::note_unknown(const std::vector<std::string>& names, const feel::Scope& scope, const std::string& label, int line) {
  for (const auto& name : names) {
    const auto hint = hint_of(wide_sign_in(name, scope));
    problems_.push_back({Severity::warning, file_, label, line, "feel/unknown-name", fmt::format("名称“{}”没有定义，按空值计算。{}", name, hint.zh), fmt::format("the name {} is not defined and counts as null{}", name, hint.en)});
  }
}

LogicPtr Compiler::broken(const std::string& label, int line, std::string slug, std::string zh, std::string en) {
  problems_.push_back({Severity::error, file_, label, line, slug, zh, en});
  return std::make_unique<BrokenLogic>(label, std::move(slug), std::move(zh), std::move(en));
}

LogicPtr Compiler::broken(const std::string& label, int line, const platform::Error& error, std::string_view text, const feel::Scope& scope) {
  const auto hint = hint_of(wide_sign_in(text, scope));
  return broken(label, line, error.slug, error.detail + hint.zh, (error.fields.empty() ? error.slug : error.fields.front().detail) + hint.en);
}

}  // namespace yimen::dmn
