#include "yimen/platform/testing/db_fixture.h"

#include <boost/json.hpp>

#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/sms/sms.h"

using namespace yimen;

namespace {
const platform::FieldCipher cipher{std::string(32, 'k')};

std::string event_of(std::string_view phone, std::string_view text) {
  return platform::to_text(boost::json::object{{"phone", cipher.encrypt(phone)}, {"text", cipher.encrypt(text)}, {"purpose", "code"}});
}
}  // namespace

YIMEN_DB_TEST("the local adapter keeps one message for an event that is delivered twice", migrations::sms()) {
  auto adapter = sms::open_adapter(db, cipher, {});
  REQUIRE(adapter);
  const auto body = event_of("13807750001", "验证码123456");
  REQUIRE(sms::deliver(**adapter, cipher, 7, body));
  REQUIRE(sms::deliver(**adapter, cipher, 7, body));
  REQUIRE(sms::deliver(**adapter, cipher, 8, body));
  CHECK(db.read([](platform::Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from sms_outgoing"); }) == 2);
}

YIMEN_DB_TEST("what the local adapter keeps holds neither phone nor code in clear", migrations::sms()) {
  auto adapter = sms::open_adapter(db, cipher, {});
  REQUIRE(sms::deliver(**adapter, cipher, 7, event_of("13807750001", "验证码123456")));
  db.read([](platform::Tx& tx) {
    tx.each("select phone_sealed, text_sealed from sms_outgoing", [](const platform::Row& row) {
      CHECK(row.get<std::string>(0).find("1380775") == std::string::npos);
      CHECK(row.get<std::string>(1).find("123456") == std::string::npos);
    });
  });
}

YIMEN_DB_TEST("an adapter nobody has registered is refused by name and the known ones are listed", migrations::sms()) {
  const auto adapter = sms::open_adapter(db, cipher, {.adapter = "pigeon", .options = {}});
  REQUIRE_FALSE(adapter);
  CHECK(adapter.error().slug == "sms/adapter-unknown");
  CHECK(adapter.error().detail.find("local") != std::string::npos);
}

YIMEN_DB_TEST("an event sealed with another key is refused and nothing is kept", migrations::sms()) {
  auto adapter = sms::open_adapter(db, cipher, {});
  const platform::FieldCipher other{std::string(32, 'x')};
  const auto body = platform::to_text(boost::json::object{{"phone", other.encrypt("13807750001")}, {"text", other.encrypt("a")}, {"purpose", "code"}});
  CHECK_FALSE(sms::deliver(**adapter, cipher, 9, body));
  CHECK(db.read([](platform::Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from sms_outgoing"); }) == 0);
}
