#include <boost/json.hpp>

#include "testing_models.h"
#include "timing.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

RunOptions driven(std::string_view lines) { return {.has_driver = true, .driver = *read_driver(lines)}; }
constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;

}  // namespace

TEST_CASE("a timer at the edge of an event sub-process runs while that is open") {
  const auto watched = event_sub("x", start("xs", signal("n"), "isInterrupting='false'") + catching("w", duration("PT1H")) + script("late") + end("xe") + way("xs w late xe"));
  const auto late = [&](const std::string& span) {
    return played(wrap(start() + throwing("t", signal("n")) + catching("c", duration("PT2H")) + end() + way("s t c e") + watched + boundary("b", "x", duration(span)) + script("told") + end("be") + way("b told be"), roots("signal:n")));
  };
  CHECK(late("PT10M") == "told completed");
  CHECK(late("PT90M") == "late completed");
}

TEST_CASE("spans, moments and cycles of ISO 8601 are read, everything else is not") {
  CHECK(parse_span("PT1H30M")->milliseconds == 90 * minute);
  CHECK(parse_span("P2DT0.5S")->milliseconds == 2 * day + 500);
  CHECK(parse_span("P1Y2M")->months == 14);
  CHECK(parse_span("P2W")->milliseconds == 14 * day);
  for (const auto* bad : {"", "P", "PT", "1H", "PT1", "P1H", "PT1D", "-PT1H", "PTxS", "P1.5D", "PT1H ", "P99999999999999999D"}) CHECK_MESSAGE(!parse_span(bad), bad);
  CHECK(parse_moment("1970-01-02", "UTC") == day);
  CHECK(parse_moment("1970-01-01T08:00:00", "Asia/Shanghai") == 0);
  CHECK(parse_moment("1970-01-01T01:00:00+01:00", "Asia/Shanghai") == 0);
  CHECK_FALSE(parse_moment("soon", "UTC"));
  CHECK(parse_cycle("R3/PT1H")->repetitions == 3);
  CHECK(parse_cycle("R/PT1H")->repetitions == -1);
  CHECK(parse_cycle("R2/1970-01-02T00:00:00Z/PT1H")->start == "1970-01-02T00:00:00Z");
  for (const auto* bad : {"R3", "3/PT1H", "R3/", "R-1/PT1H", "R3/PT0S", "Rx/PT1H"}) CHECK_MESSAGE(!parse_cycle(bad), bad);
  CHECK(add(*parse_moment("2024-01-31T10:00:00", "Asia/Shanghai"), {.months = 1}, "Asia/Shanghai") == *parse_moment("2024-02-29T10:00:00", "Asia/Shanghai"));
  for (const auto& [milliseconds, text] : {std::pair<std::int64_t, const char*>{0, "PT0S"}, {2000, "PT2S"}, {day + 90 * minute, "P1DT1H30M"}, {1500, "PT1.500S"}, {day, "P1D"}}) CHECK(iso_span(milliseconds) == text);
}

TEST_CASE("a timer in the way holds the token until it is due, and fires once") {
  Driven by_hand{wrap(start() + catching("c", duration("PT5M")) + task("a") + end() + way("s c a e"))};
  CHECK(by_hand.state().timers.size() == 1);
  CHECK(by_hand.state().timers[0].due == 5 * minute);
  by_hand.around.now = 4 * minute;
  CHECK(by_hand.refused(TimerDue{2}) == "bpmn/not-due");
  by_hand.around.now = 50 * minute;
  CHECK(by_hand.tell(TimerDue{2}) == "opened a(3)");
  CHECK(by_hand.refused(TimerDue{2}) == "bpmn/no-such-timer");
}

TEST_CASE("a date that has passed is due at once; an expression may give date, duration or text") {
  const auto model = [](const std::string& definition) { return wrap(start() + catching("c", definition) + script("a") + end() + way("s c a e")); };
  CHECK(played(model(date("2011-05-17T10:00:00Z"))) == "a completed");
  CHECK(played(model(date("2025-01-02")), {.until = day}) == "a completed");
  CHECK(played(model(date("2025-01-03")), {.until = day}) == "waiting");
  CHECK(played(model(duration("duration(\"PT\" + string(n) + \"S\")")), {.variables = Variables{{{"n", 3}}}, .until = 3000}) == "a completed");
  CHECK(played(model(duration("\"PT3S\"")), {.until = 3000}) == "a completed");
  CHECK(played(model(date("date and time(\"2025-01-01T00:00:02Z\")")), {.until = 2000}) == "a completed");
  CHECK(played(model(duration("n"))) == "!bpmn/bad-timer error");
}

TEST_CASE("a bounded cycle in the way passes as often as it says, an endless one once") {
  const auto model = [](const std::string& text) { return wrap(start() + catching("c", cycle(text)) + script("a") + end() + way("s c a e")); };
  CHECK(played(model("R4/PT1S")) == "a a a a completed");
  CHECK(played(model("R/PT1S")) == "a completed");
}

TEST_CASE("a timer at the edge interrupts or accompanies; a cycle accompanies several times, until the activity is done") {
  const auto model = [](const std::string& definition, bool interrupts) { return wrap(start() + task("a") + boundary("b", "a", definition, interrupts) + script("x") + script("y") + end() + way("s a y e; b x e")); };
  CHECK(played(model(duration("PT5S"), true), driven("")) == "-a x completed");
  CHECK(played(model(duration("PT5S"), false), driven("")) == "x waiting");
  CHECK(played(model(cycle("R3/PT5S"), false), driven("")) == "x x x waiting");
  CHECK(played(model(duration("PT5S"), true)) == "a y completed");
  const auto inner = wrap(start() + sub("u", start("us") + catching("c", duration("PT12S")) + script("a") + end("ue") + way("us c a ue")) + boundary("b", "u", cycle("R/PT5S"), false) + script("x") + end() + way("s u e; b x e"));
  CHECK(played(inner) == "x x a completed");
}

TEST_CASE("a timer starts event sub-processes, interrupting or in a cycle") {
  const auto model = [](const std::string& definition, const std::string& interrupting) {
    return wrap(start() + sub("u", start("us") + catching("c", duration("PT30S")) + script("a") + end("ue") + way("us c a ue") +
                                       event_sub("x", start("xs", definition, "isInterrupting='" + interrupting + "'") + script("b") + end("xe") + way("xs b xe"))) + script("z") + end() + way("s u z e"));
  };
  CHECK(played(model(duration("PT5S"), "true")) == "b z completed");
  CHECK(played(model(duration("PT5S"), "false")) == "b a z completed");
  CHECK(played(model(cycle("R4/PT5S"), "false")) == "b b b b a z completed");
}

TEST_CASE("a start timer begins the process when it is due") {
  CHECK(played(wrap(start("s", duration("PT5S")) + script("a") + end() + way("s a e"))) == "a completed");
  CHECK(played(wrap(start("s", duration("PT5S")) + script("a") + end() + way("s a e")), {.until = 1000}) == "waiting");
  const auto model = model_of(wrap(start("s", cycle("R3/PT5S")) + script("a") + end() + way("s a e")));
  const auto points = start_points(*model, 0, {.now = 1000});
  REQUIRE(points.size() == 1);
  CHECK(points[0].kind == EventKind::timer);
  CHECK(points[0].due == 6000);
}

TEST_CASE("a start timer with a bounded cycle begins as many instances, an endless one is seen once") {
  const auto model = [](const std::string& text) { return wrap(start("s", cycle(text)) + script("a") + end() + way("s a e")); };
  CHECK(played(model("R3/PT5S")) == "a a a completed");
  CHECK(played(model("R3/2025-01-01T00:00:02Z/PT5S"), {.until = 8000}) == "a a completed");
  CHECK(played(model("R/PT5S")) == "a completed");
}

TEST_CASE("a cycle that is a span alone repeats without end") {
  const auto inner = wrap(start() + sub("u", start("us") + catching("c", duration("PT12S")) + script("a") + end("ue") + way("us c a ue")) + boundary("b", "u", cycle("PT5S"), false) + script("x") + end() + way("s u e; b x e"));
  CHECK(played(inner) == "x x a completed");
}

TEST_CASE("after a long standstill a bounded cycle catches up, an endless one leaves out what was missed") {
  const auto model = [](const std::string& text) { return wrap(start() + task("a") + boundary("b", "a", cycle(text), false) + end("x") + end() + way("s a e; b x")); };
  const auto firings = [](Driven& by_hand) {
    int count = 0;
    for (; !by_hand.state().timers.empty() && by_hand.state().timers[0].due <= by_hand.around.now; ++count) by_hand.tell(TimerDue{by_hand.state().timers[0].id});
    return count;
  };
  Driven bounded{model("R5/PT1M")};
  bounded.around.now = 10 * hour;
  CHECK(firings(bounded) == 5);
  Driven endless{model("R/PT1M")};
  endless.around.now = 10 * hour + 30'000;
  CHECK(firings(endless) == 1);
  REQUIRE(endless.state().timers.size() == 1);
  CHECK(endless.state().timers[0].due == 10 * hour + minute);
}

TEST_CASE("timers of what is left are cancelled, each by its number") {
  Driven by_hand{wrap(start() + task("a") + boundary("b", "a", duration("PT5M")) + boundary("c", "a", duration("PT9M"), false) + end("x") + end() + way("s a e; b x; c x") +
                      event_sub("q", start("qs", duration("P1D"), "isInterrupting='false'") + end("qe") + way("qs qe")))};
  CHECK(by_hand.complete("a") == "closed a(2) agree; no-timer b(3); no-timer c(4); no-timer qs(1); ended e");
}
