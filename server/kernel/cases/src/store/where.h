#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"
#include "yimen/platform/text.h"

/// Conditions of lists that are put together as they are asked for.
namespace yimen::cases {

/// "?, ?, ?"
inline std::string marks(std::size_t n) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += i ? ", ?" : "?";
  return text;
}

struct Where {
  std::string text;
  std::vector<platform::Param> params;
  void add(std::string_view condition, std::initializer_list<platform::Param> values = {}) {
    text += text.empty() ? " where " : " and ";
    text += condition;
    params.insert(params.end(), values);
  }
  void add(std::string_view condition, const std::vector<platform::Param>& values) {
    add(condition);
    params.insert(params.end(), values.begin(), values.end());
  }
  template <class T>
  void add_one_of(std::string_view column, const std::vector<T>& values) {
    add(std::string(column) + (values.size() == 1 ? std::string(" = ?") : " in (" + marks(values.size()) + ")"));
    for (const auto& value : values) params.push_back(platform::to_param(value));
  }
};

/// A case number or its beginning, or the beginning of the applicant's or the matter's name.
inline void filter_words(Where& where, std::string words) {
  words = platform::trim(words);
  if (words.empty()) return;
  if (words.find_first_not_of("0123456789") == words.npos) return where.add("c.case_no >= ? and c.case_no < ?", {words, words + ":"});
  // The upper end of "begins with": the next text after every text with this beginning.
  const auto after = words + "\U0010FFFD";
  where.add("(c.applicant_name >= ? and c.applicant_name < ? or c.matter_name >= ? and c.matter_name < ?)", {words, after, words, after});
}

}  // namespace yimen::cases
