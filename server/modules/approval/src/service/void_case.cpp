// 作废: a record made in error, asked for by one person and confirmed by another (security §2.2).
#include <boost/json.hpp>
#include <fmt/format.h>

#include "opened.h"

namespace yimen::approval {

namespace {

constexpr std::string_view select_request = "select v.case_id, v.reason, v.asked_by, v.asked_by_name, v.asked_at from void_request v";

VoidRequest request_from(const platform::Row& row) {
  auto [id, reason, by, name, at] = row.as<CaseId, std::string, platform::UserId, std::string, platform::Instant>();
  return {id, reason, by, name, at};
}

Result<void> require_voidable(const Actor& actor, const cases::ServiceCase& file) {
  if (!actor.may("cases.void")) return fail(ErrorCode::forbidden, "approval/no-permission", "您的岗位没有作废办件的权限。");
  if (!cases::is_allowed(file.state, Act::void_case)) return fail(ErrorCode::conflict, "approval/cannot-void", "办件已作出决定或已结束，不能作废。");
  return {};
}

/// The case stays as it is, yet whoever has the page open must see that something was asked or answered.
void touch(Tx& tx, cases::ServiceCase& file) {
  ++file.version;
  file.changed_at = tx.now();
}

void forget(Tx& tx, CaseId id) { tx.exec("delete from void_request where case_id = ?", id); }

}  // namespace

std::optional<VoidRequest> void_request_of(Tx& tx, CaseId id) {
  return tx.find(std::string(select_request) + " where v.case_id = ?", request_from, id);
}

std::vector<VoidRequest> void_requests(Tx& tx, const cases::Viewer& viewer, CaseId after, int limit) {
  const auto seen = cases::visibility_of(viewer);
  std::string states;
  auto params = seen.params;
  for (const auto& row : cases::transitions()) {
    if (row.act != Act::void_case) continue;
    states += states.empty() ? "?" : ", ?";
    params.push_back(platform::to_param(row.from));
  }
  params.insert(params.end(), {after.value(), std::int64_t{limit}});
  std::vector<VoidRequest> requests;
  tx.run(fmt::format("{} join service_case c on c.id = v.case_id where {} and c.state in ({}) and v.case_id > ? order by v.case_id limit ?", select_request, seen.condition, states),
         params, [&](const platform::Row& row) { requests.push_back(request_from(row)); });
  return requests;
}

int count_void_requests(Approval& approval, Tx& tx, const Actor& actor) {
  return static_cast<int>(void_requests(tx, approval.viewer_of(tx, actor), {}, 100).size());
}

Result<Done> Approval::void_case(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& reason) {
  auto opened = TRY(open(tx, actor, id, version));
  auto& file = opened.file;
  TRY(require_voidable(actor, file));
  const auto asked = void_request_of(tx, id);
  if (!asked) {
    const auto why = TRY(required_text(reason, "/reason", "作废理由", 500));
    tx.exec("insert into void_request (case_id, reason, asked_by, asked_by_name, asked_at) values (?, ?, ?, ?, ?)", id, why, actor.id, actor.name, tx.now());
    touch(tx, file);
    TRY(finish(s_, tx, actor, opened, {.action = "cases.ask_void", .text = fmt::format("{}申请作废（{}），待第二人确认", acting_name(actor), why)}));
    return done_of(opened);
  }
  if (asked->asked_by == actor.id) return fail(ErrorCode::rule_violated, "approval/second-person", "作废须由另一人确认。");
  TRY(cases::move(file, Act::void_case, tx.now()));
  file.closed_at = tx.now();
  file.answer_due_on.reset();
  file.close_result = cases::CloseResult::voided;
  for (const auto& pause : cases::pauses_of(tx, id))
    if (!pause.ended_on) cases::end_pause(tx, pause.id, tx.today(), "作废");
  cases::cancel_tasks(tx, id, "作废");
  forget(tx, id);
  TRY(finish(s_, tx, actor, opened, {.action = "cases.void", .text = fmt::format("{}确认作废", acting_name(actor)), .facts = {{"reason", asked->reason}},
                                     .notice_title = fmt::format("办件已作废：{}", file.matter_name), .notice_body = "该记录系误录，如有疑问请联系窗口。"}));
  return done_of(opened);
}

Result<Done> Approval::reject_void(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& reason) {
  auto opened = TRY(open(tx, actor, id, version));
  TRY(require_voidable(actor, opened.file));
  const auto asked = void_request_of(tx, id);
  if (!asked) return fail(ErrorCode::conflict, "approval/no-void-request", "这个办件没有待确认的作废申请。");
  const auto why = TRY(required_text(reason, "/reason", "不作废的理由", 500));
  const bool is_own = asked->asked_by == actor.id;
  forget(tx, id);
  touch(tx, opened.file);
  TRY(finish(s_, tx, actor, opened, {.action = "cases.reject_void", .text = fmt::format("{}{}作废申请：{}", acting_name(actor), is_own ? "撤回" : "不同意", why)}));
  if (!is_own)
    s_.messages.send(tx, asked->asked_by, {.title = "作废申请未获同意", .body = fmt::format("{} {}：{}", opened.file.case_no, opened.file.matter_name, why), .link = "/bench/cases/" + id.str()});
  return done_of(opened);
}

}  // namespace yimen::approval
