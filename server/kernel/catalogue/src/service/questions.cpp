#include "service/questions.h"

#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/bank_questions.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using store::QuestionId;
using store::QuestionRow;

namespace {

void note(Tx& tx, const Actor& actor, const QuestionRow& question, std::string action, std::string text) {
  trail::append(tx, actor, {.action = std::move(action), .subject_kind = "form_question", .subject_id = question.id.value(), .region_code = 0, .text = std::move(text),
                            .facts = {{"name", question.name}, {"wording", question.wording}}});
}

/// A definition stands alone: it must read as a form of its own. Names it takes from the form around it are known only there.
Result<json::object> understood(const QuestionOrder& order) {
  if (platform::trim(order.name).empty()) return fail(ErrorCode::invalid_input, "catalogue/question-name-missing", "请填写题目名称。", {{"/name", "请填写题目名称。"}});
  auto definition = order.definition;
  for (const auto* own : {"id", "layout", "conditional"}) definition.erase(own);  // belong to the form that takes it
  if (auto* properties = definition.if_contains("properties"); properties && properties->is_object())
    for (const auto* mark : {"bank_question", "bank_wording"}) properties->as_object().erase(mark);
  std::vector<form::Problem> problems;
  (void)forms::read({{"components", json::array{definition}}}, problems);
  std::vector<platform::FieldProblem> errors;
  for (const auto& one : problems)
    if (one.is_error && one.rule != "rule/name-unknown") errors.push_back({"/definition", one.zh});
  if (errors.empty()) return definition;
  const auto first = errors.front().detail;
  return fail(ErrorCode::invalid_input, "catalogue/question-invalid", first, std::move(errors));
}

Result<QuestionRow> question_for(Tx& tx, QuestionId id, int revision) {
  auto found = store::find_question(tx, id);
  if (!found) return fail(ErrorCode::not_found, "catalogue/no-question", "没有找到题目，可能已被删除。");
  if (found->revision != revision)
    return fail(ErrorCode::stale_version, "catalogue/question-changed", fmt::format("题目已被{}修改，请重新打开核对后再保存。", found->edited_name));
  return std::move(*found);
}

}  // namespace

Result<QuestionRow> create_question(Tx& tx, const Actor& actor, const QuestionOrder& order) {
  const auto definition = TRY(understood(order));
  QuestionRow question{.id = platform::new_id<QuestionId>(), .name = platform::trim(order.name), .definition = json::serialize(definition), .note = platform::trim(order.note),
                       .edited_by = actor.id, .edited_name = actor.name, .updated_at = tx.now()};
  store::insert_question(tx, question);
  note(tx, actor, question, "question.create", fmt::format("题库新增“{}”", question.name));
  return question;
}

Result<QuestionRow> change_question(Tx& tx, const Actor& actor, QuestionId id, int revision, const QuestionOrder& order) {
  auto question = TRY(question_for(tx, id, revision));
  const auto definition = json::serialize(TRY(understood(order)));
  const bool is_reworded = json::parse(definition) != json::parse(question.definition);
  question.name = platform::trim(order.name);
  question.note = platform::trim(order.note);
  question.definition = definition;
  question.is_retired = false;
  if (is_reworded) ++question.wording;
  question.edited_by = actor.id;
  question.edited_name = actor.name;
  store::update_question(tx, question);
  note(tx, actor, question, "question.change", is_reworded ? fmt::format("题库修改“{}”，现为第 {} 版", question.name, question.wording) : fmt::format("题库修改“{}”的名称或说明", question.name));
  return question;
}

Result<QuestionRow> retire_question(Tx& tx, const Actor& actor, QuestionId id, int revision) {
  auto question = TRY(question_for(tx, id, revision));
  if (question.is_retired) return fail(ErrorCode::rule_violated, "catalogue/question-retired", "题目已经停用。");
  question.is_retired = true;
  question.edited_by = actor.id;
  question.edited_name = actor.name;
  store::update_question(tx, question);
  note(tx, actor, question, "question.retire", fmt::format("题库停用“{}”", question.name));
  return question;
}

std::vector<QuestionUse> question_uses(Tx& tx, const Actor& actor) {
  std::vector<QuestionUse> uses;
  for (const auto& owner : store::owners_of_bank_questions(tx, actor.scope_low, actor.scope_high)) {
    const auto content = json::parse(owner.content);
    const auto* form = platform::object_at(content.as_object(), "form");
    if (!form) continue;
    each_bank_question(*form, [&](const BankMark& mark) {
      if (const auto id = platform::parse_id(mark.question))
        uses.push_back({QuestionId{*id}, owner.id, owner.name, owner.department_name, owner.region_name, owner.is_draft, mark.wording});
    });
  }
  return uses;
}

Result<Renewal> renew_questions(Tx& tx, const Actor& actor, MatterId id, int revision) {
  const auto matter = TRY(store::find_matter(tx, id));
  const auto version = TRY(newest_version(tx, matter));
  auto content = json::parse(version.content).as_object();
  Renewal renewal;
  if (auto* form = content.if_contains("form"); form && form->is_object()) {
    renewal.count = renew_bank_questions(form->as_object(), [&](const std::string& question) -> std::optional<Wording> {
      const auto number = platform::parse_id(question);
      const auto found = number ? store::find_question(tx, QuestionId{*number}) : std::nullopt;
      if (!found || found->is_retired) return std::nullopt;
      return Wording{json::parse(found->definition).as_object(), found->wording};
    });
  }
  if (renewal.count == 0) return fail(ErrorCode::rule_violated, "catalogue/questions-current", "表单里的题目都已是题库中最新的。");
  renewal.matter = TRY(save_draft(tx, actor, {id, revision, std::move(content), version.state == VersionState::draft ? version.note : std::string("采用题库最新的题目")}));
  note_trail(tx, actor, renewal.matter, "catalogue.renew_questions", fmt::format("{} 道题目改用题库中最新的", renewal.count), {{"count", renewal.count}});
  return renewal;
}

}  // namespace yimen::catalogue
