#include "testing_office.h"

using namespace yimen;
using namespace yimen::identity::testing;
using yimen::platform::Tx;

IDENTITY_TEST("a person registers once and is signed in; the same number again is a conflict") {
  Office office(db);
  Browser browser(office), other(office);
  const auto made = browser.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan");
  REQUIRE_MESSAGE(made.status == 201, made.body);
  CHECK(made.json().at("account").at("real_name_level") == 2);
  CHECK(made.json().at("unread_messages") == 1);
  CHECK(browser.get("/api/v1/my/principals").json().at("items").at(0).at("role") == "self");
  clock.advance(std::chrono::minutes{2});
  const auto again = other.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan2");
  CHECK(again.status == 409);
  CHECK(says(again, "identity/already-registered"));
  const auto taken = other.register_person("李建国", id_of_li, "19900000002", "WangXiulan");
  CHECK(says(taken, "identity/login-taken"));
  CHECK(office.count("select count(*) from account") == 1);
  CHECK(office.count("select count(*) from party") == 1);
}

IDENTITY_TEST("all mistakes of a registration are told at once, each with its field") {
  Office office(db);
  Browser browser(office);
  const auto answer = browser.post("/api/v1/registrations", {{"kind", "person"}, {"name", "王秀兰😀"}, {"id_number", "450900196804120229"}, {"phone", "123"},
                                                             {"sms_code", "000000"}, {"login", "1"}, {"password", "12345678"}, {"privacy_version", "2020-01"}});
  CHECK(answer.status == 422);
  std::vector<std::string> fields;
  const auto problem = answer.json();
  for (const auto& error : problem.at("errors").as_array()) fields.emplace_back(error.at("field").as_string());
  for (const auto* field : {"/name", "/id_number", "/phone", "/login", "/password", "/privacy_version"})
    CHECK_MESSAGE(std::find(fields.begin(), fields.end(), field) != fields.end(), field);
  CHECK(answer.body.find("450900196804120229") == std::string::npos);
}

IDENTITY_TEST("a code is void after five wrong tries, after five minutes and after use") {
  Office office(db);
  Browser browser(office);
  const auto form = [](std::string_view code) {
    return json::value{{"kind", "person"}, {"name", "王秀兰"}, {"id_number", id_of_wang}, {"phone", "19900000001"}, {"sms_code", code},
                       {"login", "wangxiulan"}, {"password", password}, {"privacy_version", "2025-01"}};
  };
  auto code = browser.code_for("19900000001", "register");
  const std::string wrong = code == "123456" ? "654321" : "123456";
  for (int i = 0; i < 5; ++i) CHECK(says(browser.post("/api/v1/registrations", form(wrong)), "identity/code-wrong"));
  CHECK(says(browser.post("/api/v1/registrations", form(code)), "identity/code-void"));
  CHECK(says(browser.post("/api/v1/sms-codes", {{"phone", "19900000001"}, {"purpose", "register"}}), "identity/code-too-soon"));
  clock.advance(std::chrono::minutes{1});
  code = browser.code_for("19900000001", "register");
  clock.advance(std::chrono::minutes{5});
  CHECK(says(browser.post("/api/v1/registrations", form(code)), "identity/code-expired"));
  code = browser.code_for("19900000001", "register");
  CHECK(browser.post("/api/v1/registrations", form(code)).status == 201);
  Browser other(office);
  auto second = form(code);
  second.at("id_number") = id_of_li;
  second.at("login") = "lijianguo";
  CHECK(says(other.post("/api/v1/registrations", second), "identity/code-expired"));
}

IDENTITY_TEST("a code for one purpose is no good for another and leaves only sealed traces") {
  Office office(db);
  Browser browser(office);
  const auto code = browser.code_for("19900000001", "sign_in");
  CHECK(says(browser.post("/api/v1/session", {{"phone", "19900000001"}, {"sms_code", code}}), "identity/phone-unknown"));
  CHECK(says(browser.post("/api/v1/password-resets", {{"phone", "19900000001"}, {"sms_code", code}, {"password", "Longan#88x"}}), "identity/code-expired"));
  db.read([&](Tx& tx) {
    tx.each("select body from outbox_event", [&](const platform::Row& row) {
      CHECK(row.get<std::string>(0).find(code) == std::string::npos);
      CHECK(row.get<std::string>(0).find("19900000001") == std::string::npos);
    });
  });
  CHECK(office.count("select count(*) from outbox_event where topic = 'sms.send'") == 1);
}

IDENTITY_TEST("outside the demonstration the code is not in the answer") {
  auto options = Office::demo_options();
  options.show_sms_code = false;
  Office office(db, options);
  Browser browser(office);
  CHECK(browser.post("/api/v1/sms-codes", {{"phone", "19900000001"}, {"purpose", "register"}}).json() == json::value{{"expires_in_seconds", 300}});
}

IDENTITY_TEST("a record made at the window is taken over with its own phone only") {
  Office office(db);
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    CHECK(parties.upsert(tx, platform::system_actor(), {.kind = party::PartyKind::person, .name = "王秀兰", .id_no = id_of_wang, .phone = "19900000009"}));
    return true;
  });
  Browser browser(office);
  CHECK(says(browser.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan"), "identity/phone-differs"));
  CHECK(says(browser.register_person("王秀英", id_of_wang, "19900000009", "wangxiulan"), "party/name-differs"));
  clock.advance(std::chrono::minutes{2});
  CHECK(browser.register_person("王秀兰", id_of_wang, "19900000009", "wangxiulan").status == 201);
  CHECK(office.count("select count(*) from party") == 1);
}

IDENTITY_TEST("a child under fourteen is sent to the window with a guardian") {
  Office office(db);
  Browser browser(office);
  const auto answer = browser.register_person("小明", "450900201506120012", "19900000001", "xiaoming");
  CHECK(says(answer, "identity/under-14"));
}

IDENTITY_TEST("an enterprise registers with its legal person, who then acts for it") {
  Office office(db);
  Browser person(office), company(office);
  REQUIRE(person.register_person("李建国", id_of_li, "19900000002", "lijianguo").status == 201);
  const auto form = [&](std::string_view legal_person) {
    return json::value{{"kind", "enterprise"}, {"name", "玉林市绿源农业发展有限公司"}, {"uscc", "12441500196720244T"}, {"legal_person_name", legal_person},
                       {"legal_person_id_number", id_of_li}, {"phone", "19900000007"}, {"sms_code", company.code_for("19900000007", "register")},
                       {"login", "lvyuan"}, {"password", password}, {"privacy_version", "2025-01"}};
  };
  CHECK(says(company.post("/api/v1/registrations", form("李建军")), "party/name-differs"));
  clock.advance(std::chrono::minutes{1});
  const auto made = company.post("/api/v1/registrations", form("李建国"));
  REQUIRE_MESSAGE(made.status == 201, made.body);
  const auto principals = person.get("/api/v1/my/principals").json();
  REQUIRE(principals.at("items").as_array().size() == 2);
  CHECK(principals.at("items").at(1).at("role") == "legal_person");
  CHECK(principals.at("items").at(1).at("party_id") == made.json().at("account").at("party_id"));
}

IDENTITY_TEST("a citizen signs in with a code, changes and resets the password; old passwords stay out") {
  Office office(db);
  Browser browser(office), phone(office);
  REQUIRE(browser.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan").status == 201);
  REQUIRE(phone.post("/api/v1/session", {{"phone", "19900000001"}, {"sms_code", phone.code_for("19900000001", "sign_in")}}).status == 200);
  CHECK(browser.get("/api/v1/my/sessions").json().at("items").as_array().size() == 2);
  const auto change = [&](std::string_view from, std::string_view to) {
    return browser.call("PUT", "/api/v1/my/password", {{"old_password", from}, {"new_password", to}});
  };
  CHECK(says(change("Wrong#123", "Longan#88x"), "identity/old-password"));
  CHECK(says(change(password, password), "identity/password-used"));
  CHECK(says(change(password, "12345678"), "identity/weak-password"));
  REQUIRE(change(password, "Longan#88x").status == 204);
  CHECK(browser.get("/api/v1/my/profile").status == 200);
  CHECK(phone.get("/api/v1/my/profile").status == 401);
  CHECK(says(change("Longan#88x", password), "identity/password-used"));
  Browser lost(office);
  const auto code = lost.code_for("19900000001", "password_reset");
  const auto reset = lost.post("/api/v1/password-resets", {{"phone", "19900000001"}, {"sms_code", code}, {"password", "Lychee#99y"}});
  REQUIRE_MESSAGE(reset.status == 204, reset.body);
  CHECK(browser.get("/api/v1/my/profile").status == 401);
  CHECK(lost.sign_in("wangxiulan", "Longan#88x").status == 401);
  CHECK(lost.sign_in("19900000001", "Lychee#99y").status == 200);
}

IDENTITY_TEST("an authorisation goes from offer over acceptance to revocation, with messages to both") {
  Office office(db);
  Browser grantor(office), agent(office);
  REQUIRE(grantor.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan").status == 201);
  REQUIRE(agent.register_person("李建国", id_of_li, "19900000002", "lijianguo").status == 201);
  const auto made = grantor.post("/api/v1/my/authorisations", {{"agent_name", "李建国"}, {"agent_id_number", id_of_li}, {"valid_from", "2025-06-02"}, {"valid_to", "2025-06-30"}});
  REQUIRE_MESSAGE(made.status == 201, made.body);
  const auto path = "/api/v1/my/authorisations/" + std::string(made.json().at("id").as_string());
  CHECK(agent.get("/api/v1/my/messages/unread-count").json().at("unread") == 2);
  CHECK(grantor.post(path + "/acceptance").status == 404);
  REQUIRE(agent.post(path + "/acceptance").status == 204);
  CHECK(agent.get("/api/v1/my/principals").json().at("items").as_array().size() == 2);
  CHECK(agent.get("/api/v1/my/authorisations").json().at("items").at(0).at("is_current") == true);
  REQUIRE(grantor.post(path + "/revocation").status == 204);
  CHECK(agent.get("/api/v1/my/principals").json().at("items").as_array().size() == 1);
  CHECK(agent.post(path + "/acceptance").status == 409);
}

IDENTITY_TEST("a citizen keeps ten devices signed in; the eleventh ends the oldest") {
  Office office(db);
  Browser first(office);
  REQUIRE(first.register_person("王秀兰", id_of_wang, "19900000001", "wangxiulan").status == 201);
  for (int i = 0; i < 9; ++i) REQUIRE(Browser(office).sign_in("wangxiulan").status == 200);
  CHECK(first.get("/api/v1/my/profile").status == 200);
  CHECK(first.get("/api/v1/my/sessions").json().at("items").as_array().size() == 10);
  REQUIRE(Browser(office).sign_in("wangxiulan").status == 200);
  CHECK(first.get("/api/v1/my/profile").status == 401);
}
