#include "formats.h"

#include <doctest/doctest.h>

using namespace yimen::bpmn::rules;

namespace {

void check(bool (*form)(std::string_view), std::initializer_list<std::string_view> right, std::initializer_list<std::string_view> wrong) {
  for (const auto text : right) CHECK_MESSAGE(form(text), text);
  for (const auto text : wrong) CHECK_MESSAGE(!form(text), text);
}

}  // namespace

TEST_CASE("names, numbers, addresses and types are told by their form") {
  check(is_ncname, {"a", "_1", "sid-0F1.b", "受理"}, {"", "1", "-a", "a b", "a:b", "a/b"});
  check(is_boolean, {"true", "false", "0", "1", " true "}, {"", "True", "yes", "2"});
  check(is_integer, {"0", "-12", "+3", " 7 "}, {"", "-", "1.5", "x", "1e3"});
  check(is_uri, {"", "urn:x", "http://a.org/b?c=d#e", "a/b", "http://例.cn"}, {"a b", "%zz", "100%", "a#b#c", "<x>"});
  check(is_mime_type, {"text/plain", "text/html; charset=utf-8", "application/vnd.x+json"}, {"", "text", "/plain", "text/", "te xt/plain", "text/pl ain"});
}

TEST_CASE("moments, durations and cycles of ISO 8601 are told by their form") {
  check(is_iso_date_time, {"2025-06-01", "2025-06-01T09:00", "2025-06-01T09:00:00", "2025-06-01T09:00:00.5Z", "2025-06-01T09:00:00+08:00", "2025-06-01T09:00:00+0800", "2025-06-01T09:00:00+08"},
        {"", "2025", "2026-13-01", "2026-00-10", "2026-02-30", "2026-04-31T10:00:00", "2026-01-01T25:00:00Z", "2026-01-01T10:60", "2025-6-1", "01.06.2025", "2025-06-01 09:00", "2025-06-01T9:00", "2025-06-01T09:00:00+8", "2025-06-01T"});
  check(is_iso_duration, {"P1D", "PT1H", "P1Y2M3W4DT5H6M7S", "PT0.5S", "PT0,5S", "P2W", "-P1D"}, {"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1DT", "P1D2Y", "PT.S", "PT1H P1D"});
  check(is_iso_cycle, {"R/PT1H", "R3/PT10M", "R/2025-01-01T00:00:00Z/P1D", "R5/P1D/2025-01-01"}, {"", "R", "R/", "R3", "PT1H", "R3/x", "R3/P1D/P1D/P1D", "Rx/P1D"});
  check(is_cron, {"0 0 12 * * ?", "*/5 * * * *", "0 0/5 14 ? * MON-FRI 2025", "@daily"}, {"", "a b c d e", "1 2 3", "@", "0 0 12 * * ? * *", "${x} * * * *"});
}

TEST_CASE("remarks are told from expressions, and values from conditions") {
  check(is_prose, {"post the letter", "INVALID", "等两天", "x"}, {"", "12", "x = 1", "f(x)", "${x}", "true", "null", "a, b"});
  check(is_literal_but_no_boolean, {"5", "-1.5", "\"yes\"", "'no'"}, {"", "x", "true", "1 < 2", "\"a\" = \"b\"", "-"});
}
