#include "timing.h"

#include <charconv>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t longest = 400'000 * day;  // about a thousand years: no overflow behind it

/// Reads "12" or "1.5" and the letter behind it.
struct Part {
  std::int64_t thousandths = 0;
  char unit = 0;
};
std::optional<Part> take_part(std::string_view& text) {
  std::int64_t whole = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (read.ec != std::errc{} || whole < 0 || whole > 400'000'000'000) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  Part part{whole * 1000, 0};
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    int scale = 100;
    std::size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), scale /= 10, ++digits) part.thousandths += (text.front() - '0') * scale;
    if (digits == 0) return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  part.unit = text.front();
  text.remove_prefix(1);
  return part;
}

bool add_date_part(Span& span, const Part& part) {
  if (part.thousandths % 1000 != 0) return false;
  const auto count = part.thousandths / 1000;
  if (count > 400'000) return false;
  if (part.unit == 'Y') span.months += count * 12;
  else if (part.unit == 'M') span.months += count;
  else if (part.unit == 'W') span.milliseconds += count * 7 * day;
  else if (part.unit == 'D') span.milliseconds += count * day;
  else return false;
  return true;
}
bool add_time_part(Span& span, const Part& part) {
  if (part.thousandths > longest) return false;
  if (part.unit == 'H') span.milliseconds += part.thousandths * 3600;
  else if (part.unit == 'M') span.milliseconds += part.thousandths * 60;
  else if (part.unit == 'S') span.milliseconds += part.thousandths;
  else return false;
  return true;
}

feel::Zone zone_of(std::string_view name) { return feel::Zone::named(name).value_or(feel::Zone::offset(0)); }

std::int64_t to_instant(feel::DateTime moment, std::string_view zone) {
  if (moment.time.zone.is_local()) moment.time.zone = zone_of(zone);
  return feel::utc_seconds(moment) * 1000 + moment.time.nanoseconds % 1'000'000'000 / 1'000'000;
}

}  // namespace

std::optional<Span> parse_span(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  Span span;
  bool is_time = false, has_part = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      if (std::exchange(is_time, true)) return std::nullopt;
      text.remove_prefix(1);
      has_part = false;
      continue;
    }
    const auto part = take_part(text);
    if (!part || !(is_time ? add_time_part(span, *part) : add_date_part(span, *part))) return std::nullopt;
    has_part = true;
  }
  if (!has_part || span.milliseconds > longest || span.months > 12'000) return std::nullopt;
  return span;
}

std::int64_t add(std::int64_t instant, const Span& span, std::string_view zone) {
  if (span.months != 0) {
    const auto floor_seconds = instant >= 0 ? instant / 1000 : -((-instant + 999) / 1000);
    const auto milliseconds = instant - floor_seconds * 1000;
    auto moment = feel::from_utc(floor_seconds, 0, zone_of(zone));
    const auto months = moment.date.year * std::int64_t{12} + moment.date.month - 1 + span.months;
    moment.date.year = static_cast<std::int32_t>(months / 12);
    moment.date.month = static_cast<std::int8_t>(months % 12 + 1);
    moment.date.day = static_cast<std::int8_t>(std::min<int>(moment.date.day, feel::days_in_month(moment.date.year, moment.date.month)));
    instant = feel::utc_seconds(moment) * 1000 + milliseconds;
  }
  return instant + span.milliseconds;
}

std::optional<std::int64_t> parse_moment(std::string_view text, std::string_view zone) {
  if (const auto moment = feel::parse_date_time(text)) return to_instant(*moment, zone);
  if (const auto date = feel::parse_date(text)) return to_instant({*date, {}}, zone);
  return std::nullopt;
}

std::optional<Cycle> parse_cycle(std::string_view text) {
  if (text.starts_with('P')) {  // a span alone: every so long
    const auto span = parse_span(text);
    if (!span || (span->months == 0 && span->milliseconds == 0)) return std::nullopt;
    return Cycle{.span = *span};
  }
  if (!text.starts_with('R')) return std::nullopt;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Cycle cycle;
  if (const auto count = text.substr(1, slash - 1); !count.empty()) {
    const auto read = std::from_chars(count.data(), count.data() + count.size(), cycle.repetitions);
    if (read.ec != std::errc{} || read.ptr != count.data() + count.size() || cycle.repetitions < 0 || cycle.repetitions > 1'000'000) return std::nullopt;
  }
  auto rest = text.substr(slash + 1);
  if (const auto second = rest.find('/'); second != std::string_view::npos && !rest.starts_with('P')) {
    cycle.start = rest.substr(0, second);
    rest = rest.substr(second + 1);
  }
  const auto span = parse_span(rest.substr(0, rest.find('/')));
  if (!span || (span->months == 0 && span->milliseconds == 0)) return std::nullopt;
  cycle.span = *span;
  return cycle;
}

std::optional<std::int64_t> moment_of(const feel::Value& value, std::string_view zone) {
  switch (value.kind()) {
    case feel::Kind::date_time: return to_instant(value.date_time(), zone);
    case feel::Kind::date: return to_instant({value.date(), {}}, zone);
    case feel::Kind::string: return parse_moment(platform::trim(value.string()), zone);
    default: return std::nullopt;
  }
}

std::optional<Span> span_of(const feel::Value& value) {
  switch (value.kind()) {
    case feel::Kind::days_duration: {
      const auto days = value.days();
      if (days.seconds < 0 || days.seconds > longest / 1000) return std::nullopt;
      return Span{0, days.seconds * 1000 + days.nanoseconds / 1'000'000};
    }
    case feel::Kind::months_duration:
      if (value.months().months < 0 || value.months().months > 12'000) return std::nullopt;
      return Span{value.months().months, 0};
    case feel::Kind::string: return parse_span(platform::trim(value.string()));
    default: return std::nullopt;
  }
}

std::string iso_span(std::int64_t milliseconds) {
  std::string text = milliseconds < 0 ? "-P" : "P";
  if (milliseconds < 0) milliseconds = -milliseconds;
  if (const auto days = milliseconds / day; days > 0) text += fmt::format("{}D", days);
  const auto rest = milliseconds % day;
  if (rest == 0) return text.size() > 1 && text.back() == 'D' ? text : text + "T0S";
  text += "T";
  if (const auto hours = rest / 3'600'000; hours > 0) text += fmt::format("{}H", hours);
  if (const auto minutes = rest / 60'000 % 60; minutes > 0) text += fmt::format("{}M", minutes);
  if (const auto seconds = rest % 60'000; seconds > 0) text += seconds % 1000 == 0 ? fmt::format("{}S", seconds / 1000) : fmt::format("{}.{:03}S", seconds / 1000, seconds % 1000);
  return text;
}

}  // namespace yimen::bpmn
