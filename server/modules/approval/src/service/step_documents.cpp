// 环节须作出的文书：缺什么、在环节里作出、没有作出不能提交。
#include "step_documents.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "process_models.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

namespace {

const bpmn::Node* node_of(const Services& s, Tx& tx, const cases::ServiceCase& file, const cases::CaseTask& task, std::shared_ptr<const bpmn::Model>& held) {
  if (task.node.empty() || task.is_signature()) return nullptr;
  auto found = model_of(*s.models, tx, file);
  if (!found) return nullptr;
  held = std::move(found->model);
  return held->find(task.node);
}

/// Law: 行政许可法 Art. 34(3): two or more members of staff.
std::string two_inspectors(const std::string& names) {
  int count = 0;
  std::string rest = names;
  for (const std::string_view mark : {"、", "，", ",", ";", "；"})
    for (std::size_t at = 0; (at = rest.find(mark, at)) != std::string::npos;) rest.replace(at, mark.size(), "\n");
  for (const auto& one : platform::split(rest, '\n')) count += platform::trim(one).empty() ? 0 : 1;
  return count >= 2 ? "" : "核查应当由两名以上工作人员进行（《行政许可法》第三十四条），请写明每个人的姓名，用顿号分开。";
}

std::string problem_of(const cases::StepField& field, const std::string& value, platform::Date today) {
  if (value.empty()) return field.is_optional ? "" : fmt::format("请填写{}。", field.label);
  if (platform::count_characters(value) > (field.kind == "long" ? 4000U : 200U)) return fmt::format("{}最多 {} 个字。", field.label, field.kind == "long" ? 4000 : 200);
  if (field.kind == "date") {
    const auto day = platform::parse_date(value);
    if (!day) return fmt::format("{}应当是日期。", field.label);
    if (*day > today) return fmt::format("{}不能晚于今天。", field.label);
  }
  return field.name == "inspectors" ? two_inspectors(value) : "";
}

Result<json::object> facts_from(const cases::StepDocument& shape, const json::object& given, platform::Date today) {
  json::object facts;
  std::vector<platform::FieldProblem> problems;
  for (const auto& field : shape.fields) {
    if (field.name.empty()) continue;
    const auto value = platform::trim(platform::text_or(given, field.name));
    if (auto problem = problem_of(field, value, today); !problem.empty()) problems.push_back({"/facts/" + std::string(field.name), std::move(problem)});
    facts[field.name] = value;
  }
  if (problems.empty()) return facts;
  return fail(ErrorCode::invalid_input, "approval/document-incomplete", fmt::format("《{}》有 {} 项需要补充。", shape.label, problems.size()), std::move(problems));
}

}  // namespace

std::vector<AskedDocument> asked_documents(Services& s, Tx& tx, const cases::ServiceCase& file, const cases::CaseTask& task) {
  std::vector<AskedDocument> asked;
  std::shared_ptr<const bpmn::Model> held;
  const auto* node = node_of(s, tx, file, task, held);
  if (node == nullptr || node->task.documents.empty()) return asked;
  const auto made = s.documents.of_subject(tx, "case", file.id.value());
  for (const auto& type : node->task.documents) {
    const auto* shape = cases::find_step_document(type);
    if (shape == nullptr) continue;
    const auto found = std::find_if(made.rbegin(), made.rend(), [&](const document::Document& one) { return document::word(one.type) == type && !one.is_revoked; });
    asked.push_back({shape, found == made.rend() ? 0 : found->id.value(), found == made.rend() ? std::string() : found->number});
  }
  return asked;
}

Result<void> require_documents(Services& s, Tx& tx, const cases::ServiceCase& file, const cases::CaseTask& task) {
  std::vector<platform::FieldProblem> problems;
  std::vector<std::string> names;
  for (const auto& one : asked_documents(s, tx, file, task)) {
    if (one.document_id != 0) continue;
    names.push_back(fmt::format("《{}》", one.shape->label));
    problems.push_back({"/documents/" + std::string(one.shape->type), one.shape->act.empty() ? fmt::format("请先制作《{}》。", one.shape->label) : fmt::format("请先{}，作出《{}》。", one.shape->act, one.shape->label)});
  }
  if (problems.empty()) return {};
  return fail(ErrorCode::invalid_input, "approval/documents-missing", fmt::format("“{}”须作出{}，作出后再提交。", task.name, fmt::join(names, "、")), std::move(problems));
}

Result<Done> Approval::make_step_document(Tx& tx, const Actor& actor, TaskId id, int version, const std::string& type, const json::object& given) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_task(*this, tx, actor, task));
  TRY(require_other_person(s_, tx, actor, opened.file, task));
  const auto asked = asked_documents(s_, tx, opened.file, task);
  const auto found = std::ranges::find_if(asked, [&](const AskedDocument& one) { return one.shape->type == type; });
  if (found == asked.end() || !found->shape->act.empty()) return fail(ErrorCode::rule_violated, "approval/not-asked-for", "这一环节不制作这种文书。", {{"/type", "请选择环节要求的文书。"}});
  if (found->document_id != 0) return fail(ErrorCode::conflict, "approval/document-made", fmt::format("《{}》已经作出，文号 {}。需要更正的，先撤销原文书。", found->shape->label, found->number));
  auto facts = TRY(facts_from(*found->shape, given, tx.today()));
  const auto made = TRY(issue(s_, tx, actor, opened, *document::document_type(type), std::move(facts)));
  ++opened.file.version;
  opened.file.changed_at = tx.now();
  TRY(finish(s_, tx, actor, opened, {.action = "cases.make_document", .text = fmt::format("{}在“{}”作出《{}》，文号 {}", acting_name(actor), task.name, found->shape->label, made.number),
                                     .facts = {{"task", task.name}, {"document", made.number}, {"type", type}}}));
  return done_of(opened, made.id.value());
}

}  // namespace yimen::approval
