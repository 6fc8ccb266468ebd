#include <set>

#include <doctest/doctest.h>

#include "domain/totp.h"
#include "service/context.h"
#include "yimen/platform/time.h"

using namespace yimen;

TEST_CASE("one-time passwords are those of RFC 6238, appendix B") {
  const std::string secret = "12345678901234567890";
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                                                          {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : vectors) CHECK(identity::totp::code_at(secret, seconds / 30, 8) == code);
}

TEST_CASE("a one-time password is good for the neighbouring half minutes and only once") {
  const std::string secret = "12345678901234567890";
  const auto now = platform::from_millis(1'750'000'000'000);
  const auto step = identity::totp::step_at(now);
  for (const int off : {-1, 0, 1}) CHECK(identity::totp::matching_step(secret, identity::totp::code_at(secret, step + off), now, 0) == step + off);
  for (const int off : {-2, 2}) CHECK_FALSE(identity::totp::matching_step(secret, identity::totp::code_at(secret, step + off), now, 0));
  CHECK_FALSE(identity::totp::matching_step(secret, identity::totp::code_at(secret, step), now, step));
  CHECK_FALSE(identity::totp::matching_step(secret, "", now, 0));
}

TEST_CASE("base 32 is that of RFC 4648 without padding") {
  CHECK(identity::totp::to_base32("") == "");
  CHECK(identity::totp::to_base32("f") == "MY");
  CHECK(identity::totp::to_base32("foob") == "MZXW6YQ");
  CHECK(identity::totp::to_base32("foobar") == "MZXW6YTBOI");
}

TEST_CASE("a password of eight characters from three classes will do, unless it is easy to guess") {
  for (const auto* good : {"Mangguo#73", "xK7-pQ2-vB", "南宁Ab12cd34", "Tr0ub4dor&3"}) CHECK_FALSE(identity::password_problem(good, "wangxiulan", false));
  for (const auto* bad : {"Ab1#", "mangguo73", "MANGGUO73", "12345678", "Password1", "P@ssw0rd1", "Admin@123", "Yulin#1a", "Qwerty12#", "Wangxiulan#1",
                          "Aa1111111#", "Aa123456#", " Mangguo#73", "Welcome1!"})
    CHECK_MESSAGE(identity::password_problem(bad, "wangxiulan", false), bad);
}

TEST_CASE("an administrator's password has twelve characters") {
  CHECK(identity::password_problem("Mangguo#73", "sysadmin", true));
  CHECK_FALSE(identity::password_problem("Mangguo#73-Li", "sysadmin", true));
}

TEST_CASE("one-time passwords meet the strictest rule and do not repeat") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto password = identity::one_time_password();
    CHECK_MESSAGE(!identity::password_problem(password, "sysadmin", true), password);
    CHECK(password.find_first_of("0O1lI") == std::string::npos);
    seen.insert(password);
  }
  CHECK(seen.size() == 200);
}

TEST_CASE("an address is throttled after fifty failures and free again ten minutes later") {
  identity::AddressThrottle throttle;
  const auto now = platform::from_millis(1'750'000'000'000);
  for (int i = 0; i < identity::AddressThrottle::most_failures; ++i) {
    CHECK_FALSE(throttle.is_blocked("10.0.0.1", now));
    throttle.count("10.0.0.1", now);
  }
  CHECK(throttle.is_blocked("10.0.0.1", now));
  CHECK_FALSE(throttle.is_blocked("10.0.0.2", now));
  CHECK_FALSE(throttle.is_blocked("10.0.0.1", now + std::chrono::minutes{10}));
}
