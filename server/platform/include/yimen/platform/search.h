#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"

/// Full-text search for short Chinese texts (names of matters, titles of articles) on both databases alike. Finds by words or
/// parts of words, by pinyin ("shipinjingying"), by initials ("spjyxk"), in spite of a wrong character or a homophone.
namespace yimen::platform {

struct SearchField {
  std::string text;
  int weight = 10;  // 1..10: how much a match here counts (title 10, everyday words 8, description 3)
};

/// Replaces what was stored for this document. `kind` separates collections ("matter").
void index_document(Tx&, std::string_view kind, std::int64_t doc_id, std::span<const SearchField>,
                    std::int64_t region_code = 0);
void remove_document(Tx&, std::string_view kind, std::int64_t doc_id);

struct SearchQuery {
  std::string_view kind;
  std::string_view text;  // as a person typed it
  int limit = 20;
  /// Only documents of this range of region codes, when high > 0.
  std::int64_t region_low = 0, region_high = 0;
  /// Only these documents. Quick up to a few thousand.
  const std::vector<std::int64_t>* only = nullptr;
};

struct SearchHit {
  std::int64_t doc_id = 0;
  int score = 0;  // 1..1000; the whole query found in a short title is near 1000
};

/// Best first; nothing when nothing resembles the query.
std::vector<SearchHit> find_documents(Tx&, const SearchQuery&);

/// "食品经营" → "shi pin jing ying": default readings, other characters as they are.
std::string pinyin(std::string_view text);
/// "食品经营" → "spjy"; letters and digits stay, the rest is left out.
std::string initials(std::string_view text);
/// Sorts as a Chinese dictionary does, as plain bytes on both databases.
std::string pinyin_sort_key(std::string_view text);

}  // namespace yimen::platform
