#include <algorithm>

#include <boost/json.hpp>

#include "yimen/forms/forms.h"
#include "yimen/party/checks.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::forms {

namespace json = boost::json;
using form::Kind;
using form::Shape;
using platform::Date;
using platform::Instant;
using platform::text_or;

namespace {

std::string text_of(const json::value& answer) { return answer.is_string() ? platform::trim(std::string_view(answer.as_string())) : ""; }

/// An answer that a check of the register of persons accepts.
template <class Check>
Kind checked_text(std::string words, Check check) {
  return {Shape::text, [words = std::move(words), check](const json::value& answer, Instant now) { return check(text_of(answer), platform::shanghai_date(now)) ? std::string{} : words; }};
}

/// Bank cards: 12–19 digits with the check digit of ISO/IEC 7812-1 Annex B.
bool is_bank_card(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
    else if (c != ' ') return false;
  if (digits.size() < 12 || digits.size() > 19) return false;
  int sum = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    int digit = digits[digits.size() - 1 - at] - '0';
    if (at % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

/// A place as text, or as {"region": "450902000000", "detail": "…"}.
std::string address_problem(const json::value& answer, Instant) {
  if (answer.is_string()) return platform::count_characters(text_of(answer)) <= 200 ? "" : "最多 200 个字。";
  if (!answer.is_object()) return "应为地址。";
  const auto region = text_or(answer.as_object(), "region");
  if (!region.empty() && (region.size() != 12 || !std::all_of(region.begin(), region.end(), [](char c) { return c >= '0' && c <= '9'; }))) return "的区划代码应为 12 位数字。";
  const auto length = platform::count_characters(text_or(answer.as_object(), "detail"));
  if (!length) return "请填写到门牌。";
  return length <= 200 ? "" : "最多 200 个字。";
}

/// 17 digits and a check character, as residents have them; the card of foreign permanent residents looks alike and begins with 9.
bool looks_like_id_number(std::string_view number) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return number.size() == 18 && number.front() != '9' && std::all_of(number.begin(), number.end() - 1, is_digit) && (is_digit(number.back()) || number.back() == 'X');
}
/// Persons may have a passport or another document, which the field does not ask for; organisations have one number.
std::string party_number_problem(std::string_view typed, bool is_person, Date today) {
  const auto number = party::normal_number(typed);
  if (number.empty()) return {};
  if (!is_person) return party::check_uscc(number) ? "" : "的统一社会信用代码不对，应为 18 位，请核对。";
  if (looks_like_id_number(number)) return party::check_id_number(number, today) ? "" : "的公民身份号码不对，请核对。";
  constexpr std::string_view any_other = "990";
  return party::check_id_no(any_other, number, today) ? "" : "的证件号码应为 5 至 30 位字母、数字，可含括号和连字符。";
}
std::string party_problem(const json::value& answer, Instant now) {
  const auto* party = answer.if_object();
  if (!party) return "应为一个人或一个单位。";
  const auto name = text_or(*party, "name");
  const bool is_person = text_or(*party, "kind", "person") == "person";
  if (is_person ? !party::check_person_name(name) : !party::check_organisation_name(name)) return "的名称不对，请核对。";
  return party_number_problem(text_or(*party, "id_no"), is_person, platform::shanghai_date(now));
}

std::string material_problem(const json::value& answer, Instant) {
  if (answer.is_string()) return {};
  const auto* file = answer.if_object();
  return file && !text_or(*file, "file_id").empty() ? "" : "请上传文件。";
}

form::Kinds government_kinds() {
  form::Kinds kinds;
  kinds.add("phone", checked_text("应为 11 位手机号。", [](const std::string& text, Date) { return party::check_phone(text).has_value(); }));
  kinds.add("id_number", checked_text("应为 18 位公民身份号码，请核对。", [](const std::string& text, Date today) { return party::check_id_number(text, today).has_value(); }));
  kinds.add("uscc", checked_text("应为 18 位统一社会信用代码，请核对。", [](const std::string& text, Date) { return party::check_uscc(text).has_value(); }));
  kinds.add("bank_card", checked_text("应为 12 至 19 位银行卡号，请核对。", [](const std::string& text, Date) { return is_bank_card(text); }));
  kinds.add("region", {Shape::text, {}});
  kinds.add("money", {Shape::number, {}});
  kinds.add("address", {Shape::object, address_problem});
  kinds.add("party", {Shape::object, party_problem});
  kinds.add("material", {Shape::object, material_problem, "上传"});
  kinds.add("signature", {Shape::object, material_problem, "签好并确认"});
  return kinds;
}

}  // namespace

const form::Kinds& kinds() {
  static const form::Kinds known = government_kinds();
  return known;
}

}  // namespace yimen::forms
