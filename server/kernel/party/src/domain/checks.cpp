#include "yimen/party/checks.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::party {

using platform::Date;
using platform::ErrorCode;
using platform::fail;
using platform::Result;

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// First two digits of GB/T 2260: provinces and, for people who came from there, 71 台湾 81 香港 82 澳门.
bool is_province(int code) {
  static constexpr std::array ranges{std::pair{11, 15}, std::pair{21, 23}, std::pair{31, 37}, std::pair{41, 46},
                                     std::pair{50, 54}, std::pair{61, 65}, std::pair{71, 71}, std::pair{81, 82}};
  return std::any_of(ranges.begin(), ranges.end(), [&](auto range) { return code >= range.first && code <= range.second; });
}

/// ISO 7064 MOD 11-2.
char id_check_character(std::string_view first_17) {
  static constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (first_17[i] - '0') * weights[i];
  return "10X98765432"[sum % 11];
}

auto refuse(std::string slug, std::string detail,
            boost::source_location where = BOOST_CURRENT_LOCATION) {
  return fail(ErrorCode::invalid_input, std::move(slug), std::move(detail), {}, where);
}

}  // namespace

std::string normal_number(std::string_view text) {
  std::string out;
  for (const char32_t c : platform::to_utf32(text)) {
    char32_t half = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    if (half == U' ' || half == 0x3000 || half == 0x00A0 || half == U'\t' || (half >= 0x200B && half <= 0x200D) || half == 0xFEFF)
      continue;
    if (half >= U'a' && half <= U'z') half -= 0x20;
    out += platform::to_utf8(std::u32string_view(&half, 1));
  }
  return out;
}

Date birth_date_of(std::string_view id) {
  return Date{std::chrono::year{number_of(id.substr(6, 4))}, std::chrono::month{static_cast<unsigned>(number_of(id.substr(10, 2)))},
              std::chrono::day{static_cast<unsigned>(number_of(id.substr(12, 2)))}};
}

bool is_under_14(std::string_view id_number, Date on) {
  const auto birth = birth_date_of(id_number);
  // Somebody born on 29 February turns fourteen on 1 March of a common year.
  return birth.year() + std::chrono::years{14} > on.year() ||
         (birth.year() + std::chrono::years{14} == on.year() &&
          std::pair{birth.month(), birth.day()} > std::pair{on.month(), on.day()});
}

Result<std::string> check_id_number(std::string_view text, Date today) {
  const auto id = normal_number(text);
  if (id.size() == 15 && is_digits(id))
    return refuse("party/id-number-15", "15位身份证号码自2013年起停止使用，请填写18位公民身份号码。");
  if (id.size() != 18) return refuse("party/id-number-length", "公民身份号码应为 18 位，请核对后重新填写。");
  if (!is_digits(std::string_view(id).substr(0, 17)) || !(is_digits(id.substr(17)) || id[17] == 'X'))
    return refuse("party/id-number-characters", "公民身份号码前17位应为数字，最后一位为数字或X。");
  if (!is_province(number_of(id.substr(0, 2))))
    return refuse("party/id-number-region", "公民身份号码开头的行政区划代码不存在，请核对。");
  const auto birth = birth_date_of(id);
  if (!birth.ok() || birth.year() < std::chrono::year{1900} || birth > today)
    return refuse("party/id-number-birth-date", "公民身份号码中的出生日期不存在或晚于今天，请核对。");
  if (id_check_character(id) != id[17])
    return refuse("party/id-number-check", "公民身份号码校验位不正确，请逐位核对是否输错。");
  return id;
}

Result<std::string> check_uscc(std::string_view text) {
  static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  const auto code = normal_number(text);
  if (code.size() != 18) return refuse("party/uscc-length", "统一社会信用代码应为 18 位，请核对后重新填写。");
  int sum = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const auto value = alphabet.find(code[i]);
    if (value == std::string_view::npos)
      return refuse("party/uscc-characters", "统一社会信用代码只含数字和大写字母，不使用 I、O、S、V、Z，请核对。");
    if (i < weights.size()) sum += static_cast<int>(value) * weights[i];
  }
  if (std::string_view("123456789ANY").find(code[0]) == std::string_view::npos || !is_digits(code.substr(2, 6)))
    return refuse("party/uscc-prefix", "统一社会信用代码开头的登记部门或行政区划不正确，请核对。");
  // The organisation code inside is not held against GB 11714: codes given out with a wrong inner digit are in use.
  if (alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)] != code[17])
    return refuse("party/uscc-check", "统一社会信用代码校验位不正确，请逐位核对是否输错。");
  return code;
}

Result<std::string> check_id_no(std::string_view id_type, std::string_view text, Date today) {
  if (id_type == "111") return check_id_number(text, today);
  if (id_type == "uscc") return check_uscc(text);
  if (id_type.size() != 3 || !is_digits(id_type))
    return refuse("party/id-type", "证件类型不在可选范围内，请重新选择。");
  const auto number = normal_number(text);
  const bool is_plain = std::all_of(number.begin(), number.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '(' || c == ')';
  });
  if (number.size() < 5 || number.size() > 30 || !is_plain)
    return refuse("party/id-no", "证件号码应为 5 至 30 位字母、数字，可含括号和连字符。");
  return number;
}

Result<std::string> check_phone(std::string_view text) {
  std::string phone = normal_number(text);
  std::erase_if(phone, [](char c) { return c == '-' || c == '(' || c == ')'; });
  if (phone.starts_with("+86")) phone.erase(0, 3);
  else if (phone.size() == 13 && phone.starts_with("86")) phone.erase(0, 2);
  else if (phone.size() == 15 && phone.starts_with("0086")) phone.erase(0, 4);
  if (phone.size() != 11 || !is_digits(phone) || phone[0] != '1' || phone[1] < '3')
    return refuse("party/phone", "手机号码应为 11 位数字，以 13 至 19 开头，请核对。");
  return phone;
}

}  // namespace yimen::party
