// The only file that knows ICU's transliteration and collation.
#include "search/pinyin.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <unordered_map>

#include <unicode/coll.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "yimen/platform/search.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

/// Loading ICU's tables takes milliseconds and its objects belong to one thread: each thread keeps its own and
/// remembers every character it has met.
class HanLatin {
 public:
  const std::string& of(char32_t han) {
    const auto known = known_.find(han);
    if (known != known_.end()) return known->second;
    icu::UnicodeString text(static_cast<UChar32>(han));
    transliterator_->transliterate(text);
    std::string latin;
    text.toUTF8String(latin);
    const bool is_reading = std::all_of(latin.begin(), latin.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return known_.emplace(han, is_reading ? latin : std::string{}).first->second;
  }

 private:
  static std::unique_ptr<icu::Transliterator> make() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{
        icu::Transliterator::createInstance("Han-Latin; Latin-ASCII", UTRANS_FORWARD, status)};
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no Han-Latin transliteration");
    return made;
  }

  std::unique_ptr<icu::Transliterator> transliterator_ = make();
  std::unordered_map<char32_t, std::string> known_;
};

HanLatin& han_latin() {
  thread_local HanLatin mine;
  return mine;
}

/// Characters of official language with a second common reading: titles are found by either.
struct Polyphone {
  char32_t han;
  std::string_view other;
};
constexpr std::array<Polyphone, 27> polyphones{{
    {U'行', "hang"}, {U'重', "chong"}, {U'长', "chang"}, {U'调', "tiao"},  {U'会', "kuai"},  {U'车', "ju"},
    {U'还', "huan"}, {U'参', "shen"},  {U'校', "jiao"},  {U'传', "zhuan"}, {U'藏', "zang"},  {U'率', "shuai"},
    {U'给', "ji"},   {U'更', "geng"},  {U'量', "liang"}, {U'便', "pian"},  {U'种', "zhong"}, {U'数', "shu"},
    {U'朝', "chao"}, {U'朴', "piao"},  {U'单', "shan"},  {U'解', "xie"},   {U'盛', "cheng"}, {U'降', "xiang"},
    {U'乐', "yue"},  {U'宿', "xiu"},   {U'厦', "sha"},
}};

/// Words whose reading differs from the default of their characters.
struct Phrase {
  std::u32string_view han;
  std::array<std::string_view, 2> readings;
};
constexpr std::array<Phrase, 20> phrases{{
    {U"银行", {"yin", "hang"}},   {U"行业", {"hang", "ye"}},   {U"同行", {"tong", "hang"}},
    {U"商行", {"shang", "hang"}}, {U"重新", {"chong", "xin"}}, {U"重建", {"chong", "jian"}},
    {U"重庆", {"chong", "qing"}}, {U"长期", {"chang", "qi"}},  {U"长沙", {"chang", "sha"}},
    {U"长途", {"chang", "tu"}},   {U"延长", {"yan", "chang"}}, {U"调解", {"tiao", "jie"}},
    {U"调整", {"tiao", "zheng"}}, {U"空调", {"kong", "tiao"}}, {U"会计", {"kuai", "ji"}},
    {U"归还", {"gui", "huan"}},   {U"人参", {"ren", "shen"}},  {U"音乐", {"yin", "yue"}},
    {U"供给", {"gong", "ji"}},    {U"效率", {"xiao", "lu"}},
}};

void prefer(Readings& readings, std::string_view reading) {
  const auto found = std::find(readings.begin(), readings.end(), reading);
  if (found == readings.end())
    readings.emplace(readings.begin(), reading);
  else
    std::rotate(readings.begin(), found, found + 1);
}

}  // namespace

bool is_han(char32_t point) {
  return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) || point == 0x3007 ||
         (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3134F);
}

std::vector<Readings> readings_of(std::u32string_view text) {
  std::vector<Readings> all(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_han(text[i])) continue;
    if (const auto& latin = han_latin().of(text[i]); !latin.empty()) all[i].push_back(latin);
    for (const auto& polyphone : polyphones)
      if (polyphone.han == text[i] && (all[i].empty() || all[i].front() != polyphone.other))
        all[i].emplace_back(polyphone.other);
  }
  for (const auto& phrase : phrases)
    for (auto at = text.find(phrase.han); at != std::u32string_view::npos; at = text.find(phrase.han, at + 1))
      for (std::size_t i = 0; i < phrase.readings.size(); ++i) prefer(all[at + i], phrase.readings[i]);
  return all;
}

std::string pinyin(std::string_view text) {
  const auto points = to_utf32(text);
  const auto readings = readings_of(points);
  std::string out;
  bool was_han = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_read = !readings[i].empty();
    if (!out.empty() && (is_read || was_han) && out.back() != ' ' && points[i] != U' ') out += ' ';
    out += is_read ? readings[i].front() : to_utf8(points.substr(i, 1));
    was_han = is_read;
  }
  return out;
}

std::string initials(std::string_view text) {
  const auto points = to_utf32(fold_width(text));
  const auto readings = readings_of(points);
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_plain = (points[i] >= 'a' && points[i] <= 'z') || (points[i] >= '0' && points[i] <= '9');
    if (!readings[i].empty())
      out += readings[i].front().front();
    else if (is_plain)
      out += static_cast<char>(points[i]);
  }
  return out;
}

std::string pinyin_sort_key(std::string_view text) {
  thread_local const std::unique_ptr<icu::Collator> collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made{icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), status)};
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no pinyin collation");
    return made;
  }();
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  std::string key(static_cast<std::size_t>(collator->getSortKey(wide, nullptr, 0)), '\0');
  collator->getSortKey(wide, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<int>(key.size()));
  while (key.ends_with('\0')) key.pop_back();
  return to_hex(key);
}

}  // namespace yimen::platform
