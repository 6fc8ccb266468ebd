#include "case_fixture.h"

using namespace yimen;
using cases::CaseState;
using cases::testing::city;
using platform::Result;
using platform::Tx;

namespace {

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

YIMEN_DB_TEST("lists by state hold every case of the state once, newest first, with the exact number, for one and for hundreds of departments", migrations::cases()) {
  (void)db.transact([](Tx& tx) -> Result<void> {
    for (int i = 0; i < 300; ++i) add_case(tx, i, 1 + i % 150);
    return {};
  });
  const platform::Actor clerk{.kind = platform::ActorKind::staff, .scope_low = city, .scope_high = city + 100'000'000};
  auto supervisor = clerk, county = clerk;
  supervisor.all_departments = county.all_departments = true;
  county.scope_low = city + 1'000'000, county.scope_high = city + 2'000'000;
  const std::vector<cases::CaseFilter> filters{{}, {.states = {CaseState::received}}, {.states = {CaseState::received, CaseState::submitted}}, {.states = {CaseState::special}}, {.department_id = 8},
                                               {.states = {CaseState::submitted}, .department_id = 7}, {.matter_id = 1}, {.submitted_from = platform::Date{std::chrono::year{2025} / 6 / 2}}, {.words = "张"}};
  db.read([&](Tx& tx) {
    const auto everything = tx.all("select id from service_case", [](const platform::Row& row) { return row.get<cases::CaseId>(0); });
    for (const auto& viewer : {cases::Viewer{.actor = &clerk, .departments = {1, 2, 3, 150}}, {.actor = &clerk, .departments = {8}}, {.actor = &supervisor}, {.actor = &county}})
      for (const auto& filter : filters) {
        const auto wanted = std::count_if(everything.begin(), everything.end(), [&](cases::CaseId id) {
          const auto file = *cases::get_case(tx, id);
          const bool fits_state = filter.states.empty() || std::ranges::find(filter.states, file.state) != filter.states.end();
          return cases::may_see(viewer, file) && fits_state && (!filter.department_id || file.department_id == filter.department_id) && (!filter.matter_id || file.matter_id == filter.matter_id) &&
                 filter.words.empty() && (!filter.submitted_from || platform::shanghai_date(file.submitted_at) >= *filter.submitted_from);
        });
        const auto all = pages(tx, viewer, filter);
        CHECK(static_cast<std::int64_t>(all.size()) == wanted);
        CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::pair(a.submitted_at, a.id) > std::pair(b.submitted_at, b.id); }));
        const auto first = cases::list_cases(tx, viewer, filter);
        CHECK(first.total == wanted);
        CHECK(first.is_exact);
      }
  });
}

YIMEN_DB_TEST("saving writes what an act has changed and nothing else, and refuses a row that somebody else has changed", migrations::cases()) {
  (void)db.transact([](Tx& tx) -> Result<void> {
    add_case(tx, 1, 1);
    return {};
  });
  const auto id = db.read([](Tx& tx) { return *tx.scalar<cases::CaseId>("select id from service_case"); });
  (void)db.transact([&](Tx& tx) -> Result<void> {
    const auto before = *cases::lock_case(tx, id);
    auto file = before;
    file.state = CaseState::withdrawn;
    file.due_on.reset();
    file.result_no = "号";
    file.accepted_on = tx.today();
    ++file.version;
    cases::save_case(tx, file, before);
    return {};
  });
  db.read([&](Tx& tx) {
    const auto file = *cases::get_case(tx, id);
    CHECK(file.state == CaseState::withdrawn);
    CHECK_FALSE(file.due_on);
    CHECK(file.result_no == "号");
    CHECK(file.accepted_on == tx.today());
    CHECK(file.version == 2);
    CHECK(cases::state_counts(tx, city, city + 100'000'000).back() == std::pair(CaseState::withdrawn, std::int64_t{1}));
  });
  CHECK_THROWS_AS((void)db.transact([&](Tx& tx) -> Result<void> {
    auto stale = *cases::lock_case(tx, id);
    stale.version = 1;
    auto file = stale;
    file.result_no = "另";
    cases::save_case(tx, file, stale);
    return {};
  }), platform::DbError);
}
