// The main job end to end on both databases, with the demonstration city's own matters, posts and letters.
#include "city_fixture.h"
#include "yimen/approval/public_views.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

/// An open case has somebody responsible and a running or lawfully stopped clock, an ended one neither. @returns open cases seen.
int check_invariants(Tx& tx) {
  int open = 0;
  for (const auto id : tx.all("select id from service_case", [](const platform::Row& row) { return row.get<cases::CaseId>(0); })) {
    const auto file = *cases::get_case(tx, id);
    CAPTURE(file.case_no);
    CAPTURE(cases::chinese_name(file.state));
    if (!cases::is_open(file.state)) {
      CHECK_FALSE(file.due_on);
      CHECK(file.closed_at.has_value());
      CHECK(cases::open_tasks_of(tx, id).empty());
      continue;
    }
    ++open;
    CHECK((!cases::open_tasks_of(tx, id).empty() || cases::waits_for_applicant(file.state)));
    CHECK((file.due_on.has_value() != cases::is_stopped(file.state)));
    if (cases::waits_for_applicant(file.state)) CHECK(file.answer_due_on.has_value());
    if (cases::is_stopped(file.state) && !cases::waits_for_applicant(file.state)) {
      const auto pauses = cases::pauses_of(tx, id);
      CHECK(std::count_if(pauses.begin(), pauses.end(), [](const auto& pause) { return !pause.ended_on && !pause.reason.empty(); }) == 1);
    }
  }
  return open;
}

}  // namespace

YIMEN_DB_TEST("a simulated season breaks no rule: everybody responsible, clocks lawful, counters exact, trail whole", parts()) {
  City city(db);
  const auto until = clock.now() + std::chrono::hours{24 * 400};
  // Looked at all year long, not only when it is over.
  int slots = 0, looks = 0, seen_open = 0;
  const auto watch = [&](std::string_view, std::int64_t, std::int64_t) {
    if (++slots % 20 != 0) return;
    ++looks;
    db.read([&](Tx& tx) { seen_open += check_invariants(tx); });
  };
  const auto outcome = demo::simulate_year(db, clock, city.product->approval, city.product->appraisal, {.cases = 120, .until = until}, watch);
  CHECK(looks > 20);
  CHECK(seen_open > looks);
  for (const auto& [reason, n] : outcome.refusals) MESSAGE(reason << " × " << n);
  CHECK(outcome.refused_acts == 0);
  CHECK(outcome.submitted == 120);
  db.read([&](Tx& tx) {
    const auto all = tx.all("select id from service_case", [](const platform::Row& row) { return row.get<cases::CaseId>(0); });
    std::map<CaseState, std::int64_t> counted;
    for (const auto id : all) ++counted[cases::get_case(tx, id)->state];
    check_invariants(tx);
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
  CHECK(city.refused(db, [&](Tx& tx) { return act.decide(tx, approver, task.id, done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); }) == "approval/checks-open");
  done = city.must(db, [&](Tx& tx) { return act.decide(tx, approver, task.id, done.version, {.decision = cases::Decision::granted, .grounds = "符合条件"}, {.opinion = "同意", .checks = City::all_met(task)}); });
  CHECK(done.state == CaseState::decided);
  CHECK(city.refused(db, [&](Tx& tx) { return act.withdraw(tx, city.clerk(), done.case_id, done.version, "晚了"); }) == "cases/act-not-allowed");
  done = city.must(db, [&](Tx& tx) { return act.make_result(tx, handler, done.case_id, done.version, ""); });
  done = city.must(db, [&](Tx& tx) { return act.deliver(tx, city.clerk(), done.case_id, done.version, {.way = "window", .recipient_name = "李经办", .recipient_id_no = "11010519491231002X", .note = "受委托领取", .is_proxy = true}); });
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

YIMEN_DB_TEST("a void takes two persons, can be refused or taken back, and leaves no clock, task or stop behind", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto managers = db.read([&](Tx& tx) {
    std::vector<platform::Actor> found;
    const auto permissions = city.product->organisation.permissions_of_roles(tx, {"center_manager"});
    for (const auto& login : {"yl.manager1", "yl.manager2"}) {
      const auto staff = tx.find("select s.id, s.name, p.id from staff s join post p on p.holder_id = s.id where s.login = ?",
                                 [](const platform::Row& row) { return row.as<platform::UserId, std::string, std::int64_t>(); }, std::string(login));
      REQUIRE(staff);
      found.push_back({.kind = platform::ActorKind::staff, .id = std::get<0>(*staff), .name = std::get<1>(*staff), .post_id = std::get<2>(*staff), .post_name = "中心主任",
                       .scope_low = 450900000000, .scope_high = 451000000000, .all_departments = true, .permissions = permissions});
    }
    return found;
  });
  const auto &first = managers[0], &second = managers[1];
  const auto waiting = [&](const platform::Actor& who) { return db.read([&](Tx& tx) { return approval::count_void_requests(act, tx, who); }); };
  auto done = city.receive(db);
  done = city.must(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), done.case_id, done.version, "齐全"); });
  CHECK(city.refused(db, [&](Tx& tx) { return act.void_case(tx, city.clerk(), done.case_id, done.version, "误录"); }) == "approval/no-permission");
  CHECK(city.refused(db, [&](Tx& tx) { return act.void_case(tx, first, done.case_id, done.version, " "); }) == "approval/text-needed");
  CHECK(city.refused(db, [&](Tx& tx) { return act.reject_void(tx, first, done.case_id, done.version, "没有申请"); }) == "approval/no-void-request");
  done = city.must(db, [&](Tx& tx) { return act.void_case(tx, first, done.case_id, done.version, "重复录入"); });
  CHECK(done.state == CaseState::in_review);
  CHECK(waiting(second) == 1);
  CHECK(waiting(city.any("handler")) == 1);  // of the own department; the route asks for the permission
  CHECK(city.refused(db, [&](Tx& tx) { return act.void_case(tx, first, done.case_id, done.version, ""); }) == "approval/second-person");
  done = city.must(db, [&](Tx& tx) { return act.reject_void(tx, second, done.case_id, done.version, "不是重复"); });
  CHECK(waiting(second) == 0);
  done = city.must(db, [&](Tx& tx) { return act.void_case(tx, first, done.case_id, done.version, "确为重复"); });
  done = city.must(db, [&](Tx& tx) { return act.reject_void(tx, first, done.case_id, done.version, "看错了"); });  // taken back
  done = city.must(db, [&](Tx& tx) { return act.start_special(tx, city.any("handler"), done.case_id, done.version, {.name = "检测", .reason = "需要检测", .planned_days = 5}); });
  done = city.must(db, [&](Tx& tx) { return act.void_case(tx, second, done.case_id, done.version, "确为重复"); });
  done = city.must(db, [&](Tx& tx) { return act.void_case(tx, first, done.case_id, done.version, ""); });
  CHECK(done.state == CaseState::voided);
  CHECK(waiting(second) == 0);
  db.read([&](Tx& tx) {
    check_invariants(tx);
    for (const auto& pause : cases::pauses_of(tx, done.case_id)) CHECK(pause.ended_on.has_value());
  });
  // Once decided there is nothing to void, and a request that is left over waits for nobody.
  const auto other = city.review(db, city.must(db, [&](Tx& tx) {
    const auto received = city.product->approval.receive(tx, city.clerk(), city.application(tx));
    return act.accept(tx, city.clerk(), received->case_id, received->version, "齐全");
  }));
  auto asked = city.must(db, [&](Tx& tx) { return act.void_case(tx, first, other.case_id, other.version, "误录"); });
  CHECK(waiting(second) == 1);
  const auto task = city.open_task(db, other.case_id);
  asked = city.must(db, [&](Tx& tx) { return act.decide(tx, city.any("approver"), task.id, asked.version, {.decision = cases::Decision::granted}, {.opinion = "同意", .checks = City::all_met(task)}); });
  CHECK(waiting(second) == 0);
  CHECK(city.refused(db, [&](Tx& tx) { return act.void_case(tx, second, other.case_id, asked.version, ""); }) == "approval/cannot-void");
}

YIMEN_DB_TEST("nobody takes two levels of one case, but who reviewed may take what follows the decision", parts()) {
  City city(db);
  auto& act = city.product->approval;
  auto done = city.receive(db);
  done = city.must(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), done.case_id, done.version, "齐全"); });
  const auto handler = city.any("handler");
  auto task = city.open_task(db, done.case_id);
  done = city.must(db, [&](Tx& tx) { return act.forward(tx, handler, task.id, done.version, {.opinion = "拟同意", .checks = City::all_met(task)}); });
  auto both = city.any("approver");
  both.id = handler.id;  // the same person on the approver's post
  done = city.review(db, done);
  task = city.open_task(db, done.case_id);
  const auto claim = [&](const platform::Actor& who) { return db.transact([&](Tx& tx) { return act.claim(tx, who, task.id); }); };
  const auto refused = claim(both);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().slug == "approval/same-person");
  done = city.must(db, [&](Tx& tx) { return act.decide(tx, city.any("approver"), task.id, done.version, {.decision = cases::Decision::granted}, {.opinion = "同意", .checks = City::all_met(task)}); });
  task = city.open_task(db, done.case_id);
  CHECK(task.kind == "certify");
  CHECK(claim(handler));
}

YIMEN_DB_TEST("a correction opens the named fields and materials alone; what was never answered may be answered", parts()) {
  City city(db);
  auto& act = city.product->approval;
  std::vector<std::string> keys;
  const auto received = city.receive(db);
  db.read([&](Tx& tx) {
    const auto answers = boost::json::parse(cases::get_case(tx, received.case_id)->form_text).as_object();
    for (const auto& [key, value] : answers) keys.emplace_back(key);
  });
  REQUIRE(keys.size() >= 2);
  const auto& materials = city.matter->materials;
  const approval::CorrectionOrder order{.items = {{"form:" + keys[0], "填写不完整", "补全"}}, .answer_days = 10};
  auto done = city.must(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), received.case_id, received.version, order); });
  const auto answer = [&](Tx& tx, approval::CorrectionAnswer given) { return act.answer_correction(tx, city.clerk(), received.case_id, done.version, given); };
  CHECK(city.refused(db, [&](Tx& tx) { return answer(tx, {.form = {{keys[1], "改了别的"}}}); }) == "approval/correction-locked");
  CHECK(city.refused(db, [&](Tx& tx) { return answer(tx, {.materials = {{.key = materials.front().key, .received_as = "copy"}}}); }) == "approval/correction-locked");
  // The same answer once more is no change.
  boost::json::object same;
  db.read([&](Tx& tx) { same = boost::json::parse(cases::get_case(tx, received.case_id)->form_text).as_object(); });
  done = city.must(db, [&](Tx& tx) { return answer(tx, {.form = same}); });
  CHECK(done.state == CaseState::received);

  const approval::CorrectionOrder whole{.items = {{"", "与现场不符", "全面核对"}}, .answer_days = 10, .second_reason = "补正件本身有新的缺漏"};
  done = city.must(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), received.case_id, done.version, whole); });
  done = city.must(db, [&](Tx& tx) { return answer(tx, {.materials = {{.key = materials.front().key, .received_as = "copy"}}}); });
  CHECK(done.state == CaseState::received);
}
