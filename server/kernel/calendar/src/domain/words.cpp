#include <array>

#include <fmt/format.h>

#include "yimen/calendar/calendar.h"
#include "yimen/platform/db.h"

namespace yimen {
namespace {
constexpr std::array<std::string_view, 2> kinds{"off", "work"};
constexpr std::array<std::string_view, 6> units{"working_day", "calendar_day", "hour", "month", "year", "instant"};

template <class E, std::size_t N>
std::optional<E> find_word(const std::array<std::string_view, N>& words, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<E>(i);
  return std::nullopt;
}
}  // namespace

std::string_view platform::EnumText<calendar::DayKind>::to(calendar::DayKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::optional<calendar::DayKind> platform::EnumText<calendar::DayKind>::from(std::string_view text) {
  return find_word<calendar::DayKind>(kinds, text);
}
std::string_view platform::EnumText<calendar::LimitUnit>::to(calendar::LimitUnit unit) { return units[static_cast<std::size_t>(unit)]; }
std::optional<calendar::LimitUnit> platform::EnumText<calendar::LimitUnit>::from(std::string_view text) {
  return find_word<calendar::LimitUnit>(units, text);
}

std::string calendar::zh_limit(Limit limit) {
  switch (limit.unit) {
    case LimitUnit::working_day: return fmt::format("{}个工作日", limit.length);
    case LimitUnit::calendar_day: return fmt::format("{}个自然日", limit.length);
    case LimitUnit::hour: return fmt::format("{}小时", limit.length);
    case LimitUnit::month: return fmt::format("{}个月", limit.length);
    case LimitUnit::year: return fmt::format("{}年", limit.length);
    case LimitUnit::instant: return "即时办结";
  }
  return {};
}

}  // namespace yimen
