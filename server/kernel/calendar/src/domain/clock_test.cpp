#include <algorithm>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "data/calendar_file.h"
#include "yimen/calendar/calendar.h"
#include "yimen/platform/db.h"
#include "yimen/platform/text.h"

using namespace std::chrono_literals;
using namespace yimen::calendar;
using yimen::platform::EnumText;
using yimen::platform::iso_date;
using yimen::platform::parse_date;
using yimen::platform::split;

namespace {

std::string slurp(const std::string& name) {
  std::ifstream in{std::string{YIMEN_SOURCE_DIR} + "/" + name};
  REQUIRE_MESSAGE(in, name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The shipped files laid over each other, as the service does with its rows.
WorkCalendar shipped(std::initializer_list<const char*> names) {
  std::vector<DayOverride> days;
  int last = 0;
  for (const auto* name : names) {
    auto file = read_calendar_file(slurp(std::string{"data/calendars/"} + name));
    REQUIRE(file);
    CHECK(file->problems.empty());
    days.insert(days.end(), file->days.begin(), file->days.end());
    if (file->region_code == 0)
      for (const auto& year : file->years)
        if (year.is_official) last = std::max(last, year.year);
  }
  return WorkCalendar::of(std::move(days), 2007, last);
}
const WorkCalendar& national() {
  static const auto calendar = shipped({"national.json"});
  return calendar;
}
const WorkCalendar& guangxi() {
  static const auto calendar = shipped({"national.json", "guangxi.json"});
  return calendar;
}

Date day(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE_MESSAGE(date, std::string{text});
  return *date;
}

std::vector<std::vector<std::string>> table(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  bool is_heading = true;
  for (const auto& line : split(slurp(name), '\n')) {
    if (line.empty() || line.front() == '#') continue;
    if (!std::exchange(is_heading, false)) rows.push_back(split(line, '\t'));
  }
  return rows;
}

std::vector<Pause> pauses_of(const std::string& text) {
  std::vector<Pause> pauses;
  if (text.empty()) return pauses;
  for (const auto& part : split(text, ';')) {
    Pause pause{day(part.substr(0, 10)), std::nullopt, "现场勘验"};
    if (part.size() > 12) pause.until = day(part.substr(12));
    pauses.push_back(pause);
  }
  return pauses;
}

}  // namespace

TEST_CASE("every row of the clock table reads as the independent oracle says") {
  const auto rows = table("tests/data/clocks.tsv");
  CHECK(rows.size() >= 140);
  for (const auto& row : rows) {
    REQUIRE(row.size() == 13);
    CAPTURE(row[0]);
    CAPTURE(row[2]);
    CAPTURE(row[7]);
    const auto& calendar = row[1] == "guangxi" ? guangxi() : national();
    const auto unit = EnumText<LimitUnit>::from(row[4]);
    REQUIRE(unit);
    const Limit limit{std::stoi(row[3]), *unit};
    const auto pauses = pauses_of(row[6]);
    const auto reading = read_clock(calendar, day(row[2]), limit, std::stoi(row[5]), pauses, day(row[7]), true);
    CHECK(iso_date(reading.due_on) == row[8]);
    CHECK(reading.used == std::stoi(row[9]));
    CHECK(reading.remaining == std::stoi(row[10]));
    CHECK(reading.paused == std::stoi(row[11]));
    CHECK((reading.is_beyond_known_calendar ? "yes" : "no") == row[12]);

    const bool has_open_pause = std::ranges::any_of(pauses, [](const Pause& pause) { return !pause.until; });
    if (!has_open_pause) CHECK(iso_date(due_date(calendar, day(row[2]), limit, std::stoi(row[5]), pauses)) == row[8]);
    const auto short_reading = read_clock(calendar, day(row[2]), limit, std::stoi(row[5]), pauses, day(row[7]), false);
    CHECK(short_reading.days.empty());
    CHECK(short_reading.remaining == reading.remaining);
  }
}

TEST_CASE("the days of a reading follow each other, and the counted ones add up to the due date") {
  for (const auto& row : table("tests/data/clocks.tsv")) {
    CAPTURE(row[0]);
    const auto& calendar = row[1] == "guangxi" ? guangxi() : national();
    const Limit limit{std::stoi(row[3]), *EnumText<LimitUnit>::from(row[4])};
    const auto reading = read_clock(calendar, day(row[2]), limit, std::stoi(row[5]), pauses_of(row[6]), day(row[7]), true);
    Date expected = day(row[2]);
    int number = 0, paused = 0;
    for (const auto& entry : reading.days) {
      expected = yimen::platform::add_days(expected, 1);
      CHECK(entry.day == expected);
      if (entry.kind == DayCount::Kind::counted) ++number;
      else CHECK_FALSE(entry.note.empty());
      if (entry.kind == DayCount::Kind::paused) ++paused;
      CHECK(entry.number == number);
      if (entry.day == reading.due_on) CHECK(entry.number == reading.used + reading.remaining);
    }
    CHECK(paused == reading.paused);
  }
}

TEST_CASE("the national table agrees with a second source for 2019 to 2026") {
  for (const auto& row : table("tests/data/national_calendar_check.tsv")) {
    CAPTURE(row[0]);
    for (const auto& text : split(row[1], ',')) CHECK_MESSAGE(!national().is_working(day(text)), text);
    for (const auto& text : split(row[2], ',')) CHECK_MESSAGE(national().is_working(day(text)), text);
    const int year = std::stoi(row[0]);
    const Date before = std::chrono::year{year - 1} / 12 / 31, last = std::chrono::year{year} / 12 / 31;
    CHECK(national().count_working(before, last) == std::stoi(row[3]));
  }
}

TEST_CASE("counting working days is the inverse of adding them, in both directions and over the epoch") {
  const auto& calendar = national();
  for (const Date start : {Date{2025y / 9 / 25}, Date{2026y / 2 / 14}, Date{1969y / 12 / 20}, Date{2031y / 5 / 3}}) {
    for (int n = -400; n <= 400; ++n) {
      const Date end = calendar.add_working(start, n);
      if (n == 0) CHECK(end == start);
      if (n > 0) CHECK(calendar.count_working(start, end) == n);
      if (n < 0) {
        CHECK(calendar.is_working(end));
        CHECK(calendar.count_working(yimen::platform::add_days(end, -1), yimen::platform::add_days(start, -1)) == -n);
        CHECK(calendar.count_working(start, end) == -calendar.count_working(end, start));
      }
    }
  }
}

TEST_CASE("a day says why it is worked or not") {
  CHECK(national().day_name(2025y / 10 / 1) == "国庆节");
  CHECK(national().day_name(2025y / 10 / 11) == "调休上班");
  CHECK(national().day_name(2025y / 6 / 7) == "周六");
  CHECK(national().day_name(2025y / 6 / 8) == "周日");
  CHECK(national().day_name(2025y / 6 / 9).empty());
  CHECK(guangxi().day_name(2024y / 4 / 11) == "壮族三月三");
  CHECK(national().day_name(2024y / 4 / 11).empty());
  CHECK(WorkCalendar::of({{2025y / 6 / 9, DayKind::off, "", ""}}, 2025, 2025).day_name(2025y / 6 / 9) == "放假");
}

TEST_CASE("of two overrides of one day the region's own, given later, holds") {
  CHECK_FALSE(guangxi().is_working(2023y / 4 / 23));
  CHECK(national().is_working(2023y / 4 / 23));
}

TEST_CASE("years without an official table are not known") {
  CHECK(national().is_known(2026y / 12 / 31));
  CHECK_FALSE(national().is_known(2027y / 1 / 1));
  CHECK_FALSE(national().is_known(2006y / 12 / 31));
  CHECK(national().last_known() == Date{2026y / 12 / 31});
  CHECK_FALSE(WorkCalendar::of({}, 0, 0).is_known(2025y / 1 / 1));
}

TEST_CASE("what is handed in after closing or on a rest day counts as received on the next working day") {
  constexpr int closing = 17 * 60 + 30;
  const auto received = [](Date date, int hour, int minute) {
    return effective_receipt_day(national(), yimen::platform::shanghai_instant(date, hour, minute), closing);
  };
  CHECK(received(2025y / 6 / 3, 9, 0) == Date{2025y / 6 / 3});
  CHECK(received(2025y / 6 / 3, 17, 30) == Date{2025y / 6 / 3});
  CHECK(received(2025y / 6 / 3, 17, 31) == Date{2025y / 6 / 4});
  CHECK(received(2025y / 6 / 6, 20, 0) == Date{2025y / 6 / 9});
  CHECK(received(2025y / 6 / 7, 9, 0) == Date{2025y / 6 / 9});
  CHECK(received(2025y / 9 / 30, 18, 0) == Date{2025y / 10 / 9});
  CHECK(received(2025y / 9 / 28, 10, 0) == Date{2025y / 9 / 28});
  CHECK(received(2025y / 6 / 3, 0, 1) == Date{2025y / 6 / 3});
}

TEST_CASE("a hearing is announced at least seven working days before, a renewal asked for thirty days before") {
  const auto last = latest_day_before(national(), 2025y / 6 / 16, {7, LimitUnit::working_day});
  CHECK(last == Date{2025y / 6 / 5});
  CHECK(national().count_working(last, 2025y / 6 / 16) == 7);
  CHECK(latest_day_before(national(), 2025y / 10 / 10, {7, LimitUnit::working_day}) == Date{2025y / 9 / 24});
  CHECK(latest_day_before(national(), 2025y / 12 / 31, {30, LimitUnit::calendar_day}) == Date{2025y / 12 / 1});
  CHECK(latest_day_before(national(), 2025y / 12 / 31, {1, LimitUnit::month}) == Date{2025y / 11 / 30});
  CHECK(latest_day_before(national(), 2025y / 6 / 16, {25, LimitUnit::hour}) == Date{2025y / 6 / 14});
  CHECK(latest_day_before(national(), 2025y / 6 / 16, {0, LimitUnit::instant}) == Date{2025y / 6 / 16});
}

TEST_CASE("a month later is the same day, or the last of a shorter month") {
  CHECK(add_months(2025y / 1 / 31, 1) == Date{2025y / 2 / 28});
  CHECK(add_months(2024y / 1 / 31, 1) == Date{2024y / 2 / 29});
  CHECK(add_months(2025y / 3 / 31, -1) == Date{2025y / 2 / 28});
  CHECK(add_months(2025y / 11 / 15, 14) == Date{2027y / 1 / 15});
  CHECK(add_months(2024y / 2 / 29, 12) == Date{2025y / 2 / 28});
}

TEST_CASE("limits beyond reason neither fail nor hang") {
  CHECK(due_date(national(), 2025y / 6 / 3, {-5, LimitUnit::working_day}, -3, {}) == Date{2025y / 6 / 3});
  CHECK(due_date(national(), 2025y / 6 / 3, {2'000'000'000, LimitUnit::year}, 0, {}) == Date{2125y / 6 / 4});
  const auto late = read_clock(national(), 2007y / 1 / 4, {1, LimitUnit::working_day}, 0, {}, 2025y / 6 / 3, true);
  CHECK(late.days.size() <= 368);
  CHECK(late.remaining == 1 - national().count_working(2007y / 1 / 4, 2025y / 6 / 3));
}

TEST_CASE("a limit is spoken in Chinese") {
  CHECK(zh_limit({20, LimitUnit::working_day}) == "20个工作日");
  CHECK(zh_limit({30, LimitUnit::calendar_day}) == "30个自然日");
  CHECK(zh_limit({24, LimitUnit::hour}) == "24小时");
  CHECK(zh_limit({3, LimitUnit::month}) == "3个月");
  CHECK(zh_limit({1, LimitUnit::year}) == "1年");
  CHECK(zh_limit({0, LimitUnit::instant}) == "即时办结");
}
