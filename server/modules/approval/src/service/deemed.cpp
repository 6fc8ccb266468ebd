// 法定后果：逾期不答复视为受理，逾期不补正视为撤回。Law: 行政许可法 Art. 32(4).
#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "opened.h"

namespace yimen::approval {

namespace {

std::vector<CaseId> due_cases(platform::Database& database, std::string_view sql, int at_most) {
  return database.read([&](Tx& tx) {
    return tx.all(sql, [](const platform::Row& row) { return row.get<CaseId>(0); }, tx.today(), at_most);
  });
}

}  // namespace

int Approval::deem_accepted(platform::Database& database, int at_most) {
  const auto due = due_cases(database, R"sql(
      select id from service_case
       where due_on < ? and state in ('submitted', 'pre_review', 'received') order by due_on, id limit ?)sql", at_most);
  int count = 0;
  for (const auto id : due) {
    const auto done = database.transact([&](Tx& tx) -> Result<Done> {
      const auto actor = platform::system_actor();
      const auto seen = TRY(cases::lock_case(tx, id));
      if (!cases::is_before_acceptance(seen.state) || !seen.due_on || *seen.due_on >= tx.today()) return Done{};
      auto opened = TRY(open(tx, actor, id, seen.version));
      opened.file.is_deemed_accepted = true;
      // Counted from the day the materials were received, not from today.
      TRY(begin_review(tx, actor, opened, *opened.file.received_on, Act::deem_accepted, "五个工作日内未答复，依法视为受理"));
      const auto notice = TRY(issue(s_, tx, actor, opened, document::DocumentType::deemed_acceptance_notice, {}));
      TRY(finish(s_, tx, actor, opened,
                 {.action = "cases.deem_accepted",
                  .text = fmt::format("五个工作日内未告知补正或受理，自 {} 收到材料之日起视为受理，通知书 {}", platform::zh_date(*opened.file.received_on), notice.number),
                  .facts = {{"document", notice.number}, {"received_on", platform::iso_date(*opened.file.received_on)}},
                  .notice_title = fmt::format("您的申请已视为受理：{}", opened.file.matter_name),
                  .notice_body = fmt::format("行政机关五个工作日内未答复，依法自 {} 起受理，{} 前办结。", platform::zh_date(*opened.file.received_on),
                                             platform::zh_date(*opened.file.promised_due_on)), .by_sms = true}));
      for (const auto user : s_.organisation.staff_with_role(tx, organisation::DepartmentId{opened.file.department_id}, "approver", tx.today()))
        s_.messages.send(tx, user, {.title = "有办件逾期未受理，已依法视为受理", .body = fmt::format("{} {}", opened.file.case_no, opened.file.matter_name),
                                    .link = "/bench/cases/" + id.str()});
      return done_of(opened);
    });
    if (!done) spdlog::error("deem accepted {}: {} {}", id.str(), done.error().slug, done.error().detail);
    else if (done->case_id) ++count;
  }
  return count;
}

int Approval::lapse_corrections(platform::Database& database, int at_most) {
  const auto due = due_cases(database, "select id from service_case where answer_due_on < ? order by answer_due_on, id limit ?", at_most);
  int count = 0;
  for (const auto id : due) {
    const auto done = database.transact([&](Tx& tx) -> Result<Done> {
      const auto actor = platform::system_actor();
      const auto seen = TRY(cases::lock_case(tx, id));
      if (!seen.answer_due_on || *seen.answer_due_on >= tx.today() || !cases::waits_for_applicant(seen.state)) return Done{};
      auto opened = TRY(open(tx, actor, id, seen.version));
      TRY(cases::move(opened.file, Act::lapse_correction, tx.now()));
      opened.file.closed_at = tx.now();
      opened.file.answer_due_on.reset();
      opened.file.close_result = cases::CloseResult::not_corrected;
      cases::cancel_tasks(tx, id, "逾期不补正");
      TRY(finish(s_, tx, actor, opened,
                 {.action = "cases.lapse_correction", .text = fmt::format("申请人未在 {} 前补正，视为撤回申请", platform::zh_date(*seen.answer_due_on)),
                  .notice_title = fmt::format("逾期未补正，视为撤回：{}", opened.file.matter_name), .notice_body = "需要时可以重新申请，已上传的材料可以再次使用。", .by_sms = true}));
      return done_of(opened);
    });
    if (!done) spdlog::error("lapse correction {}: {} {}", id.str(), done.error().slug, done.error().detail);
    else if (done->case_id) ++count;
  }
  return count;
}

}  // namespace yimen::approval
