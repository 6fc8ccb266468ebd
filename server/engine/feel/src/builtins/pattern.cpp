#include "builtins/pattern.h"

#include <list>
#include <optional>

namespace yimen::feel {

namespace {

/// Rewrites what XPath and ICU write differently: class subtraction, \i and \c, block names, $ at the very end, white
/// space with flag x; refuses what XPath refuses and ICU would take for something else.
class Translation {
 public:
  Translation(std::string_view pattern, bool multiline, bool ignores_space)
      : pattern_{pattern}, multiline_{multiline}, ignores_space_{ignores_space} {}

  std::optional<std::string> text() {
    for (; at_ < pattern_.size(); ++at_) take(pattern_[at_]);
    return is_wrong_ ? std::nullopt : std::optional{std::move(result_)};
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void take(char c) {
    if (c == '\\' && at_ + 1 < pattern_.size()) {
      // Flag x takes white space out before anything else is read, also behind a backslash.
      while (ignores_space_ && depth_ == 0 && at_ + 2 < pattern_.size() && is_space(pattern_[at_ + 1])) ++at_;
      return take_escape(pattern_[++at_]);
    }
    if (ignores_space_ && depth_ == 0 && is_space(c)) return;
    if (c == '[') {
      if (depth_ > 0 && !result_.empty() && result_.back() == '-')
        result_ += '-';  // [a-z-[aeiou]] is written with two dashes
      ++depth_;
    } else if (c == ']' && depth_ > 0) {
      --depth_;
    } else if (c == '$' && depth_ == 0 && !multiline_) {
      result_ += "\\z";
      return;
    } else if (c == '#' && ignores_space_) {
      result_ += '\\';
    }
    result_ += c;
  }

  void take_escape(char c) {
    const bool in_class = depth_ > 0;
    switch (c) {
      case 'i':
        result_ += in_class ? "\\p{L}_:" : "[\\p{L}_:]";
        return;
      case 'I':
        result_ += "[^\\p{L}_:]";
        return;
      case 'c':
        result_ += in_class ? "\\p{L}\\p{N}\\p{M}_:.·\\-" : "[\\p{L}\\p{N}\\p{M}_:.·\\-]";
        return;
      case 'C':
        result_ += "[^\\p{L}\\p{N}\\p{M}_:.·\\-]";
        return;
      default:
        break;
    }
    // A reference to a group makes no sense inside a class, and there is no group 0 to refer to.
    is_wrong_ = is_wrong_ || c == '0' || (in_class && c >= '1' && c <= '9');
    result_ += '\\';
    result_ += c;
    if ((c == 'p' || c == 'P') && pattern_.substr(at_ + 1).starts_with("{Is")) {
      result_ += "{In";
      at_ += 3;
    }
  }

  std::string_view pattern_;
  bool multiline_, ignores_space_;
  std::string result_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool is_wrong_ = false;
};

std::unique_ptr<icu::RegexPattern> compile(const std::string& pattern, const std::string& flags) {
  std::uint32_t options = UREGEX_UNIX_LINES;
  bool ignores_space = false, is_literal = false;
  for (const char flag : flags) {
    if (flag == 's')
      options |= UREGEX_DOTALL;
    else if (flag == 'm')
      options |= UREGEX_MULTILINE;
    else if (flag == 'i')
      options |= UREGEX_CASE_INSENSITIVE;
    else if (flag == 'x')
      ignores_space = true;
    else if (flag == 'q')
      is_literal = true;
    else
      return nullptr;
  }
  // ICU 72 ignores its own literal flag, so the text is quoted.
  std::string text;
  if (is_literal) {
    for (const char c : pattern) {
      if (std::string_view{"\\^$.|?*+()[]{}"}.find(c) != std::string_view::npos) text += '\\';
      text += c;
    }
  } else {
    auto translated = Translation{pattern, (options & UREGEX_MULTILINE) != 0, ignores_space}.text();
    if (!translated) return nullptr;
    text = std::move(*translated);
  }
  auto status = U_ZERO_ERROR;
  UParseError where{};
  std::unique_ptr<icu::RegexPattern> compiled{
      icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(text), options, where, status)};
  return U_SUCCESS(status) ? std::move(compiled) : nullptr;
}

struct Kept {
  std::string pattern, flags;
  std::unique_ptr<icu::RegexPattern> compiled;
};

}  // namespace

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
