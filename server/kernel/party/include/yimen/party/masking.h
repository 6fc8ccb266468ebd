#pragma once
#include <string>
#include <string_view>

/// What everybody sees of personal data unless an audited request unmasks it. Works on characters, not bytes.
namespace yimen::party {

std::string mask_name(std::string_view name);        ///< 张* · 张*明 · 欧**华; 1 character stays
std::string mask_id_no(std::string_view id_no);      ///< 110105********002X; short numbers keep first and last
std::string mask_phone(std::string_view phone);      ///< 138****1234
std::string mask_address(std::string_view address);  ///< up to the town or village, then ****
std::string mask_email(std::string_view email);      ///< z***@example.cn
std::string mask_bank_card(std::string_view card);   ///< 622202*********1234
/// Replaces every id-number or phone-like run inside running text; for publishing jobs and outgoing message lists.
std::string mask_text(std::string_view text);
/// True when `text` holds an unmasked id number or phone: publication refuses it.
bool has_unmasked_number(std::string_view text);

}  // namespace yimen::party
