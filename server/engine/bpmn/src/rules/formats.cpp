#include "formats.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace yimen::bpmn::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

/// Eats what it recognises from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}
  bool is_done() const { return text_.empty(); }
  bool eat(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::size_t eat_digits() {
    std::size_t count = 0;
    while (count < text_.size() && is_digit(text_[count])) ++count;
    text_.remove_prefix(count);
    return count;
  }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

/// Exactly so many digits that make a number up to `most`.
bool read_number(Reader& reader, std::size_t digits, int most) {
  const auto text = reader.rest();
  if (reader.eat_digits() != digits) return false;
  int value = 0;
  for (const char c : text.substr(0, digits)) value = value * 10 + (c - '0');
  return value <= most;
}

bool read_time(Reader& reader) {
  if (!read_number(reader, 2, 24) || !reader.eat(':') || !read_number(reader, 2, 59)) return false;
  if (reader.eat(':') && !read_number(reader, 2, 60)) return false;
  if ((reader.eat('.') || reader.eat(',')) && reader.eat_digits() == 0) return false;
  if (reader.eat('Z')) return true;
  if (!reader.eat('+') && !reader.eat('-')) return true;
  const auto digits = reader.eat_digits();
  if (digits == 4) return true;
  return digits == 2 && (!reader.eat(':') || reader.eat_digits() == 2);
}

/// "3D", "0.5S" … in the order of `units`. @returns how many were read, or nothing good as -1.
int read_amounts(Reader& reader, std::string_view units) {
  int count = 0;
  while (!reader.is_done() && reader.rest().front() != 'T') {
    if (reader.eat_digits() == 0) return -1;
    const bool has_fraction = reader.eat('.') || reader.eat(',');
    if (has_fraction && reader.eat_digits() == 0) return -1;
    if (reader.is_done()) return -1;
    const auto unit = units.find(reader.rest().front());
    if (unit == std::string_view::npos) return -1;
    reader.eat(units[unit]);
    units.remove_prefix(unit + 1);
    ++count;
  }
  return count;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

bool is_ncname(std::string_view text) {
  if (text.empty() || !(is_letter(text.front()) || text.front() == '_' || is_beyond_ascii(text.front()))) return false;
  return std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || is_beyond_ascii(c) || c == '_' || c == '-' || c == '.'; });
}

bool is_boolean(std::string_view text) {
  text = trimmed(text);
  return text == "true" || text == "false" || text == "1" || text == "0";
}

bool is_integer(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_uri(std::string_view text) {
  text = trimmed(text);
  constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=";
  if (std::ranges::count(text, '#') > 1) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    } else if (!is_letter(text[i]) && !is_digit(text[i]) && !is_beyond_ascii(text[i]) && marks.find(text[i]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_mime_type(std::string_view text) {
  text = trimmed(text.substr(0, text.find(';')));
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto is_token = [](std::string_view part) {
    constexpr std::string_view marks = "!#$&-^_.+*";
    return !part.empty() && std::ranges::all_of(part, [&](char c) { return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos; });
  };
  return is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

bool is_iso_date_time(std::string_view text) {
  Reader reader{trimmed(text)};
  const auto date = reader.rest();
  if (reader.eat_digits() != 4 || !reader.eat('-') || !read_number(reader, 2, 12) || !reader.eat('-') || !read_number(reader, 2, 31)) return false;
  const int month = (date[5] - '0') * 10 + date[6] - '0', day = (date[8] - '0') * 10 + date[9] - '0';
  constexpr int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || day < 1 || day > days[month - 1]) return false;
  if (reader.is_done()) return true;
  return reader.eat('T') && read_time(reader) && reader.is_done();
}

bool is_iso_duration(std::string_view text) {
  Reader reader{trimmed(text)};
  reader.eat('-');
  if (!reader.eat('P')) return false;
  const int days = read_amounts(reader, "YMWD");
  if (days < 0) return false;
  if (!reader.eat('T')) return days > 0 && reader.is_done();
  return read_amounts(reader, "HMS") > 0 && reader.is_done();
}

bool is_iso_cycle(std::string_view text) {
  Reader reader{trimmed(text)};
  if (!reader.eat('R')) return false;
  reader.eat_digits();
  if (!reader.eat('/')) return false;
  int parts = 0;
  auto rest = reader.rest();
  while (!rest.empty()) {
    const auto end = std::min(rest.find('/'), rest.size());
    if (!is_iso_duration(rest.substr(0, end)) && !is_iso_date_time(rest.substr(0, end))) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++parts;
  }
  return parts == 1 || parts == 2;
}

bool is_cron(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('@')) return std::ranges::all_of(text.substr(1), is_letter) && text.size() > 1;
  int fields = 0;
  bool is_in_field = false;
  for (const char c : text) {
    constexpr std::string_view marks = "*/,-?#LW";
    if (c == ' ') {
      is_in_field = false;
      continue;
    }
    if (!is_digit(c) && !is_letter(c) && marks.find(c) == std::string_view::npos) return false;
    if (!is_in_field) ++fields;
    is_in_field = true;
  }
  return fields >= 5 && fields <= 7 && std::ranges::any_of(text, [](char c) { return is_digit(c) || c == '*'; });
}

bool is_prose(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || is_digit(text.front())) return false;
  constexpr std::string_view marks = "_-. ";
  if (!std::ranges::all_of(text, [&](char c) { return is_letter(c) || is_digit(c) || is_beyond_ascii(c) || marks.find(c) != std::string_view::npos; })) return false;
  return text != "true" && text != "false" && text != "null";
}

bool is_literal_but_no_boolean(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.find(text.front(), 1) == text.size() - 1) return true;
  Reader reader{text};
  reader.eat('-');
  if (reader.eat_digits() == 0) return false;
  if (reader.eat('.')) reader.eat_digits();
  return reader.is_done();
}

}  // namespace yimen::bpmn::rules
