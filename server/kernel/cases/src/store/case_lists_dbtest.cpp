#include <algorithm>

#include "yimen/cases/case_store.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen;
using cases::CaseState;
using platform::Result;
using platform::Tx;

namespace yimen::migrations {
std::vector<platform::Migration> cases();
}

namespace {

constexpr std::int64_t city = 450900000000;

void add_case(Tx& tx, int number, std::int64_t department, std::int64_t applicant = 0, std::int64_t matter = 0) {
  cases::ServiceCase file{.id = platform::new_id<cases::CaseId>(), .query_code = "000000", .region_code = city + number % 3 * 1'000'000, .department_id = department,
                          .state = number % 2 ? CaseState::received : CaseState::submitted};
  file.submitted_at = file.changed_at = tx.now() - std::chrono::minutes{number * 37 % 101};
  file.due_on = tx.today();
  file.applicant_party_id = applicant;
  file.matter_id = matter;
  file.form_text = file.situation_text = "{}";
  cases::insert_case(tx, file);
}

/// Every page after the other.
std::vector<cases::ServiceCase> pages(Tx& tx, const cases::Viewer& viewer, cases::CaseFilter filter) {
  std::vector<cases::ServiceCase> all;
  for (filter.limit = 7;;) {
    const auto page = cases::list_cases(tx, viewer, filter);
    all.insert(all.end(), page.items.begin(), page.items.end());
    if (!page.next) return all;
    filter.after = *page.next;
  }
}

}  // namespace

YIMEN_DB_TEST("who takes many departments' matters pages through their cases newest first, each once and no other's", migrations::cases()) {
  (void)db.transact([](Tx& tx) -> Result<void> {
    for (int i = 0; i < 60; ++i) add_case(tx, i, 1 + i % 4);
    return {};
  });
  const platform::Actor clerk{.kind = platform::ActorKind::staff, .scope_low = city, .scope_high = city + 100'000'000};
  auto supervisor = clerk;
  supervisor.all_departments = true;
  db.read([&](Tx& tx) {
    for (const auto& [viewer, wanted] : {std::pair{cases::Viewer{.actor = &clerk, .departments = {1, 2, 3}}, 45}, {cases::Viewer{.actor = &clerk, .departments = {2}}, 15},
                                         {cases::Viewer{.actor = &supervisor}, 60}, {cases::Viewer{.actor = &clerk}, 0}}) {
      const auto all = pages(tx, viewer, {});
      CHECK(static_cast<int>(all.size()) == wanted);
      CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::pair(a.submitted_at, a.id) > std::pair(b.submitted_at, b.id); }));
      for (const auto& file : all) CHECK(cases::may_see(viewer, file));
      const auto received = pages(tx, viewer, {.states = {CaseState::received}});
      CHECK(static_cast<std::int64_t>(received.size()) == std::count_if(all.begin(), all.end(), [](const auto& file) { return file.state == CaseState::received; }));
    }
  });
}

YIMEN_DB_TEST("an agent limited to some matters sees those cases of the principal in list and page, and no others", migrations::cases()) {
  (void)db.transact([](Tx& tx) -> Result<void> {
    for (int i = 0; i < 24; ++i) add_case(tx, i, 1, 100 + i % 2, 500 + i % 3);
    return {};
  });
  const platform::Actor agent{.kind = platform::ActorKind::citizen, .id = platform::UserId{9}};
  db.read([&](Tx& tx) {
    for (const auto& [viewer, wanted] : {std::pair{cases::Viewer{.actor = &agent}, 0}, {cases::Viewer{.actor = &agent, .parties = {100}}, 12},
                                         {cases::Viewer{.actor = &agent, .party_matters = {{100, 500}}}, 4}, {cases::Viewer{.actor = &agent, .party_matters = {{100, 500}, {100, 501}}}, 8},
                                         {cases::Viewer{.actor = &agent, .parties = {101}, .party_matters = {{100, 502}}}, 16}, {cases::Viewer{.actor = &agent, .party_matters = {{102, 500}}}, 0}}) {
      const auto seen = pages(tx, viewer, {});
      CHECK(static_cast<int>(seen.size()) == wanted);
      for (const auto& file : seen) CHECK(cases::may_see(viewer, file));
      const auto everything = tx.all("select id from service_case", [](const platform::Row& row) { return row.get<cases::CaseId>(0); });
      CHECK(std::count_if(everything.begin(), everything.end(), [&](cases::CaseId id) { return cases::may_see(viewer, *cases::get_case(tx, id)); }) == wanted);
    }
  });
}
