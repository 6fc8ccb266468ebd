#include "builtins/builtin.h"
#include "builtins/pattern.h"

/// matches, replace, split, extract: patterns of XPath. Matching is bounded in time and stack, so a pattern that
/// explodes ends as null.
namespace yimen::feel {

namespace {

constexpr std::int32_t most_effort = 500;  // ICU's units, about a millisecond each
constexpr std::int32_t most_stack = 4 * 1024 * 1024;

std::string to_utf8(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

class Search {
 public:
  Search(const Value& input, const Value& pattern, const Value& flags)
      : text_{icu::UnicodeString::fromUTF8(input.string())} {
    static const std::string no_flags;
    const auto* compiled = find_pattern(pattern.string(), flags.is_null() ? no_flags : flags.string());
    if (compiled == nullptr) return;
    matcher_.reset(compiled->matcher(text_, status_));
    matcher_->setTimeLimit(most_effort, status_);
    matcher_->setStackLimit(most_stack, status_);
  }
  bool is_usable() const { return matcher_ != nullptr && U_SUCCESS(status_); }
  /// XPath refuses patterns that match nothing at all, where matches are replaced or split at.
  bool matches_empty() {
    const icu::UnicodeString empty;
    matcher_->reset(empty);
    const bool result = matcher_->find(status_);
    matcher_->reset(text_);
    return result;
  }
  bool find() { return matcher_->find(status_); }
  std::int32_t start() { return matcher_->start(status_); }
  std::int32_t end() { return matcher_->end(status_); }
  std::int32_t groups() const { return matcher_->groupCount(); }
  icu::UnicodeString group(std::int32_t number) {
    return number > groups() ? icu::UnicodeString{} : matcher_->group(number, status_);
  }
  const icu::UnicodeString& text() const { return text_; }

 private:
  icu::UnicodeString text_;
  UErrorCode status_ = U_ZERO_ERROR;
  std::unique_ptr<icu::RegexMatcher> matcher_;
};

bool are_strings(Arguments arguments, std::size_t needed, std::size_t optional) {
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!arguments[i].is(Kind::string) && (i < needed || i >= needed + optional || !arguments[i].is_null()))
      return false;
  return true;
}

bool pays(Session& session, const Value& text) {
  return session.steps(static_cast<std::int64_t>(text.string().size() / 8) + 10);
}

Outcome matches(Arguments arguments, Session& session) {
  if (!are_strings(arguments, 2, 1) || !pays(session, arguments[0])) return std::nullopt;
  Search search{arguments[0], arguments[1], argument(arguments, 2)};
  if (!search.is_usable()) return std::nullopt;
  const bool found = search.find();
  return search.is_usable() ? Outcome{Value{found}} : std::nullopt;
}

/// A replacement cut at its groups: text, group, text, group, …; -1 for no group behind the text.
struct Piece {
  icu::UnicodeString text;
  std::int32_t group = -1;
};

/// $1…$9 (more digits as far as there are such groups), \$ and \\; nullopt for anything else behind a $ or backslash.
std::optional<std::vector<Piece>> cut_replacement(const Value& replacement, std::int32_t groups) {
  const auto text = icu::UnicodeString::fromUTF8(replacement.string());
  std::vector<Piece> pieces(1);
  const auto digit_at = [&text](std::int32_t i) {
    return i < text.length() && text[i] >= u'0' && text[i] <= u'9' ? text[i] - u'0' : -1;
  };
  for (std::int32_t i = 0; i < text.length(); ++i) {
    if (text[i] == u'\\') {
      if (i + 1 >= text.length() || (text[i + 1] != u'\\' && text[i + 1] != u'$')) return std::nullopt;
      pieces.back().text += text[++i];
    } else if (text[i] == u'$') {
      auto group = digit_at(++i);
      if (group < 0) return std::nullopt;
      while (digit_at(i + 1) >= 0 && group * 10 + digit_at(i + 1) <= groups) group = group * 10 + digit_at(++i);
      pieces.back().group = group;
      pieces.emplace_back();
    } else {
      pieces.back().text += text[i];
    }
  }
  return pieces;
}

std::optional<std::vector<Piece>> as_it_stands(const Value& replacement) {
  return std::vector<Piece>{{icu::UnicodeString::fromUTF8(replacement.string())}};
}

Outcome replace(Arguments arguments, Session& session) {
  if (!are_strings(arguments, 3, 1) || !pays(session, arguments[0])) return std::nullopt;
  Search search{arguments[0], arguments[1], argument(arguments, 3)};
  if (!search.is_usable() || search.matches_empty()) return std::nullopt;
  const auto& flags = argument(arguments, 3);
  const bool is_literal = flags.is(Kind::string) && is_literal_pattern(flags.string());
  const auto pieces = is_literal ? as_it_stands(arguments[2]) : cut_replacement(arguments[2], search.groups());
  if (!pieces) return std::nullopt;
  icu::UnicodeString result;
  std::int32_t copied = 0;
  while (search.find()) {
    result.append(search.text(), copied, search.start() - copied);
    const auto before = result.length();
    for (const auto& piece : *pieces) {
      result += piece.text;
      if (piece.group >= 0) result += search.group(piece.group);
    }
    copied = search.end();
    if (!session.allocate((result.length() - before) * 2 + 16) || !session.step()) return Value{};
  }
  if (!search.is_usable()) return std::nullopt;
  result.append(search.text(), copied, search.text().length() - copied);
  return Value{to_utf8(result)};
}

Outcome split(Arguments arguments, Session& session) {
  if (!are_strings(arguments, 2, 0) || !pays(session, arguments[0])) return std::nullopt;
  Search search{arguments[0], arguments[1], {}};
  if (!search.is_usable() || search.matches_empty()) return std::nullopt;
  List parts;
  std::int32_t copied = 0;
  const auto add = [&](std::int32_t end) {
    parts.emplace_back(to_utf8(search.text().tempSubStringBetween(copied, end)));
  };
  while (search.find()) {
    add(search.start());
    copied = search.end();
    if (!session.allocate(96) || !session.step()) return Value{};
  }
  if (!search.is_usable()) return std::nullopt;
  add(search.text().length());
  return Value{std::move(parts)};
}

Outcome extract(Arguments arguments, Session& session) {
  if (!are_strings(arguments, 2, 0) || !pays(session, arguments[0])) return std::nullopt;
  Search search{arguments[0], arguments[1], {}};
  if (!search.is_usable()) return std::nullopt;
  List found;
  while (search.find()) {
    found.emplace_back(to_utf8(search.group(0)));
    if (!session.allocate(96) || !session.step()) return Value{};
  }
  return search.is_usable() ? Outcome{Value{std::move(found)}} : std::nullopt;
}

}  // namespace

std::vector<Builtin> regex_builtins() {
  return {
      {"matches", {{{"input", "pattern", "flags"}, 2, matches}}},
      {"replace", {{{"input", "pattern", "replacement", "flags"}, 3, replace}}},
      {"split", {{{"string", "delimiter"}, 2, split}}},
      {"extract", {{{"string", "pattern"}, 2, extract}}},
  };
}

}  // namespace yimen::feel
