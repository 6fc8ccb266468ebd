#include <charconv>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/calendar/json.h"
#include "yimen/calendar/module.h"

namespace yimen::calendar {
namespace {

namespace json = boost::json;
using platform::ErrorCode;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

constexpr auto tag = "工作日历";

std::string code_text(std::int64_t code) { return fmt::format("{:012}", code); }

Result<std::int64_t> region_of(const Request& request) {
  const auto text = request.path_text("region_code");
  std::int64_t code = -1;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, code);
  if ((text.size() != 12 && text.size() != 15) || read.ptr != end || code < 0)
    return platform::fail(ErrorCode::malformed, "calendar/bad-region", "区划代码应为 12 位数字。");
  return code;
}

Result<int> year_of(const Request& request) {
  const auto text = request.path_text("year");
  int year = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, year);
  if (read.ptr != end || year < 1990 || year > 2100) return platform::fail(ErrorCode::malformed, "calendar/bad-year", "年份应在1990年至2100年之间。");
  return year;
}

json::object day_json(const DayOverride& entry) {
  return {{"day", platform::iso_date(entry.day)},
          {"kind", platform::EnumText<DayKind>::to(entry.kind)},
          {"name", entry.name},
          {"source", entry.source}};
}

Result<Response> list_calendars(CalendarService& calendars, Tx& tx) {
  json::array items;
  const auto last = calendars.for_region(tx, 0)->last_known();
  for (const auto& head : calendars.list(tx))
    items.push_back(json::object{{"id", head.id.str()}, {"region_code", code_text(head.region_code)}, {"name", head.name}, {"version", head.version}});
  json::value last_known = nullptr;
  if (static_cast<int>(last.year()) > 0) last_known = json::string{platform::iso_date(last)};
  return Response::json(json::object{{"items", std::move(items)}, {"last_known_on", std::move(last_known)}});
}

Result<Response> get_year(const Request& request, CalendarService& calendars, Tx& tx) {
  const auto region = TRY(region_of(request));
  const auto view = calendars.year(tx, region, TRY(year_of(request)));
  json::array days;
  for (const auto& day : view.days) {
    auto entry = day_json(day.entry);
    entry["region_code"] = code_text(day.region_code);
    entry["is_own"] = day.region_code == view.region_code;
    days.push_back(std::move(entry));
  }
  auto response = Response::json(json::object{{"region_code", code_text(view.region_code)},
                                              {"year", view.year},
                                              {"is_official", view.is_official},
                                              {"source", view.source},
                                              {"working_days", view.working_days},
                                              {"version", view.version},
                                              {"days", std::move(days)}});
  response.etag(view.version);
  return response;
}

Result<Response> answer_version(Result<int> version) {
  const int number = TRY(std::move(version));
  auto response = Response::json(json::object{{"version", number}});
  response.etag(number);
  return response;
}

Result<Response> put_day(const Request& request, CalendarService& calendars, Tx& tx) {
  const auto& body = request.body();
  const auto day = TRY(platform::parse_date(request.path_text("day")));
  const DayOverride entry{day, platform::EnumText<DayKind>::from(platform::text_or(body, "kind")).value_or(DayKind::off),
                          platform::text_or(body, "name"), platform::text_or(body, "source")};
  const auto region = TRY(region_of(request));
  return answer_version(calendars.put_day(tx, request.actor(), region, TRY(request.if_match()), entry));
}

Result<Response> remove_day(const Request& request, CalendarService& calendars, Tx& tx) {
  const auto day = TRY(platform::parse_date(request.path_text("day")));
  const auto region = TRY(region_of(request));
  return answer_version(calendars.remove_day(tx, request.actor(), region, TRY(request.if_match()), day));
}

Result<Response> import_notice(const Request& request, CalendarService& calendars, Tx& tx) {
  const auto& body = request.body();
  const auto region = TRY(region_of(request));
  const auto report = TRY(calendars.import_year_notice(
      tx, request.actor(),
      {region, static_cast<int>(platform::int_or(body, "year")), platform::text_or(body, "source"), platform::text_or(body, "text"),
       platform::bool_or(body, "is_national")}));
  json::array problems;
  for (const auto& problem : report.problems)
    problems.push_back(json::object{{"row", problem.row}, {"field", problem.field}, {"detail", problem.detail}});
  return Response::json(json::object{{"year", report.year},
                                     {"loaded", report.loaded},
                                     {"unchanged", report.unchanged},
                                     {"is_official", report.is_official},
                                     {"problems", std::move(problems)}});
}

Result<Response> get_due_date(const Request& request, CalendarService& calendars, Tx& tx) {
  const auto start = TRY(platform::parse_date(request.query("start").value_or("")));
  const auto unit = platform::EnumText<LimitUnit>::from(request.query("unit").value_or("working_day"));
  if (!unit) return platform::fail(ErrorCode::malformed, "calendar/bad-unit", "不认识的时限单位。");
  const Limit limit{static_cast<int>(request.query_int("length", 0, 0, 1000)), *unit};
  const auto calendar = calendars.for_region(tx, TRY(region_of(request)));
  const int extension = static_cast<int>(request.query_int("extension", 0, 0, 1000));
  auto answer = to_json(read_clock(*calendar, start, limit, extension, {}, start, true));
  answer["limit"] = to_json(limit);
  return Response::json(answer);
}

Schema day_schema() {
  return Schema::object("CalendarDay", {{"kind", Schema::one_of({"off", "work"}).label("类型")},
                                        {"name", Schema::text(60).label("名称").optional()},
                                        {"source", Schema::text(200).label("依据")}});
}
Schema notice_schema() {
  return Schema::object("CalendarNotice", {{"year", Schema::integer(1990, 2100).label("年份").optional()},
                                           {"source", Schema::text(200).label("依据").optional()},
                                           {"text", Schema::text(500'000).label("节假日表")},
                                           {"is_national", Schema::boolean().label("含全国的安排").optional()}});
}
Schema clock_schema() {
  const auto day = Schema::object("ClockDay", {{"day", Schema::date()},
                                               {"kind", Schema::one_of({"counted", "off", "paused"})},
                                               {"number", Schema::integer()},
                                               {"note", Schema::text().or_empty()}});
  const auto limit = Schema::object("ClockLimit", {{"length", Schema::integer()}, {"unit", Schema::text()}, {"text", Schema::text()}});
  return Schema::object("DueDate", {{"due_on", Schema::date()},
                                    {"used", Schema::integer(-100'000, 100'000)},
                                    {"remaining", Schema::integer(-100'000, 100'000)},
                                    {"paused", Schema::integer()},
                                    {"is_beyond_known_calendar", Schema::boolean()},
                                    {"limit", limit},
                                    {"days", Schema::list(day, 40'000)}});
}
Schema year_schema() {
  const auto day = Schema::object("CalendarYearDay", {{"day", Schema::date()},
                                                      {"kind", Schema::one_of({"off", "work"})},
                                                      {"name", Schema::text().or_empty()},
                                                      {"source", Schema::text().or_empty()},
                                                      {"region_code", Schema::text(12)},
                                                      {"is_own", Schema::boolean()}});
  return Schema::object("CalendarYear", {{"region_code", Schema::text(15)},
                                         {"year", Schema::integer()},
                                         {"is_official", Schema::boolean()},
                                         {"source", Schema::text().or_empty()},
                                         {"working_days", Schema::integer()},
                                         {"version", Schema::integer()},
                                         {"days", Schema::list(day, 400)}});
}
Schema list_schema() {
  const auto item = Schema::object("CalendarHead", {{"id", Schema::id()}, {"region_code", Schema::text(12)}, {"name", Schema::text()}, {"version", Schema::integer()}});
  return Schema::object("CalendarList", {{"items", Schema::list(item, 5000)}, {"last_known_on", Schema::date().or_null()}});
}
Schema report_schema() {
  const auto problem = Schema::object("CalendarNoticeProblem", {{"row", Schema::integer()}, {"field", Schema::text().or_empty()}, {"detail", Schema::text()}});
  return Schema::object("CalendarNoticeReport", {{"year", Schema::integer()},
                                                 {"loaded", Schema::integer()},
                                                 {"unchanged", Schema::integer()},
                                                 {"is_official", Schema::boolean()},
                                                 {"problems", Schema::list(problem, 20'000)}});
}
Schema version_schema() { return Schema::object("CalendarVersion", {{"version", Schema::integer()}}); }

}  // namespace

void add_routes(platform::Routes& routes, CalendarService& calendars) {
  const auto edit = Needs::permission_of("calendar.edit");
  const auto region = Schema::text(15).label("区划代码").describe("12位区划代码，000000000000 为全国");
  const std::string base = "/api/v1/calendars";
  routes.get(base, Needs::anybody(), tag).summary("有哪些工作日历").operation("list_calendars").answer(200, list_schema())
      .reads([&calendars](const Request&, Tx& tx) { return list_calendars(calendars, tx); });
  routes.get(base + "/{region_code}/years/{year}", Needs::anybody(), tag).summary("一个地区一年的节假日和调休").operation("get_calendar_year")
      .parameter("region_code", region).parameter("year", Schema::integer(1990, 2100).label("年份")).answer(200, year_schema())
      .reads([&calendars](const Request& request, Tx& tx) { return get_year(request, calendars, tx); });
  routes.get(base + "/{region_code}/due-date", Needs::anybody(), tag).summary("试算时限").operation("get_due_date")
      .parameter("region_code", region).parameter("start", Schema::date().label("起算日"))
      .parameter("length", Schema::integer(0, 1000).label("时限")).parameter("extension", Schema::integer(0, 1000).label("延长的工作日").optional())
      .parameter("unit", Schema::one_of({"working_day", "calendar_day", "hour", "month", "year", "instant"}).label("单位").optional())
      .answer(200, clock_schema())
      .reads([&calendars](const Request& request, Tx& tx) { return get_due_date(request, calendars, tx); });
  routes.put(base + "/{region_code}/days/{day}", edit, tag).summary("规定一天休息或上班").operation("put_calendar_day")
      .parameter("region_code", region).parameter("day", Schema::date().label("日期")).body(day_schema()).answer(200, version_schema())
      .commands([&calendars](const Request& request, Tx& tx) { return put_day(request, calendars, tx); });
  routes.del(base + "/{region_code}/days/{day}", edit, tag).summary("取消一天的特别规定").operation("delete_calendar_day")
      .parameter("region_code", region).parameter("day", Schema::date().label("日期")).answer(200, version_schema())
      .commands([&calendars](const Request& request, Tx& tx) { return remove_day(request, calendars, tx); });
  routes.post(base + "/{region_code}/notices", edit, tag).summary("导入一年的节假日通知").operation("import_calendar_notice")
      .parameter("region_code", region).body(notice_schema()).answer(200, report_schema())
      .commands([&calendars](const Request& request, Tx& tx) { return import_notice(request, calendars, tx); });
}

}  // namespace yimen::calendar
