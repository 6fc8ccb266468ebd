#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace yimen::feel {

/// Takes signs off the front of a short text of fixed form.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}
  bool at_end() const { return text_.empty(); }
  char front() const { return text_.empty() ? '\0' : text_.front(); }
  std::string_view rest() const { return text_; }
  bool take(char c) {
    if (front() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string_view take_digits() {
    std::size_t count = 0;
    while (count < text_.size() && text_[count] >= '0' && text_[count] <= '9') ++count;
    const auto digits = text_.substr(0, count);
    text_.remove_prefix(count);
    return digits;
  }
  /// Exactly two digits.
  std::optional<int> take_pair() {
    if (text_.size() < 2 || !is_digit(text_[0]) || !is_digit(text_[1])) return std::nullopt;
    const int value = (text_[0] - '0') * 10 + (text_[1] - '0');
    text_.remove_prefix(2);
    return value;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
};

}  // namespace yimen::feel
