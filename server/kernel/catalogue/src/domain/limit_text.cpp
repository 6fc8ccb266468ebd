#include "domain/limit_text.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

using calendar::Limit;
using calendar::LimitUnit;

struct UnitWord {
  std::u32string_view word;
  LimitUnit unit;
  int factor;           // 周 is seven days
  bool is_ambiguous;    // 日 and 天 do not say which days count
  bool needs_measure;   // 月 alone may be a month of the calendar: "12月31日"
};
// Longer words first: the first that matches wins.
constexpr std::array unit_words{
    UnitWord{U"工作日", LimitUnit::working_day, 1, false, false}, UnitWord{U"工作天", LimitUnit::working_day, 1, false, false},
    UnitWord{U"自然日", LimitUnit::calendar_day, 1, false, false}, UnitWord{U"日历日", LimitUnit::calendar_day, 1, false, false},
    UnitWord{U"自然天", LimitUnit::calendar_day, 1, false, false}, UnitWord{U"小时", LimitUnit::hour, 1, false, false},
    UnitWord{U"钟头", LimitUnit::hour, 1, false, false},           UnitWord{U"星期", LimitUnit::calendar_day, 7, false, false},
    UnitWord{U"日", LimitUnit::calendar_day, 1, true, false},      UnitWord{U"天", LimitUnit::calendar_day, 1, true, false},
    UnitWord{U"周", LimitUnit::calendar_day, 7, false, false},     UnitWord{U"月", LimitUnit::month, 1, false, true},
    UnitWord{U"年", LimitUnit::year, 1, false, false},
};

enum class Meaning { main, extension, stage, side };
struct Found {
  Limit limit;
  int upper = 0;  // of a range, else the same
  Meaning meaning = Meaning::main;
  bool is_ambiguous = false;
};

std::u32string plain(std::string_view raw) {
  std::u32string text;
  for (char32_t c : platform::to_utf32(platform::fold_width(raw))) {
    if (c == U' ' || c == U'\u3000' || c == U'\u00a0' || c == U'\t') continue;
    if (c == U'、' || c == U'；' || c == U';' || c == U'，' || c == U',' || c == U'。') c = U',';
    if (c == U'－' || c == U'—' || c == U'–' || c == U'～' || c == U'~') c = U'-';
    text.push_back(c);
  }
  return text;
}

bool is_range_mark(char32_t c) { return c == U'-' || c == U'至' || c == U'到'; }

bool has(std::u32string_view text, std::initializer_list<std::u32string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.find(word) != text.npos; });
}

int digit_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  constexpr std::u32string_view numerals = U"零一二三四五六七八九";
  if (const auto at = numerals.find(c); at != numerals.npos) return static_cast<int>(at);
  return c == U'两' ? 2 : -1;
}

/// A number at `at` in digits or Chinese numerals up to 999; moves `at` behind it. -1 when there is none.
int number_at(std::u32string_view text, std::size_t& at) {
  if (at >= text.size()) return -1;
  int total = 0, current = -1;
  const auto start = at;
  if (text[at] >= U'0' && text[at] <= U'9') {
    while (at < text.size() && text[at] >= U'0' && text[at] <= U'9' && total < 100000) total = total * 10 + digit_of(text[at++]);
    return total;
  }
  for (; at < text.size(); ++at) {
    if (text[at] == U'百') total += std::max(current, 1) * 100, current = -1;
    else if (text[at] == U'十') total += (current < 0 ? 1 : current) * 10, current = -1;
    else if (digit_of(text[at]) >= 0) current = digit_of(text[at]);
    else break;
  }
  if (at == start) return -1;
  return total + std::max(current, 0);
}

const UnitWord* unit_at(std::u32string_view text, std::size_t& at) {
  const bool has_measure = at < text.size() && text[at] == U'个';
  const auto start = has_measure ? at + 1 : at;
  for (const auto& unit : unit_words) {
    if (text.substr(start, unit.word.size()) != unit.word) continue;
    if (unit.needs_measure && !has_measure && text.substr(start + 1, 1) != U"内") return nullptr;
    at = start + unit.word.size();
    return &unit;
  }
  return nullptr;
}

/// The words around position `at` up to the punctuation that ends the thought.
std::u32string_view clause_around(std::u32string_view text, std::size_t from, std::size_t to) {
  constexpr std::u32string_view ends = U",()（）[]【】:：";
  const auto before = from == 0 ? text.npos : text.find_last_of(ends, from - 1);
  const auto after = text.find_first_of(ends, to);
  const auto begin = before == text.npos ? 0 : before + 1;
  return text.substr(begin, (after == text.npos ? text.size() : after) - begin);
}

Meaning meaning_of(std::u32string_view text, std::size_t from, std::size_t to) {
  const auto clause = clause_around(text, from, to);
  if (has(clause, {U"延长", U"延期", U"顺延", U"延至"})) return Meaning::extension;
  // "交通不便地区可延长,不得超过三十日": the length stands in the clause after the word.
  if (from >= 1 && has(clause, {U"不得超过", U"不超过", U"最长"}) && text.substr(0, from).rfind(U"延长") != text.npos &&
      from - text.substr(0, from).rfind(U"延长") < 12)
    return Meaning::extension;
  if (has(clause, {U"每阶段", U"各阶段", U"每环节", U"各环节", U"每个环节"})) return Meaning::stage;
  if (has(clause, {U"技术审查", U"评审", U"公示", U"公告", U"听证", U"鉴定", U"检测", U"检验", U"检疫", U"勘验", U"踏勘", U"勘察",
                   U"核查时间", U"审核时间", U"不计", U"不含", U"除外"}))
    return Meaning::side;
  return Meaning::main;
}

struct Scan {
  std::vector<Found> found;
  bool has_half = false, has_minutes = false;
};

Scan scan(std::u32string_view text) {
  Scan result;
  result.has_half = has(text, {U"半天", U"半日", U"半个工作日", U"半个月", U"半年", U"半小时"});
  result.has_minutes = has(text, {U"分钟"});
  for (std::size_t at = 0; at < text.size();) {
    const auto start = at;
    const int low = number_at(text, at);
    if (low < 0) { ++at; continue; }
    if (start > 0 && (text[start - 1] == U'第' || text[start - 1] == U'.')) continue;  // 第42条, 0.5
    auto behind = at;
    int high = low;
    if (behind < text.size() && text[behind] == U'.') continue;
    auto skip = behind;
    const auto* first_unit = unit_at(text, skip);  // "5个工作日至7个工作日"
    if (first_unit != nullptr && skip < text.size() && is_range_mark(text[skip])) behind = skip;
    if (behind < text.size() && is_range_mark(text[behind])) {
      ++behind;
      if (const int upper = number_at(text, behind); upper >= 0) high = upper;
      else behind = at;
    }
    auto end = behind;
    const auto* unit = unit_at(text, end);
    if (unit == nullptr) continue;
    // "2015年", "5月31日" and "31日" behind a month are dates.
    if (unit->unit == LimitUnit::year && low > 50) { at = end; continue; }
    if (unit->is_ambiguous && start > 0 && text[start - 1] == U'月') { at = end; continue; }
    result.found.push_back({{low * unit->factor, unit->unit}, high * unit->factor, meaning_of(text, start, end), unit->is_ambiguous});
    at = end;
  }
  return result;
}

bool is_on_the_spot(std::u32string_view text) {
  return has(text, {U"即时", U"当场", U"即办", U"即到即办", U"随到随办", U"立等可取", U"马上办", U"现场办结", U"即来即办"});
}

void report_side(const Scan& scan, std::u32string_view text, LimitReading& reading) {
  for (const auto& found : scan.found) {
    const auto words = calendar::zh_limit(found.limit);
    if (found.meaning == Meaning::extension) reading.doubts.push_back("原文另有延长：" + words + "，请在特别程序中登记");
    if (found.meaning == Meaning::stage) reading.doubts.push_back("原文另有分阶段时限：" + words + "，请在办理环节中登记");
    if (found.meaning == Meaning::side) reading.doubts.push_back("原文另有不属办理时限的时间：" + words + "，请在特别程序中登记");
  }
  const bool has_exclusion = has(text, {U"除外", U"不计", U"不含", U"不包括"}) || (has(text, {U"除"}) && has(text, {U"时间外", U"以外", U"时间之外"}));
  const bool is_reported = std::any_of(scan.found.begin(), scan.found.end(), [](auto& f) { return f.meaning == Meaning::side; });
  if (has_exclusion && !is_reported) reading.doubts.push_back("原文另有不计入时限的情形，请在特别程序中登记");
  if (has(text, {U"延长", U"延期"}) &&
      std::none_of(scan.found.begin(), scan.found.end(), [](auto& f) { return f.meaning == Meaning::extension; }))
    reading.doubts.push_back("原文说可以延长但没有写明期限");
  if (has(text, {U"特事特办"})) reading.doubts.push_back("原文“特事特办”没有写明时限");
}

/// Why the one main limit cannot be held, or nothing.
std::optional<std::string> obstacle(const Found& found, std::u32string_view text) {
  if (found.upper != found.limit.length) return fmt::format("原文是区间（{}至{}），程序不替编辑选取", found.limit.length, found.upper);
  if (found.limit.length >= 999) return fmt::format("{}像是系统占位值，不作时限", found.limit.length);
  if (found.limit.length == 0) return "时限写为0，不能确定是当场办结还是没有填写";
  if (has(text, {U"约", U"左右", U"大概"})) return "原文是约数，没有确定的时限";
  if (has(text, {U"不少于", U"至少", U"以上"})) return "原文只写了下限，没有办结的最后期限";
  return std::nullopt;
}

void judge_mains(const std::vector<Found>& mains, std::u32string_view text, LimitReading& reading) {
  const auto& first = mains.front();
  const bool is_single = std::all_of(mains.begin(), mains.end(), [&](const Found& other) {
    return other.limit == first.limit && other.upper == first.upper;
  });
  if (!is_single) {
    std::string all;
    for (const auto& main : mains) {
      auto words = calendar::zh_limit(main.limit);
      if (main.upper != main.limit.length) words = fmt::format("{}至{}", main.limit.length, calendar::zh_limit({main.upper, main.limit.unit}));
      all += (all.empty() ? "" : "、") + words;
    }
    reading.doubts.insert(reading.doubts.begin(), "一条文字里有几个不同的时限（" + all + "），程序不替编辑选取");
    return;
  }
  if (auto why = obstacle(first, text)) {
    reading.doubts.insert(reading.doubts.begin(), std::move(*why));
    return;
  }
  reading.limit = first.limit;
  if (first.is_ambiguous)
    reading.doubts.push_back("原文只写“日”或“天”，没有写明工作日还是自然日，暂按自然日；行政许可的期限依《行政许可法》第八十二条以工作日计");
}

}  // namespace

LimitReading read_limit_text(std::string_view raw) {
  LimitReading reading;
  const auto text = plain(raw);
  if (text.empty()) return reading;
  const auto result = scan(text);
  std::vector<Found> mains;
  std::copy_if(result.found.begin(), result.found.end(), std::back_inserter(mains), [](auto& f) { return f.meaning == Meaning::main; });
  report_side(result, text, reading);
  if (result.has_half || result.has_minutes) {
    reading.doubts.insert(reading.doubts.begin(), result.has_minutes ? "时限以分钟计，目录没有这一单位" : "时限是半个单位，不能确切存放");
  } else if (text.find(U'=') != text.npos && mains.size() == 1) {
    // Interface dumps print "anticipate_day=66,说明文字却写20个工作日": the bare number contradicts the words.
    reading.doubts.insert(reading.doubts.begin(), "字段值与说明文字互相矛盾，程序不替编辑选取");
  } else if (is_on_the_spot(text)) {
    if (mains.empty()) reading.limit = Limit{0, LimitUnit::instant};
    else reading.doubts.insert(reading.doubts.begin(), "既写当场办结又写期限，程序不替编辑选取");
  } else if (!mains.empty()) {
    judge_mains(mains, text, reading);
  } else {
    reading.doubts.insert(reading.doubts.begin(), "原文没有可以计算的时限");
  }
  return reading;
}

}  // namespace yimen::catalogue
