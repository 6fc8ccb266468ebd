#pragma once
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yimen::platform {

/// Statements are long texts that differ in length or in a few places: looking at three of them is enough to find one.
struct SqlHash {
  std::size_t operator()(std::string_view sql) const {
    constexpr std::size_t piece = 24;
    if (sql.size() <= 3 * piece) return std::hash<std::string_view>{}(sql);
    auto hash = sql.size();
    for (const auto at : {std::size_t{0}, sql.size() / 2, sql.size() - piece})
      hash = hash * 31 + std::hash<std::string_view>{}(sql.substr(at, piece));
    return hash;
  }
};

/// The least recently used statements leave first; one that is being stepped through stays. Statement: movable, with a
/// member `bool is_in_use`.
template <class Statement>
class StatementCache {
 public:
  static constexpr std::size_t capacity = 500;

  Statement* find(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &entries_.front().second;
  }
  Statement& add(std::string_view sql, Statement statement) {
    entries_.emplace_front(std::string(sql), std::move(statement));
    by_sql_.emplace(std::string_view(entries_.front().first), entries_.begin());
    return entries_.front().second;
  }
  void remove(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return;
    const auto entry = found->second;
    by_sql_.erase(found);
    entries_.erase(entry);
  }
  /// Takes out the oldest statement when the cache is full. False when nothing had to go.
  bool make_room(Statement& removed) {
    if (entries_.size() < capacity) return false;
    for (auto entry = std::prev(entries_.end()); entry != entries_.begin(); --entry) {
      if (entry->second.is_in_use) continue;
      removed = std::move(entry->second);
      by_sql_.erase(std::string_view(entry->first));
      entries_.erase(entry);
      return true;
    }
    return false;
  }
  void clear() {
    by_sql_.clear();
    entries_.clear();
  }

 private:
  std::list<std::pair<std::string, Statement>> entries_;
  std::unordered_map<std::string_view, typename std::list<std::pair<std::string, Statement>>::iterator, SqlHash> by_sql_;
};

}  // namespace yimen::platform
