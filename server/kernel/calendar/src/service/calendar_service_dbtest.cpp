#include <filesystem>
#include <fstream>
#include <thread>

#include <boost/json.hpp>

#include "service/region_chain.h"
#include "yimen/calendar/module.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace std::chrono_literals;
using namespace yimen::calendar;
using yimen::platform::Database;

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}

namespace {

constexpr std::int64_t nation = 0, guangxi = 450000000000, yulin = 450900000000, yuzhou = 450902000000, hunan = 430000000000;
const std::string data_dir = std::string{YIMEN_SOURCE_DIR} + "/data";

Actor editor(std::int64_t low = 0, std::int64_t high = 1'000'000'000'000) {
  Actor actor;
  actor.kind = yimen::platform::ActorKind::staff;
  actor.id = yimen::platform::UserId{7};
  actor.name = "日历管理员";
  actor.scope_low = low;
  actor.scope_high = high;
  return actor;
}

Result<int> put(Database& db, CalendarService& calendars, std::int64_t region, int version, DayOverride day, const Actor& actor = editor()) {
  return db.transact([&](Tx& tx) { return calendars.put_day(tx, actor, region, version, day); });
}
bool works(Database& db, CalendarService& calendars, std::int64_t region, Date day) {
  return db.read([&](Tx& tx) { return calendars.for_region(tx, region)->is_working(day); });
}
std::int64_t count(Database& db, std::string sql) {
  return db.read([&](Tx& tx) { return tx.scalar<std::int64_t>(sql).value_or(-1); });
}
NoticeReport import(Database& db, CalendarService& calendars, CalendarService::Notice notice) {
  auto report = db.transact([&](Tx& tx) { return calendars.import_year_notice(tx, editor(), notice); });
  REQUIRE(report);
  return *report;
}

}  // namespace

#define CALENDAR_TEST(sentence) YIMEN_DB_TEST(sentence, yimen::migrations::trail(), yimen::migrations::calendar())

TEST_CASE("a region's chain leads from the nation down to itself") {
  CHECK(region_chain(0) == std::vector<std::int64_t>{0});
  CHECK(region_chain(guangxi) == std::vector<std::int64_t>{0, guangxi});
  CHECK(region_chain(450902001003) == std::vector<std::int64_t>{0, guangxi, yulin, yuzhou, 450902001000, 450902001003});
  CHECK(region_chain(450902001003012) == region_chain(450902001003));
}

CALENDAR_TEST("the shipped calendars load once; loading again changes nothing") {
  const auto added = load_calendars(db, data_dir);
  REQUIRE(added);
  CHECK(*added > 700);
  const auto again = load_calendars(db, data_dir);
  REQUIRE(again);
  CHECK(*again == 0);
  CalendarService calendars;
  const auto [national, local] = db.read([&](Tx& tx) { return std::pair{calendars.for_region(tx, hunan), calendars.for_region(tx, yuzhou)}; });
  CHECK(national->last_known() == Date{2026y / 12 / 31});
  CHECK(local->last_known() == Date{2026y / 12 / 31});
  CHECK_FALSE(local->is_known(2027y / 3 / 1));
  CHECK(due_date(*national, 2024y / 4 / 3, {5, LimitUnit::working_day}, 0, {}) == Date{2024y / 4 / 11});
  CHECK(due_date(*local, 2024y / 4 / 3, {5, LimitUnit::working_day}, 0, {}) == Date{2024y / 4 / 15});
  CHECK(load_calendars(db, data_dir + "/nowhere").error().slug == "calendar/no-data-folder");
}

CALENDAR_TEST("a day a person has entered survives the loading of shipped calendars") {
  CalendarService calendars;
  REQUIRE(put(db, calendars, nation, 0, {2025y / 10 / 8, DayKind::work, "防汛值守", "测试通知"}));
  REQUIRE(load_calendars(db, data_dir));
  CHECK(works(db, calendars, nation, 2025y / 10 / 8));
  CHECK_FALSE(works(db, calendars, nation, 2025y / 10 / 7));
}

CALENDAR_TEST("without any calendar weekdays hold and no year is known") {
  CalendarService calendars;
  CHECK(works(db, calendars, yuzhou, 2025y / 10 / 1));
  CHECK_FALSE(works(db, calendars, yuzhou, 2025y / 10 / 4));
  CHECK_FALSE(db.read([&](Tx& tx) { return calendars.for_region(tx, yuzhou)->is_known(2025y / 1 / 1); }));
}

CALENDAR_TEST("a county's own day holds over its city, and nowhere else") {
  CalendarService calendars;
  const DayOverride flood{2025y / 7 / 3, DayKind::off, "防汛停工", "玉林市防汛指挥部通知"};
  REQUIRE(put(db, calendars, yulin, 0, flood));
  REQUIRE(put(db, calendars, yuzhou, 0, {flood.day, DayKind::work, "照常办公", "玉州区通知"}));
  CHECK(works(db, calendars, yuzhou, flood.day));
  CHECK(works(db, calendars, 450902001003, flood.day));
  CHECK_FALSE(works(db, calendars, yulin, flood.day));
  CHECK_FALSE(works(db, calendars, 450923000000, flood.day));
  CHECK(works(db, calendars, guangxi, flood.day));
  CHECK(works(db, calendars, hunan, flood.day));
}

CALENDAR_TEST("a change is seen by every instance, and shares its snapshot until then") {
  CalendarService here, there;
  const auto before = db.read([&](Tx& tx) { return here.for_region(tx, yulin); });
  CHECK(before == db.read([&](Tx& tx) { return here.for_region(tx, yuzhou); }));
  CHECK(works(db, there, yulin, 2025y / 7 / 3));
  REQUIRE(put(db, here, yulin, 0, {2025y / 7 / 3, DayKind::off, "防汛停工", "通知"}));
  CHECK_FALSE(works(db, there, yulin, 2025y / 7 / 3));
  CHECK_FALSE(works(db, here, yulin, 2025y / 7 / 3));
  CHECK(before->is_working(2025y / 7 / 3));
}

CALENDAR_TEST("a change that is rolled back leaves no trace in any snapshot") {
  CalendarService calendars;
  const auto refused = db.transact([&](Tx& tx) -> Result<int> {
    auto version = calendars.put_day(tx, editor(), yulin, 0, {2025y / 7 / 3, DayKind::off, "防汛停工", "通知"});
    CHECK_FALSE(calendars.for_region(tx, yulin)->is_working(2025y / 7 / 3));
    return yimen::platform::fail(yimen::platform::ErrorCode::conflict, "test/roll-back", "回滚");
  });
  CHECK_FALSE(refused);
  CHECK(works(db, calendars, yulin, 2025y / 7 / 3));
  REQUIRE(put(db, calendars, yulin, 0, {2025y / 7 / 4, DayKind::off, "防汛停工", "通知"}));
  CHECK(works(db, calendars, yulin, 2025y / 7 / 3));
  CHECK_FALSE(works(db, calendars, yulin, 2025y / 7 / 4));
}

CALENDAR_TEST("an edit asks for the version that was seen, a reason and a place inside the editor's scope") {
  CalendarService calendars;
  const DayOverride day{2025y / 7 / 3, DayKind::off, "防汛停工", "通知"};
  REQUIRE(*put(db, calendars, yulin, 0, day) == 1);
  CHECK(put(db, calendars, yulin, 0, day).error().slug == "calendar/changed-meanwhile");
  CHECK(*put(db, calendars, yulin, 1, day) == 2);
  CHECK(put(db, calendars, nation, 0, day, editor(yulin, yulin + 100'000'000)).error().slug == "calendar/outside-scope");
  const auto unnamed = put(db, calendars, yulin, 2, {2025y / 7 / 3, DayKind::off, " ", ""});
  REQUIRE_FALSE(unnamed);
  CHECK(unnamed.error().fields.size() == 2);
  const auto remove = [&](int version, Date date) { return db.transact([&](Tx& tx) { return calendars.remove_day(tx, editor(), yulin, version, date); }); };
  CHECK(remove(2, 2025y / 7 / 8).error().slug == "calendar/no-such-day");
  CHECK(*remove(2, day.day) == 3);
  CHECK(works(db, calendars, yulin, day.day));
  CHECK(count(db, "select count(*) from trail_event where action = 'calendar.edit'") == 3);
  CHECK(count(db, "select count(*) from outbox_event where topic = 'calendar.changed'") == 3);
}

CALENDAR_TEST("importing next year's notice makes the year known and replaces what was computed") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  const auto report = import(db, calendars, {nation, 2027, "国办发明电〔2026〕9号", "日期,类型,名称\n2026-12-31,休,元旦\n2027-01-01,休,元旦\n2027-01-03,班,元旦\n2027-02-05,休,春节\n"});
  CHECK(report.loaded == 4);
  CHECK(report.is_official);
  const auto calendar = db.read([&](Tx& tx) { return calendars.for_region(tx, nation); });
  CHECK(calendar->last_known() == Date{2027y / 12 / 31});
  CHECK(calendar->is_working(2027y / 1 / 3));
  CHECK_FALSE(calendar->is_working(2026y / 12 / 31));
  CHECK(calendar->is_working(2027y / 2 / 9));
  const auto again = import(db, calendars, {nation, 2027, "国办发明电〔2026〕9号", "日期,类型,名称\n2026-12-31,休,元旦\n2027-01-01,休,元旦\n2027-01-03,班,元旦\n2027-02-05,休,春节\n"});
  CHECK(again.loaded == 0);
  CHECK(again.unchanged == 4);
}

CALENDAR_TEST("a notice with bad rows loads the good ones, removes nothing and leaves the year unknown") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  const auto report = import(db, calendars, {nation, 2027, "通知", "day,kind,name\n2027-01-04,off,元旦\n2027-13-01,off,春节\n2029-01-01,off,元旦\n"});
  CHECK(report.loaded == 1);
  CHECK_FALSE(report.is_official);
  REQUIRE(report.problems.size() == 2);
  CHECK(report.problems[0].row == 3);
  CHECK(report.problems[1].row == 4);
  const auto calendar = db.read([&](Tx& tx) { return calendars.for_region(tx, nation); });
  CHECK_FALSE(calendar->is_known(2027y / 1 / 4));
  CHECK_FALSE(calendar->is_working(2027y / 1 / 4));
  CHECK_FALSE(calendar->is_working(2027y / 2 / 9));
  const auto refused = db.transact([&](Tx& tx) { return calendars.import_year_notice(tx, editor(), {nation, 2027, "", "day,kind\nx,y\n"}); });
  CHECK(refused.error().slug == "calendar/no-good-row");
}

CALENDAR_TEST("a year's view shows what holds, whose rule it is and how many working days there are") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  const auto local = db.read([&](Tx& tx) { return calendars.year(tx, yuzhou, 2024); });
  const auto national = db.read([&](Tx& tx) { return calendars.year(tx, nation, 2024); });
  CHECK(national.working_days == 251);
  CHECK(local.working_days == 249);
  CHECK(local.is_official);
  CHECK(local.version == 0);
  const auto festival = std::find_if(local.days.begin(), local.days.end(), [](const EffectiveDay& day) { return day.entry.day == Date{2024y / 4 / 11}; });
  REQUIRE(festival != local.days.end());
  CHECK(festival->region_code == guangxi);
}

CALENDAR_TEST("snapshots are built and changed by many threads at once") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  std::vector<std::jthread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back([&, n] {
      for (int i = 0; i < 20; ++i) {
        if (n == 0) (void)put(db, calendars, yulin, i, {2025y / 7 / (1 + i % 28), DayKind::off, "停工", "通知"});
        else (void)works(db, calendars, n == 1 ? yuzhou : hunan, 2025y / 7 / 3);
      }
    });
  threads.clear();
  CHECK_FALSE(works(db, calendars, yuzhou, 2025y / 7 / 3));
}

CALENDAR_TEST("the routes answer with the shapes they declare") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  yimen::platform::Routes routes;
  add_routes(routes, calendars);
  const auto call = [&](std::string_view operation, yimen::platform::Request request) {
    request.set_actor(editor());
    for (const auto& route : routes.all()) {
      if (route->operation_id != operation) continue;
      auto answer = route->read ? db.read([&](Tx& tx) { return route->read(request, tx); })
                                : db.transact([&](Tx& tx) { return route->command(request, tx); });
      REQUIRE_MESSAGE(answer, answer.error().detail);
      const auto value = boost::json::parse(answer->body);
      const auto check = route->answers.front().second.check(value);
      CHECK_MESSAGE(check, (check ? std::string{} : check.error().fields.front().field + check.error().fields.front().detail));
      return value.as_object();
    }
    FAIL("no such operation");
    return boost::json::object{};
  };
  CHECK(call("list_calendars", {}).at("items").as_array().size() == 2);
  yimen::platform::Request request;
  request.path_values = {{"region_code", "450902000000"}, {"year", "2024"}};
  CHECK(call("get_calendar_year", request).at("working_days").as_int64() == 249);
  request.query_values = {{"start", "2024-04-03"}, {"length", "5"}};
  const auto due = call("get_due_date", request);
  CHECK(due.at("due_on").as_string() == "2024-04-15");
  CHECK(due.at("days").as_array().size() == 12);
  request.path_values = {{"region_code", "450900000000"}, {"day", "2025-07-03"}};
  request.headers = {{"if-match", "\"0\""}};
  request.set_body(std::make_shared<const boost::json::value>(boost::json::parse(R"({"kind":"off","name":"停工","source":"通知"})")));
  CHECK(call("put_calendar_day", request).at("version").as_int64() == 1);
  request.headers = {{"if-match", "\"1\""}};
  CHECK(call("delete_calendar_day", request).at("version").as_int64() == 2);
  request.set_body(std::make_shared<const boost::json::value>(boost::json::parse(R"({"year":2026,"source":"通知","text":"day,kind,name\n2026-04-20,off,三月三\n"})")));
  CHECK_FALSE(call("import_calendar_notice", request).at("is_official").as_bool());
}

CALENDAR_TEST("a place that loads the nation's arrangement for itself knows the year; its own festival alone does not make it known") {
  REQUIRE(load_calendars(db, data_dir));
  CalendarService calendars;
  const auto calendar_of = [&](std::int64_t region) { return db.read([&](Tx& tx) { return calendars.for_region(tx, region); }); };
  CHECK_FALSE(import(db, calendars, {yulin, 2027, "桂政办", "day,kind,name\n2027-04-09,off,三月三\n"}).is_official);
  CHECK_FALSE(calendar_of(yulin)->is_known(2027y / 4 / 9));
  CHECK(import(db, calendars, {yulin, 2027, "国办发明电〔2026〕9号", "day,kind,name\n2027-01-01,off,元旦\n2027-04-09,off,三月三\n", true}).is_official);
  CHECK(calendar_of(yulin)->is_known(2027y / 4 / 9));
  CHECK(calendar_of(yuzhou)->is_known(2027y / 4 / 9));
  CHECK_FALSE(calendar_of(nation)->is_known(2027y / 4 / 9));
  const auto view = db.read([&](Tx& tx) { return calendars.year(tx, yuzhou, 2027); });
  CHECK(view.is_official);
  CHECK(view.source == "国办发明电〔2026〕9号");
}
