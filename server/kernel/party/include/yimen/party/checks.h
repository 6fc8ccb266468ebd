#pragma once
#include <string>
#include <string_view>

#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

/// Numbers and names as people type them. Each function returns the stored form (trimmed, half-width, upper case) or
/// invalid_input with a sentence that says what is wrong; none of them logs or repeats the value.
namespace yimen::party {

/// 公民身份号码, 18 characters: region prefix, existing birth date not after `today`, ISO 7064 MOD 11-2 check character.
/// Old numbers of abolished counties stay valid, so only the first two digits are held against the list of provinces.
/// Source: GB 11643—1999.
platform::Result<std::string> check_id_number(std::string_view text, platform::Date today);

/// 统一社会信用代码, 18 characters of a 31-letter alphabet with MOD 31 check character. Source: GB 32100—2015.
platform::Result<std::string> check_uscc(std::string_view text);

/// Any other id type (GA/T 2000.156 code): 5–30 letters, digits, hyphens or brackets; 111 is checked as an id number.
platform::Result<std::string> check_id_no(std::string_view id_type, std::string_view text, platform::Date today);

/// 中国大陆手机号: 11 digits, 1[3-9]…; spaces, hyphens and a leading +86 are taken off.
platform::Result<std::string> check_phone(std::string_view text);

/// Name of a person: 1–50 characters of scripts people bear names in, with · in minority names (every look-alike dot is
/// stored as U+00B7), rare characters of every plane kept as they are. Emoji, control and private-use characters refused.
platform::Result<std::string> check_person_name(std::string_view text);

/// Name of an enterprise or other organisation: 2–120 characters, same characters plus brackets, digits and & .
platform::Result<std::string> check_organisation_name(std::string_view text);

/// A number as typed → as stored and hashed: half-width, upper case, without blanks. No check.
std::string normal_number(std::string_view text);

/// Birth date inside a valid id number.
platform::Date birth_date_of(std::string_view id_number);
/// True for a person below 14 on that day. Law: 个人信息保护法 Art. 31.
bool is_under_14(std::string_view id_number, platform::Date on);

}  // namespace yimen::party
