// The main job end to end on both databases, with the demonstration city's own matters, posts and letters.
#include <doctest/doctest.h>

#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "command.h"
#include "product.h"
#include "wiring.h"
#include "yimen/demo/demo.h"
#include "yimen/demo/people.h"
#include "yimen/demo/roster.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen;
using approval::Done;
using cases::CaseState;
using platform::Result;
using platform::Tx;

namespace {

namespace fs = std::filesystem;

/// Every part's migrations; the fixture brings platform's own.
std::vector<platform::Migration> parts() {
  auto all = app::all_migrations();
  std::erase_if(all, [](const platform::Migration& migration) { return migration.module == "platform"; });
  return all;
}

/// 玉林 with its organisation and matters, but without cases.
struct City {
  fs::path folder = fs::temp_directory_path() / fmt::format("yimen-city-{}", platform::next_id());
  platform::Settings settings = app::declared_settings();
  std::unique_ptr<app::Product> product;
  std::unique_ptr<demo::Roster> roster;
  demo::Random random{7};
  std::shared_ptr<const catalogue::MatterVersion> matter;

  explicit City(platform::Database& db) {
    const std::string data = YIMEN_SOURCE_DIR "/data";
    settings.set("data.directory", folder.string(), "test");
    settings.set("data.reference", data, "test");
    product = std::make_unique<app::Product>(settings, db);
    app::load_reference_data(*product, data);
    REQUIRE(organisation::load_organisation(db, data));
    REQUIRE(catalogue::load_matters(db, data, product->department_resolver(), [](std::string_view, int, int) {}));
    db.read([&](Tx& tx) {
      const auto found = product->catalogue.find(tx, {.words = "公共场所卫生许可", .region_code = 450900000000, .limit = 5});
      REQUIRE_FALSE(found.items.empty());
      matter = *product->catalogue.current(tx, found.items.front().id);
      roster = std::make_unique<demo::Roster>(tx, product->approval, std::vector<std::int64_t>{matter->department_id}, tx.today());
    });
  }
  ~City() { fs::remove_all(folder); }

  const platform::Actor& any(const std::string& role) { return *roster->any(random, matter->department_id, role); }
  const platform::Actor& clerk() { return *roster->clerk(random, matter->department_id); }

  approval::Application application(Tx&) {
    approval::Application a{.matter_id = matter->matter.value(), .applicant = demo::any_enterprise(random), .contact_name = "李经办", .contact_phone = "13900000001", .is_declared = true};
    for (const auto& situation : matter->situations) {
      if (product->catalogue.check_answers(*matter, a.situation)) break;
      a.situation[situation.key] = situation.options.front().key;
    }
    const auto* fields = platform::array_at(matter->form, "fields");
    for (const auto& entry : fields ? *fields : boost::json::array{}) {
      const auto& field = entry.as_object();
      const auto type = platform::text_or(field, "type");
      const auto* options = platform::array_at(field, "values");
      boost::json::value answer = type == "number" || type == "money" ? boost::json::value(50) : type == "date" ? boost::json::value("2026-01-05") : type == "phone" ? boost::json::value("13900000001") : boost::json::value("测试内容甲乙丙丁");
      if (options && !options->empty()) answer = options->front().as_object().at("value");
      const auto* validate = platform::object_at(field, "validate");
      if (validate && platform::bool_or(*validate, "required")) a.form[platform::text_or(field, "key")] = answer;
    }
    for (const auto& m : product->catalogue.materials_for(*matter, a.situation)) a.materials.push_back({.key = m.key, .received_as = "original", .original_count = 1});
    return a;
  }
  Done receive(platform::Database& db) {
    auto done = db.transact([&](Tx& tx) { return product->approval.receive(tx, clerk(), application(tx)); });
    if (!done) FAIL(done.error().slug << " " << done.error().detail << (done.error().fields.empty() ? "" : " " + done.error().fields.front().field + " " + done.error().fields.front().detail));
    return *done;
  }
  template <class Work>
  Done must(platform::Database& db, Work work) {
    auto done = db.transact(work);
    if (!done) FAIL(done.error().slug << " " << done.error().detail << (done.error().fields.empty() ? "" : " " + done.error().fields.front().detail));
    return *done;
  }
  template <class Work>
  std::string refused(platform::Database& db, Work work) {
    const auto done = db.transact(work);
    return done ? "was allowed" : done.error().slug;
  }
  cases::CaseTask open_task(platform::Database& db, cases::CaseId id) {
    return db.read([&](Tx& tx) { return cases::open_tasks_of(tx, id).front(); });
  }
  static std::vector<approval::CheckMark> all_met(const cases::CaseTask& task) {
    std::vector<approval::CheckMark> marks;
    const auto checks = boost::json::parse(task.checks);
    for (const auto& entry : checks.as_array()) marks.push_back({platform::text_or(entry.as_object(), "text"), true, ""});
    return marks;
  }
};

}  // namespace

YIMEN_DB_TEST("a simulated season breaks no rule: everybody responsible, clocks lawful, counters exact, trail whole", parts()) {
  City city(db);
  const auto until = clock.now() + std::chrono::hours{24 * 400};
  const auto outcome = demo::simulate_year(db, clock, city.product->approval, city.product->appraisal, {.cases = 120, .until = until}, {});
  for (const auto& [reason, n] : outcome.refusals) MESSAGE(reason << " × " << n);
  CHECK(outcome.refused_acts == 0);
  CHECK(outcome.submitted == 120);
  db.read([&](Tx& tx) {
    const auto all = tx.all("select id from service_case", [](const platform::Row& row) { return row.get<cases::CaseId>(0); });
    std::map<CaseState, std::int64_t> counted;
    for (const auto id : all) {
      const auto file = *cases::get_case(tx, id);
      ++counted[file.state];
      CAPTURE(file.case_no);
      if (!cases::is_open(file.state)) {
        CHECK_FALSE(file.due_on);
        continue;
      }
      // An open case has somebody responsible and a running or lawfully stopped clock.
      CHECK((!cases::open_tasks_of(tx, id).empty() || cases::waits_for_applicant(file.state)));
      CHECK((file.due_on.has_value() != cases::is_stopped(file.state)));
      if (cases::waits_for_applicant(file.state)) CHECK(file.answer_due_on.has_value());
    }
    for (const auto& [state, n] : cases::state_counts(tx, 0, INT64_MAX)) CHECK(n == counted[state]);
  });
  const auto key = city.product->trail_key();
  CHECK(db.transact([&](Tx& tx) -> Result<int> { return trail::anchor(tx, key); }).has_value());
  CHECK(trail::verify(db, key).findings.empty());
}

YIMEN_DB_TEST("a walk-in goes from receipt to a served result; law and four eyes hold on the way", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto received = city.receive(db);
  CHECK(received.state == CaseState::received);
  CHECK(received.document_id != 0);
  // A second clerk with an outdated page is told so.
  CHECK(city.refused(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), received.case_id, received.version + 1, ""); }) == "approval/changed-meanwhile");
  const auto accepted = city.must(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), received.case_id, received.version, "齐全"); });
  CHECK(accepted.state == CaseState::in_review);
  // Too long, too short and twice: Art. 42.
  CHECK(city.refused(db, [&](Tx& tx) { return act.extend(tx, city.any("approver"), accepted.case_id, accepted.version, 11, "案情复杂"); }) == "approval/extension-too-long");
  const auto extended = city.must(db, [&](Tx& tx) { return act.extend(tx, city.any("approver"), accepted.case_id, accepted.version, 10, "案情复杂"); });
  CHECK(city.refused(db, [&](Tx& tx) { return act.extend(tx, city.any("approver"), accepted.case_id, extended.version, 5, "再延"); }) == "approval/extended-already");

  auto task = city.open_task(db, accepted.case_id);
  CHECK(task.role == "handler");
  const auto handler = city.any("handler");
  CHECK(city.refused(db, [&](Tx& tx) { return act.forward(tx, city.any("approver"), task.id, extended.version, {.opinion = "越权"}); }) == "approval/other-role");
  if (task.checks != "[]") CHECK(city.refused(db, [&](Tx& tx) { return act.forward(tx, handler, task.id, extended.version, {.opinion = "同意"}); }) == "approval/checks-open");
  auto done = city.must(db, [&](Tx& tx) { return act.forward(tx, handler, task.id, extended.version, {.opinion = "同意", .checks = City::all_met(task)}); });
  while (done.state == CaseState::in_review) {
    task = city.open_task(db, done.case_id);
    const auto& by = city.any(task.role);
    done = city.must(db, [&](Tx& tx) { return act.forward(tx, by, task.id, done.version, {.opinion = "同意", .checks = City::all_met(task)}); });
  }
  task = city.open_task(db, done.case_id);
  const auto& approver = city.any("approver");
  CHECK(city.refused(db, [&](Tx& tx) { return act.decide(tx, approver, task.id, done.version, {.decision = cases::Decision::refused}, {}); }) == "approval/text-needed");
  done = city.must(db, [&](Tx& tx) { return act.decide(tx, approver, task.id, done.version, {.decision = cases::Decision::granted, .grounds = "符合条件"}, {.opinion = "同意"}); });
  CHECK(done.state == CaseState::decided);
  CHECK(city.refused(db, [&](Tx& tx) { return act.withdraw(tx, city.clerk(), done.case_id, done.version, "晚了"); }) == "cases/act-not-allowed");
  done = city.must(db, [&](Tx& tx) { return act.make_result(tx, handler, done.case_id, done.version, ""); });
  done = city.must(db, [&](Tx& tx) { return act.deliver(tx, city.clerk(), done.case_id, done.version, {.way = "window", .recipient_name = "李经办", .note = "受委托领取", .is_proxy = true}); });
  CHECK(done.state == CaseState::closed);

  const auto file = db.read([&](Tx& tx) { return *cases::get_case(tx, done.case_id); });
  const auto review = [&](int level) { return db.transact([&](Tx& tx) { return city.product->appraisal.review(tx, {}, file, {.level = level, .text = "办得慢"}); }); };
  CHECK(review(5).has_value());
  CHECK(review(1).error().slug == "appraisal/reviewed-already");  // 一事一评
  db.read([&](Tx& tx) {
    CHECK(tx.scalar<std::string>("select state from review_follow_up where case_id = ?", done.case_id) == "received");
    CHECK(city.product->documents.of_subject(tx, "case", done.case_id.value()).size() >= 5);
    CHECK(tx.scalar<std::string>("select decision from published_result where case_id = ?", done.case_id) == "granted");
  });
}

YIMEN_DB_TEST("corrections are told at once; a second needs a reason; silence of either side has its lawful effect", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto first = city.receive(db), second = city.receive(db);
  const approval::CorrectionOrder order{.items = {{"material:" + city.matter->materials.front().key, "未盖章", "请加盖公章"}}, .answer_days = 10};
  CHECK(city.refused(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), first.case_id, first.version, {}); }) == "approval/correction-empty");
  auto done = city.must(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), first.case_id, first.version, order); });
  CHECK(done.state == CaseState::correction);
  CHECK(city.refused(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), first.case_id, done.version, ""); }) == "cases/act-not-allowed");
  CHECK(city.refused(db, [&](Tx& tx) { return act.answer_correction(tx, city.clerk(), first.case_id, done.version, {}); }) == "approval/correction-incomplete");
  done = city.must(db, [&](Tx& tx) { return act.answer_correction(tx, city.clerk(), first.case_id, done.version, {.materials = {{.key = city.matter->materials.front().key, .received_as = "original"}}}); });
  CHECK(done.state == CaseState::received);
  CHECK(city.refused(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), first.case_id, done.version, order); }) == "approval/text-needed");
  auto again = order;
  again.second_reason = "补正件本身有新的缺漏";
  done = city.must(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), first.case_id, done.version, again); });

  // Five working days without an answer: accepted from the day of receipt. Law: 行政许可法 Art. 32(4).
  CHECK(act.deem_accepted(db) == 0);
  clock.advance(std::chrono::hours{24 * 9});
  CHECK(act.deem_accepted(db) == 1);
  const auto deemed = db.read([&](Tx& tx) { return *cases::get_case(tx, second.case_id); });
  CHECK(deemed.state == CaseState::in_review);
  CHECK(deemed.is_deemed_accepted);
  CHECK(deemed.accepted_on == deemed.received_on);
  CHECK(act.deem_accepted(db) == 0);
  // The applicant's term passes: deemed withdrawn, once.
  clock.advance(std::chrono::hours{24 * 10});
  CHECK(act.lapse_corrections(db) == 1);
  CHECK(act.lapse_corrections(db) == 0);
  CHECK(db.read([&](Tx& tx) { return cases::get_case(tx, first.case_id)->state; }) == CaseState::withdrawn_deemed);
}
