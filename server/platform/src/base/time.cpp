#include "yimen/platform/time.h"

#include <fmt/format.h>

namespace yimen::platform {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;

Instant to_local(Instant at) {
  return at + shanghai_offset;
}

/// Exactly `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, char wanted) {
  return at < text.size() && text[at] == wanted;
}

tl::unexpected<Error> bad_date() {
  return fail(ErrorCode::malformed, "platform/bad-date", "日期应为存在的一天，格式如 2025-06-02。");
}

tl::unexpected<Error> bad_instant() {
  return fail(ErrorCode::malformed, "platform/bad-instant", "时间格式应如 2025-06-02T14:03:00+08:00。");
}

/// "Z" or "+08:00" at the end of the text.
std::optional<minutes> offset_at(std::string_view text, std::size_t at) {
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) return minutes{0};
  if (at + 6 != text.size() || !has(text, at + 3, ':') || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int hour = digits(text, at + 1, 2);
  const int minute = digits(text, at + 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const minutes offset = hours{hour} + minutes{minute};
  return text[at] == '-' ? -offset : offset;
}

}  // namespace

Date Clock::today() const {
  return shanghai_date(now());
}

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

Date shanghai_date(Instant at) {
  return std::chrono::floor<days>(to_local(at));
}

int shanghai_minute(Instant at) {
  const auto local = to_local(at);
  return static_cast<int>(std::chrono::floor<minutes>(local - std::chrono::floor<days>(local)).count());
}

Instant shanghai_instant(Date date, int hour, int minute) {
  return Instant{sys_days{date} + hours{hour} + minutes{minute} - shanghai_offset};
}

std::string iso_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string iso_instant(Instant at) {
  const auto local = to_local(at);
  const auto midnight = std::chrono::floor<days>(local);
  const auto ms = (local - midnight).count();
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+08:00", iso_date(midnight), ms / 3'600'000, ms / 60'000 % 60,
                     ms / 1000 % 60, ms % 1000);
}

std::string zh_date(Date date) {
  return fmt::format("{}年{}月{}日", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string zh_instant(Instant at) {
  const int minute = shanghai_minute(at);
  return fmt::format("{} {:02}:{:02}", zh_date(shanghai_date(at)), minute / 60, minute % 60);
}

std::int64_t millis(Instant at) {
  return at.time_since_epoch().count();
}

Instant from_millis(std::int64_t ms) {
  return Instant{milliseconds{ms}};
}

Result<Date> parse_date(std::string_view text) {
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (text.size() != 10 || !has(text, 4, '-') || !has(text, 7, '-') || year < 1 || month < 1 || day < 1)
    return bad_date();
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return bad_date();
  return date;
}

Result<Instant> parse_instant(std::string_view text) {
  const auto date = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  const bool has_separators =
      (has(text, 10, 'T') || has(text, 10, 't') || has(text, 10, ' ')) && has(text, 13, ':') && has(text, 16, ':');
  if (!date || !has_separators || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return bad_instant();
  std::size_t at = 19;
  int ms = 0;
  if (has(text, at, '.')) {
    int place = 100;
    const auto first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, place /= 10) ms += (text[at] - '0') * place;
    if (at == first) return bad_instant();
  }
  const auto offset = offset_at(text, at);
  if (!offset) return bad_instant();
  return Instant{sys_days{*date} + hours{hour} + minutes{minute} + std::chrono::seconds{second} + milliseconds{ms} -
                 *offset};
}

}  // namespace yimen::platform
