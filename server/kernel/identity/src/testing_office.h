#pragma once
#include <atomic>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/identity/identity.h"
#include "yimen/organisation/organisation.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"
#include "yimen/trail/trail.h"

namespace yimen::migrations {
std::vector<platform::Migration> trail();
std::vector<platform::Migration> region();
std::vector<platform::Migration> organisation();
}  // namespace yimen::migrations

#define IDENTITY_TEST(sentence)                                                                                          \
  YIMEN_DB_TEST(sentence, yimen::migrations::trail(), yimen::migrations::region(), yimen::migrations::organisation(), \
                yimen::migrations::party(), yimen::migrations::identity())

/// A small office behind a real server, and browsers that keep their cookie.
namespace yimen::identity::testing {

using platform::testing::HttpAnswer;
namespace json = boost::json;

inline const platform::FieldCipher cipher{std::string(32, 'k')};
inline const std::string password = "Mangguo#73";
inline const std::string id_of_wang = "450900196804120228";
inline const std::string id_of_li = "450900197909230137";

class Office {
 public:
  explicit Office(platform::Database& db, Options options = demo_options()) : database{db}, identity{Identity::open(db, cipher, std::move(options))} {
    identity->add_routes(routes);
    server.emplace(routes, db, identity->authenticator());
  }
  static Options demo_options() {
    Options options;
    options.require_otp_for_admins = false;
    options.show_sms_code = true;
    return options;
  }
  /// Roles of the product and the five people of tests/organisation/small.json, all with the same password.
  void staff() {
    REQUIRE(organisation::load_roles(database, std::string(YIMEN_SOURCE_DIR) + "/data"));
    const auto loaded = organisation::load_organisation(database, std::string(YIMEN_SOURCE_DIR) + "/server/kernel/identity/tests", "small");
    REQUIRE_MESSAGE(loaded, (loaded ? "" : loaded.error().detail));
    static const std::string hash = *platform::hash_password(password);
    database.transact([&](Tx& tx) {
      for (const auto& person : organisation::Organisation{}.staff_within(tx, 0, INT64_MAX))
        REQUIRE(create_staff_account(tx, cipher, platform::system_actor(),
                                     {.id = person.id, .login = person.login, .name = person.name, .region_code = person.region_code,
                                      .password_hash = hash, .must_change_password = false}));
      return true;
    });
  }
  UserId id_of(std::string_view login) {
    return database.read([&](Tx& tx) { return find_account(tx, login)->id; });
  }
  void sql(std::string_view text) {
    database.transact([&](Tx& tx) {
      tx.exec(text);
      return true;
    });
  }
  std::int64_t count(std::string_view text) {
    return database.read([&](Tx& tx) { return tx.scalar<std::int64_t>(text).value_or(0); });
  }

  platform::Database& database;
  std::unique_ptr<Identity> identity;
  platform::Routes routes;
  std::optional<platform::testing::TestServer> server;
};

class Browser {
 public:
  explicit Browser(Office& office) : office_{office} {}

  HttpAnswer call(std::string_view method, std::string_view path, const json::value& body = nullptr, std::string extra = {}) {
    platform::testing::HttpClient client{office_.server->port()};
    if (!cookie.empty()) extra += "Cookie: yimen_session=" + cookie + "\r\n";
    if (!csrf.empty()) extra += "X-CSRF-Token: " + csrf + "\r\n";
    std::string text;
    if (!body.is_null()) {
      text = platform::to_text(body);
      extra += "Content-Type: application/json\r\n";
    }
    auto answer = client.request(method, path, extra, text);
    const auto set = answer.header("set-cookie");
    if (set.starts_with("yimen_session=")) cookie = set.substr(14, set.find(';') - 14);
    if (!answer.body.empty() && answer.status < 300)
      if (const auto seen = answer.json(); seen.is_object() && seen.get_object().contains("csrf_token"))
        csrf = platform::text_or(seen.get_object(), "csrf_token");
    return answer;
  }
  HttpAnswer get(std::string_view path) { return call("GET", path); }
  HttpAnswer post(std::string_view path, const json::value& body = nullptr) { return call("POST", path, body); }
  HttpAnswer sign_in(std::string_view login, std::string_view word = password) {
    return post("/api/v1/session", {{"login", login}, {"password", word}});
  }
  std::string code_for(std::string_view phone, std::string_view purpose) {
    const auto answer = post("/api/v1/sms-codes", {{"phone", phone}, {"purpose", purpose}});
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return platform::text_or(answer.json().as_object(), "demo_code");
  }
  /// A person with the usual password; further members override the form.
  HttpAnswer register_person(std::string_view name, std::string_view id_number, std::string_view phone, std::string_view login) {
    return post("/api/v1/registrations", {{"kind", "person"}, {"name", name}, {"id_number", id_number}, {"phone", phone}, {"sms_code", code_for(phone, "register")},
                                          {"login", login}, {"password", password}, {"privacy_version", "2025-01"}});
  }

  std::string cookie, csrf;

 private:
  Office& office_;
};

inline std::string slug_of(const HttpAnswer& answer) {
  const auto type = platform::text_or(answer.json().as_object(), "type");
  return type;
}
/// The problem's type ends with the slug.
inline bool says(const HttpAnswer& answer, std::string_view slug) { return slug_of(answer).ends_with(slug); }

}  // namespace yimen::identity::testing
