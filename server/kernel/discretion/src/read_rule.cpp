#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "yimen/cases/models.h"
#include "yimen/discretion/discretion.h"
#include "yimen/feel/expression.h"
#include "yimen/xml/xml.h"

namespace yimen::discretion {

using platform::ErrorCode;
using platform::fail;

namespace {

std::vector<std::string> choices_of(const std::string& allowed_values) {
  std::vector<std::string> choices;
  if (allowed_values.empty()) return choices;
  const auto tests = feel::parse_unary_tests(allowed_values);
  const auto shape = tests ? tests->shape() : std::nullopt;
  if (!shape || shape->is_negated) return choices;
  for (const auto& value : shape->values) {
    if (!value.is(feel::Kind::string)) return {};
    choices.push_back(value.string());
  }
  return choices;
}

/// Decisions on which no other decision of the file rests.
std::vector<std::string> main_decisions(const xml::Element& file) {
  std::set<std::string> required;
  for (const auto& element : file.children) {
    if (element.name != "decision") continue;
    for (const auto& need : element.children)
      for (const auto& what : need.children)
        if (what.name == "requiredDecision" && what.attribute("href").starts_with('#')) required.insert(std::string(what.attribute("href").substr(1)));
  }
  std::vector<std::string> names;
  for (const auto& element : file.children)
    if (element.name == "decision" && !required.contains(std::string(element.attribute("id")))) names.emplace_back(element.attribute("name"));
  return names;
}

/// One output gives the value itself, called by the decision's name; several give a context by their own names.
bool judges(const xml::Element& file, const std::string& decision) {
  for (const auto& element : file.children) {
    if (element.name != "decision" || element.attribute("name") != decision) continue;
    for (const auto& table : element.children) {
      if (table.name != "decisionTable") continue;
      const auto outputs = std::ranges::count_if(table.children, [](const xml::Element& one) { return one.name == "output"; });
      if (outputs > 1) return std::ranges::any_of(table.children, [](const xml::Element& one) { return one.name == "output" && one.attribute("name") == decision_output; });
    }
  }
  return decision == decision_output;
}

}  // namespace

Result<Rule> read_rule(std::string_view text, std::vector<dmn::Problem>& problems) {
  auto model = TRY(dmn::read_model({"rule.dmn", std::string(text)}, {}, problems));
  xml::Refusal refusal;
  const auto file = xml::parse(text, {.bytes = 4 << 20, .elements = 100'000, .depth = 120}, refusal);
  if (!file) return fail(ErrorCode::malformed, "discretion/no-xml", refusal.zh);
  const auto mains = main_decisions(*file);
  if (mains.empty()) return fail(ErrorCode::invalid_input, "discretion/no-decision", "规则里没有决策，请画一个决策并填写决策表。");
  if (mains.size() > 1) return fail(ErrorCode::invalid_input, "discretion/several-decisions", fmt::format("有{}个互不相连的决策（{}），请只留一个最终的决策，其他的连到它上面。", mains.size(), fmt::join(mains, "、")));
  Rule rule{.key = {}, .name = model.name(), .version = 0, .model = model, .decision = mains.front(), .inputs = {}};
  rule.judges_decision = judges(*file, rule.decision);
  std::map<std::string, const xml::Element*> elements;
  for (const auto& element : file->children)
    if (element.name == "inputData") elements[feel::normalized_name(element.attribute("name"))] = &element;
  for (auto& info : TRY(model.inputs_of(rule.decision))) {
    const auto found = elements.find(info.name);
    Input input{.id = {}, .name = info.name, .type = info.type, .source = {}, .choices = choices_of(info.allowed_values)};
    if (found != elements.end()) {
      input.id = std::string(found->second->attribute("id"));
      input.source = std::string(found->second->attribute("source", space));
    }
    rule.inputs.push_back(std::move(input));
  }
  return rule;
}

Result<std::shared_ptr<const Rule>> rule_of_today(Tx& tx, const std::string& key) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, int>, std::shared_ptr<const Rule>> read;
  const auto stored = cases::stored_model(tx, cases::ModelKind::rule, key, 0);
  if (!stored) return fail(ErrorCode::rule_violated, "discretion/no-rule", fmt::format("事项指定的裁量基准规则“{}”没有可用的版本，请事项管理员重新选择或发布规则。", key));
  {
    const std::lock_guard lock(mutex);
    if (const auto found = read.find({key, stored->version}); found != read.end() && found->second->model.source() == stored->xml) return found->second;
  }
  std::vector<dmn::Problem> problems;
  auto rule = TRY(read_rule(stored->xml, problems));
  rule.key = key;
  rule.name = stored->name;
  rule.version = stored->version;
  auto kept = std::make_shared<const Rule>(std::move(rule));
  const std::lock_guard lock(mutex);
  return read.insert_or_assign(std::pair(key, stored->version), std::move(kept)).first->second;
}

}  // namespace yimen::discretion
