#include "service/place.h"

#include <charconv>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::rules {

namespace {

constexpr std::string_view between = " › ";

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (auto at = path.find(between); at != std::string_view::npos; at = path.find(between)) {
    parts.push_back(path.substr(0, at));
    path.remove_prefix(at + between.size());
  }
  parts.push_back(path);
  return parts;
}

/// The number behind the word: 3 of "rule 3"; 0 when it is something else.
int numbered(std::string_view part, std::string_view word) {
  int number = 0;
  if (part.starts_with(word)) std::from_chars(part.data() + word.size(), part.data() + part.size(), number);
  return number;
}

/// Parts of boxes, in the words of the page where they are written; a name that reads like one of them stands in “” and is shown as it is.
std::string words_of(std::string_view part) {
  constexpr std::string_view open = "“", close = "”";
  if (part.size() > open.size() + close.size() && part.starts_with(open) && part.ends_with(close)) return std::string{part.substr(open.size(), part.size() - open.size() - close.size())};
  static constexpr std::pair<std::string_view, std::string_view> known[] = {{"if", "如果"}, {"then", "那么"}, {"else", "否则"}, {"in", "从哪些里取"}, {"match", "条件"}, {"return", "每一个得出"}, {"satisfies", "每一个符合"}, {"default", "都不适用时的结论"}};
  for (const auto& [word, chinese] : known)
    if (part == word) return std::string{chinese};
  if (const auto row = numbered(part, "row "); row > 0) return fmt::format("第{}行", row);
  if (const auto item = numbered(part, "item "); item > 0) return fmt::format("第{}项", item);
  return std::string{part};
}

/// “等级”第3行“面积”: the boxes to the table, its row, its column.
struct Place {
  std::string words;
  int row = 0;
  bool is_own_table = false;
};

Place place_of(std::string_view path) {
  const auto parts = parts_of(path);
  Place place;
  std::string box, column;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (const auto row = numbered(parts[i], "rule "); row > 0 && i > 0 && place.row == 0) {
      place.row = row;
      place.is_own_table = i == 1;
    } else if (place.row > 0) {
      column = parts[i];
    } else {
      box += i == 0 ? std::string{parts[i]} : std::string{between} + words_of(parts[i]);
    }
  }
  place.words = fmt::format("“{}”", box);
  if (place.row > 0) place.words += fmt::format("第{}行", place.row);
  if (place.row > 0 && !column.empty()) place.words += fmt::format("“{}”", column);
  return place;
}

/// "第 1 行第 3 列：…" counts the signs of a cell, which beside a table would be read as its row and column.
std::string without_lines(std::string_view detail) {
  constexpr std::string_view first_line = "第 1 行第 ", column_end = " 列：";
  if (!detail.starts_with(first_line)) return fmt::format("{}{}", detail.starts_with("第 ") ? "表达式" : "", detail);
  const auto end = detail.find(column_end);
  if (end == std::string_view::npos) return std::string{detail};
  return fmt::format("写的第{}个字处：{}", detail.substr(first_line.size(), end - first_line.size()), detail.substr(end + column_end.size()));
}

}  // namespace

std::string zh_place(std::string_view path) { return place_of(path).words; }

Problem placed(const dmn::Problem& one) {
  Problem problem{.is_error = one.severity == feel::Severity::error, .element = one.element, .rows = {}, .line = one.line, .rule = one.rule, .zh = one.zh, .en = one.en, .example = {}};
  const auto is_of_part = one.element.find(between) != std::string::npos || one.rule.starts_with("feel/") || one.rule == "table/no-priorities";
  if (one.element.empty() || !is_of_part) return problem;
  const auto place = place_of(one.element);
  problem.element = std::string{parts_of(one.element).front()};
  if (place.is_own_table) problem.rows = {place.row};
  problem.zh = fmt::format("{}：{}", place.words, without_lines(one.zh));
  problem.en = fmt::format("{}: {}", one.element, one.en);
  return problem;
}

}  // namespace yimen::rules
