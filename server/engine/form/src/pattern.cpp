#include "pattern.h"

#include <memory>
#include <mutex>
#include <unordered_map>

#include <unicode/regex.h>

namespace yimen::form {

namespace {

/// form-js' patterns are JavaScript's, where \d, \w and \s mean fewer characters than ICU gives them, and $ is the end alone.
std::string as_icu_reads_it(const std::string& pattern) {
  constexpr std::string_view spaces = "\\t\\n\\x0B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";
  std::string result;
  bool is_in_class = false;
  const auto add_set = [&](std::string_view content, bool is_negated) {
    result += is_negated ? "[^" : is_in_class ? "" : "[";
    result += content;
    result += is_negated || !is_in_class ? "]" : "";
  };
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    const char next = c == '\\' && at + 1 < pattern.size() ? pattern[++at] : '\0';
    if (next == 'd' || next == 'D') add_set("0-9", next == 'D');
    else if (next == 'w' || next == 'W') add_set("A-Za-z0-9_", next == 'W');
    else if (next == 's' || next == 'S') add_set(spaces, next == 'S');
    else if (next != '\0') result += {c, next};
    else if (c == '$' && !is_in_class) result += "\\z";
    else if (is_in_class && (c == '[' || c == '&')) result += {'\\', c};
    else result += c;
    if (next == '\0' && c == '[') is_in_class = true;
    if (next == '\0' && c == ']') is_in_class = false;
  }
  return result;
}

/// Compiled once per pattern; matchers are made from it, since they are not shared by threads.
std::shared_ptr<const icu::RegexPattern> compiled(const std::string& pattern) {
  static std::mutex mutex;
  static std::unordered_map<std::string, std::shared_ptr<const icu::RegexPattern>> known;
  const std::lock_guard lock{mutex};
  if (const auto at = known.find(pattern); at != known.end()) return at->second;
  UErrorCode status = U_ZERO_ERROR;
  std::shared_ptr<const icu::RegexPattern> made{icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(as_icu_reads_it(pattern)), 0, status)};
  if (U_FAILURE(status)) made.reset();
  if (known.size() > 2'000) known.clear();
  known.emplace(pattern, made);
  return made;
}

}  // namespace

bool is_pattern(const std::string& pattern) { return compiled(pattern) != nullptr; }

bool matches(const std::string& pattern, std::string_view text) {
  const auto expression = compiled(pattern);
  if (!expression) return true;  // a pattern nobody can read stops nobody; it is refused when the form is designed
  UErrorCode status = U_ZERO_ERROR;
  const auto subject = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const std::unique_ptr<icu::RegexMatcher> matcher{expression->matcher(subject, status)};
  if (U_FAILURE(status)) return false;
  matcher->setTimeLimit(200, status);  // ICU's steps, some milliseconds
  const bool found = matcher->find(status);
  return found && U_SUCCESS(status);
}

}  // namespace yimen::form
