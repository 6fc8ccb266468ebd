#include "well_formed.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace yimen::xml {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_character(unsigned code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_{text} {}

  std::optional<Flaw> scan() {
    for (std::size_t i = 0; i < text_.size(); ++i)
      if (static_cast<unsigned char>(text_[i]) < 0x20 && !is_space(text_[i])) return at(i, "含有控制字符", "a control character");
    while (at_ < text_.size() && !flaw_) {
      if (text_[at_] == '<') read_markup();
      else read_text();
    }
    return std::move(flaw_);
  }

 private:
  std::optional<Flaw> at(std::size_t offset, std::string zh, std::string en) { return Flaw{static_cast<std::ptrdiff_t>(offset), std::move(zh), std::move(en)}; }
  void tell(std::size_t offset, std::string zh, std::string en) {
    if (!flaw_) flaw_ = at(offset, std::move(zh), std::move(en));
  }

  void read_text() {
    if (depth_ == 0 && !is_space(text_[at_])) return tell(at_, "根元素之外还有文字", "words outside of the root element");
    if (text_[at_] == '&') check_reference();
    ++at_;
  }

  bool starts(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }
  void skip_to(std::string_view mark) {
    const auto end = text_.find(mark, at_);
    at_ = end == std::string_view::npos ? text_.size() : end + mark.size();
  }

  void read_markup() {
    if (starts("<!--")) {
      const auto from = at_ + 4;
      skip_to("-->");
      const auto inside = text_.substr(from, at_ >= from + 3 ? at_ - 3 - from : 0);
      if (const auto dashes = inside.find("--"); dashes != std::string_view::npos) tell(from + dashes, "注释里不能有“--”", "-- inside a comment");
    } else if (starts("<![CDATA[")) {
      skip_to("]]>");
    } else if (starts("<?")) {
      skip_to("?>");
    } else {
      read_tag();
    }
  }

  void read_tag() {
    const bool is_end = starts("</");
    char quote = 0;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != 0) {
        if (c == quote) quote = 0;
        else if (c == '&') check_reference();
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        break;
      }
    }
    if (is_end) --depth_;
    else if (at_ == 0 || text_[std::min(at_, text_.size()) - 1] != '/') ++depth_;
    ++at_;
  }

  void check_reference() {
    const auto end = text_.find(';', at_);
    const auto name = end == std::string_view::npos || end - at_ > 32 ? std::string_view{} : text_.substr(at_ + 1, end - at_ - 1);
    constexpr std::array<std::string_view, 5> known{"lt", "gt", "amp", "quot", "apos"};
    if (std::ranges::find(known, name) != known.end()) return;
    if (!name.starts_with('#')) return tell(at_, fmt::format("“&{}”不是可用的引用，“&”要写成&amp;", name), fmt::format("&{} refers to nothing; & is written &amp;", name));
    const bool is_hex = name.size() > 1 && name[1] == 'x';
    const auto digits = name.substr(is_hex ? 2 : 1);
    unsigned code = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || !is_character(code))
      tell(at_, fmt::format("“&{};”不是一个字符", name), fmt::format("&{}; is no character", name));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<Flaw> flaw_;
};

}  // namespace

std::optional<Flaw> find_flaw(std::string_view text) { return Scanner{text}.scan(); }

}  // namespace yimen::xml
