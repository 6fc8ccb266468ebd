#pragma once
#include <memory>
#include <string_view>

namespace yimen::platform {

/// A small anchored pattern matcher for field formats: literals, `.`, classes `[a-z^-]`, `\d \w \s`, groups, `|`, `* +
/// ? {m,n}`. Works on code points. Its effort is bounded, so that no input can make it run away.
class Pattern {
 public:
  /// @throws std::invalid_argument when the pattern itself is wrong: a mistake of the program, found by its tests.
  explicit Pattern(std::string_view source);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  bool matches(std::string_view utf8) const;

  struct Piece;

 private:
  std::unique_ptr<Piece> root_;
};

}  // namespace yimen::platform
