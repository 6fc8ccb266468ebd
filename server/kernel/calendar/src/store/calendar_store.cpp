#include "store/calendar_store.h"

namespace yimen::calendar::store {
namespace {

using platform::Row;

CalendarHead head_from(const Row& row) {
  return {row.get<CalendarId>(0), row.get<std::int64_t>(1), row.get<std::string>(2), row.get<int>(3)};
}
DayOverride day_from(const Row& row) {
  return {row.get<Date>(0), row.get<DayKind>(1), row.get<std::string>(2), row.get<std::string>(3)};
}
CalendarYear year_from(const Row& row) { return {row.get<int>(0), row.get<bool>(1), row.get<std::string>(2)}; }

}  // namespace

std::vector<CalendarHead> heads(Tx& tx) {
  return tx.all("select id, region_code, name, version from work_calendar order by region_code", head_from);
}

std::optional<CalendarHead> lock(Tx& tx, std::int64_t region_code) {
  return tx.find("select id, region_code, name, version from work_calendar where region_code = ?" + std::string(tx.lock_words()), head_from,
                 region_code);
}

CalendarHead lock_or_create(Tx& tx, std::int64_t region_code, const std::string& name) {
  if (auto found = lock(tx, region_code)) return *found;
  tx.exec(R"sql(
      insert into work_calendar (id, region_code, name, version, created_at)
      values (?, ?, ?, 0, ?)
      on conflict (region_code) do nothing)sql",
          platform::new_id<CalendarId>(), region_code, name, tx.now());
  return *lock(tx, region_code);
}

std::vector<DayOverride> days(Tx& tx, CalendarId id) {
  return tx.all("select day, kind, name, source from calendar_day where calendar_id = ? order by day", day_from, id);
}

std::vector<DayOverride> days_between(Tx& tx, CalendarId id, Date first, Date last) {
  return tx.all("select day, kind, name, source from calendar_day where calendar_id = ? and day >= ? and day <= ? order by day", day_from, id,
                first, last);
}

std::vector<CalendarYear> years(Tx& tx, CalendarId id) {
  return tx.all("select year, is_official, source from calendar_year where calendar_id = ? order by year", year_from, id);
}

std::optional<CalendarYear> year(Tx& tx, CalendarId id, int year) {
  return tx.find("select year, is_official, source from calendar_year where calendar_id = ? and year = ?", year_from, id, year);
}

std::optional<DayOverride> day(Tx& tx, CalendarId id, Date day) {
  return tx.find("select day, kind, name, source from calendar_day where calendar_id = ? and day = ?", day_from, id, day);
}

void put_day(Tx& tx, CalendarId id, const DayOverride& entry, int notice_year) {
  tx.exec(R"sql(
      insert into calendar_day (calendar_id, day, kind, name, source, notice_year)
      values (?, ?, ?, ?, ?, ?)
      on conflict (calendar_id, day) do update
         set kind = excluded.kind, name = excluded.name, source = excluded.source, notice_year = excluded.notice_year)sql",
          id, entry.day, entry.kind, entry.name, entry.source, notice_year);
}

std::int64_t remove_day(Tx& tx, CalendarId id, Date day) {
  return tx.exec("delete from calendar_day where calendar_id = ? and day = ?", id, day);
}

std::vector<DayOverride> days_of_notice(Tx& tx, CalendarId id, int notice_year) {
  return tx.all("select day, kind, name, source from calendar_day where calendar_id = ? and notice_year = ? order by day", day_from, id,
                notice_year);
}

void put_year(Tx& tx, CalendarId id, const CalendarYear& year) {
  tx.exec(R"sql(
      insert into calendar_year (calendar_id, year, is_official, source)
      values (?, ?, ?, ?)
      on conflict (calendar_id, year) do update
         set is_official = excluded.is_official, source = excluded.source)sql",
          id, year.year, year.is_official, year.source);
}

int touch(Tx& tx, const CalendarHead& head) {
  tx.exec("update work_calendar set version = version + 1 where id = ?", head.id);
  // A fresh id and not a counter: after a rollback the next change must not reuse the number under which some instance
  // has kept what was never committed.
  tx.exec("update calendar_stamp set stamp = ? where id = 1", platform::next_id());
  return head.version + 1;
}

std::int64_t stamp(Tx& tx) { return tx.scalar<std::int64_t>("select stamp from calendar_stamp where id = 1").value_or(0); }

}  // namespace yimen::calendar::store
