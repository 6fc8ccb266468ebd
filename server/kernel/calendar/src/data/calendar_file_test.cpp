#include "data/calendar_file.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using namespace yimen::calendar;

TEST_CASE("a notice may come as CSV with Chinese headings, any usual date form and a byte order mark") {
  const auto file = read_calendar_file("\xEF\xBB\xBF日期,类型,名称\r\n2027-01-01,休,元旦\r\n2027/2/7,班,春节\r\n2027年10月1日,放假,\"国庆节,中秋节\"\r\n\r\n");
  REQUIRE(file);
  CHECK(file->problems.empty());
  REQUIRE(file->days.size() == 3);
  CHECK(file->days[1].day == Date{2027y / 2 / 7});
  CHECK(file->days[1].kind == DayKind::work);
  CHECK(file->days[2].name == "国庆节,中秋节");
}

TEST_CASE("bad rows are reported with row and field, and the good ones stay") {
  const auto file = read_calendar_file("day,kind,name\n2027-02-30,off,春节\n2027-02-06,休息日,春节\n2027-02-06,off,春节\n2027-02-06,work,春节\n3027-01-01,off,x\n");
  REQUIRE(file);
  CHECK(file->days.size() == 1);
  REQUIRE(file->problems.size() == 4);
  CHECK(file->problems[0].row == 2);
  CHECK(file->problems[0].field == "day");
  CHECK(file->problems[1].row == 3);
  CHECK(file->problems[1].field == "kind");
  CHECK(file->problems[2].row == 5);
  CHECK(file->problems[3].row == 6);
}

TEST_CASE("JSON comes as a list of days or as a whole calendar") {
  const auto list = read_calendar_file(R"([{"day":"2027-01-01","kind":"off","name":"元旦"}, 5, {"kind":"off"}])");
  REQUIRE(list);
  CHECK(list->days.size() == 1);
  CHECK(list->problems.size() == 2);
  const auto whole = read_calendar_file(R"({"region_code":"450000000000","years":[{"year":2027,"is_official":true,"source":"通知"}],"days":[]})");
  REQUIRE(whole);
  CHECK(whole->region_code == 450000000000);
  REQUIRE(whole->years.size() == 1);
  CHECK(whole->years[0].is_official);
}

TEST_CASE("what is no calendar at all is refused as a whole") {
  CHECK(read_calendar_file("").error().slug == "calendar/empty-file");
  CHECK(read_calendar_file("  \n ").error().slug == "calendar/empty-file");
  CHECK(read_calendar_file("a,b\n1,2\n").error().slug == "calendar/no-heading");
  CHECK(read_calendar_file("{\"x\":1}").error().slug == "calendar/no-days");
  CHECK_FALSE(read_calendar_file("{\"days\":["));
  CHECK(read_calendar_file("日期,类型\n\xFF\xFE,off\n").error().slug == "calendar/not-utf8");
  CHECK(read_calendar_file("day,kind\n" + std::string(30'000, '\n')).error().slug == "calendar/too-many-rows");
}
