#pragma once
#include <string>
#include <string_view>

#include "yimen/catalogue/types.h"

namespace yimen::catalogue {

/// Which of the code systems a printed code belongs to; others are kept as opaque text.
enum class CodeScheme { none, national_impl_31, handling_item_33, other };
CodeScheme scheme_of(std::string_view code);

/// GB 32100 check digit of a unified social credit code.
bool is_uscc(std::string_view code);

/// base_code (12) = catalogue of the province (2) + matter type (2) + department (2) + main item (3) + sub item (3).
std::string base_code(int province, MatterType, std::string_view category, int main_item, int sub_item);
/// impl_code (31) = credit code of the implementing body (18) + exercise level (1) + base_code (12); empty without code.
std::string impl_code(std::string_view uscc, int exercise_level, std::string_view base_code);
/// Two digits of a department category (市场监管); "99" for one without a number of its own.
std::string_view category_code(std::string_view category);

}  // namespace yimen::catalogue
