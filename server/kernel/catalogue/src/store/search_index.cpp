#include "store/search_index.h"

#include <algorithm>
#include <map>

#include "store/matter_store.h"
#include "yimen/platform/search.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue::store {

namespace {
constexpr std::string_view kind = "matter";
// Somebody has said that these words mean this matter: said whole, that outranks any resemblance (at most 1000).
constexpr int whole_word = 2000, inside_sentence = 1500, part_of_word = 450;

/// Without the spaces some people type between Han characters: they part no words there.
std::string folded(const std::string& words) {
  const auto text = platform::to_utf32(platform::trim(platform::fold_width(words)));
  constexpr char32_t first_han = 0x2E80;
  std::u32string kept;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto next = text.find_first_not_of(U' ', at);
    const bool parts_han = text[at] == U' ' && !kept.empty() && kept.back() >= first_han && next != text.npos && text[next] >= first_han;
    if (!parts_han) kept.push_back(text[at]);
  }
  return platform::to_utf8(kept);
}
}  // namespace

std::string pinyin_of(const std::string& name) {
  return platform::replace_all(platform::pinyin(name), " ", "") + " " + platform::initials(name);
}

void index_base(platform::Tx& tx, MatterBaseId base, const MatterVersion& version) {
  std::vector<platform::SearchField> fields{{version.name, 10}};
  if (const auto words = words_of(tx, base); !words.empty()) fields.push_back({platform::join(words, " "), 8});
  if (!version.scenario.empty()) fields.push_back({version.scenario, 5});
  if (!version.result_name.empty()) fields.push_back({version.result_name, 6});
  if (!version.department_category.empty()) fields.push_back({version.department_category, 2});
  platform::index_document(tx, kind, base.value(), fields);
}

void forget_base(platform::Tx& tx, MatterBaseId base) { platform::remove_document(tx, kind, base.value()); }

std::vector<MatterBaseId> search_bases(platform::Tx& tx, const std::string& words, int limit) {
  const auto query = folded(words);
  std::map<std::int64_t, int> scores;
  if (query.empty()) return {};
  // "我想开饭店怎么办" holds the word 开饭店; "饭店" is part of it.
  tx.each(R"sql(
      select word, base_id, weight from matter_word
       where cast(? as text) like '%' || word || '%' or word = ? or (word like '%' || ? || '%' and length(?) > 1))sql",
          [&](const platform::Row& row) {
            const auto [word, base, weight] = row.as<std::string, std::int64_t, int>();
            const bool is_inside = query.find(word) != query.npos;
            auto& score = scores[base];
            score = std::max(score, (word == query ? whole_word : is_inside ? inside_sentence : part_of_word) + weight);
          },
          query, query, query, query);
  for (const auto& hit : platform::find_documents(tx, {.kind = kind, .text = query, .limit = limit})) {
    auto& score = scores[hit.doc_id];
    score = std::max(score, hit.score);
  }
  std::vector<std::pair<int, std::int64_t>> ranked;
  for (const auto& [base, score] : scores) ranked.emplace_back(-score, base);
  std::sort(ranked.begin(), ranked.end());
  std::vector<MatterBaseId> bases;
  for (const auto& [score, base] : ranked)
    if (bases.size() < static_cast<std::size_t>(limit)) bases.emplace_back(base);
  return bases;
}

std::vector<std::string> matching_words(platform::Tx& tx, const std::string& text, int limit) {
  std::vector<std::string> words;
  const auto query = folded(text);
  if (query.empty()) return words;
  tx.each("select distinct word, length(word) from matter_word where word like '%' || ? || '%' order by length(word), word",
          [&](const platform::Row& row) {
            if (words.size() < static_cast<std::size_t>(limit)) words.push_back(row.get<std::string>(0));
          },
          query);
  return words;
}

}  // namespace yimen::catalogue::store
