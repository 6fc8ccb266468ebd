#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yimen/platform/search.h"

namespace yimen::platform {

/// Token → weight 1..100. Kinds of tokens: "食品" two Han characters (or one that stands alone), "=gsp" a word of
/// letters and digits, ".shipin" the sounds of two Han characters, "^spj" the initials of three, "^^sp" those of the
/// first two.
std::unordered_map<std::string, int> document_tokens(std::span<const SearchField>);

/// One way to understand what was typed. A document must hold a share of the tokens; `factor` ranks the ways.
struct Interpretation {
  std::vector<std::string> tokens;
  double factor = 1.0;
  double least_coverage = 0.3;
};
/// Empty when nothing can be searched for.
std::vector<Interpretation> interpret_query(std::string_view text);
/// What tokens must begin with when the query is one Han character or one typed syllable; empty for other queries.
std::string lone_prefix(std::string_view text);

}  // namespace yimen::platform
