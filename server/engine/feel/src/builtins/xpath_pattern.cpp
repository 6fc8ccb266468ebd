#include "builtins/xpath_pattern.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <unicode/uniset.h>

namespace yimen::feel {

namespace {

constexpr int deepest = 200;

constexpr std::string_view categories[] = {"L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl",
                                           "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp",
                                           "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn"};

/// What \s, \i, \c, \d and \w stand for (XML Schema part 2, appendix G).
const char16_t* content_of(char32_t letter) {
  switch (letter) {
    case U's':
      return u"[\\u0020\\t\\n\\r]";
    case U'i':
      return u"[\\:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D"
             u"\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF]";
    case U'c':
      return u"[\\-.0-9\\:A-Z_a-z\\u00B7\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D"
             u"\\u203F-\\u2040\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD"
             u"\\U00010000-\\U000EFFFF]";
    case U'd':
      return u"[\\p{Nd}]";
    default:
      return u"[^\\p{P}\\p{Z}\\p{C}]";
  }
}

bool is_one_of(char32_t sign, std::u32string_view signs) {
  return signs.find(sign) != std::u32string_view::npos;
}

bool is_digit(char32_t sign) {
  return sign >= U'0' && sign <= U'9';
}

/// Flag x takes white space out before anything else is read; only what stands in a class keeps its own.
std::u32string without_spaces(const std::u32string& pattern) {
  std::u32string result;
  int depth = 0;
  bool is_escaped = false;
  for (const auto sign : pattern) {
    if (depth == 0 && is_one_of(sign, U" \t\n\r")) continue;
    result += sign;
    if (!is_escaped && sign == U'[') ++depth;
    if (!is_escaped && sign == U']' && depth > 0) --depth;
    is_escaped = !is_escaped && sign == U'\\';
  }
  return result;
}

class Translation {
 public:
  Translation(std::u32string pattern, const PatternFlags& flags) : pattern_{std::move(pattern)}, flags_{flags} {}

  std::optional<icu::UnicodeString> result() {
    expression(0);
    if (failed_ || at_ < pattern_.size()) return std::nullopt;
    return std::move(out_);
  }

 private:
  char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : U'\0'; }
  bool at_end() const { return failed_ || at_ >= pattern_.size(); }
  bool accept(char32_t sign) {
    if (at_end() || pattern_[at_] != sign) return false;
    return ++at_, true;
  }
  void fail() { failed_ = true; }

  void expression(int depth) {
    if (depth > deepest) return fail();
    while (!at_end() && peek() != U')') {
      if (accept(U'|'))
        out_ += u'|';
      else
        piece(depth);
    }
  }

  void piece(int depth) {
    atom(depth);
    if (at_end()) return;
    if (is_one_of(peek(), U"?*+"))
      out_ += static_cast<UChar32>(pattern_[at_++]);
    else if (peek() == U'{')
      repetition();
    else
      return;
    if (accept(U'?')) out_ += u'?';
  }

  /// {3}, {3,} or {3,5}
  void repetition() {
    const auto number = [this] {
      std::string digits;
      while (is_digit(peek())) digits += static_cast<char>(pattern_[at_++]);
      if (digits.empty() || digits.size() > 6) fail();
      return failed_ ? 0 : std::stoi(digits);
    };
    ++at_;
    const auto least = number();
    out_ += icu::UnicodeString::fromUTF8("{" + std::to_string(least));
    if (accept(U',')) {
      out_ += u',';
      if (peek() != U'}') {
        const auto most = number();
        if (most < least) fail();
        out_ += icu::UnicodeString::fromUTF8(std::to_string(most));
      }
    }
    if (!accept(U'}')) fail();
    out_ += u'}';
  }

  void atom(int depth) {
    const auto sign = pattern_[at_++];
    switch (sign) {
      case U'(':
        return group(depth);
      case U'[': {
        const auto set = char_class(depth);
        return add(set);
      }
      case U'.':
        out_ += flags_.dot_matches_all ? u"[\\u0000-\\U0010FFFF]" : u"[^\\n\\r]";
        return;
      case U'^':
        out_ += flags_.multiline ? u"(?:\\A|(?<=\\n)(?!\\z))" : u"\\A";
        return;
      case U'$':
        out_ += flags_.multiline ? u"(?:(?=\\n)|\\z)" : u"\\z";
        return;
      case U'\\':
        return escape_outside();
      default:
        return is_one_of(sign, U"?*+{}])") ? fail() : add_literal(sign);
    }
  }

  void group(int depth) {
    const bool captures = peek() != U'?';
    if (!captures && peek(1) != U':') return fail();
    if (!captures) at_ += 2;
    const auto number = captures ? ++groups_ : 0;
    if (captures) is_closed_.push_back(false);
    out_ += captures ? u"(" : u"(?:";
    expression(depth + 1);
    if (!accept(U')')) return fail();
    if (captures) is_closed_[static_cast<std::size_t>(number - 1)] = true;
    out_ += u')';
  }

  void escape_outside() {
    if (!is_digit(peek())) return at_end() ? fail() : add(escaped_set());
    // As many digits as there are groups for; the group must be closed already.
    std::size_t number = 0;
    if (peek() == U'0') return fail();
    while (is_digit(peek()) && number * 10 + (peek() - U'0') <= is_closed_.size())
      number = number * 10 + (pattern_[at_++] - U'0');
    if (number == 0 || !is_closed_[number - 1]) return fail();
    out_ += icu::UnicodeString::fromUTF8("(?:\\" + std::to_string(number) + ")");
  }

  /// What stands behind a backslash, as a set of characters.
  icu::UnicodeSet escaped_set() {
    const auto sign = at_end() ? U'\0' : pattern_[at_++];
    if (const auto single = single_escape(sign)) return variants_of(*single, *single);
    if (is_one_of(sign, U"sicdw")) return set_from(content_of(sign));
    if (is_one_of(sign, U"SICDW")) return set_from(content_of(sign + (U'a' - U'A'))).complement();
    if (sign == U'p') return property();
    if (sign == U'P') return property().complement();
    fail();
    return {};
  }

  static std::optional<char32_t> single_escape(char32_t sign) {
    if (sign == U'n') return U'\n';
    if (sign == U'r') return U'\r';
    if (sign == U't') return U'\t';
    return sign != U'\0' && is_one_of(sign, U"\\|.?*+(){}-[]^$") ? std::optional{sign} : std::nullopt;
  }

  /// {Lu} or {IsBasicLatin}; names are exact, other than ICU's.
  icu::UnicodeSet property() {
    std::string name;
    if (!accept(U'{')) fail();
    while (!at_end() && peek() < 0x80 && peek() != U'}') name += static_cast<char>(pattern_[at_++]);
    if (!accept(U'}')) fail();
    icu::UnicodeSet set;
    auto status = U_ZERO_ERROR;
    if (std::find(std::begin(categories), std::end(categories), name) != std::end(categories))
      set.applyPropertyAlias(u"gc", icu::UnicodeString::fromUTF8(name), status);
    else if (name.starts_with("Is") && name.find_first_of(" _") == std::string::npos)
      set.applyPropertyAlias(u"blk", icu::UnicodeString::fromUTF8(name.substr(2)), status);
    else
      fail();
    if (U_FAILURE(status)) fail();
    return set;
  }

  static icu::UnicodeSet set_from(const char16_t* content) {
    auto status = U_ZERO_ERROR;
    return {icu::UnicodeString{content}, status};
  }

  icu::UnicodeSet variants_of(char32_t first, char32_t last) const {
    icu::UnicodeSet set{static_cast<UChar32>(first), static_cast<UChar32>(last)};
    if (flags_.ignores_case) set.closeOver(USET_CASE_INSENSITIVE).removeAllStrings();
    return set;
  }

  /// A class behind its [, with what is taken away from it: [a-z-[aeiou]]. Case variants come to single characters and
  /// ranges only, before the set is turned round.
  icu::UnicodeSet char_class(int depth) {
    icu::UnicodeSet set;
    if (depth > deepest) fail();
    const bool is_negated = accept(U'^');
    bool is_empty = true;
    while (!at_end() && peek() != U']') {
      if (!is_empty && peek() == U'-' && peek(1) == U'[') {
        at_ += 2;
        if (is_negated) set.complement();
        set.removeAll(char_class(depth + 1));
        if (peek() != U']') fail();
        return ++at_, set;
      }
      member(set);
      is_empty = false;
    }
    if (!accept(U']') || is_empty) fail();
    return is_negated ? set.complement() : set;
  }

  void member(icu::UnicodeSet& set) {
    auto first = pattern_[at_++];
    if (first == U'[') return fail();
    if (first == U'\\') {
      const auto single = single_escape(peek());
      if (!single) {
        set.addAll(escaped_set());
        return;
      }
      ++at_;
      first = *single;
    }
    auto last = first;
    if (peek() == U'-' && !is_one_of(peek(1), U"[]") && at_ + 1 < pattern_.size()) {
      ++at_;
      last = pattern_[at_++];
      if (last == U'\\') last = single_escape(peek()).value_or(U'\0'), ++at_;
    }
    if (last < first) return fail();
    set.addAll(variants_of(first, last));
  }

  void add_literal(char32_t sign) {
    if (flags_.ignores_case) return add(variants_of(sign, sign));
    if (sign < 0x80 && !(sign >= U'a' && sign <= U'z') && !(sign >= U'A' && sign <= U'Z') && !is_digit(sign))
      out_ += u'\\';
    out_ += static_cast<UChar32>(sign);
  }

  /// The sets hold their case variants; ICU itself heeds case only for references to groups.
  void add(const icu::UnicodeSet& set) {
    if (flags_.ignores_case) out_ += u"(?-i:";
    icu::UnicodeString text;
    out_ += set.isEmpty() ? icu::UnicodeString{u"[^\\u0000-\\U0010FFFF]"} : set.toPattern(text, true);
    if (flags_.ignores_case) out_ += u')';
  }

  std::u32string pattern_;
  PatternFlags flags_;
  std::size_t at_ = 0;
  int groups_ = 0;
  std::vector<bool> is_closed_;
  bool failed_ = false;
  icu::UnicodeString out_;
};

}  // namespace

std::optional<icu::UnicodeString> translate_pattern(std::string_view pattern, const PatternFlags& flags) {
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece{pattern.data(), static_cast<std::int32_t>(pattern.size())});
  std::u32string points;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    points += static_cast<char32_t>(text.char32At(i));
  return Translation{flags.ignores_space ? without_spaces(points) : std::move(points), flags}.result();
}

}  // namespace yimen::feel
