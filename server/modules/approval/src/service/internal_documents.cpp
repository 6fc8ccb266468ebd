// 否定报备表、审批表: documents of the office itself; the applicant does not see them.
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "opened.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using document::DocumentType;

namespace {

std::string authority_of(Services& s, Tx& tx, const cases::ServiceCase& file) {
  const auto centers = s.organisation.centers(tx, file.region_code);
  if (!centers.empty()) return centers.front().name;
  const auto region = region::Regions{}.find(tx, file.region_code);
  return (region ? region->name : std::string("本级")) + "政务服务管理机构";
}

std::string minute_text(platform::Instant at) {
  const auto text = platform::iso_instant(at);
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

/// Opinions of every level in order. The post stands in the trail: a task remembers names only. What the actor decides just now
/// is not in the trail yet.
json::array opinions_of(Tx& tx, const Actor& actor, const cases::ServiceCase& file) {
  std::map<std::string, std::string> posts;
  if (!actor.post_name.empty()) posts[actor.name] = actor.post_name;
  for (const auto& event : trail::of_subject(tx, "case", file.id.value()))
    if (!event.post_name.empty()) posts[event.actor_name] = event.post_name;
  json::array opinions;
  for (const auto& task : cases::tasks_of(tx, file.id)) {
    if (task.is_open || task.outcome == "cancelled" || !task.done_at) continue;
    const auto name = task.substitute_for_name.empty() ? task.done_by_name : fmt::format("{}（代{}）", task.done_by_name, task.substitute_for_name);
    const auto post = posts.find(task.done_by_name);
    json::object row{{"step", task.name}, {"name", name}, {"opinion", task.opinion.empty() ? "已办理" : task.opinion}, {"at", minute_text(*task.done_at)}};
    if (post != posts.end()) row["post"] = post->second;
    opinions.push_back(std::move(row));
  }
  return opinions;
}

}  // namespace

Result<document::Document> file_negative_report(Services& s, Tx& tx, const Actor& actor, const Approval::Opened& opened, const NegativeReport& no) {
  const auto& file = opened.file;
  auto report = TRY(issue(s, tx, actor, opened, DocumentType::negative_report,
                          {{"reported_to", authority_of(s, tx, file)}, {"decision_name", no.decision_name}, {"decision_number", no.decision.number},
                           {"decided_on", platform::iso_date(tx.today())}, {"reason", no.reason}, {"clause", no.clause}, {"approver_name", acting_name(actor)}}));
  tx.exec(R"sql(
      insert into negative_report (id, case_id, region_code, department_id, kind, reason, clause, made_by, made_by_name, made_at, filed_by, filed_by_name, document_id, form_document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?))sql",
          platform::next_id(), file.id, file.region_code, file.department_id, no.kind, no.reason, no.clause, actor.id, acting_name(actor), tx.now(), no.decision.id, report.id);
  return report;
}

Result<void> Approval::file_report(Tx& tx, const Actor& actor, std::int64_t report_id) {
  const auto changed = tx.exec("update negative_report set filed_by = ?, filed_by_name = ?, filed_at = ? where id = ? and filed_at is null and region_code >= ? and region_code < ?",
                               actor.id, acting_name(actor), tx.now(), report_id, actor.scope_low, actor.scope_high);
  if (changed != 1) return fail(ErrorCode::conflict, "approval/filed-already", "这条报备已经备案，或不在您的管辖范围。");
  const auto row = tx.find("select case_id, region_code from negative_report where id = ?", [](const platform::Row& r) { return r.as<std::int64_t, std::int64_t>(); }, report_id);
  trail::append(tx, actor, {.action = "negative_reports.file", .subject_kind = "case", .subject_id = std::get<0>(*row), .region_code = std::get<1>(*row),
                            .text = fmt::format("{}对否定事项备案", acting_name(actor))});
  return {};
}

Result<document::Document> issue_approval_form(Services& s, Tx& tx, const Actor& actor, const Approval::Opened& opened, const ApprovalForm& form) {
  auto opinions = opinions_of(tx, actor, opened.file);
  if (!form.step.empty()) {
    json::object row{{"step", form.step}, {"name", acting_name(actor)}, {"opinion", form.opinion}, {"at", minute_text(tx.now())}};
    if (!actor.post_name.empty()) row["post"] = actor.post_name;
    opinions.push_back(std::move(row));
  }
  if (!form.benchmark.empty())
    opinions.push_back(json::object{{"step", "裁量基准"}, {"name", acting_name(actor)}, {"opinion", form.benchmark}, {"at", minute_text(tx.now())}});
  return issue(s, tx, actor, opened, DocumentType::internal_approval_form, {{"opinions", std::move(opinions)}, {"result_text", form.result}});
}

}  // namespace yimen::approval
