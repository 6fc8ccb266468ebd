#include "testing_office.h"

using namespace yimen;
using namespace yimen::identity::testing;
using yimen::platform::Tx;

IDENTITY_TEST("who unmasks a person gives a reason, and the person sees it") {
  Office office(db);
  office.staff();
  Browser person(office), handler(office), clerk(office);
  const auto made = person.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan");
  const std::string party(made.json().at("account").at("party_id").as_string());
  REQUIRE(handler.sign_in("handler1").status == 200);
  const auto path = "/api/v1/parties/" + party + "/unmask";
  CHECK(handler.post(path, {{"reason", "看看"}, {"fields", {"id_no"}}}).status == 422);
  CHECK(handler.post(path, {{"reason", "        "}, {"fields", {"id_no"}}}).status == 422);
  CHECK(office.count("select count(*) from access_log") == 0);
  const auto clear = handler.post(path, {{"reason", "核对申请材料上的号码"}, {"fields", {"id_no", "phone"}}, {"case_no", "450900250602000001"}});
  REQUIRE_MESSAGE(clear.status == 200, clear.body);
  CHECK(clear.json() == json::value{{"id", party}, {"id_no", id_of_wang}, {"phone", "19900000001"}});
  CHECK(office.count("select count(*) from access_log where purpose = 'unmask'") == 1);
  CHECK(office.count("select count(*) from trail_event where action = 'party.unmask'") == 1);
  const auto seen = person.get("/api/v1/my/access-log").json().at("items").at(0);
  CHECK(seen.at("post_name") == "承办岗");
  CHECK(seen.at("reason") == "核对申请材料上的号码");
  CHECK(seen.as_object().contains("actor_name") == false);
  REQUIRE(clerk.sign_in("clerk1").status == 200);
  CHECK(clerk.post(path, {{"reason", "核对申请材料上的号码"}, {"fields", {"id_no"}}}).status == 403);
}

IDENTITY_TEST("a search at the window shows masked data and is recorded for everybody found") {
  Office office(db);
  office.staff();
  Browser person(office), clerk(office), auditor(office);
  REQUIRE(person.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan").status == 201);
  REQUIRE(clerk.sign_in("clerk1").status == 200);
  const auto found = clerk.post("/api/v1/party-searches", {{"id_no", id_of_wang}});
  REQUIRE_MESSAGE(found.status == 200, found.body);
  CHECK(found.json().at("items").at(0).at("name") == "王*兰");
  CHECK(found.body.find("19900000001") == std::string::npos);
  CHECK(clerk.post("/api/v1/party-searches", {{"name", "王"}}).status == 422);
  CHECK(clerk.post("/api/v1/party-searches", json::object{}).status == 422);
  REQUIRE(auditor.sign_in("auditadmin").status == 200);
  const auto log = auditor.get("/api/v1/access-log").json();
  REQUIRE(log.at("items").as_array().size() == 1);
  CHECK(log.at("items").at(0).at("actor_name") == "邓永福");
  CHECK(auditor.get("/api/v1/accounts").status == 403);
  CHECK(clerk.get("/api/v1/access-log").status == 403);
}

IDENTITY_TEST("a correction of a party needs If-Match and the version in force") {
  Office office(db);
  office.staff();
  Browser clerk(office);
  REQUIRE(clerk.sign_in("clerk1").status == 200);
  const json::value form{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", id_of_wang}, {"phone", "19900000001"}};
  const auto made = clerk.post("/api/v1/parties", form);
  REQUIRE(made.status == 201);
  const auto path = "/api/v1/parties/" + std::string(made.json().at("id").as_string());
  auto changed = form;
  changed.as_object()["name"] = "王秀英";
  changed.as_object()["reason"] = "凭户口簿更名";
  CHECK(clerk.call("PUT", path, changed).status == 428);
  CHECK(clerk.call("PUT", path, changed, "If-Match: \"9\"\r\n").status == 412);
  CHECK(clerk.call("PUT", path, changed, "If-Match: \"1\"\r\n").json().at("name") == "王*英");
}

IDENTITY_TEST("a disabled account loses its session and cannot sign in; nobody manages himself") {
  Office office(db);
  office.staff();
  Browser admin(office), clerk(office);
  REQUIRE(admin.sign_in("sysadmin").status == 200);
  REQUIRE(clerk.sign_in("clerk1").status == 200);
  const auto path = [&](const char* login) { return "/api/v1/accounts/" + office.id_of(login).str(); };
  CHECK(says(admin.post(path("sysadmin") + "/disabling", {{"reason", "试试"}}), "identity/own-account"));
  REQUIRE(admin.post(path("clerk1") + "/disabling", {{"reason", "调离岗位"}}).status == 204);
  CHECK(clerk.get("/api/v1/my/profile").status == 401);
  CHECK(says(clerk.sign_in("clerk1"), "identity/account-disabled"));
  CHECK(clerk.sign_in("clerk1", "Wrong#123").status == 401);
  REQUIRE(admin.post(path("clerk1") + "/enabling", {{"reason", "返岗"}}).status == 204);
  CHECK(clerk.sign_in("clerk1").status == 200);
}

IDENTITY_TEST("a password reset by an administrator is shown once and must be changed before anything else") {
  Office office(db);
  office.staff();
  Browser admin(office), clerk(office);
  REQUIRE(admin.sign_in("sysadmin").status == 200);
  const auto reset = admin.post("/api/v1/accounts/" + office.id_of("clerk1").str() + "/password-reset");
  REQUIRE_MESSAGE(reset.status == 200, reset.body);
  const std::string word(reset.json().at("one_time_password").as_string());
  CHECK(clerk.sign_in("clerk1").status == 401);
  REQUIRE(clerk.sign_in("clerk1", word).json().at("must_change_password") == true);
  CHECK(clerk.post("/api/v1/party-searches", {{"id_no", id_of_wang}}).status == 401);
  REQUIRE(clerk.call("PUT", "/api/v1/my/password", {{"old_password", word}, {"new_password", "Longan#88x"}}).status == 204);
  CHECK(clerk.post("/api/v1/party-searches", {{"id_no", id_of_wang}}).status == 200);
  CHECK(office.count("select count(*) from idempotency_record") == 0);
}

IDENTITY_TEST("accounts of staff are listed within the administrator's region and unlocked by him") {
  Office office(db);
  office.staff();
  Browser admin(office), clerk(office);
  for (int i = 0; i < 5; ++i) clerk.sign_in("clerk1", "Wrong#123");
  REQUIRE(admin.sign_in("sysadmin").status == 200);
  const auto list = admin.get("/api/v1/accounts?limit=3");
  REQUIRE_MESSAGE(list.status == 200, list.body);
  CHECK(list.json().at("items").as_array().size() == 3);
  const auto rest = admin.get("/api/v1/accounts?limit=3&after=" + std::string(list.json().at("next").as_string())).json();
  CHECK(rest.at("items").as_array().size() == 2);
  const auto one = admin.get("/api/v1/accounts?q=CLERK1").json().at("items").at(0);
  CHECK(one.at("is_locked") == true);
  REQUIRE(admin.post("/api/v1/accounts/" + std::string(one.at("id").as_string()) + "/unlocking", {{"reason", "本人来电核实"}}).status == 204);
  CHECK(clerk.sign_in("clerk1").status == 200);
}

IDENTITY_TEST("a message with a key reaches an account once and a party without account gets a text") {
  Office office(db);
  Browser person(office);
  const auto made = person.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan");
  const party::PartyId party{*platform::parse_id(made.json().at("account").at("party_id").as_string())};
  const auto texts = [&] { return office.count("select count(*) from outbox_event where topic = 'sms.send'"); };
  const auto before = texts();
  db.transact([&](Tx& tx) {
    const identity::Message message{.title = "申请已受理", .body = "您的申请已受理。", .link = "/my/cases/1", .sms_text = "您的申请已受理。", .once_key = "case-1-accepted"};
    office.identity->messages().send(tx, party, message);
    office.identity->messages().send(tx, party, message);
    return true;
  });
  CHECK(texts() == before + 1);
  const auto list = person.get("/api/v1/my/messages?unread=true").json();
  REQUIRE(list.at("items").as_array().size() == 2);
  const auto id = std::string(list.at("items").at(0).at("id").as_string());
  CHECK(person.post("/api/v1/my/messages/" + id + "/read").status == 204);
  CHECK(person.get("/api/v1/my/messages/unread-count").json().at("unread") == 1);
  REQUIRE(person.call("PUT", "/api/v1/my/notification-channels", {{"sms", false}}).status == 204);
  db.transact([&](Tx& tx) {
    office.identity->messages().send(tx, party, {.title = "办结", .body = "", .sms_text = "已办结"});
    const auto walk_in = party::Parties(cipher).upsert(tx, platform::system_actor(), {.kind = party::PartyKind::person, .name = "李建国", .id_no = id_of_li, .phone = "19900000002"});
    office.identity->messages().send(tx, *walk_in, {.title = "办结", .body = "", .sms_text = "已办结"});
    return true;
  });
  CHECK(texts() == before + 2);
}

IDENTITY_TEST("the demonstration accounts load twice without change and sign in with the known password") {
  Office office(db);
  REQUIRE(organisation::load_roles(db, std::string(YIMEN_SOURCE_DIR) + "/data"));
  REQUIRE(organisation::load_organisation(db, std::string(YIMEN_SOURCE_DIR) + "/server/kernel/identity/tests", "small"));
  const auto first = identity::load_demo_accounts(db, cipher, std::string(YIMEN_SOURCE_DIR) + "/data");
  const auto count = office.count("select count(*) from account");
  const auto second = identity::load_demo_accounts(db, cipher, std::string(YIMEN_SOURCE_DIR) + "/data");
  CHECK(first.size() == 13);
  CHECK(second.size() == first.size());
  CHECK(count == 13);
  CHECK(office.count("select count(*) from account") == count);
  CHECK(office.count("select count(*) from account where is_demo = 1") == count);
  Browser clerk(office), agent(office);
  CHECK(clerk.sign_in("clerk1", identity::demo_password).status == 200);
  REQUIRE(agent.sign_in("liangxiaoyan", identity::demo_password).status == 200);
  CHECK(agent.get("/api/v1/my/principals").json().at("items").as_array().size() == 2);
}
