#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yimen/platform/db.h"

namespace yimen::organisation::store {

/// What every list can be asked for. Ids are made in the order of time, so paging by id pages by age.
struct ListOrder {
  std::int64_t low = 0, high = 0;   // region range
  std::int64_t department = 0;      // 0 = all
  std::int64_t center = 0;          // 0 = all
  std::string text;                 // part of a name or number
  std::string word;                 // kind, state or role, where the list knows one
  bool with_closed = false;
  std::int64_t after = 0;           // ids above
  int limit = 50;
};

/// A where clause that grows with its parameters.
class Conditions {
 public:
  Conditions& also(std::string_view condition) {
    sql_ += sql_.empty() ? " where " : " and ";
    sql_ += condition;
    return *this;
  }
  template <class... Args>
  Conditions& also(std::string_view condition, const Args&... values) {
    (params_.push_back(platform::to_param(values)), ...);
    return also(condition);
  }
  const std::string& sql() const { return sql_; }
  const std::vector<platform::Param>& params() const { return params_; }

  template <class Map>
  auto all(platform::Tx& tx, std::string_view select, std::string_view rest, Map map) const {
    std::vector<std::invoke_result_t<Map, const platform::Row&>> rows;
    tx.run(std::string(select) + sql_ + std::string(rest), params_, [&](const platform::Row& row) { rows.push_back(map(row)); });
    return rows;
  }

 private:
  std::string sql_;
  std::vector<platform::Param> params_;
};

/// `like` pattern that finds the text anywhere; '!' escapes.
std::string contains(std::string_view text);
std::string limit_words(int limit);

}  // namespace yimen::organisation::store
