// The product through HTTP: two at once, clocks that jump, names that are rare, bodies that are broken, authority that changes.
#include <thread>

#include "city_server.h"
#include "yimen/platform/text.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

json::value walk_in(CityServer& city, platform::Database& db, const std::string& name) {
  const auto order = db.read([&](Tx& tx) { return city.application(tx); });
  json::array materials;
  for (const auto& m : order.materials) materials.push_back(json::object{{"key", m.key}, {"received_as", "original"}, {"original_count", 1}});
  const auto& who = *order.applicant;
  json::object applicant{{"is_enterprise", true}, {"name", name}, {"id_type", "uscc"}, {"id_no", who.id_no}, {"phone", "13907750002"}};
  json::object item{{"matter_id", std::to_string(order.matter_id)}, {"contact_name", "䶮㛃"}, {"contact_phone", "13907750002"}, {"situation", order.situation},
                    {"form", order.form}, {"materials", std::move(materials)}, {"delivery_way", "window"}};
  return json::object{{"applicant", std::move(applicant)}, {"items", json::array{std::move(item)}}};
}

/// The clerk of the general window whose letter covers the department, signed on.
Caller clerk_at_window(CityServer& city, platform::Database& db) {
  Caller clerk(city, "yl.clerk1");
  const auto window = db.read([&](Tx& tx) {
    return *tx.scalar<std::int64_t>("select w.id from service_window w join window_department d on d.window_id = w.id where d.department_id = ? and w.kind = 'general' order by w.number limit 1",
                                    city.matter->department_id);
  });
  const auto signed_on = clerk.post("/session/window", json::object{{"window_id", std::to_string(window)}});
  REQUIRE_MESSAGE(signed_on.status == 200, signed_on.body);
  return clerk;
}

struct Received {
  std::string id;
  int version = 0;
};
Received received_from(const HttpAnswer& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  const auto done = answer.json().at("items").at(0).as_object();
  return {platform::text_or(done, "case_id"), static_cast<int>(platform::int_or(done, "version"))};
}

}  // namespace

YIMEN_DB_TEST("rare characters of names go through receipt, page, document and list as they were typed; what is no name is refused with its field", parts()) {
  CityServer city(db);
  auto clerk = clerk_at_window(city, db);
  const std::string name = "玉林市𬭛𫖯䶮㛃𠮷商行";
  const auto received = received_from(clerk.post("/cases", walk_in(city, db, name)));
  const auto page = clerk.get("/cases/" + received.id).json().as_object();
  CHECK(platform::text_or(page, "applicant_name") == name);
  const auto receipt = page.at("documents").at(0).as_object();
  const auto pdf = clerk.get(fmt::format("/cases/{}/documents/{}/pdf", received.id, platform::text_or(receipt, "id")));
  CHECK(pdf.status == 200);
  CHECK(pdf.body.starts_with("%PDF"));
  CHECK(clerk.get("/cases?q=" + platform::url_encode("玉林市𬭛𫖯")).json().at("items").as_array().size() == 1);
  for (const std::string wrong : {"玉林市😀商行", "玉林市\u0007商行", "玉林市\u200B\u202E商行", "   ", "甲"}) {
    CAPTURE(wrong);
    const auto refused = clerk.post("/cases", walk_in(city, db, wrong));
    CHECK(refused.status == 422);
    CHECK(refused.body.find("/applicant/name") != std::string::npos);
  }
  CHECK(db.read([](Tx& tx) { return tx.scalar<int>("select count(*) from service_case"); }) == 1);
}

YIMEN_DB_TEST("broken bodies on a real command change nothing and say what is wrong", parts()) {
  CityServer city(db);
  auto clerk = clerk_at_window(city, db);
  const auto good = json::serialize(walk_in(city, db, "玉林市福禄商行"));
  const auto twice = "{\"items\":[]," + good.substr(1);
  for (const auto& body : {good.substr(0, good.size() - 1), good + "x", twice, platform::replace_all(good, "福禄", "\xff\xfe"), platform::replace_all(good, "福禄", "\xed\xa0\x80"),
                           std::string("null"), std::string("[]"), std::string(2000, '[')}) {
    CAPTURE(body.substr(0, 60));
    const auto refused = clerk.send("POST", "/cases", body);
    CHECK((refused.status == 400 || refused.status == 422));
    CHECK(refused.header("content-type").starts_with("application/problem+json"));
  }
  CHECK(db.read([](Tx& tx) { return tx.scalar<int>("select count(*) from service_case"); }) == 0);
  CHECK(clerk.send("POST", "/cases", good).status == 201);
}

YIMEN_DB_TEST("two approvers decide one case at once: one decision stands, the other is told, nothing is doubled", parts()) {
  CityServer city(db);
  const auto received = city.receive(db);
  auto done = city.must(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), received.case_id, received.version, "齐全"); });
  done = city.review(db, done);
  const auto task = city.open_task(db, done.case_id);
  const auto logins = db.read([&](Tx& tx) {
    return tx.all("select s.login from staff s join post p on p.holder_id = s.id join post_role r on r.post_id = p.id where r.role = 'approver' and p.department_id = ? order by s.login",
                  [](const platform::Row& row) { return std::string(row.text(0)); }, city.matter->department_id);
  });
  REQUIRE(logins.size() >= 2);
  std::vector<Caller> approvers;
  for (int i = 0; i < 2; ++i) approvers.emplace_back(city, logins[static_cast<std::size_t>(i)]);
  std::vector<HttpAnswer> answers(2);
  json::array checks;
  for (const auto& mark : City::all_met(task)) checks.push_back(json::object{{"text", mark.text}, {"is_met", mark.is_met}});
  {
    std::vector<std::jthread> both;
    for (std::size_t i = 0; i < 2; ++i)
      both.emplace_back([&, i] {
        const json::object decision{{"decision", i ? "refused" : "granted"}, {"grounds", "面积不足"}, {"clause", "细则第八条"}, {"opinion", "决定"}, {"checks", checks}};
        answers[i] = approvers[i].act("/tasks/" + task.id.str() + "/decision", done.version, decision);
      });
  }
  const int won = answers[0].status == 200 ? 0 : 1;
  const std::string both_said = answers[0].body + answers[1].body;
  CHECK_MESSAGE(answers[static_cast<std::size_t>(won)].status == 200, both_said);
  const auto& lost = answers[static_cast<std::size_t>(1 - won)];
  CHECK((lost.status == 412 || lost.status == 409));
  db.read([&](Tx& tx) {
    CHECK(tx.scalar<int>("select count(*) from case_decision where case_id = ?", done.case_id) == 1);
    CHECK(cases::get_case(tx, done.case_id)->decision == (won == 0 ? cases::Decision::granted : cases::Decision::refused));
    int decisions = 0;
    for (const auto& event : trail::of_subject(tx, "case", done.case_id.value())) decisions += event.action.starts_with("cases.decide");
    CHECK(decisions == 1);
  });
}

YIMEN_DB_TEST("the program's clock jumps back and forth: acts keep their order, numbers stay single, dates stay lawful", parts()) {
  CityServer city(db);
  auto& act = city.product->approval;
  clock.advance(std::chrono::hours{24 * 7});  // the matter has been in force for a while
  const auto first = city.receive(db);
  clock.advance(-std::chrono::hours{24 * 3});  // somebody set the machine's clock back
  const auto second = city.receive(db);
  CHECK(first.case_no != second.case_no);
  const auto accepted = city.must(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), first.case_id, first.version, "齐全"); });
  CHECK(act.deem_accepted(db) == 0);
  clock.advance(std::chrono::hours{24 * 40});  // and far ahead
  CHECK(act.deem_accepted(db) == 1);
  CHECK(act.deem_accepted(db) == 0);
  city.review(db, accepted);
  db.read([&](Tx& tx) {
    for (const auto id : {first.case_id, second.case_id}) {
      const auto file = *cases::get_case(tx, id);
      CHECK((file.due_on.has_value() != cases::is_stopped(file.state)));
      CHECK_FALSE(cases::open_tasks_of(tx, id).empty());
      int seq = 0;
      for (const auto& event : trail::of_subject(tx, "case", id.value())) CHECK(event.seq == ++seq);
    }
    CHECK(cases::get_case(tx, second.case_id)->accepted_on == cases::get_case(tx, second.case_id)->received_on);
  });
  const auto key = city.product->trail_key();
  CHECK(trail::verify(db, key).findings.empty());
  // A session from before the jump has had its day.
  Caller handler(city, "yl.sc.handler1");
  CHECK(handler.get("/tasks").status == 200);
  clock.advance(std::chrono::hours{2});
  CHECK(handler.get("/tasks").status == 401);
}

YIMEN_DB_TEST("a change of authority holds from the next request on", parts()) {
  CityServer city(db);
  Caller handler(city, "yl.sc.handler1");
  CHECK(handler.get("/cases").status == 200);
  const auto post = handler.get("/session").json().at("post_id");
  Caller admin(city, "yl.sys");
  const auto seen = admin.get("/posts/" + std::string(post.as_string()));
  REQUIRE_MESSAGE(seen.status == 200, seen.body);
  const auto closed = admin.act("/posts/" + std::string(post.as_string()) + "/closure", static_cast<int>(platform::int_or(seen.json().as_object(), "version")), json::object{});
  REQUIRE_MESSAGE(closed.status < 300, closed.body);
  CHECK(handler.get("/cases").status == 403);
}

YIMEN_DB_TEST("the applicant gets the documents meant for him and not those of the office", parts()) {
  CityServer city(db);
  auto& act = city.product->approval;
  Caller citizen(city, "lvyuan");
  const auto me = citizen.get("/my/principals").json().at("items");
  std::string party;
  for (const auto& one : me.as_array())
    if (platform::text_or(one.as_object(), "kind") == "enterprise") party = platform::text_or(one.as_object(), "party_id");
  auto order = db.read([&](Tx& tx) { return city.application(tx); });
  order.applicant.reset();
  order.applicant_party_id = *platform::parse_id(party);
  const auto account = db.read([&](Tx& tx) { return identity::find_account(tx, "lvyuan")->id; });
  const platform::Actor actor{.kind = platform::ActorKind::citizen, .id = account, .name = "绿源"};
  auto done = city.must(db, [&](Tx& tx) { return act.submit(tx, actor, order); });
  done = city.must(db, [&](Tx& tx) { return act.reject_acceptance(tx, city.clerk(), done.case_id, done.version, {.reason = "不符合规划", .clause = "细则第三条"}); });
  std::vector<std::string> types;
  const auto mine = citizen.get("/my/cases/" + done.case_id.str()).json();
  for (const auto& d : mine.at("documents").as_array()) types.push_back(platform::text_or(d.as_object(), "type"));
  CHECK(types == std::vector<std::string>{"receipt", "rejection_decision"});
  auto clerk = clerk_at_window(city, db);
  int internal = 0;
  const auto page = clerk.get("/cases/" + done.case_id.str()).json();
  for (const auto& d : page.at("documents").as_array()) {
    const auto type = platform::text_or(d.as_object(), "type");
    const auto path = fmt::format("/cases/{}/documents/{}/pdf", done.case_id.str(), platform::text_or(d.as_object(), "id"));
    CHECK(clerk.get(path).status == 200);
    const bool is_internal = type == "negative_report" || type == "internal_approval_form";
    CHECK(citizen.get(path).status == (is_internal ? 404 : 200));
    internal += is_internal;
  }
  CHECK(internal == 2);
}

YIMEN_DB_TEST("who looks at personal data in clear says why, and supervision sees it", parts()) {
  CityServer city(db);
  const auto received = city.receive(db);
  Caller handler(city, "yl.sc.handler1");
  const auto party = db.read([&](Tx& tx) { return std::to_string(cases::get_case(tx, received.case_id)->applicant_party_id); });
  const auto path = "/parties/" + party + "/unmask";
  CHECK(handler.post(path, json::object{{"reason", "     "}, {"fields", json::array{"phone"}}}).status == 422);
  CHECK(handler.post(path, json::object{{"reason", "电话通知补正材料"}, {"fields", json::array{"phone"}}, {"case_no", received.case_no}}).status == 200);
  Caller supervisor(city, "yl.supervisor");
  const auto log = supervisor.get("/access-log").json().at("items").as_array();
  bool is_seen = false;
  for (const auto& row : log) is_seen |= platform::text_or(row.as_object(), "reason") == "电话通知补正材料" && platform::text_or(row.as_object(), "case_no") == received.case_no;
  CHECK(is_seen);
  Caller clerk(city, "yl.clerk1");
  CHECK(clerk.get("/access-log").status == 403);
}
