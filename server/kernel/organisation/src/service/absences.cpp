#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/checks.h"
#include "yimen/organisation/absence.h"

namespace yimen::organisation {
namespace {

Result<void> require_may_record(const Actor& actor, const Staff& person) {
  if (actor.id == person.id && actor.is_staff()) return {};
  if (actor.kind != platform::ActorKind::system && !actor.may("absence.edit"))
    return platform::fail(platform::ErrorCode::forbidden, "organisation/absence-of-others", "只能登记本人的请假；为他人登记须由部门管理员办理。");
  return require_scope(actor, person.region_code, person.department);
}

Result<store::Absence> changeable(Tx& tx, const Actor& actor, std::int64_t id, int version) {
  auto absence = TRY(existing(store::find_absence(tx, id), "该请假记录"));
  TRY(require_may_record(actor, TRY(existing(store::find_staff(tx, absence.staff), "该工作人员"))));
  TRY(require_version(absence.version, version));
  if (absence.cancelled_at) return refuse_rule("organisation/absence-cancelled", "该请假已撤销。");
  // What has passed is evidence for acts that deputies have done.
  if (absence.until_on < tx.today()) return refuse_rule("organisation/absence-over", "该请假已结束，不能再改。");
  return absence;
}

std::string days_of(const store::Absence& absence) {
  return fmt::format("{}至{}", platform::zh_date(absence.from_on), platform::zh_date(absence.until_on));
}

}  // namespace

Result<store::Absence> record_absence(Tx& tx, const Actor& actor, store::Absence absence) {
  const auto person = TRY(existing(store::find_staff(tx, absence.staff), "该工作人员"));
  TRY(require_may_record(actor, person));
  absence.reason = TRY(checked_text(absence.reason, "reason", "事由", 200));
  if (absence.until_on < absence.from_on) return refuse_field("until_on", "organisation/bad-days", "结束日期不能早于开始日期。");
  if (absence.from_on < tx.today()) return refuse_field("from_on", "organisation/past-absence", "开始日期不能早于今天，代理权限不追溯。");
  if (store::has_overlapping_absence(tx, absence.staff, absence.from_on, absence.until_on, 0))
    return refuse_rule("organisation/absence-overlaps", person.name + "在这段时间已有请假，请修改原记录。");
  absence.id = platform::next_id();
  absence.recorded_by = actor.id;
  store::insert_absence(tx, absence);
  append_trail(tx, actor, {"organisation.absence_record", "staff", person.id.value(), person.region_code},
               fmt::format("登记{}请假：{}", person.name, days_of(absence)), {{"reason", absence.reason}});
  return existing(store::find_absence(tx, absence.id), "该请假记录");
}

Result<void> note_absence(Tx& tx, const Actor& actor, UserId staff, Date from_on, Date until_on, std::string reason) {
  store::Absence absence;
  absence.staff = staff;
  absence.from_on = from_on;
  absence.until_on = until_on;
  absence.reason = std::move(reason);
  TRY(record_absence(tx, actor, std::move(absence)));
  return {};
}

Result<store::Absence> change_absence(Tx& tx, const Actor& actor, std::int64_t id, int version, Date until_on) {
  auto absence = TRY(changeable(tx, actor, id, version));
  if (until_on < absence.from_on || until_on < platform::add_days(tx.today(), -1))
    return refuse_field("until_on", "organisation/bad-days", "结束日期不能早于开始日期，也不能早于昨天。");
  if (store::has_overlapping_absence(tx, absence.staff, absence.from_on, until_on, id))
    return refuse_rule("organisation/absence-overlaps", "与另一段请假重叠，请核对日期。");
  absence.until_on = until_on;
  store::update_absence(tx, absence);
  append_trail(tx, actor, {"organisation.absence_change", "staff", absence.staff.value(), absence.region_code},
               fmt::format("{}请假改为{}", absence.staff_name, days_of(absence)));
  return existing(store::find_absence(tx, id), "该请假记录");
}

Result<store::Absence> cancel_absence(Tx& tx, const Actor& actor, std::int64_t id, int version) {
  auto absence = TRY(changeable(tx, actor, id, version));
  if (absence.from_on < tx.today()) return refuse_rule("organisation/absence-begun", "请假已经开始，请改为提前返岗（修改结束日期）。");
  absence.cancelled_at = tx.now();
  store::update_absence(tx, absence);
  append_trail(tx, actor, {"organisation.absence_cancel", "staff", absence.staff.value(), absence.region_code}, "撤销" + absence.staff_name + "的请假");
  return existing(store::find_absence(tx, id), "该请假记录");
}

std::vector<std::string> uncovered_posts(Tx& tx, const store::Absence& absence) {
  std::vector<std::string> names;
  for (const auto& post : store::posts_held(tx, absence.staff, absence.from_on)) {
    const auto deputy = post.deputy_post ? store::find_post(tx, post.deputy_post) : std::nullopt;
    const bool is_covered = deputy && !deputy->valid_to && deputy->holder &&
                            !store::has_overlapping_absence(tx, deputy->holder, absence.from_on, absence.until_on, 0);
    if (!is_covered) names.push_back(post.name);
  }
  return names;
}

}  // namespace yimen::organisation
