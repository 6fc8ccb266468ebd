#include "type_linker.h"

#include <algorithm>

#include <fmt/format.h>

#include "../read/vocabulary.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

constexpr int deepest_import = 16;  // imports may run in circles

}  // namespace

void TypeLinker::link() {
  for (int unit = 0; unit < static_cast<int>(program_.units.size()); ++unit)
    for (const auto& definition : program_.units[unit].syntax.types) find_own(unit, definition.name);
}

DataType TypeLinker::resolve(int unit, std::string_view reference, int line, const std::string& element) {
  if (reference.empty()) return {};
  if (const auto found = find(unit, reference, 0)) return *found;
  if (const auto parsed = feel::parse_type(reference, scope_of(unit))) return DataType{*parsed};
  problems_.push_back({Severity::error, program_.units[unit].syntax.file, element, line, "type/unknown", fmt::format("没有名为“{}”的数据类型，按任意类型处理。", reference),
                       fmt::format("there is no type {}; any value is taken", reference)});
  return {};
}

std::optional<DataType> TypeLinker::find(int unit, std::string_view name, int depth) {
  if (depth > deepest_import) return std::nullopt;
  if (auto own = find_own(unit, name)) return own;
  if (depth == 0)
    if (auto built_in = feel::Type::named(name)) return DataType{*built_in};
  for (const auto import : program_.units[unit].unnamed_imports)
    if (auto found = find(import, name, depth + 1)) return found;
  for (const auto& [prefix, import] : program_.units[unit].named_imports)
    if (name.size() > prefix.size() + 1 && name.starts_with(prefix) && name[prefix.size()] == '.')
      if (auto found = find(import, name.substr(prefix.size() + 1), depth + 1)) return found;
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::nullopt : find_prefixed(unit, name.substr(0, colon), name.substr(colon + 1), depth);
}

/// DMN 1.1's `feel:number`, `tns:tLoan`. A prefix nobody declared is passed over.
std::optional<DataType> TypeLinker::find_prefixed(int unit, std::string_view prefix, std::string_view name, int depth) {
  const auto& prefixes = program_.units[unit].syntax.prefixes;
  const auto declared = std::ranges::find_if(prefixes, [&](const auto& one) { return one.first == prefix; });
  const auto space = declared == prefixes.end() ? std::string_view{} : std::string_view{declared->second};
  if (vocabulary::is_feel_space(space)) {
    if (const auto built_in = feel::Type::named(name)) return DataType{*built_in};
    return std::nullopt;
  }
  if (!space.empty() && space != program_.units[unit].syntax.space)
    for (int other = 0; other < static_cast<int>(program_.units.size()); ++other)
      if (program_.units[other].syntax.space == space) return find(other, name, depth + 1);
  return find(unit, name, depth);
}

std::optional<DataType> TypeLinker::find_own(int unit, std::string_view name) {
  auto& own = program_.units[unit];
  if (const auto done = own.types.find(std::string{name}); done != own.types.end()) return done->second;
  const auto definition = std::ranges::find_if(own.syntax.types, [&](const syntax::ItemDefinition& one) { return one.name == name; });
  if (definition == own.syntax.types.end()) return std::nullopt;
  if (std::ranges::find(linking_, std::pair{unit, std::string_view{definition->name}}) != linking_.end()) {
    problems_.push_back({Severity::error, own.syntax.file, definition->name, definition->line, "type/circle", fmt::format("数据类型“{}”包含自己。", name),
                         fmt::format("type {} contains itself", name)});
    return DataType{};
  }
  linking_.emplace_back(unit, definition->name);
  auto type = link(unit, *definition);
  linking_.pop_back();
  own.types.emplace(definition->name, type);
  return type;
}

DataType TypeLinker::link(int unit, const syntax::ItemDefinition& definition) {
  auto base = base_of(unit, definition);
  if (definition.is_collection) base = DataType::collection_of(std::move(base));
  const auto item = definition.is_collection ? base.feel().element() : base.feel();
  auto allowed = tests(unit, definition.allowed_values, definition.name, item);
  auto constraint = tests(unit, definition.type_constraint, definition.name, base.feel());
  return DataType::restricted(std::move(base), std::move(allowed), std::move(constraint));
}

DataType TypeLinker::base_of(int unit, const syntax::ItemDefinition& definition) {
  if (definition.function) {
    std::vector<feel::Type> parameters;
    for (const auto& parameter : definition.function->parameters) parameters.push_back(resolve(unit, parameter.type_ref, parameter.line, definition.name).shape());
    auto result = resolve(unit, definition.function->output_type_ref, definition.line, definition.name);
    auto shape = feel::Type::function_of(std::move(parameters), result.shape());
    return DataType::function_to(std::move(result), std::move(shape));
  }
  if (definition.components.empty()) return resolve(unit, definition.type_ref, definition.line, definition.name);
  std::vector<DataType::Member> members;
  for (const auto& component : definition.components) members.push_back({component.name, std::make_shared<const DataType>(link(unit, component))});
  return DataType::structure_of(std::move(members));
}

std::optional<feel::UnaryTests> TypeLinker::tests(int unit, const std::optional<syntax::Tests>& tests, const std::string& element, const feel::Type& input) {
  if (!tests || platform::trim(tests->text).empty()) return std::nullopt;
  const auto parsed = feel::parse_unary_tests(tests->text, {}, input);
  if (parsed) return *parsed;
  problems_.push_back({Severity::error, program_.units[unit].syntax.file, element, tests->line, parsed.error().slug, parsed.error().detail,
                       parsed.error().fields.empty() ? parsed.error().slug : parsed.error().fields.front().detail});
  return std::nullopt;
}

feel::Scope TypeLinker::scope_of(int unit) const {
  feel::Scope scope;
  const auto add = [&](const auto& self, int from, const std::string& prefix, int depth) -> void {
    if (depth > 4) return;
    for (const auto& [name, type] : program_.units[from].types)
      if (scope.find_type(prefix + name) == nullptr) scope.add_type(prefix + name, type.shape());
    for (const auto import : program_.units[from].unnamed_imports) self(self, import, prefix, depth + 1);
    for (const auto& [name, import] : program_.units[from].named_imports) self(self, import, prefix + name + ".", depth + 1);
  };
  add(add, unit, "", 0);
  return scope;
}

}  // namespace yimen::dmn
