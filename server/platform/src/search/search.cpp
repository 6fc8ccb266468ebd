#include "yimen/platform/search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "search/tokens.h"

namespace yimen::platform {
namespace {

// A token in more documents than this tells little; it only adds to the score of documents that rarer tokens found.
constexpr std::int64_t common_from = 2000;
constexpr std::size_t most_completed = 200;
constexpr int rows_per_insert = 16;

constexpr std::string_view insert_words =
    "insert into search_posting (kind, token, doc_id, weight, region_code) values ";

void insert_postings(Tx& tx, std::span<const Param> params, int rows) {
  std::string sql{insert_words};
  for (int row = 0; row < rows; ++row) sql += row == 0 ? "(?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?)";
  tx.run(sql, params, {});
}

struct Token {
  std::string text;
  std::int64_t documents = 0;
  double rarity = 0;
  std::vector<std::size_t> used_in;  // interpretations
};

/// What a document has shown of each interpretation so far.
using Shown = std::vector<double>;

class Finder {
 public:
  Finder(Tx& tx, const SearchQuery& query) : tx_{tx}, query_{query}, interpretations_{interpret_query(query.text)} {
    if (query.only) only_.insert(query.only->begin(), query.only->end());
  }

  std::vector<SearchHit> find() {
    if (const auto prefix = lone_prefix(query_.text); !prefix.empty()) return find_by_prefix(prefix);
    weigh_tokens();
    for (const auto& token : tokens_)
      if (token.documents > 0 && token.documents < common_from) add_postings(token, std::string(all_of_token), {});
    if (static_cast<int>(shown_.size()) < query_.limit) add_common_documents();
    complete_best();
    return best_hits();
  }

 private:
  static constexpr std::string_view all_of_token =
      "select doc_id, weight from search_posting where kind = ? and token = ? and region_code between ? and ?";

  std::int64_t region_low() const { return query_.region_low; }
  std::int64_t region_high() const { return query_.region_high > 0 ? query_.region_high : INT64_MAX; }
  bool is_allowed(std::int64_t doc_id) const { return !query_.only || only_.contains(doc_id); }

  void weigh_tokens() {
    std::map<std::string, std::vector<std::size_t>> uses;
    for (std::size_t i = 0; i < interpretations_.size(); ++i)
      for (const auto& token : interpretations_[i].tokens) uses[token].push_back(i);
    for (auto& [text, used_in] : uses) {
      const auto documents = *tx_.scalar<std::int64_t>(
          "select count(*) from (select 1 from search_posting where kind = ? and token = ? limit ?) as found",
          query_.kind, text, common_from);
      // A token that no document holds is likely a slip of the pen: it must not outweigh those that fit.
      const double rarity = std::log(1.0 + 100'000.0 / static_cast<double>(documents == 0 ? 200 : documents + 1));
      tokens_.push_back({text, documents, rarity, used_in});
    }
    std::sort(tokens_.begin(), tokens_.end(), [](const Token& a, const Token& b) { return a.documents < b.documents; });
  }

  void add_postings(const Token& token, const std::string& sql, std::span<const Param> more) {
    std::vector<Param> params{to_param(query_.kind), token.text, region_low(), region_high()};
    params.insert(params.end(), more.begin(), more.end());
    tx_.run(sql, params, [&](const Row& row) {
      const auto doc_id = row.i64(0);
      if (!is_allowed(doc_id)) return;
      auto& shown = shown_.try_emplace(doc_id, Shown(interpretations_.size(), 0.0)).first->second;
      for (const auto i : token.used_in) shown[i] += token.rarity * closeness(row.i64(1));
    });
  }

  /// Between 0.6 for a mention in a long description and 1 for a short title.
  static double closeness(std::int64_t weight) { return 0.6 + 0.4 * static_cast<double>(weight) / 100.0; }

  /// Nothing rare fits ("许可证"): of the documents that hold the common tokens take those where they weigh most.
  void add_common_documents() {
    int taken = 0;
    for (const auto& token : tokens_) {
      if (token.documents < common_from) continue;
      if (++taken > 3) return;
      std::vector<std::int64_t> best;
      tx_.each(
          std::string(all_of_token) + " order by weight desc limit ?",
          [&](const Row& row) { best.push_back(row.i64(0)); }, query_.kind, token.text, region_low(), region_high(),
          query_.only ? std::int64_t{100'000} : common_from);
      for (const auto doc_id : best)
        if (is_allowed(doc_id)) shown_.try_emplace(doc_id, Shown(interpretations_.size(), 0.0));
    }
  }

  /// The common tokens of the documents that stand best without them.
  void complete_best() {
    std::vector<std::pair<double, std::int64_t>> ranked;
    for (const auto& [doc_id, shown] : shown_)
      ranked.emplace_back(-*std::max_element(shown.begin(), shown.end()), doc_id);
    const bool is_all_common = std::all_of(tokens_.begin(), tokens_.end(), [](const Token& token) {
      return token.documents == 0 || token.documents >= common_from;
    });
    const auto kept = is_all_common ? std::size_t{600} : most_completed;
    if (ranked.size() > kept)
      std::nth_element(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end());
    ranked.resize(std::min(ranked.size(), kept));
    constexpr std::size_t chunk = 100;
    for (std::size_t from = 0; from < ranked.size(); from += chunk) {
      std::vector<Param> ids(chunk, Param{std::int64_t{0}});
      for (std::size_t i = from; i < std::min(ranked.size(), from + chunk); ++i) ids[i - from] = ranked[i].second;
      for (const auto& token : tokens_)
        if (token.documents >= common_from) add_postings(token, chunk_sql(chunk), ids);
    }
  }

  static std::string chunk_sql(std::size_t chunk) {
    std::string sql{all_of_token};
    sql += " and doc_id in (?";
    for (std::size_t i = 1; i < chunk; ++i) sql += ", ?";
    return sql + ")";
  }

  std::vector<SearchHit> best_hits() const {
    std::vector<double> whole(interpretations_.size(), 0.0);
    for (const auto& token : tokens_)
      for (const auto i : token.used_in) whole[i] += token.rarity;
    std::vector<SearchHit> hits;
    for (const auto& [doc_id, shown] : shown_) {
      double best = 0;
      for (std::size_t i = 0; i < shown.size(); ++i) {
        const double coverage = shown[i] / whole[i];
        if (coverage >= interpretations_[i].least_coverage * 0.8)
          best = std::max(best, coverage * interpretations_[i].factor);
      }
      if (best > 0) hits.push_back({doc_id, static_cast<int>(std::lround(best * 1000))});
    }
    return first_of(std::move(hits));
  }

  std::vector<SearchHit> find_by_prefix(const std::string& prefix) {
    std::vector<SearchHit> hits;
    tx_.each(R"sql(
        select doc_id, max(weight)
          from search_posting
         where kind = ? and token >= ? and token < ? and region_code between ? and ?
         group by doc_id
         order by max(weight) desc
         limit ?)sql",
             [&](const Row& row) {
               if (is_allowed(row.i64(0)))
                 hits.push_back({row.i64(0), static_cast<int>(std::lround(closeness(row.i64(1)) * 900))});
             },
             query_.kind, prefix, prefix + "\xF4\x8F\xBF\xBF", region_low(), region_high(),
             query_.only ? std::int64_t{100'000} : std::int64_t{query_.limit});
    return first_of(std::move(hits));
  }

  std::vector<SearchHit> first_of(std::vector<SearchHit> hits) const {
    std::sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
      return a.score != b.score ? a.score > b.score : a.doc_id < b.doc_id;
    });
    if (hits.size() > static_cast<std::size_t>(std::max(query_.limit, 0)))
      hits.resize(static_cast<std::size_t>(query_.limit));
    return hits;
  }

  Tx& tx_;
  const SearchQuery& query_;
  std::vector<Interpretation> interpretations_;
  std::unordered_set<std::int64_t> only_;
  std::vector<Token> tokens_;
  std::unordered_map<std::int64_t, Shown> shown_;
};

}  // namespace

void index_document(Tx& tx, std::string_view kind, std::int64_t doc_id, std::span<const SearchField> fields,
                    std::int64_t region_code) {
  remove_document(tx, kind, doc_id);
  std::vector<Param> params;
  int rows = 0;
  for (const auto& [token, weight] : document_tokens(fields)) {
    for (auto& param : {to_param(kind), to_param(token), to_param(doc_id), to_param(weight), to_param(region_code)})
      params.push_back(param);
    if (++rows < rows_per_insert) continue;
    insert_postings(tx, params, rows);
    params.clear();
    rows = 0;
  }
  for (int row = 0; row < rows; ++row)
    insert_postings(tx, std::span(params).subspan(static_cast<std::size_t>(row) * 5, 5), 1);
}

void remove_document(Tx& tx, std::string_view kind, std::int64_t doc_id) {
  tx.exec("delete from search_posting where kind = ? and doc_id = ?", kind, doc_id);
}

std::vector<SearchHit> find_documents(Tx& tx, const SearchQuery& query) {
  return Finder{tx, query}.find();
}

}  // namespace yimen::platform
