#include "pattern.h"

#include <memory>
#include <mutex>
#include <unordered_map>

#include <unicode/regex.h>

namespace yimen::form {

namespace {

/// Compiled once per pattern; matchers are made from it, since they are not shared by threads.
std::shared_ptr<const icu::RegexPattern> compiled(const std::string& pattern) {
  static std::mutex mutex;
  static std::unordered_map<std::string, std::shared_ptr<const icu::RegexPattern>> known;
  const std::lock_guard lock{mutex};
  if (const auto at = known.find(pattern); at != known.end()) return at->second;
  UErrorCode status = U_ZERO_ERROR;
  std::shared_ptr<const icu::RegexPattern> made{icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(pattern), 0, status)};
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
