#include "testing_office.h"

using namespace yimen;
using namespace yimen::identity::testing;
using yimen::platform::Tx;

IDENTITY_TEST("every route of identity is declared whole") {
  Office office(db);
  const auto faults = platform::testing::route_faults(office.routes);
  for (const auto& fault : faults) CHECK_MESSAGE(false, fault);
}

IDENTITY_TEST("without a session the answer is account null") {
  Office office(db);
  Browser browser(office);
  const auto answer = browser.get("/api/v1/session");
  CHECK(answer.status == 200);
  CHECK(answer.json() == json::value{{"account", nullptr}});
  browser.cookie = std::string(43, 'x');
  CHECK(browser.get("/api/v1/session").json() == json::value{{"account", nullptr}});
}

IDENTITY_TEST("a member of staff signs in and finds his post, permissions and token") {
  Office office(db);
  office.staff();
  Browser browser(office);
  const auto answer = browser.sign_in("CLERK1");
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  const auto session = answer.json().as_object();
  CHECK(session.at("account").at("name") == "邓永福");
  CHECK(session.at("posts").as_array().size() == 1);
  CHECK(session.at("posts").at(0).at("region_code") == "450900000000");
  CHECK(session.at("post_id") == session.at("posts").at(0).at("id"));
  const auto& permissions = session.at("permissions").as_array();
  CHECK(std::find(permissions.begin(), permissions.end(), json::value("party.search")) != permissions.end());
  const auto cookie = answer.header("set-cookie");
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Lax") != std::string::npos);
  CHECK(browser.get("/api/v1/session").json() == answer.json());
}

IDENTITY_TEST("five wrong passwords lock for thirty minutes; an unknown login gets the same answers") {
  Office office(db);
  office.staff();
  Browser known(office), unknown(office);
  for (int i = 0; i < 4; ++i) {
    const auto a = known.sign_in("clerk1", "Wrong#123"), b = unknown.sign_in("nobody1", "Wrong#123");
    CHECK(a.status == 401);
    CHECK(says(a, "identity/wrong-password"));
    CHECK(b.status == a.status);
    CHECK(b.json().at("detail") == a.json().at("detail"));
  }
  const auto a = known.sign_in("clerk1", "Wrong#123"), b = unknown.sign_in("nobody1", "Wrong#123");
  CHECK(says(a, "identity/locked"));
  CHECK(says(b, "identity/locked"));
  CHECK(b.json().at("detail") == a.json().at("detail"));
  CHECK(says(known.sign_in("clerk1"), "identity/locked"));
  clock.advance(std::chrono::minutes{31});
  CHECK(known.sign_in("clerk1").status == 200);
  CHECK(office.count("select count(*) from trail_event where action = 'identity.sign_in_failed'") == 10);
}

IDENTITY_TEST("a right password before the fifth failure starts the count again") {
  Office office(db);
  office.staff();
  Browser browser(office);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(browser.sign_in("clerk1", "Wrong#123").status == 401);
    CHECK(browser.sign_in("clerk1").status == 200);
  }
}

IDENTITY_TEST("a session ends after thirty idle minutes and after twelve hours whatever happens") {
  Office office(db);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  const auto is_in = [&] { return !browser.get("/api/v1/session").json().at("account").is_null(); };
  clock.advance(std::chrono::minutes{29});
  CHECK(is_in());
  clock.advance(std::chrono::minutes{29});
  CHECK(is_in());
  clock.advance(std::chrono::minutes{30});
  CHECK_FALSE(is_in());
  CHECK(browser.get("/api/v1/my/profile").status == 401);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  for (int i = 0; i < 28; ++i) {
    clock.advance(std::chrono::minutes{25});
    CHECK(is_in());
  }
  clock.advance(std::chrono::minutes{25});
  CHECK_FALSE(is_in());
  office.identity->sweep();
  CHECK(office.count("select count(*) from session") == 0);
}

IDENTITY_TEST("the last use is written at most once a minute") {
  Office office(db);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  const auto start = office.count("select max(seen_at) from session");
  clock.advance(std::chrono::seconds{59});
  browser.get("/api/v1/session");
  CHECK(office.count("select max(seen_at) from session") == start);
  clock.advance(std::chrono::seconds{1});
  browser.get("/api/v1/session");
  CHECK(office.count("select max(seen_at) from session") == start + 60'000);
}

IDENTITY_TEST("a new sign-in of staff ends the one before and leaves a message") {
  Office office(db);
  office.staff();
  Browser first(office), second(office);
  REQUIRE(first.sign_in("clerk1").status == 200);
  REQUIRE(second.sign_in("clerk1").status == 200);
  CHECK(first.get("/api/v1/session").json().at("account").is_null());
  CHECK(second.get("/api/v1/session").json().at("unread_messages") == 1);
  const auto messages = second.get("/api/v1/my/messages").json();
  CHECK(messages.at("items").at(0).at("title") == "您的账号在另一处登录");
}

IDENTITY_TEST("an unsafe request needs the token of its own session") {
  Office office(db);
  office.staff();
  Browser browser(office), other(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  REQUIRE(other.sign_in("clerk2").status == 200);
  const auto token = std::exchange(browser.csrf, "");
  CHECK(says(browser.post("/api/v1/my/messages/read"), "platform/csrf-token"));
  browser.csrf = other.csrf;
  CHECK(browser.post("/api/v1/my/messages/read").status == 403);
  browser.csrf = token;
  CHECK(browser.post("/api/v1/my/messages/read").status == 200);
}

IDENTITY_TEST("signing out ends the session at the server") {
  Office office(db);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  const auto cookie = browser.cookie;
  CHECK(browser.call("DELETE", "/api/v1/session").status == 204);
  browser.cookie = cookie;
  CHECK(browser.get("/api/v1/session").json().at("account").is_null());
}

IDENTITY_TEST("a deputy acts under both names while the holder is absent, and no longer") {
  Office office(db);
  office.staff();
  const auto today = platform::iso_date(clock.today());
  office.sql(fmt::format("insert into absence (id, staff_id, from_on, until_on, reason, recorded_by, recorded_at) values (1, {}, '{}', '{}', '培训', 0, 0)",
                         office.id_of("handler1").value(), today, today));
  Browser browser(office);
  const auto session = browser.sign_in("clerk2").json();
  const auto& posts = session.at("posts").as_array();
  REQUIRE(posts.size() == 2);
  CHECK(posts[1].at("is_substitute") == true);
  CHECK(posts[1].at("absent_holder_name") == "庞志强");
  REQUIRE(browser.post("/api/v1/session/post", {{"post_id", posts[1].at("id")}}).status == 200);
  const auto made = browser.post("/api/v1/parties", {{"kind", "person"}, {"name", "王秀兰"}, {"id_no", id_of_wang}});
  REQUIRE_MESSAGE(made.status == 201, made.body);
  db.read([&](Tx& tx) {
    const auto events = trail::of_subject(tx, "party", *platform::parse_id(made.json().at("id").as_string()));
    REQUIRE(events.size() == 1);
    CHECK(events[0].actor_name == "覃丽华");
    CHECK(events[0].post_name == "承办岗");
    CHECK(events[0].substitute_for_name == "庞志强");
  });
  clock.advance(std::chrono::hours{11});
  Browser evening(office);
  CHECK(evening.sign_in("clerk2").json().at("posts").as_array().size() == 2);
  clock.advance(std::chrono::hours{13});
  Browser tomorrow(office);
  const auto next = tomorrow.sign_in("clerk2").json();
  CHECK(next.at("posts").as_array().size() == 1);
  CHECK(says(tomorrow.post("/api/v1/session/post", {{"post_id", posts[1].at("id")}}), "identity/not-your-post"));
}

IDENTITY_TEST("a clerk signs on to an open window of his hall only") {
  Office office(db);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  const auto window = [&](const char* number) { return std::to_string(office.count(fmt::format("select id from service_window where number = '{}'", number))); };
  CHECK(browser.post("/api/v1/session/window", {{"window_id", window("B01")}}).status == 403);
  const auto on = browser.post("/api/v1/session/window", {{"window_id", window("A01")}});
  REQUIRE_MESSAGE(on.status == 200, on.body);
  CHECK(on.json().at("window_id") == json::value(window("A01")));
  CHECK(browser.post("/api/v1/session/window", json::object{}).json().at("window_id").is_null());
}

IDENTITY_TEST("a refused request leaves a trail, at most ten a minute") {
  Office office(db);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("clerk1").status == 200);
  for (int i = 0; i < 15; ++i) CHECK(browser.get("/api/v1/accounts").status == 403);
  CHECK(office.count("select count(*) from trail_event where action = 'identity.refused'") == 10);
}

IDENTITY_TEST("an administrator without second factor can enrol one and do nothing else") {
  auto options = Office::demo_options();
  options.require_otp_for_admins = true;
  Office office(db, options);
  office.staff();
  Browser browser(office);
  REQUIRE(browser.sign_in("sysadmin").json().at("must_enrol_otp") == true);
  CHECK(browser.get("/api/v1/accounts").status == 401);
  const auto enrolment = browser.post("/api/v1/my/otp").json();
  CHECK(platform::text_or(enrolment.as_object(), "uri").starts_with("otpauth://totp/"));
  CHECK(browser.post("/api/v1/my/otp/confirmation", {{"code", "000000"}}).status == 422);
  CHECK(browser.get("/api/v1/accounts").status == 401);
  Browser clerk(office);
  REQUIRE(clerk.sign_in("clerk1").status == 200);
  CHECK(clerk.get("/api/v1/my/profile").status == 200);
}
