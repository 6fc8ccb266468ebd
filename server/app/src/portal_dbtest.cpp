// What the public and the applicant see and choose: delivery, favourites, published results, the form on paper.
#include "city_server.h"
#include "yimen/approval/application_form.h"
#include "yimen/approval/public_views.h"

using namespace yimen;
using namespace yimen::testing;
using approval::Delivery;

namespace {

/// A case of an enterprise with its result made, ready to be handed over.
struct Ready {
  Done done;
  approval::Application order;
};
Ready make_ready(City& city, platform::Database& db, approval::DeliveryChoice choice = {}) {
  auto& act = city.product->approval;
  Ready ready;
  ready.order = db.read([&](Tx& tx) { return city.application(tx); });
  ready.order.delivery_way = choice.way;
  ready.order.delivery_to = choice.to;
  auto done = city.must(db, [&](Tx& tx) { return act.receive(tx, city.clerk(), ready.order); });
  done = city.must(db, [&](Tx& tx) { return act.accept(tx, city.clerk(), done.case_id, done.version, "齐全"); });
  done = city.review(db, done);
  const auto task = city.open_task(db, done.case_id);
  done = city.must(db, [&](Tx& tx) { return act.decide(tx, city.any("approver"), task.id, done.version, {.decision = cases::Decision::granted, .grounds = "符合条件"}, {.opinion = "同意", .checks = City::all_met(task)}); });
  ready.done = city.must(db, [&](Tx& tx) { return act.make_result(tx, city.any("handler"), done.case_id, done.version, ""); });
  return ready;
}

std::string page_of(const CityServer& city, std::string_view target, std::string lines = {}) {
  platform::testing::HttpClient client{city.port()};
  return client.request("GET", target, "Accept: text/html\r\n" + lines).body;
}

}  // namespace

YIMEN_DB_TEST("at the window an enterprise's result goes to its legal person, or to a proxy whose authority is written down", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto ready = make_ready(city, db);
  const auto& firm = *ready.order.applicant;
  const auto hand_to = [&](const Delivery& d) { return city.refused(db, [&](Tx& tx) { return act.deliver(tx, city.clerk(), ready.done.case_id, ready.done.version, d); }); };
  CHECK(hand_to({.way = "window", .recipient_name = "路过的人"}) == "approval/not-recipient");
  CHECK(hand_to({.way = "window", .recipient_name = firm.legal_person_name, .recipient_id_no = "11010519491231002X"}) == "approval/not-recipient");
  CHECK(hand_to({.way = "window", .recipient_name = "陈代领", .is_proxy = true}) == "approval/text-needed");
  CHECK(hand_to({.way = "window", .recipient_name = "陈代领", .recipient_id_no = "11010519491231002X", .is_proxy = true}) == "approval/proxy-letter");
  CHECK(hand_to({.way = "express"}) == "approval/text-needed");
  CHECK(hand_to({.way = "express", .tracking_no = "EMS1"}) == "approval/no-address");
  CHECK(hand_to({.way = "online"}) == "approval/no-consent");
  CHECK(hand_to({.way = "pigeon"}) == "approval/delivery-way");
  const auto closed = city.must(db, [&](Tx& tx) {
    return act.deliver(tx, city.clerk(), ready.done.case_id, ready.done.version, {.way = "window", .recipient_name = firm.legal_person_name, .recipient_id_no = firm.legal_person_id_number});
  });
  CHECK(closed.state == CaseState::closed);
}

YIMEN_DB_TEST("the address of a posted result is asked for, kept sealed, changed until delivery, and gone with the choice", parts()) {
  City city(db);
  auto& act = city.product->approval;
  auto order = db.read([&](Tx& tx) { return city.application(tx); });
  order.delivery_way = "express";
  order.applicant->address.clear();
  CHECK(city.refused(db, [&](Tx& tx) { return act.receive(tx, city.clerk(), order); }) == "approval/text-needed");
  const auto ready = make_ready(city, db, {.way = "express", .to = {.address = "玉林市玉州区人民东路 100 号"}});
  const auto address = [&] { return db.read([&](Tx& tx) { return approval::delivery_address_of(act.services(), tx, ready.done.case_id); }); };
  REQUIRE(address());
  CHECK(address()->recipient_name == "李经办");
  CHECK(address()->phone == "13900000001");
  db.read([&](Tx& tx) { CHECK(tx.scalar<std::string>("select address from case_delivery_address where case_id = ?", ready.done.case_id)->find("人民东路") == std::string::npos); });

  const auto change = [&](int version, const approval::DeliveryChoice& choice) { return [&, version](Tx& tx) { return act.change_delivery(tx, city.clerk(), ready.done.case_id, version, choice); }; };
  const approval::DeliveryChoice elsewhere{.way = "express", .to = {"王收件", "13900000002", "玉林市北流市永顺路 33 号"}};
  const auto changed = city.must(db, change(ready.done.version, elsewhere));
  CHECK(changed.version == ready.done.version + 1);
  CHECK(address()->address == elsewhere.to.address);
  CHECK(city.refused(db, change(ready.done.version, elsewhere)) == "approval/changed-meanwhile");
  const approval::DeliveryChoice broken{.way = "express", .to = {"王收件", "123", "玉林市北流市永顺路 33 号"}};
  CHECK(city.refused(db, change(changed.version, broken)) == "party/phone");

  const auto electronic = city.must(db, change(changed.version, {.way = "online"}));
  CHECK_FALSE(address());
  const auto closed = city.must(db, [&](Tx& tx) { return act.deliver(tx, city.clerk(), ready.done.case_id, electronic.version, {.way = "online"}); });
  CHECK(closed.state == CaseState::closed);
  CHECK(city.refused(db, change(closed.version, {.way = "window"})) == "approval/delivered-already");
}

YIMEN_DB_TEST("published results are found by words, department, result and day, and leave as a table", parts()) {
  CityServer city(db);
  const auto ready = make_ready(city, db);
  const auto found = [&](approval::ResultFilter filter) {
    filter.low = 450900000000, filter.high = 451000000000;
    return db.read([&](Tx& tx) {
      const auto rows = approval::published_results(tx, filter);
      CHECK(approval::count_results(tx, filter, 100) == static_cast<std::int64_t>(rows.size()));
      return rows.size();
    });
  };
  const auto today = platform::shanghai_date(clock.now());
  CHECK(found({}) == 1);
  CHECK(found({.words = city.matter->name}) == 1);
  CHECK(found({.words = "没有这样的词"}) == 0);
  CHECK(found({.department_id = city.matter->department_id}) == 1);
  CHECK(found({.department_id = 1}) == 0);
  CHECK(found({.decision = cases::Decision::granted}) == 1);
  CHECK(found({.decision = cases::Decision::refused}) == 0);
  CHECK(found({.from = today, .to = today}) == 1);
  CHECK(found({.from = platform::add_days(today, 1)}) == 0);
  CHECK(found({.to = platform::add_days(today, -1)}) == 0);
  CHECK(page_of(city, "/results.csv").find(city.matter->name) != std::string::npos);
  CHECK(page_of(city, "/results?decision=refused").find("没有找到公示的结果") != std::string::npos);
  CHECK(page_of(city, "/results?from=2026-13-01").find("有 1 处需要修改") != std::string::npos);
}

YIMEN_DB_TEST("the application form is drawn for whoever sees the case; others see their own numbers only", parts()) {
  City city(db);
  const auto received = city.receive(db);
  const auto file = db.read([&](Tx& tx) { return *cases::get_case(tx, received.case_id); });
  const auto draw = [&](const platform::Actor& who) { return db.read([&](Tx& tx) { return approval::application_form_of(city.product->approval, tx, who, file); }); };
  const auto of_clerk = draw(city.clerk()), of_applicant = draw({.kind = platform::ActorKind::citizen, .id = platform::UserId{5}});
  REQUIRE(of_clerk);
  REQUIRE(of_applicant);
  CHECK(of_clerk->starts_with("%PDF"));
  CHECK(*of_clerk == *draw(city.clerk()));
  CHECK(*of_clerk != *of_applicant);
  const auto nobody = db.read([&](Tx& tx) {
    return approval::application_form_of(city.product->approval, tx, {.kind = platform::ActorKind::citizen, .id = platform::UserId{5}}, approval::FormDraft{.matter_id = city.matter->matter.value()});
  });
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().slug == "approval/applicant-first");
}

YIMEN_DB_TEST("a citizen keeps matters at hand; twice is once, and nobody else sees it", parts()) {
  CityServer city(db);
  Caller wang{city, "wangxiulan"}, li{city, "lijianguo"};
  const auto path = "/my/favourites/" + city.matter->matter.str();
  const auto kept = [](Caller& who) { return who.get("/my/favourites").json().at("items").as_array().size(); };
  CHECK(wang.call("PUT", path).status == 204);
  CHECK(wang.call("PUT", path).status == 204);
  CHECK(kept(wang) == 1);
  CHECK(kept(li) == 0);
  db.read([&](Tx& tx) { CHECK(tx.scalar<std::int64_t>("select count(*) from trail_event where action = 'favourites.add'") == 1); });
  CHECK(wang.call("PUT", "/my/favourites/1").status == 404);
  CHECK(wang.call("DELETE", path).status == 204);
  CHECK(wang.call("DELETE", path).status == 204);
  CHECK(kept(wang) == 0);
  Caller clerk{city, "yl.clerk1"};
  CHECK(clerk.get("/my/favourites").status == 403);
}

YIMEN_DB_TEST("words of every day lead to the life event first, and topics of persons and organisations stay apart", parts()) {
  CityServer city(db);
  const auto found = page_of(city, "/search?q=%E5%BC%80%E5%85%AC%E5%8F%B8");
  const auto event = found.find("一件事：企业开办"), list = found.find("result-count");
  REQUIRE(event != std::string::npos);
  CHECK(event < list);
  const auto all = page_of(city, "/matters"), persons = page_of(city, "/matters?audience=person");
  CHECK(all.find("个人主题") != std::string::npos);
  CHECK(all.find("法人主题") != std::string::npos);
  CHECK(persons.find("个人主题") != std::string::npos);
  CHECK(persons.find("法人主题") == std::string::npos);
}

YIMEN_DB_TEST("a page that is not there is calm: a way back, a telephone, a number to quote", parts()) {
  CityServer city(db);
  platform::testing::HttpClient client{city.port()};
  const auto answer = client.request("GET", "/about/nothing", "Accept: text/html\r\nX-Request-Id: abcdef-0123456789\r\n");
  CHECK(answer.status == 404);
  for (const auto* words : {"没有这个页面", "返回首页", "12345", "abcdef-0123456789", "主导航"}) CHECK_MESSAGE(answer.body.find(words) != std::string::npos, words);
}

YIMEN_DB_TEST("pages that speak English leave no Chinese of their own; others say that their text is Chinese", parts()) {
  CityServer city(db);
  const auto progress = page_of(city, "/progress", "Cookie: yimen_lang=en\r\n");
  CHECK(progress.find("<html lang=\"en\"") != std::string::npos);
  CHECK(progress.find("Find your case") != std::string::npos);
  CHECK(progress.find("Case number") != std::string::npos);
  CHECK(progress.find("查询码") == std::string::npos);
  CHECK(progress.find("主导航") == std::string::npos);
  const auto results = page_of(city, "/results", "Cookie: yimen_lang=en\r\n");
  CHECK(results.find("exists in Chinese only") != std::string::npos);
  CHECK(results.find("<div lang=\"zh-CN\">") != std::string::npos);
  platform::testing::HttpClient client{city.port()};
  CHECK(client.request("GET", "/language?to=en&back=//evil.example/").header("location") == "/");
  CHECK(page_of(city, "/progress").find("办件编号") != std::string::npos);
}
