#include "domain/codes.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace yimen::catalogue {

namespace {

constexpr std::string_view credit_digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array credit_weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

constexpr std::array<std::pair<std::string_view, std::string_view>, 32> categories{{
    {"办公室", "01"},       {"民族宗教", "02"}, {"发展改革", "04"}, {"教育", "05"},     {"科技", "06"},     {"工业和信息化", "07"},
    {"公安", "09"},         {"民政", "11"},     {"司法", "12"},     {"财政", "13"},     {"人力资源社会保障", "14"},
    {"自然资源", "15"},     {"生态环境", "16"}, {"住房城乡建设", "17"}, {"交通运输", "18"}, {"水利", "19"}, {"农业农村", "20"},
    {"商务", "21"},         {"文化旅游", "22"}, {"卫生健康", "23"}, {"退役军人", "24"}, {"应急管理", "25"}, {"审计", "26"},
    {"税务", "30"},         {"市场监管", "31"}, {"广播电视", "32"}, {"体育", "33"},     {"医疗保障", "36"}, {"林业", "64"},
    {"档案", "70"},         {"行政审批", "71"}, {"气象", "54"},
}};

bool is_level(char c) { return c >= '1' && c <= '7'; }

}  // namespace

bool is_uscc(std::string_view code) {
  if (code.size() != 18) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const auto value = credit_digits.find(code[i]);
    if (value == credit_digits.npos) return false;
    sum += static_cast<int>(value) * credit_weights[i];
  }
  return code[17] == credit_digits[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

CodeScheme scheme_of(std::string_view code) {
  if (code.empty()) return CodeScheme::none;
  if (code.size() == 31 && is_uscc(code.substr(0, 18)) && is_level(code[18])) return CodeScheme::national_impl_31;
  if (code.size() == 33 && is_uscc(code.substr(0, 18)) && is_level(code[18])) return CodeScheme::handling_item_33;
  return CodeScheme::other;
}

std::string_view category_code(std::string_view category) {
  const auto found = std::find_if(categories.begin(), categories.end(), [&](auto& entry) { return entry.first == category; });
  return found == categories.end() ? "99" : found->second;
}

std::string base_code(int province, MatterType type, std::string_view category, int main_item, int sub_item) {
  return fmt::format("{:02}{}{}{:03}{:03}", province, national_code(type), category_code(category), main_item, sub_item);
}

std::string impl_code(std::string_view uscc, int exercise_level, std::string_view base_code) {
  if (uscc.empty()) return {};
  return fmt::format("{}{}{}", uscc, exercise_level, base_code);
}

}  // namespace yimen::catalogue
