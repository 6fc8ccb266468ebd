#include <array>

#include <fmt/format.h>

#include "yimen/identity/accounts.h"
#include "yimen/platform/text.h"

namespace yimen::identity {

namespace {

/// Words that open every guessing list; compared after look-alikes are folded on both sides (0→o, 1→l, 3→e, 4→a, 5→s).
constexpr std::array<std::string_view, 24> weak_words{
    "password", "passwd",   "admin",    "administrator", "root",    "welcome", "qwerty", "qwertyuiop",
    "asdfgh",   "zxcvbn",   "1qaz",     "1qaz2wsx",      "iloveyou", "woaini",  "abc",    "letmein",
    "changeme", "master",   "zhengwu",  "guangxi",       "yulin",   "mima",    "test",   "guest"};

std::string fold_look_alikes(std::string_view password) {
  std::string folded;
  for (const char c : platform::fold_width(password)) switch (c) {
      case '0': folded += 'o'; break;
      case '1': case 'i': case '!': case '|': folded += 'l'; break;
      case '2': folded += 'z'; break;
      case '3': folded += 'e'; break;
      case '4': case '@': folded += 'a'; break;
      case '5': case '$': folded += 's'; break;
      default: folded += c;
    }
  return folded;
}

int classes_of(std::string_view password) {
  bool lower = false, upper = false, digit = false, other = false;
  for (const char c : password) {
    if (c >= 'a' && c <= 'z') lower = true;
    else if (c >= 'A' && c <= 'Z') upper = true;
    else if (c >= '0' && c <= '9') digit = true;
    else other = true;
  }
  return lower + upper + digit + other;
}

/// The longest stretch of one character repeated or of neighbours (4321, bcde).
std::size_t longest_run(std::string_view text) {
  std::size_t longest = text.empty() ? 0 : 1;
  for (const int step : {0, 1, -1}) {
    std::size_t run = 1;
    for (std::size_t i = 1; i < text.size(); ++i) {
      run = text[i] - text[i - 1] == step ? run + 1 : 1;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

/// Digits and signs around a weak word do not make it strong: what is left without the word must be long enough itself.
bool is_mostly_weak_word(std::string_view password) {
  const auto folded = fold_look_alikes(password);
  for (const auto word : weak_words)
    if (folded.size() < word.size() + 5 && folded.find(fold_look_alikes(word)) != std::string::npos) return true;
  return false;
}

}  // namespace

std::optional<std::string> password_problem(std::string_view password, std::string_view login, bool is_administrator) {
  const std::size_t least = is_administrator ? 12 : 8;
  const auto length = platform::count_characters(password);
  if (length < least) return fmt::format("密码至少{}位。", least);
  if (length > 128) return "密码最多128位。";
  if (password != platform::trim(password)) return "密码的开头和结尾不能是空格。";
  if (classes_of(password) < 3) return "密码应包含大写字母、小写字母、数字、符号中的至少三种。";
  const auto folded = platform::fold_width(password);
  const auto name = platform::fold_width(login);
  if (name.size() >= 4 && folded.find(name) != std::string::npos) return "密码中不能包含登录名。";
  if (longest_run(folded) >= 6) return "密码中不能有6位以上连续或重复的字符。";
  if (is_mostly_weak_word(password)) return "这个密码太常见，容易被猜到，请换一个。";
  return std::nullopt;
}

}  // namespace yimen::identity
