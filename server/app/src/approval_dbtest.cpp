// The main job end to end on both databases, with the demonstration city's own matters, posts and letters.
#include "city_fixture.h"
#include "yimen/approval/public_views.h"

using namespace yimen;
using namespace yimen::testing;

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

YIMEN_DB_TEST("who asks with number and query code learns what was done and by which post, and nobody's name", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto received = city.receive(db);
  auto deputy = city.clerk();
  deputy.substitute_for = platform::UserId{77};
  deputy.substitute_for_name = "被代岗";
  deputy.post_name = "受理岗";
  city.must(db, [&](Tx& tx) { return act.accept(tx, deputy, received.case_id, received.version, "齐全"); });
  db.read([&](Tx& tx) {
    const auto found = approval::progress_of(act, tx, received.case_no, received.query_code);
    REQUIRE(found);
    const auto& timeline = found->at("timeline").as_array();
    REQUIRE(timeline.size() == 2);
    const std::string text(timeline.at(1).as_object().at("text").as_string());
    CHECK(text.starts_with("受理岗（代岗）受理，受理通知书 "));
    const auto shown = boost::json::serialize(*found);
    for (const auto& event : trail::of_subject(tx, "case", received.case_id.value()))
      for (const auto& name : {event.actor_name, event.substitute_for_name})
        if (!name.empty()) CHECK(shown.find(name) == shown.npos);
    const auto file = *cases::get_case(tx, received.case_id);
    CHECK(shown.find(file.contact_name) == shown.npos);
    CHECK_FALSE(approval::progress_of(act, tx, received.case_no, "000000x"));
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
