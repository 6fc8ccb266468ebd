#include <fmt/format.h>

#include "service/change.h"
#include "store/calendar_store.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/platform/text.h"

namespace yimen::calendar {
namespace {

using platform::ErrorCode;

platform::Result<CalendarHead> open(Tx& tx, const Actor& actor, std::int64_t region_code, int version) {
  TRY(require_scope(actor, region_code));
  auto head = store::lock_or_create(tx, region_code, "本级工作日历");
  if (head.version != version)
    return platform::fail(ErrorCode::stale_version, "calendar/changed-meanwhile", "工作日历刚被别人修改过，请刷新后核对再保存。");
  return head;
}

std::string_view word_of(DayKind kind) { return kind == DayKind::off ? "休息" : "上班"; }

}  // namespace

Result<int> CalendarService::put_day(Tx& tx, const Actor& actor, std::int64_t region_code, int version, const DayOverride& entry) {
  const int year = static_cast<int>(entry.day.year());
  std::vector<platform::FieldProblem> problems;
  if (!entry.day.ok() || year < 1990 || year > 2100) problems.push_back({"/day", "日期应在1990年至2100年之间。"});
  if (entry.kind == DayKind::off && platform::trim(entry.name).empty()) problems.push_back({"/name", "请写明这一天为什么放假。"});
  if (platform::trim(entry.source).empty()) problems.push_back({"/source", "请写明依据的通知或文号。"});
  if (!problems.empty()) return platform::fail(ErrorCode::invalid_input, "calendar/bad-day", "这一天还不能保存，请改正标出的项目。", problems);

  const auto head = TRY(open(tx, actor, region_code, version));
  const auto before = store::day(tx, head.id, entry.day);
  store::put_day(tx, head.id, entry, notice_year_of(entry));
  const auto text = fmt::format("将{}设为{}（{}）", platform::zh_date(entry.day), word_of(entry.kind), entry.name);
  return record(tx, actor, head, {entry.day, text, before ? std::string{word_of(before->kind)} + "：" + before->name : std::string{}});
}

Result<int> CalendarService::remove_day(Tx& tx, const Actor& actor, std::int64_t region_code, int version, Date day) {
  const auto head = TRY(open(tx, actor, region_code, version));
  const auto before = store::day(tx, head.id, day);
  if (!before)
    return platform::fail(ErrorCode::not_found, "calendar/no-such-day", "本级日历没有为这一天作特别规定；上级日历的规定请在上级修改，或在本级另作规定。");
  store::remove_day(tx, head.id, day);
  return record(tx, actor, head, {day, fmt::format("取消{}的特别规定", platform::zh_date(day)), std::string{word_of(before->kind)} + "：" + before->name});
}

}  // namespace yimen::calendar
