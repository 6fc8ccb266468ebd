#include "within.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yimen::dmn {
namespace {

constexpr std::array<std::string_view, 8> words{"if", "then", "else", "in", "match", "return", "satisfies", "default"};
constexpr std::array<std::string_view, 3> counted{"rule ", "row ", "item "};

bool reads_like_a_word(std::string_view name) {
  return std::ranges::find(words, name) != words.end() || std::ranges::any_of(counted, [&](std::string_view word) { return name.starts_with(word); });
}

}  // namespace

std::string within(const std::string& label, std::string_view part) { return fmt::format("{} › {}", label, part); }

std::string within_named(const std::string& label, std::string_view name) { return within(label, reads_like_a_word(name) ? fmt::format("“{}”", name) : std::string{name}); }

}  // namespace yimen::dmn
