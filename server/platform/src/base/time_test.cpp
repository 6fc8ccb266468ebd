#include "yimen/platform/time.h"

#include <doctest/doctest.h>

using namespace yimen::platform;
using namespace std::chrono_literals;

TEST_CASE("the day in Shanghai begins at 16:00 UTC of the day before") {
  const auto just_before = *parse_instant("2025-06-01T15:59:59.999Z");
  CHECK(iso_date(shanghai_date(just_before)) == "2025-06-01");
  CHECK(iso_date(shanghai_date(just_before + 1ms)) == "2025-06-02");
  CHECK(shanghai_minute(just_before) == 24 * 60 - 1);
  CHECK(shanghai_minute(just_before + 1ms) == 0);
  CHECK(shanghai_instant(2025y / 6 / 2, 14, 3) == *parse_instant("2025-06-02T14:03:00+08:00"));
}

TEST_CASE("instants and dates are printed in both forms and read back") {
  const auto at = *parse_instant("2025-06-02T06:03:05.25Z");
  CHECK(iso_instant(at) == "2025-06-02T14:03:05.250+08:00");
  CHECK(zh_instant(at) == "2025年6月2日 14:03");
  CHECK(zh_date(2025y / 6 / 2) == "2025年6月2日");
  CHECK(*parse_instant(iso_instant(at)) == at);
  CHECK(from_millis(millis(at)) == at);
  CHECK(*parse_instant("2025-06-02T14:03:05.250999+08:00") == at);
  CHECK(iso_instant(from_millis(-1)) == "1970-01-01T07:59:59.999+08:00");
}

TEST_CASE("dates and instants that do not exist are refused") {
  for (const auto* text :
       {"", "2025-02-29", "2025-13-01", "2025-00-01", "2025-1-1", "20250101", "2025-06-31", "2025-06-02 "}) {
    CAPTURE(std::string(text));
    CHECK(!parse_date(text));
  }
  CHECK(parse_date("2024-02-29"));
  for (const auto* text : {"", "2025-06-02", "2025-06-02T14:03:00", "2025-06-02T24:00:00Z", "2025-06-02T14:03:00+8",
                           "2025-06-02T14:03:00.Z", "2025-06-02T14:03:00Zx", "2025-02-30T00:00:00Z"}) {
    CAPTURE(std::string(text));
    CHECK(!parse_instant(text));
  }
}

TEST_CASE("a manual clock stands still until it is moved") {
  ManualClock clock{shanghai_instant(2025y / 6 / 2, 23, 59)};
  CHECK(iso_date(clock.today()) == "2025-06-02");
  clock.advance(2min);
  CHECK(iso_date(clock.today()) == "2025-06-03");
  CHECK(days_between(2025y / 6 / 2, add_days(2025y / 6 / 2, 30)) == 30);
}
