#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace yimen::xml {

/// What the parser passes over and XML forbids.
struct Flaw {
  std::ptrdiff_t offset = 0;
  std::string zh, en;
};

/// The first of: a control character, an entity nobody has declared, a reference to what is no character, "--" in a
/// comment, words outside of the root. "<" in the value of an attribute passes: people write types so (list<number>). `text` is
/// UTF-8 and has been parsed.
std::optional<Flaw> find_flaw(std::string_view text);

}  // namespace yimen::xml
