#include "case_fixture.h"
#include "yimen/platform/text.h"

using namespace yimen;
using cases::CaseState;
using cases::testing::city;
using platform::Result;
using platform::Tx;

namespace {

const std::vector<std::string> surnames{"王", "李", "王", "欧阳"}, given{"秀兰", "建国", "伟", "雅静", "𠮷安"}, firms{"绿源食品", "跃然Tech", "玉柴机器"};
const std::vector<std::string> matters{"公共场所卫生许可", "取水许可", "食品经营许可证核发"};

/// Every seventh applicant is a firm; departments 1 to 5 in three counties. The last of many is somebody of whom there is one.
std::string name_of(int number, int of) {
  const auto n = static_cast<std::size_t>(number);
  if (number == of - 1) return "冼玉珍";
  if (number % 7 == 0) return "玉林市" + firms[n / 7 % firms.size()] + "有限公司";
  return surnames[n % surnames.size()] + given[n / 4 % given.size()];
}

void add_cases(platform::Database& db, int count) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    for (int i = 0; i < count; ++i) {
      cases::ServiceCase file{.id = platform::new_id<cases::CaseId>(), .query_code = "000000", .region_code = city + i % 3 * 1'000'000, .department_id = 1 + i % 5,
                              .state = i % 50 == 0 ? CaseState::withdrawn : i % 2 ? CaseState::received : CaseState::submitted};
      file.submitted_at = file.changed_at = tx.now() - std::chrono::minutes{i * 37 % 5003};
      file.due_on = tx.today();
      file.matter_id = 500 + i % 3;
      file.matter_name = matters[static_cast<std::size_t>(i % 3)];
      file.applicant_party_id = 1000 + i;
      file.applicant_name = name_of(i, count);
      file.form_text = file.situation_text = "{}";
      cases::insert_case(tx, file);
    }
    return {};
  }));
}

std::vector<cases::ServiceCase> pages(Tx& tx, const cases::Viewer& viewer, cases::CaseFilter filter) {
  std::vector<cases::ServiceCase> all;
  for (filter.limit = 100;;) {
    const auto page = cases::list_cases(tx, viewer, filter);
    all.insert(all.end(), page.items.begin(), page.items.end());
    if (!page.next) return all;
    filter.after = *page.next;
  }
}

struct People {
  platform::Actor clerk{.kind = platform::ActorKind::staff, .scope_low = city, .scope_high = city + 100'000'000};
  platform::Actor county = clerk, supervisor = clerk;
  People() {
    county.all_departments = supervisor.all_departments = true;
    county.scope_low = city + 1'000'000, county.scope_high = city + 2'000'000;
  }
  std::vector<cases::Viewer> viewers() const { return {{.actor = &clerk, .departments = {2}}, {.actor = &clerk, .departments = {1, 2, 3, 4}}, {.actor = &county}, {.actor = &supervisor}}; }
};

const std::vector<std::string> every_question{"王", "冼", "兰", "秀兰", "王秀兰", "冼玉珍", "欧阳𠮷安", "玉林市", "玉林市绿源食品有限公司", "绿源食品", "ＴＥＣＨ有限", "tech", "公司", "许可", "卫生许可", "食品", "没有此人", "玉"};

bool fits(const cases::ServiceCase& file, const std::string& words) {
  const auto wanted = platform::fold_width(words);
  const bool is_one = platform::count_characters(wanted) == 1;
  const auto holds = [&](const std::string& text) { return is_one ? text.starts_with(wanted) : platform::fold_width(text).find(wanted) != std::string::npos; };
  return holds(file.applicant_name) || holds(file.matter_name);
}

/// Each list against what looking at every case says.
void check_lists(platform::Database& db, const std::vector<cases::CaseFilter>& filters, const std::vector<std::string>& asked = every_question) {
  const People people;
  db.read([&](Tx& tx) {
    const auto everything = pages(tx, people.viewers().back(), {});
    for (const auto& viewer : people.viewers())
      for (const auto& words : asked)
        for (auto filter : filters) {
          CAPTURE(words);
          filter.words = words;
          const auto wanted = std::count_if(everything.begin(), everything.end(), [&](const auto& file) {
            return cases::may_see(viewer, file) && fits(file, words) && (filter.states.empty() || file.state == filter.states.front()) && (!filter.department_id || file.department_id == filter.department_id) &&
                   (!filter.matter_id || file.matter_id == filter.matter_id);
          });
          const auto all = pages(tx, viewer, filter);
          CHECK(static_cast<std::int64_t>(all.size()) == wanted);
          CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::pair(a.submitted_at, a.id) > std::pair(b.submitted_at, b.id); }));
          for (const auto& file : all) CHECK((fits(file, words) && cases::may_see(viewer, file)));
          const auto first = cases::list_cases(tx, viewer, filter);
          CHECK(first.total == std::min<std::int64_t>(wanted, 1000));
          CHECK(first.is_exact == (wanted <= 1000));
        }
  });
}

/// Passes everything on and keeps what the engine says of how it reads.
class ExplainingTx final : public Tx {
 public:
  explicit ExplainingTx(Tx& inner) : inner_{inner} { now_ = inner.now(); }
  platform::Engine engine() const override { return inner_.engine(); }
  std::int64_t run(std::string_view sql, std::span<const platform::Param> params, const std::function<void(const platform::Row&)>& on_row) override {
    const bool is_sqlite = engine() == platform::Engine::sqlite;
    inner_.run((is_sqlite ? "explain query plan " : "explain ") + std::string(sql), params, [&](const platform::Row& row) { plan_ += std::string(row.text(is_sqlite ? 3 : 0)) + "\n"; });
    return inner_.run(sql, params, on_row);
  }
  const std::string& plan() const { return plan_; }

 private:
  Tx& inner_;
  std::string plan_;
};

}  // namespace

YIMEN_DB_TEST("cases are found by any part of the applicant's name and of the matter's, each once, newest first, and only those in view", migrations::cases()) {
  add_cases(db, 240);
  check_lists(db, {{}, {.states = {CaseState::withdrawn}}, {.department_id = 2}, {.matter_id = 501}});
}

YIMEN_DB_TEST("names that many cases have and names that one case has are found among thousands alike", migrations::cases()) {
  add_cases(db, 6'000);
  check_lists(db, {{}, {.states = {CaseState::received}}}, {"王", "冼玉珍", "秀兰", "玉林市绿源食品有限公司", "公司", "取水", "没有此人"});
}

YIMEN_DB_TEST("a search by name reads parts of names by their index and never walks through the cases", migrations::cases()) {
  add_cases(db, 4'000);
  const People people;
  const bool is_sqlite = db.engine() == platform::Engine::sqlite;
  if (!is_sqlite) (void)db.transact([](Tx& tx) -> Result<void> { tx.exec("analyze"); return {}; });
  db.read([&](Tx& tx) {
    if (!is_sqlite) tx.exec("set local enable_seqscan = off");  // tables of a test are small enough to be read whole
    for (const auto* words : {"冼玉珍", "秀兰", "欧阳𠮷安", "玉林市绿源食品有限公司", "取水"})
      for (const cases::Viewer& viewer : {cases::Viewer{.actor = &people.clerk, .departments = {2, 3, 4, 5}}, cases::Viewer{.actor = &people.supervisor}}) {
        ExplainingTx explaining{tx};
        CHECK_FALSE(cases::list_cases(explaining, viewer, {.words = words}).items.empty());
        const auto& plan = explaining.plan();
        CAPTURE(plan);
        for (const auto* walk : {"SCAN c\n", "SCAN c USING", "SCAN p", "SCAN q", "Seq Scan on service_case", "Seq Scan on case_name_part"}) CHECK(plan.find(walk) == plan.npos);
        CHECK(plan.find(is_sqlite ? "SEARCH case_name_part" : "case_name_part") != plan.npos);
      }
  });
}

YIMEN_DB_TEST("cases from before the index are found at once, and by the index when their names have been filled in, a bounded number at a time", migrations::cases()) {
  add_cases(db, 240);
  const auto count = [&](std::string_view sql) { return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>(sql); }); };
  const auto parts = count("select count(*) from case_name_part"), named = count("select count(*) from case_matter");
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    tx.exec("delete from case_name_part");
    tx.exec("delete from case_matter");
    tx.exec("update case_name_fill set done_to = 0, is_done = 0");
    return {};
  }));
  const auto fill = [&] { return *db.transact([](Tx& tx) -> Result<int> { return cases::fill_names(tx, 100); }); };
  for (const auto handled : {100, 100, 40}) {
    check_lists(db, {{}}, {"王", "冼玉珍", "玉林市绿源食品有限公司", "取水"});
    CHECK(fill() == handled);
  }
  CHECK(fill() == 0);
  check_lists(db, {{}});
  CHECK(count("select count(*) from case_name_part") == parts);
  CHECK(count("select count(*) from case_matter") == named);
}
