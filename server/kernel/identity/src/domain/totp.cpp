#include "domain/totp.h"

#include <fmt/format.h>

#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::identity::totp {

std::int64_t step_at(platform::Instant now) { return platform::millis(now) / 30'000; }

std::string code_at(std::string_view secret, std::int64_t step, int digits) {
  std::string counter(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8) counter[static_cast<std::size_t>(i)] = static_cast<char>(step & 0xff);
  const auto mac = platform::hmac_sha1(secret, counter);
  const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(mac[at])); };
  const std::size_t offset = byte(19) & 0x0f;
  const std::uint32_t value = (byte(offset) & 0x7f) << 24 | byte(offset + 1) << 16 | byte(offset + 2) << 8 | byte(offset + 3);
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", value % modulus, digits);
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, platform::Instant now, std::int64_t last_step) {
  const auto current = step_at(now);
  std::optional<std::int64_t> found;
  for (const auto step : {current - 1, current, current + 1})
    if (platform::equal_constant_time(code_at(secret, step), code) && step > last_step) found = step;
  return found;
}

std::string to_base32(std::string_view bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char c : bytes) {
    pending = (pending << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(pending >> (bits - 5)) & 31];
  }
  if (bits > 0) text += alphabet[(pending << (5 - bits)) & 31];
  return text;
}

std::string enrolment_uri(std::string_view issuer, std::string_view login, std::string_view secret) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30", platform::url_encode(issuer),
                     platform::url_encode(login), to_base32(secret), platform::url_encode(issuer));
}

}  // namespace yimen::identity::totp
