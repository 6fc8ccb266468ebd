#include "builtins/pattern.h"

#include <list>
#include <optional>

#include "builtins/xpath_pattern.h"

namespace yimen::feel {

namespace {

std::optional<PatternFlags> flags_of(std::string_view letters) {
  PatternFlags flags;
  for (const char letter : letters) {
    if (letter == 's')
      flags.dot_matches_all = true;
    else if (letter == 'm')
      flags.multiline = true;
    else if (letter == 'i')
      flags.ignores_case = true;
    else if (letter == 'x')
      flags.ignores_space = true;
    else if (letter != 'q')
      return std::nullopt;
  }
  return flags;
}

/// With flag q every sign stands for itself.
std::string literal_pattern(const std::string& pattern) {
  std::string text;
  for (const char c : pattern) {
    if (std::string_view{"\\^$.|?*+()[]{}"}.find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text;
}

std::unique_ptr<icu::RegexPattern> compile(const std::string& pattern, const std::string& letters) {
  auto flags = flags_of(letters);
  if (!flags) return nullptr;
  const bool is_literal = is_literal_pattern(letters);
  if (is_literal) flags->ignores_space = false;
  const auto translated = translate_pattern(is_literal ? literal_pattern(pattern) : pattern, *flags);
  if (!translated) return nullptr;
  auto status = U_ZERO_ERROR;
  UParseError where{};
  const std::uint32_t options = flags->ignores_case ? UREGEX_CASE_INSENSITIVE : 0;
  std::unique_ptr<icu::RegexPattern> compiled{icu::RegexPattern::compile(*translated, options, where, status)};
  return U_SUCCESS(status) ? std::move(compiled) : nullptr;
}

struct Kept {
  std::string pattern, flags;
  std::unique_ptr<icu::RegexPattern> compiled;
};

}  // namespace

bool is_literal_pattern(std::string_view flags) {
  return flags.find('q') != std::string_view::npos;
}

const icu::RegexPattern* find_pattern(const std::string& pattern, const std::string& flags) {
  constexpr std::size_t most_kept = 32, longest = 4'000;
  thread_local std::list<Kept> kept;  // latest first
  for (auto entry = kept.begin(); entry != kept.end(); ++entry)
    if (entry->pattern == pattern && entry->flags == flags) {
      kept.splice(kept.begin(), kept, entry);
      return entry->compiled.get();
    }
  if (pattern.size() > longest) return nullptr;
  kept.push_front({pattern, flags, compile(pattern, flags)});
  if (kept.size() > most_kept) kept.pop_back();
  return kept.front().compiled.get();
}

}  // namespace yimen::feel
