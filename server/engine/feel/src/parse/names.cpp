#include "parse/names.h"

#include <algorithm>
#include <array>

#include "value/quote.h"
#include "yimen/feel/expression.h"

namespace yimen::feel {

namespace {

struct Span {
  char32_t first, last;
};

constexpr Span name_starts[] = {
    {'A', 'Z'},       {'_', '_'},       {'a', 'z'},       {0xC0, 0xD6},       {0xD8, 0xF6},     {0xF8, 0x2FF},
    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F},   {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
    {0xF900, 0xFDCF}, {0xFDF0, 0xFEFE}, {0xFF00, 0xFFFC}, {0x10000, 0xEFFFF},
};
constexpr Span spaces[] = {
    {'\t', '\r'},     {' ', ' '},       {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x180E, 0x180E},
    {0x2000, 0x200B}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

template <std::size_t size>
bool is_among(const Span (&spans)[size], char32_t point) {
  return std::any_of(std::begin(spans), std::end(spans),
                     [point](const Span& span) { return point >= span.first && point <= span.last; });
}

constexpr std::array<std::string_view, 17> keywords = {"if",       "then",     "else",      "for",   "in",  "return",
                                                       "some",     "every",    "satisfies", "and",   "or",  "between",
                                                       "instance", "function", "true",      "false", "null"};

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (size == 0 || lead >= 0xF5 || at + size > text.size()) return {0xFFFD, 1};
  char32_t point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0xFFFD, 1};
    point = point << 6 | (byte(i) & 0x3F);
  }
  return {point, size};
}

void append_utf8(std::string& text, char32_t point) {
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0 | point >> 6);
    text += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0 | point >> 12);
    text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | point >> 18);
    text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (point & 0x3F));
  }
}

bool is_space(char32_t point) {
  return is_among(spaces, point);
}
bool is_name_start(char32_t point) {
  return is_among(name_starts, point) && !is_space(point);
}
bool is_name_part(char32_t point) {
  return is_name_start(point) || (point >= '0' && point <= '9') || point == 0xB7 ||
         (point >= 0x300 && point <= 0x36F) || (point >= 0x203F && point <= 0x2040);
}
bool is_name_symbol(char c) {
  return c == '.' || c == '/' || c == '-' || c == '\'' || c == '+' || c == '*';
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  for (auto point = decode(text, at); point.size > 0 && is_name_part(point.value); point = decode(text, at))
    at += point.size;
  return at;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  for (auto point = decode(text, at); point.size > 0 && is_space(point.value); point = decode(text, at))
    at += point.size;
  return at;
}

std::vector<std::string> name_tokens(std::string_view name) {
  std::vector<std::string> tokens;
  for (auto at = skip_spaces(name, 0); at < name.size(); at = skip_spaces(name, at)) {
    auto end = end_of_word(name, at);
    if (end == at) end = at + decode(name, at).size;
    tokens.emplace_back(name.substr(at, end - at));
    at = end;
  }
  return tokens;
}

std::string join_tokens(const std::vector<std::string>& tokens) {
  std::string name;
  for (const auto& token : tokens) name += (name.empty() ? "" : " ") + token;
  return name;
}

std::string normalized_name(std::string_view name) {
  std::string result;
  for (auto at = skip_spaces(name, 0); at < name.size();) {
    const auto point = decode(name, at);
    if (is_space(point.value)) {
      at = skip_spaces(name, at);
      if (at < name.size()) result += ' ';
    } else {
      result += name.substr(at, point.size);
      at += point.size;
    }
  }
  return result;
}

bool is_name(std::string_view name) {
  const auto tokens = name_tokens(name);
  if (tokens.empty() || !is_name_start(decode(tokens.front(), 0).value)) return false;
  return std::all_of(tokens.begin(), tokens.end(), [](const std::string& token) {
    return is_name_part(decode(token, 0).value) || (token.size() == 1 && is_name_symbol(token.front()));
  });
}

bool is_simple_word(std::string_view text) {
  return !text.empty() && is_name_start(decode(text, 0).value) && end_of_word(text, 0) == text.size() &&
         std::find(keywords.begin(), keywords.end(), text) == keywords.end();
}

void LongNames::add(std::string_view name) {
  auto tokens = name_tokens(name);
  if (tokens.size() < 2) return;
  auto& entries = by_first_word_[tokens.front()];
  for (const auto& entry : entries)
    if (entry.name == name) return;
  entries.push_back({std::string{name}, std::move(tokens)});
}

std::size_t LongNames::match(std::string_view text, std::size_t at, std::string& name) const {
  const auto first_end = end_of_word(text, at);
  const auto found = by_first_word_.find(text.substr(at, first_end - at));
  if (found == by_first_word_.end()) return 0;
  std::size_t longest = 0;
  for (const auto& entry : found->second) {
    auto end = first_end;
    bool fits = true;
    for (std::size_t i = 1; i < entry.tokens.size() && fits; ++i) {
      const auto& token = entry.tokens[i];
      end = skip_spaces(text, end);
      fits = text.substr(end, token.size()) == token;
      end += token.size();
    }
    if (!fits || end <= longest) continue;
    if (is_name_part(decode(entry.tokens.back(), 0).value) && is_name_part(decode(text, end).value)) continue;
    longest = end;
    name = entry.name;
  }
  return longest;
}

int Scope::add(std::string name, Type type) {
  variables_.push_back({normalized_name(name), std::move(type)});
  return static_cast<int>(variables_.size()) - 1;
}

void Scope::add_type(std::string name, Type type) {
  type_names_.push_back(normalized_name(name));
  types_.push_back(std::move(type));
}

int Scope::find(std::string_view name) const {
  for (std::size_t i = variables_.size(); i-- > 0;)
    if (variables_[i].name == name) return static_cast<int>(i);
  return -1;
}

const Type* Scope::find_type(std::string_view name) const {
  for (std::size_t i = type_names_.size(); i-- > 0;)
    if (type_names_[i] == name) return &types_[i];
  return nullptr;
}

}  // namespace yimen::feel
