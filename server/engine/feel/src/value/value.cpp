#include "yimen/feel/value.h"

#include <limits>
#include <map>

#include "value/payload.h"
#include "value/weight.h"
#include "yimen/feel/functions.h"

namespace yimen::feel {

namespace {

/// Dates fit into the word: year, month, day.
std::int64_t pack(const Date& date) {
  return std::int64_t{date.year} * 65'536 + date.month * 256 + date.day;
}

std::size_t count_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

Value::Value(std::int64_t whole) : kind_{Kind::number}, word_{whole} {}

Value::Value(const Decimal& decimal) : kind_{Kind::number} {
  if (decimal.coefficient() <= static_cast<Uint128>(std::numeric_limits<std::int64_t>::max())) {
    word_ = static_cast<std::int64_t>(decimal.coefficient());
    if (decimal.is_negative()) word_ = -word_;
    exponent_ = static_cast<std::int16_t>(decimal.exponent());
  } else {
    boxed_ = true;
    payload_ = new NumberPayload{decimal};
  }
}

Value::Value(std::string text) : kind_{Kind::string}, boxed_{true} {
  const auto points = count_points(text);
  extra_ = static_cast<std::int32_t>(std::min<std::size_t>(points, std::numeric_limits<std::int32_t>::max()));
  exponent_ = points == text.size() ? 1 : 0;
  payload_ = new TextPayload{std::move(text)};
}

Value::Value(const Date& date) : kind_{Kind::date}, word_{pack(date)} {}
Value::Value(const Time& time) : kind_{Kind::time}, extra_{time.zone.code()}, word_{time.nanoseconds} {}
Value::Value(const DateTime& moment) : Value{Kind::date_time, new MomentPayload{moment}} {}
Value::Value(const DaysDuration& duration)
    : kind_{Kind::days_duration}, extra_{duration.nanoseconds}, word_{duration.seconds} {}
Value::Value(const MonthsDuration& duration) : kind_{Kind::months_duration}, word_{duration.months} {}

Value::Value(List list) {
  int depth = 0;
  auto weight = own_weight;
  for (const auto& item : list) {
    depth = std::max(depth, item.depth());
    weight += weight_of(item);
  }
  if (depth >= max_depth || weight > max_weight) return;
  *this = {Kind::list, new ListPayload{std::move(list)}, depth + 1};
  exponent_ = packed_weight(weight);
}

Value::Value(std::vector<ContextEntry> entries) {
  int depth = 0;
  auto weight = own_weight;
  for (const auto& entry : entries) {
    depth = std::max(depth, entry.value.depth());
    weight += weight_of(entry.value) + static_cast<std::int64_t>(entry.name.size());
  }
  if (depth >= max_depth || weight > max_weight) return;
  *this = {Kind::context, new ContextPayload{std::move(entries)}, depth + 1};
  exponent_ = packed_weight(weight);
}

Value::Value(Range range) {
  const int depth = std::max(range.start.depth(), range.end.depth());
  const auto weight = own_weight + weight_of(range.start) + weight_of(range.end);
  if (depth >= max_depth || weight > max_weight) return;
  *this = {Kind::range, new RangePayload{std::move(range)}, depth + 1};
  exponent_ = packed_weight(weight);
}

Value Value::share(const Function* function, int depth) {
  static_cast<const Payload*>(function)->owners_.fetch_add(1, std::memory_order_relaxed);
  return {Kind::function, function, depth};
}

Value Value::adopt(const Function* function, int depth) {
  const Value value{Kind::function, function, depth};
  return depth <= max_depth ? value : Value{};
}

Value Value::context(std::vector<ContextEntry> entries) {
  return Value{std::move(entries)};
}

void Value::release() noexcept {
  if (payload_->owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete payload_;
}

Decimal Value::number() const {
  if (boxed_) return static_cast<const NumberPayload*>(payload_)->value;
  const bool negative = word_ < 0;
  return {negative,
          negative ? Uint128{0} - static_cast<Uint128>(static_cast<__int128_t>(word_)) : static_cast<Uint128>(word_),
          exponent_};
}

const std::string& Value::string() const {
  return static_cast<const TextPayload*>(payload_)->value;
}
std::size_t Value::length() const {
  return static_cast<std::size_t>(extra_);
}
bool Value::is_ascii() const {
  return exponent_ == 1;
}

Date Value::date() const {
  const auto day = static_cast<std::int8_t>(word_ & 0xFF);
  const auto month = static_cast<std::int8_t>(word_ >> 8 & 0xFF);
  return {static_cast<std::int32_t>(word_ >> 16), month, day};
}

Time Value::time() const {
  return {word_, Zone::from_code(extra_)};
}
const DateTime& Value::date_time() const {
  return static_cast<const MomentPayload*>(payload_)->value;
}
const List& Value::list() const {
  return static_cast<const ListPayload*>(payload_)->value;
}
const std::vector<ContextEntry>& Value::entries() const {
  return static_cast<const ContextPayload*>(payload_)->entries;
}
const Value* Value::find(std::string_view name) const {
  return static_cast<const ContextPayload*>(payload_)->find(name);
}
const Range& Value::range() const {
  return static_cast<const RangePayload*>(payload_)->value;
}
const Function& Value::function() const {
  return *static_cast<const Function*>(payload_);
}

Range Range::unary(RangeForm form, Value bound) {
  const bool included = form != RangeForm::less && form != RangeForm::greater && form != RangeForm::not_equal;
  switch (form) {
    case RangeForm::less:
    case RangeForm::less_or_equal:
      return {.start = {}, .end = std::move(bound), .start_included = false, .end_included = included, .form = form};
    case RangeForm::greater:
    case RangeForm::greater_or_equal:
    case RangeForm::not_equal:
      return {.start = std::move(bound), .end = {}, .start_included = included, .end_included = false, .form = form};
    case RangeForm::interval:
    case RangeForm::equal:
      break;
  }
  return {.start = bound, .end = bound, .start_included = true, .end_included = true, .form = form};
}

ContextPayload::ContextPayload(std::vector<ContextEntry> list) : entries{std::move(list)} {
  const auto by_name = [this](std::uint32_t a, std::uint32_t b) { return entries[a].name < entries[b].name; };
  if (entries.size() <= searched_in_order) {
    std::size_t kept = 0;
    for (auto& entry : entries) {
      std::size_t place = 0;
      while (place < kept && entries[place].name != entry.name) ++place;
      if (place < kept)
        entries[place].value = std::move(entry.value);
      else if (&entries[kept++] != &entry)
        entries[kept - 1] = std::move(entry);
    }
    entries.resize(kept);
    return;
  }
  const auto order = [&] {
    index.resize(entries.size());
    for (std::uint32_t i = 0; i < index.size(); ++i) index[i] = i;
    std::stable_sort(index.begin(), index.end(), by_name);
  };
  order();
  const auto twice = [this](std::uint32_t a, std::uint32_t b) { return entries[a].name == entries[b].name; };
  if (std::adjacent_find(index.begin(), index.end(), twice) == index.end()) return;
  std::map<std::string, std::size_t> places;
  std::vector<ContextEntry> kept;
  for (auto& entry : entries) {
    const auto [place, is_new] = places.try_emplace(entry.name, kept.size());
    if (is_new)
      kept.push_back(std::move(entry));
    else
      kept[place->second].value = std::move(entry.value);
  }
  entries = std::move(kept);
  order();
}

const Value* ContextPayload::find(std::string_view name) const {
  if (index.empty()) {
    for (const auto& entry : entries)
      if (entry.name == name) return &entry.value;
    return nullptr;
  }
  const auto at = std::lower_bound(index.begin(), index.end(), name, [this](std::uint32_t i, std::string_view wanted) {
    return entries[i].name < wanted;
  });
  return at != index.end() && entries[*at].name == name ? &entries[*at].value : nullptr;
}

}  // namespace yimen::feel
