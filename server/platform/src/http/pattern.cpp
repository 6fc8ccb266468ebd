#include "http/pattern.h"

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr int unlimited = 1'000'000;
constexpr int effort_limit = 200'000;  // steps; a format that needs more is a mistake

}  // namespace

/// One node of the parsed pattern: a set of characters, or a choice of sequences; each with its repetition.
struct Pattern::Piece {
  std::vector<std::pair<char32_t, char32_t>> ranges;
  bool is_negated = false;
  std::vector<std::vector<Piece>> choices;  // a group when not empty
  int at_least = 1;
  int at_most = 1;

  bool holds(char32_t c) const {
    bool found = false;
    for (const auto& [low, high] : ranges) found = found || (c >= low && c <= high);
    return found != is_negated;
  }
};

namespace {

using Piece = Pattern::Piece;
using Ranges = std::vector<std::pair<char32_t, char32_t>>;

class Reader {
 public:
  explicit Reader(std::u32string source) : source_{std::move(source)} {}

  Piece read_all() {
    Piece root;
    root.choices = read_choices();
    if (at_ != source_.size()) refuse();
    return root;
  }

 private:
  [[noreturn]] void refuse() const { throw std::invalid_argument("field pattern not understood: " + to_utf8(source_)); }
  bool more() const { return at_ < source_.size(); }
  char32_t next() { return more() ? source_[at_++] : (refuse(), U'\0'); }

  std::vector<std::vector<Piece>> read_choices() {
    std::vector<std::vector<Piece>> choices(1);
    while (more() && source_[at_] != U')') {
      if (source_[at_] == U'|') {
        ++at_;
        choices.emplace_back();
      } else if (source_[at_] == U'^' || source_[at_] == U'$') {
        ++at_;  // every pattern is anchored at both ends
      } else {
        choices.back().push_back(read_repeated());
      }
    }
    return choices;
  }

  Piece read_repeated() {
    Piece piece = read_one();
    if (!more()) return piece;
    switch (source_[at_]) {
      case U'*':
        ++at_;
        piece.at_least = 0, piece.at_most = unlimited;
        break;
      case U'+':
        ++at_;
        piece.at_most = unlimited;
        break;
      case U'?':
        ++at_;
        piece.at_least = 0;
        break;
      case U'{':
        ++at_;
        read_bounds(piece);
        break;
      default:
        break;
    }
    return piece;
  }

  void read_bounds(Piece& piece) {
    piece.at_least = piece.at_most = read_number();
    if (more() && source_[at_] == U',') {
      ++at_;
      piece.at_most = more() && source_[at_] != U'}' ? read_number() : unlimited;
    }
    if (next() != U'}') refuse();
  }

  int read_number() {
    int value = 0;
    const auto start = at_;
    while (more() && source_[at_] >= U'0' && source_[at_] <= U'9' && value < 10'000)
      value = value * 10 + int(source_[at_++] - U'0');
    if (at_ == start) refuse();
    return value;
  }

  Piece read_one() {
    Piece piece;
    const char32_t c = next();
    if (c == U'(') {
      if (more() && source_[at_] == U'?') at_ += 2;  // (?: … ) is the only group there is
      piece.choices = read_choices();
      if (next() != U')') refuse();
    } else if (c == U'[') {
      read_class(piece);
    } else if (c == U'.') {
      piece.ranges = {{U'\n', U'\n'}};
      piece.is_negated = true;
    } else if (c == U'\\') {
      piece.is_negated = add_escape(piece.ranges, next());
    } else if (c == U'*' || c == U'+' || c == U'?' || c == U'{') {
      refuse();
    } else {
      piece.ranges = {{c, c}};
    }
    return piece;
  }

  /// @returns true when the escape stands for the complement (\D \W \S).
  static bool add_escape(Ranges& ranges, char32_t c) {
    switch (c) {
      case U'd':
      case U'D':
        ranges.emplace_back(U'0', U'9');
        return c == U'D';
      case U'w':
      case U'W':
        ranges.insert(ranges.end(), {{U'0', U'9'}, {U'A', U'Z'}, {U'a', U'z'}, {U'_', U'_'}});
        return c == U'W';
      case U's':
      case U'S':
        ranges.insert(ranges.end(), {{U'\t', U'\r'}, {U' ', U' '}, {0x3000, 0x3000}});
        return c == U'S';
      case U'n':
        ranges.emplace_back(U'\n', U'\n');
        return false;
      case U't':
        ranges.emplace_back(U'\t', U'\t');
        return false;
      default:
        ranges.emplace_back(c, c);
        return false;
    }
  }

  void read_class(Piece& piece) {
    if (more() && source_[at_] == U'^') {
      ++at_;
      piece.is_negated = true;
    }
    while (more() && source_[at_] != U']') {
      char32_t low = next();
      if (low == U'\\') {
        low = next();
        if (low == U'd' || low == U'w' || low == U's') {
          add_escape(piece.ranges, low);
          continue;
        }
      }
      char32_t high = low;
      if (at_ + 1 < source_.size() && source_[at_] == U'-' && source_[at_ + 1] != U']') {
        ++at_;
        high = next();
        if (high == U'\\') high = next();
      }
      piece.ranges.emplace_back(low, high);
    }
    if (next() != U']') refuse();
  }

  std::u32string source_;
  std::size_t at_ = 0;
};

class Matcher {
 public:
  explicit Matcher(const std::u32string& text) : text_{text} {}
  using Then = std::function<bool(std::size_t)>;

  bool match_piece(const Piece& piece, std::size_t at, const Then& then) { return repeat(piece, 0, at, then); }

 private:
  bool repeat(const Piece& piece, int done, std::size_t at, const Then& then) {
    if (++effort_ > effort_limit) return false;
    if (piece.choices.empty()) return repeat_set(piece, at, then);
    if (done < piece.at_most) {
      const auto again = [&, done, at](std::size_t next) {
        if (next == at && done >= piece.at_least) return false;  // an empty round leads nowhere
        return repeat(piece, done + 1, next, then);
      };
      for (const auto& sequence : piece.choices)
        if (match_sequence(sequence, 0, at, again)) return true;
    }
    return done >= piece.at_least && then(at);
  }

  /// Greedy, giving back one character at a time.
  bool repeat_set(const Piece& piece, std::size_t at, const Then& then) {
    std::size_t end = at;
    while (end < text_.size() && end - at < std::size_t(piece.at_most) && piece.holds(text_[end])) ++end;
    for (;;) {
      if (++effort_ > effort_limit || end - at < std::size_t(piece.at_least)) return false;
      if (then(end)) return true;
      if (end == at) return false;
      --end;
    }
  }

  bool match_sequence(const std::vector<Piece>& sequence, std::size_t index, std::size_t at, const Then& then) {
    if (index == sequence.size()) return then(at);
    return match_piece(sequence[index], at,
                       [&, index](std::size_t next) { return match_sequence(sequence, index + 1, next, then); });
  }

  const std::u32string& text_;
  int effort_ = 0;
};

}  // namespace

Pattern::Pattern(std::string_view source) : root_{std::make_unique<Piece>(Reader{to_utf32(source)}.read_all())} {}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::matches(std::string_view utf8) const {
  const auto text = to_utf32(utf8);
  return Matcher{text}.match_piece(*root_, 0, [&](std::size_t end) { return end == text.size(); });
}

}  // namespace yimen::platform
