#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "builtins/builtin.h"
#include "parse/names.h"

namespace yimen::feel {

namespace {

bool are_strings(Arguments arguments) {
  return std::all_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.is(Kind::string); });
}

/// Byte at which the code point of that number (from 0) begins.
std::size_t byte_of(const Value& text, std::int64_t point) {
  if (text.is_ascii()) return static_cast<std::size_t>(point);
  std::size_t at = 0;
  for (; point > 0; --point) at += decode(text.string(), at).size;
  return at;
}

Outcome made(Session& session, std::string text) {
  if (!session.allocate(static_cast<std::int64_t>(text.size()) + 64)) return Value{};
  return Value{std::move(text)};
}

Outcome substring(Arguments arguments, Session& session) {
  const auto& text = arguments[0];
  const auto start = whole(arguments[1]);
  if (!text.is(Kind::string) || !start || *start == 0) return std::nullopt;
  const auto size = static_cast<std::int64_t>(text.length());
  if (*start > size || *start < -size) return std::nullopt;
  const auto first = *start > 0 ? *start - 1 : size + *start;
  auto count = size - first;
  if (arguments.size() == 3) {
    const auto wanted = whole(arguments[2]);
    if (!wanted || *wanted < 1) return std::nullopt;
    count = std::min(count, *wanted);
  }
  const auto from = byte_of(text, first), to = byte_of(text, first + count);
  return made(session, text.string().substr(from, to - from));
}

Outcome string_length(Arguments arguments, Session&) {
  if (!are_strings(arguments)) return std::nullopt;
  return Value{static_cast<std::int64_t>(arguments[0].length())};
}

Outcome change_case(Arguments arguments, Session& session, icu::UnicodeString& (*change)(icu::UnicodeString&)) {
  if (!are_strings(arguments)) return std::nullopt;
  auto wide = icu::UnicodeString::fromUTF8(arguments[0].string());
  std::string text;
  change(wide).toUTF8String(text);
  return made(session, std::move(text));
}

Outcome upper_case(Arguments arguments, Session& session) {
  return change_case(arguments, session, [](icu::UnicodeString& text) -> icu::UnicodeString& {
    return text.toUpper(icu::Locale::getRoot());
  });
}

Outcome lower_case(Arguments arguments, Session& session) {
  return change_case(arguments, session, [](icu::UnicodeString& text) -> icu::UnicodeString& {
    return text.toLower(icu::Locale::getRoot());
  });
}

Outcome substring_before(Arguments arguments, Session& session) {
  if (!are_strings(arguments)) return std::nullopt;
  const auto at = arguments[0].string().find(arguments[1].string());
  return made(session, at == std::string::npos ? std::string{} : arguments[0].string().substr(0, at));
}

Outcome substring_after(Arguments arguments, Session& session) {
  if (!are_strings(arguments)) return std::nullopt;
  const auto& match = arguments[1].string();
  const auto at = arguments[0].string().find(match);
  return made(session, at == std::string::npos ? std::string{} : arguments[0].string().substr(at + match.size()));
}

Outcome contains_string(Arguments arguments, Session&) {
  if (!are_strings(arguments)) return std::nullopt;
  return Value{arguments[0].string().find(arguments[1].string()) != std::string::npos};
}

Outcome starts_with(Arguments arguments, Session&) {
  if (!are_strings(arguments)) return std::nullopt;
  return Value{arguments[0].string().starts_with(arguments[1].string())};
}

Outcome ends_with(Arguments arguments, Session&) {
  if (!are_strings(arguments)) return std::nullopt;
  return Value{arguments[0].string().ends_with(arguments[1].string())};
}

Outcome string_join(Arguments arguments, Session& session) {
  const auto& delimiter = argument(arguments, 1);
  if (!delimiter.is_null() && !delimiter.is(Kind::string)) return std::nullopt;
  if (arguments[0].is(Kind::string)) return arguments[0];
  if (!arguments[0].is(Kind::list)) return std::nullopt;
  std::string text;
  bool is_first = true;
  for (const auto& item : arguments[0].list()) {
    if (item.is_null()) continue;
    if (!item.is(Kind::string)) return std::nullopt;
    if (!is_first && !delimiter.is_null()) text += delimiter.string();
    is_first = false;
    text += item.string();
    if (!session.allocate(static_cast<std::int64_t>(item.string().size()))) return Value{};
  }
  return made(session, std::move(text));
}

}  // namespace

std::vector<Builtin> string_builtins() {
  return {
      {"substring", {{{"string", "start position", "length"}, 2, substring}}},
      {"string length", {{{"string"}, 1, string_length}}},
      {"upper case", {{{"string"}, 1, upper_case}}},
      {"lower case", {{{"string"}, 1, lower_case}}},
      {"substring before", {{{"string", "match"}, 2, substring_before}}},
      {"substring after", {{{"string", "match"}, 2, substring_after}}},
      {"contains", {{{"string", "match"}, 2, contains_string}}},
      {"starts with", {{{"string", "match"}, 2, starts_with}}},
      {"ends with", {{{"string", "match"}, 2, ends_with}}},
      {"string join", {{{"list", "delimiter"}, 1, string_join}}},
  };
}

}  // namespace yimen::feel
