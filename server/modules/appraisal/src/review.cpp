#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/appraisal/appraisal.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/identity/messages.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::appraisal {

using platform::ErrorCode;
using platform::fail;
using platform::Row;

namespace {

/// [design default] 整改 within five working days, as several places set it.
constexpr int rectification_working_days = 5;

bool can_be_reviewed(cases::CaseState state) {
  using enum cases::CaseState;
  return state == closed || state == rejected || state == not_needed || state == withdrawn_deemed;
}

struct FollowUp {
  FollowUpId id;
  ReviewId review_id;
  CaseId case_id;
  std::int64_t region_code, department_id;
  std::string state;
};

Result<FollowUp> lock_follow_up(Tx& tx, const Actor& actor, FollowUpId id) {
  auto found = TRY(tx.one("这条差评整改", "select id, review_id, case_id, region_code, department_id, state from review_follow_up where id = ?" + std::string(tx.lock_words()),
                          [](const Row& r) {
                            auto [fid, review, file, region, department, state] = r.as<FollowUpId, ReviewId, CaseId, std::int64_t, std::int64_t, std::string>();
                            return FollowUp{fid, review, file, region, department, state};
                          },
                          id));
  const bool in_scope = found.region_code >= actor.scope_low && found.region_code < actor.scope_high;
  if (!in_scope || (!actor.all_departments && found.department_id != actor.department_id))
    return fail(ErrorCode::not_found, "appraisal/not-visible", "没有找到这条差评整改，或不在您的职责范围。");
  return found;
}

Result<void> advance(Tx& tx, const Actor& actor, FollowUpId id, std::string_view from, std::string_view to, std::string_view column, const std::string& note,
                     std::string_view act) {
  const auto follow_up = TRY(lock_follow_up(tx, actor, id));
  if (follow_up.state != from) return fail(ErrorCode::conflict, "appraisal/wrong-step", "这条整改已经走到别的步骤，请刷新后再办。");
  const auto text = platform::trim(note);
  if (text.empty()) return fail(ErrorCode::invalid_input, "appraisal/note-needed", fmt::format("请填写{}情况。", act), {{"/note", fmt::format("请填写{}情况。", act)}});
  tx.exec(fmt::format("update review_follow_up set state = ?, {} = ?, handled_by = ?, handled_by_name = ?, changed_at = ? where id = ?", column), to, text, actor.id, actor.name, tx.now(), id);
  trail::append(tx, actor, {.action = fmt::format("reviews.{}", to), .subject_kind = "case", .subject_id = follow_up.case_id.value(), .region_code = follow_up.region_code,
                            .text = fmt::format("{}对差评{}：{}", actor.name, act, text)});
  return {};
}

}  // namespace

std::string_view level_name(int level) {
  constexpr std::string_view names[] = {"", "非常满意", "满意", "基本满意", "不满意", "非常不满意"};
  return level >= 1 && level <= 5 ? names[level] : names[0];
}

Result<ReviewId> Appraisal::review(Tx& tx, const Actor& actor, const cases::ServiceCase& file, const Review& review) {
  if (actor.is_staff()) return fail(ErrorCode::forbidden, "appraisal/staff", "评价由办事人作出，工作人员不能代评。");
  if (review.level < 1 || review.level > 5) return fail(ErrorCode::invalid_input, "appraisal/level-needed", "请选择满意程度。", {{"/level", "请选择一个满意程度。"}});
  if (platform::count_characters(review.text) > 500) return fail(ErrorCode::invalid_input, "appraisal/too-long", "评价最多 500 个字。", {{"/text", "评价最多 500 个字。"}});
  if (!can_be_reviewed(file.state)) return fail(ErrorCode::rule_violated, "appraisal/not-ended", "办件还没有办结，办结后就可以评价。");
  if (tx.scalar<int>("select 1 from service_review where case_id = ?", file.id)) return fail(ErrorCode::conflict, "appraisal/reviewed-already", "这件事您已经评价过了，一事一评。");

  const auto id = platform::new_id<ReviewId>();
  boost::json::array tags;
  for (const auto& tag : review.tags)
    if (tags.size() < 10) tags.push_back(boost::json::string(tag));
  tx.exec(R"sql(
      insert into service_review (id, case_id, region_code, department_id, department_name, matter_id, matter_name, channel, level, tags, text, is_anonymous,
             reviewer_party_id, reviewer_name, reply, is_valid, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 1, ?))sql",
          id, file.id, file.region_code, file.department_id, file.department_name, file.matter_id, file.matter_name, review.channel, review.level,
          boost::json::serialize(tags), party::mask_text(platform::trim(review.text)), review.is_anonymous, file.applicant_party_id,
          review.is_anonymous ? std::string() : party::mask_name(file.applicant_name), tx.now());
  tx.exec(R"sql(
      insert into review_counter (region_code, department_id, level, slot, amount) values (?, ?, ?, ?, 1)
      on conflict (region_code, department_id, level, slot) do update set amount = review_counter.amount + 1)sql",
          file.region_code, file.department_id, review.level, id.value() % 8);
  if (is_bad(review.level)) {
    auto& s = approval_.services();
    const auto days = s.calendars.for_region(tx, file.region_code);
    tx.exec(R"sql(
        insert into review_follow_up (id, review_id, case_id, region_code, department_id, state, contact_due_on, due_on, contact_note, finding, rectification,
               revisit_note, second_level, handled_by, handled_by_name, created_at, changed_at)
        values (?, ?, ?, ?, ?, 'received', ?, ?, '', '', '', '', 0, 0, '', ?, ?))sql",
            platform::next_id(), id, file.id, file.region_code, file.department_id, days->add_working(tx.today(), 1),
            days->add_working(tx.today(), rectification_working_days), tx.now(), tx.now());
    for (const auto user : s.organisation.staff_with_role(tx, organisation::DepartmentId{file.department_id}, "dept_admin", tx.today()))
      s.messages.send(tx, user, {.title = "收到一条差评，请在一个工作日内联系核实", .body = fmt::format("{} {}", file.case_no, file.matter_name), .link = "/bench/reviews"});
  }
  // The trail names no reviewer of an anonymous review.
  auto shown = actor;
  if (review.is_anonymous) shown.id = {}, shown.name = "匿名办事人", shown.ip.clear();
  trail::append(tx, shown, {.action = "cases.review", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                            .text = fmt::format("办事人评价：{}", level_name(review.level)), .facts = {{"level", review.level}}});
  return id;
}

Result<void> Appraisal::verify(Tx& tx, const Actor& actor, FollowUpId id, const FollowUpStep& step) {
  TRY(advance(tx, actor, id, "received", "verified", "contact_note", step.note, "联系核实"));
  tx.exec("update review_follow_up set finding = ? where id = ?", step.finding, id);
  return {};
}

Result<void> Appraisal::rectify(Tx& tx, const Actor& actor, FollowUpId id, const FollowUpStep& step) {
  TRY(advance(tx, actor, id, "verified", "rectified", "rectification", step.note, "整改"));
  tx.exec("update service_review set reply = ? where id = (select review_id from review_follow_up where id = ?)", party::mask_text(platform::trim(step.reply.empty() ? step.note : step.reply)), id);
  const auto party = tx.scalar<party::PartyId>("select r.reviewer_party_id from service_review r join review_follow_up f on f.review_id = r.id where f.id = ?", id);
  if (party) approval_.services().messages.send(tx, *party, {.title = "您的评价已经处理", .body = platform::trim(step.reply.empty() ? step.note : step.reply), .link = "/my/cases"});
  return {};
}

Result<void> Appraisal::revisit(Tx& tx, const Actor& actor, FollowUpId id, const FollowUpStep& step) {
  TRY(advance(tx, actor, id, "rectified", "revisited", "revisit_note", step.note, "回访"));
  if (step.second_level >= 1 && step.second_level <= 5) tx.exec("update review_follow_up set second_level = ? where id = ?", step.second_level, id);
  return {};
}

std::array<std::int64_t, 6> Appraisal::counts(Tx& tx, std::int64_t low, std::int64_t high, std::int64_t department_id) const {
  std::array<std::int64_t, 6> levels{};
  tx.each(R"sql(
      select level, cast(sum(amount) as bigint) from review_counter
       where region_code >= ? and region_code < ? and (cast(? as bigint) = 0 or department_id = ?) group by level)sql",
          [&](const Row& r) { levels[static_cast<std::size_t>(r.i64(0))] = r.i64(1); }, low, high, department_id, department_id);
  return levels;
}

}  // namespace yimen::appraisal
