#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "yimen/platform/time.h"

/// Time-based one-time passwords: six digits, 30 seconds, HMAC-SHA-1 as every authenticator app has it. Source: RFC 6238.
namespace yimen::identity::totp {

std::int64_t step_at(platform::Instant);
std::string code_at(std::string_view secret, std::int64_t step, int digits = 6);
/// The step a code belongs to: the current one or a neighbour, later than `last_step`. nullopt: wrong, old or used.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, platform::Instant now, std::int64_t last_step);
/// RFC 4648 base 32 without padding, for typing by hand.
std::string to_base32(std::string_view bytes);
/// What the QR code says: otpauth://totp/….
std::string enrolment_uri(std::string_view issuer, std::string_view login, std::string_view secret);

}  // namespace yimen::identity::totp
