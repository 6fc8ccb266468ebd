#pragma once
#include <string>
#include <string_view>

namespace yimen::document {

/// 玉农许受〔2026〕12号 – form of document numbers after 党政机关公文格式 GB/T 9704: six-sided brackets, no leading
/// zeros, no 第.
std::string document_number(std::string_view agency_mark, std::string_view number_word, int year, int serial);

/// 16 characters of an alphabet without 0 O 1 I: 80 random bits, nobody guesses one.
std::string new_verify_code();
/// What a person typed or a scanner read: spaces and hyphens out, capitals. "" when it cannot be a code.
std::string normal_verify_code(std::string_view typed);
/// ABCD-EFGH-JKLM-NPQR, as printed.
std::string printed_verify_code(std::string_view code);
/// Numbers as typed: (2026) [2026] 【2026】 count as 〔2026〕, spaces are dropped.
std::string normal_number(std::string_view typed);

/// 张*明 for a person, the whole name for an organisation. Law: 个人信息保护法 Art. 6 (only what the purpose needs).
std::string masked_applicant(std::string_view name);

}  // namespace yimen::document
