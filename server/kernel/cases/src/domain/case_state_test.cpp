#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "yimen/cases/case_state.h"
#include "yimen/cases/service_case.h"

using namespace yimen::cases;
using yimen::platform::EnumText;
namespace calendar = yimen::calendar;
using namespace std::chrono_literals;

namespace {

/// tests/data/case_states.tsv: state, act, next state; what is not listed is refused.
std::map<std::pair<std::string, std::string>, std::string> expected_table() {
  std::ifstream in(YIMEN_SOURCE_DIR "/tests/data/case_states.tsv");
  REQUIRE(in);
  std::map<std::pair<std::string, std::string>, std::string> table;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string from, act, to;
    fields >> from >> act >> to;
    table[{from, act}] = to;
  }
  return table;
}

calendar::WorkCalendar weekdays() { return calendar::WorkCalendar::of({}, 2025, 2027); }

ServiceCase received_case() {
  ServiceCase file;
  file.state = CaseState::received;
  start_acceptance_clock(file, 2026y / 3 / 2, weekdays());
  return file;
}

ServiceCase accepted_case() {
  auto file = received_case();
  REQUIRE(move(file, Act::accept, {}));
  start_decision_clock(file, 2026y / 3 / 3, {.promised = {10, calendar::LimitUnit::working_day}, .promised_reason = "承诺时限", .statutory = calendar::Limit{20, calendar::LimitUnit::working_day}}, weekdays());
  return file;
}

}  // namespace

TEST_CASE("every state allows exactly the acts of the table and refuses the rest with its slug") {
  const auto table = expected_table();
  int allowed = 0;
  for (const auto state : all_states())
    for (const auto act : all_acts()) {
      const std::string from(EnumText<CaseState>::to(state)), word(EnumText<Act>::to(act));
      CAPTURE(from);
      CAPTURE(word);
      const auto next = next_state(state, act);
      const auto listed = table.find({from, word});
      REQUIRE(next.has_value() == (listed != table.end()));
      if (next) {
        CHECK(EnumText<CaseState>::to(*next) == listed->second);
        ++allowed;
      } else {
        CHECK(next.error().slug == "cases/act-not-allowed");
        CHECK(next.error().code == yimen::platform::ErrorCode::conflict);
      }
      CHECK(is_allowed(state, act) == next.has_value());
    }
  CHECK(allowed == static_cast<int>(table.size()));
}

TEST_CASE("an ended case allows nothing, an open one always has a way on") {
  for (const auto state : all_states()) {
    int ways = 0;
    for (const auto act : all_acts()) ways += is_allowed(state, act);
    CAPTURE(chinese_name(state));
    CHECK(is_open(state) == (ways > 0));
  }
}

TEST_CASE("every state can be reached and every open state can end") {
  std::set<CaseState> reached{CaseState::submitted, CaseState::received};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& row : transitions())
      if (reached.contains(row.from) && reached.insert(row.to).second) grew = true;
  }
  CHECK(reached.size() == all_states().size());
}

TEST_CASE("words of states and acts round-trip") {
  for (const auto state : all_states()) CHECK(EnumText<CaseState>::from(EnumText<CaseState>::to(state)) == state);
  for (const auto act : all_acts()) CHECK(EnumText<Act>::from(EnumText<Act>::to(act)) == act);
  CHECK_FALSE(EnumText<CaseState>::from("no_such_state"));
}

TEST_CASE("receipt gives five working days for the answer") {
  const auto file = received_case();
  CHECK(*file.acceptance_due_on == 2026y / 3 / 9);
  CHECK(file.due_on == file.acceptance_due_on);
}

TEST_CASE("acceptance starts promised and statutory clock side by side, the promise is what runs") {
  const auto file = accepted_case();
  CHECK(*file.promised_due_on == 2026y / 3 / 17);
  CHECK(*file.statutory_due_on == 2026y / 3 / 31);
  CHECK(file.due_on == file.promised_due_on);
  CHECK(file.version == 2);
}

TEST_CASE("a stop leaves no running clock, its end moves the due date and returns to the state before") {
  auto file = accepted_case();
  REQUIRE(move(file, Act::submit_for_approval, {}));
  REQUIRE(move(file, Act::start_special, {}));
  CHECK(file.state == CaseState::special);
  CHECK_FALSE(file.due_on);
  REQUIRE(move(file, Act::end_special, {}));
  CHECK(file.state == CaseState::in_approval);
  const std::vector<calendar::Pause> pauses{{2026y / 3 / 4, 2026y / 3 / 11, "专家评审"}};
  refresh_clock(file, pauses, weekdays());
  CHECK(*file.promised_due_on == 2026y / 3 / 24);  // five working days later
  CHECK(file.due_on == file.promised_due_on);
}

TEST_CASE("the decision starts ten working days for delivery") {
  auto file = accepted_case();
  REQUIRE(move(file, Act::submit_for_approval, {}));
  REQUIRE(move(file, Act::decide_grant, {}));
  start_delivery_clock(file, 2026y / 3 / 10, weekdays());
  CHECK(*file.delivery_due_on == 2026y / 3 / 24);
  CHECK(file.due_on == file.delivery_due_on);
}

TEST_CASE("an extension is at most ten working days, fifteen for joint handling") {
  CHECK(longest_extension(HandlingClass::promised) == 10);
  CHECK(longest_extension(HandlingClass::joint) == 15);
}

TEST_CASE("case numbers carry region, day, serial and a check digit that finds single mistakes") {
  const auto number = make_case_no(450902000000, 2026y / 11 / 5, 417);
  CHECK(number.substr(0, 19) == "4509022611050000417");
  CHECK(is_case_no(number));
  for (std::size_t i = 0; i < number.size(); ++i)
    for (char digit = '0'; digit <= '9'; ++digit)
      if (auto wrong = number; wrong[i] != digit) {
        wrong[i] = digit;
        CHECK_FALSE(is_case_no(wrong));
      }
}

TEST_CASE("remaining days count working days and turn negative when overdue") {
  const auto file = accepted_case();
  CHECK(remaining_days(file, weekdays(), 2026y / 3 / 13) == 2);
  CHECK(remaining_days(file, weekdays(), 2026y / 3 / 17) == 0);
  CHECK(remaining_days(file, weekdays(), 2026y / 3 / 19) == -2);
}
