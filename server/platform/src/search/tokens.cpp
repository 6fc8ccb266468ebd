#include "search/tokens.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "search/pinyin.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

constexpr std::size_t longest_indexed_text = 2000;  // characters; titles and key words, not whole articles

struct Run {
  bool is_han;
  std::u32string text;
};

bool is_alnum(char32_t point) {
  return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
}

/// Pieces of one script; what is neither Han nor letter nor digit separates.
std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  bool is_open = false;
  for (const char32_t point : to_utf32(fold_width(text))) {
    const bool han = is_han(point);
    if (!han && !is_alnum(point)) {
      is_open = false;
      continue;
    }
    if (!is_open || runs.back().is_han != han) runs.push_back({han, {}});
    runs.back().text += point;
    is_open = true;
  }
  return runs;
}

using Sink = std::function<void(std::string)>;

void add_written(const Run& run, const Sink& add) {
  if (!run.is_han)
    add("=" + to_utf8(run.text));
  else if (run.text.size() == 1)
    add(to_utf8(run.text));
  for (std::size_t i = 0; run.is_han && i + 1 < run.text.size(); ++i) add(to_utf8(run.text.substr(i, 2)));
}

void add_sounds(std::span<const Readings> readings, const Sink& add) {
  if (readings.size() == 1)
    for (const auto& only : readings[0]) add("." + only);
  for (std::size_t i = 0; i + 1 < readings.size(); ++i)
    for (const auto& first : readings[i])
      for (const auto& second : readings[i + 1]) add("." + first + second);
}

void add_initials(std::span<const Readings> readings, const Sink& add) {
  for (std::size_t i = 0; i + 1 < readings.size(); ++i)
    for (const auto& first : readings[i])
      for (const auto& second : readings[i + 1]) {
        const std::string two{first.front(), second.front()};
        if (i == 0) add("^^" + two);
        if (i + 2 == readings.size()) continue;
        for (const auto& third : readings[i + 2]) add("^" + two + third.front());
      }
}

/// Readings of the Han characters of the whole text without gaps; a letter or digit reads as itself.
std::vector<Readings> spoken(const std::vector<Run>& runs) {
  std::vector<Readings> all;
  for (const auto& run : runs) {
    auto readings = readings_of(run.text);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      if (!run.is_han) readings[i] = {to_utf8(run.text.substr(i, 1))};
      if (!readings[i].empty()) all.push_back(std::move(readings[i]));
    }
  }
  return all;
}

/// What people say around the thing they look for.
constexpr std::array<std::string_view, 26> filler_words{
    "我想要", "我想", "我要", "想要",   "怎么样", "怎么", "如何", "怎样", "需要什么", "需要", "哪些", "什么", "手续",
    "一家",   "一个", "请问", "在哪里", "在哪",   "哪里", "办理", "申请", "材料",     "流程", "办个", "去办", "？"};

std::string without_fillers(std::string_view text) {
  std::string left{text};
  for (const auto filler : filler_words) left = replace_all(left, filler, " ");
  return runs_of(left).empty() ? std::string(text) : left;
}

void keep_unique(std::vector<std::string>& tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

Interpretation as_written(const std::vector<Run>& runs) {
  Interpretation written{.factor = 1.0, .least_coverage = 0.3};
  const bool has_longer = std::any_of(runs.begin(), runs.end(), [](const Run& run) { return run.text.size() > 1; });
  for (const auto& run : runs)
    if (!has_longer || run.text.size() > 1)
      add_written(run, [&](std::string token) { written.tokens.push_back(std::move(token)); });
  return written;
}

/// Letters that only spaces part are one word when they are pinyin ("shi pin").
std::vector<Run> with_joined_letters(const std::vector<Run>& runs) {
  std::vector<Run> joined;
  for (const auto& run : runs) {
    if (!joined.empty() && !run.is_han && !joined.back().is_han)
      joined.back().text += run.text;
    else
      joined.push_back(run);
  }
  return joined;
}

std::vector<Readings> likeliest_readings(std::u32string_view han) {
  auto readings = readings_of(han);
  for (auto& choices : readings)
    if (choices.size() > 1) choices.resize(1);
  return readings;
}

/// Han characters by their sound (homophones), letters as pinyin; one interpretation per way to cut the letters.
std::vector<Interpretation> as_spoken(const std::vector<Run>& runs) {
  std::vector<Interpretation> ways(1);
  for (const auto& run : with_joined_letters(runs)) {
    std::vector<std::vector<Readings>> choices;
    if (run.is_han) choices.push_back(likeliest_readings(run.text));
    for (const auto& cut : run.is_han ? std::vector<std::vector<std::string>>{} : split_syllables(to_utf8(run.text))) {
      auto& readings = choices.emplace_back();
      for (const auto& syllable : cut) readings.push_back({syllable});
    }
    const auto before = std::move(ways);
    ways.clear();
    for (const auto& readings : choices)
      for (auto way : before) {
        add_sounds(readings, [&](std::string token) { way.tokens.push_back(std::move(token)); });
        ways.push_back(std::move(way));
      }
    if (ways.size() > 8) ways.resize(8);
  }
  const bool is_typed = std::none_of(runs.begin(), runs.end(), [](const Run& run) { return run.is_han; });
  for (auto& way : ways) {
    way.factor = is_typed ? 0.9 : 0.7;
    way.least_coverage = 0.5;
  }
  return ways;
}

Interpretation as_initials(const std::string& letters) {
  Interpretation meant{.factor = 0.8, .least_coverage = 0.6};
  if (letters.size() == 2) meant.tokens.push_back("^^" + letters);
  for (std::size_t i = 0; i + 2 < letters.size(); ++i) meant.tokens.push_back("^" + letters.substr(i, 3));
  return meant;
}

}  // namespace

std::unordered_map<std::string, int> document_tokens(std::span<const SearchField> fields) {
  std::unordered_map<std::string, int> tokens;
  for (const auto& field : fields) {
    const auto runs = runs_of(to_utf8(to_utf32(field.text).substr(0, longest_indexed_text)));
    std::size_t length = 0;
    for (const auto& run : runs) length += run.text.size();
    const double share = 1.0 / (1.0 + static_cast<double>(length) / 20.0);  // the same word says more in a shorter text
    const int weight = std::clamp(static_cast<int>(std::lround(std::clamp(field.weight, 1, 10) * 10 * share)), 1, 100);
    const Sink add = [&](std::string token) {
      auto& known = tokens[std::move(token)];
      known = std::max(known, weight);
    };
    for (const auto& run : runs) {
      add_written(run, add);
      if (run.is_han) add_sounds(readings_of(run.text), add);
    }
    add_initials(spoken(runs), add);
  }
  return tokens;
}

std::vector<Interpretation> interpret_query(std::string_view text) {
  const auto runs = runs_of(without_fillers(to_utf8(to_utf32(text).substr(0, 60))));
  std::vector<Interpretation> all;
  if (runs.empty()) return all;
  all.push_back(as_written(runs));
  auto ways = as_spoken(runs);
  all.insert(all.end(), ways.begin(), ways.end());
  std::string letters;
  bool has_han = false;
  for (const auto& run : runs) {
    has_han |= run.is_han;
    letters += to_utf8(run.text);
  }
  if (!has_han && letters.size() >= 2) all.push_back(as_initials(letters));
  for (auto& interpretation : all) keep_unique(interpretation.tokens);
  std::erase_if(all, [](const Interpretation& interpretation) { return interpretation.tokens.empty(); });
  return all;
}

std::string lone_prefix(std::string_view text) {
  const auto runs = runs_of(text);
  if (runs.size() != 1) return {};
  const auto only = to_utf8(runs[0].text);
  if (runs[0].is_han) return runs[0].text.size() == 1 ? only : std::string{};
  const auto ways = split_syllables(only);
  return !ways.empty() && ways.front().size() == 1 && ways.front().front().size() == only.size()
             ? "." + ways.front().front()
             : std::string{};
}

}  // namespace yimen::platform
