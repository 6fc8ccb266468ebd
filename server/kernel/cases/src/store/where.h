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

/// That a column holds the words `?` in folded case, or begins with them when they are one character.
inline std::string has_words_in(const std::string& column, std::size_t characters) {
  if (characters <= 1) return "substr(lower(" + column + "), 1, 1) = ?";
  return "replace(lower(" + column + "), ?, '') <> lower(" + column + ")";
}

/// A case number or its beginning.
inline bool add_number(Where& where, const std::string& words) {
  if (words.empty() || words.find_first_not_of("0123456789") != words.npos) return false;
  where.add("c.case_no >= ? and c.case_no < ?", {words, words + ":"});
  return true;
}

/// A case number or its beginning, or a part of the applicant's or the matter's name, each case looked at: for few of them.
inline void filter_words(Where& where, std::string words) {
  words = platform::fold_width(platform::trim(words));
  if (words.empty() || add_number(where, words)) return;
  const auto characters = platform::count_characters(words);
  where.add("(" + has_words_in("c.applicant_name", characters) + " or " + has_words_in("c.matter_name", characters) + ")", {words, words});
}

}  // namespace yimen::cases
