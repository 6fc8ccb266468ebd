#include "yimen/cases/service_case.h"

#include <array>

#include <fmt/format.h>

namespace yimen::cases {

using calendar::Limit;
using calendar::LimitUnit;
using calendar::Pause;
using calendar::WorkCalendar;

namespace {

constexpr Limit working(int days) { return {days, LimitUnit::working_day}; }

/// ISO 7064 MOD 11,10 over the digits.
char check_digit(std::string_view digits) {
  int product = 10;
  for (const char c : digits) {
    int sum = (c - '0' + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

void show_running_clock(ServiceCase& file) {
  if (!is_open(file.state) || is_stopped(file.state)) file.due_on.reset();
  else if (is_before_acceptance(file.state)) file.due_on = file.acceptance_due_on;
  else if (file.state == CaseState::decided || file.state == CaseState::delivering) file.due_on = file.delivery_due_on;
  else file.due_on = file.promised_due_on;
}

}  // namespace

int longest_extension(HandlingClass handling) { return handling == HandlingClass::joint ? 15 : 10; }

void start_acceptance_clock(ServiceCase& file, Date on, const WorkCalendar& days) {
  file.received_on = on;
  file.acceptance_due_on = days.add_working(on, acceptance_working_days);
  show_running_clock(file);
}

void start_decision_clock(ServiceCase& file, Date accepted_on, const DecisionLimits& limits, const WorkCalendar& days) {
  file.accepted_on = accepted_on;
  file.promised_limit = limits.promised;
  file.promised_reason = limits.promised_reason;
  file.has_statutory_limit = limits.statutory.has_value();
  if (limits.statutory) file.statutory_limit = *limits.statutory;
  refresh_clock(file, {}, days);
}

void refresh_clock(ServiceCase& file, std::span<const Pause> pauses, const WorkCalendar& days) {
  if (!file.accepted_on) return;
  file.promised_due_on = due_date(days, *file.accepted_on, file.promised_limit, file.extension_days, pauses);
  if (file.has_statutory_limit)
    file.statutory_due_on = due_date(days, *file.accepted_on, file.statutory_limit, file.extension_days, pauses);
  show_running_clock(file);
}

void start_delivery_clock(ServiceCase& file, Date decided_on, const WorkCalendar& days) {
  file.delivery_due_on = due_date(days, decided_on, working(delivery_working_days), 0, {});
  show_running_clock(file);
}

Result<void> move(ServiceCase& file, Act act, Instant now) {
  auto next = TRY(next_state(file.state, act));
  const bool ends_stop = act == Act::end_special || act == Act::record_superior_answer || act == Act::resume;
  if (ends_stop) next = file.state_before_stop;
  const bool begins_stop = act == Act::start_special || act == Act::report_up || act == Act::suspend;
  if (begins_stop) file.state_before_stop = file.state;
  file.state = next;
  ++file.version;
  file.changed_at = now;
  show_running_clock(file);
  return {};
}

std::optional<int> remaining_days(const ServiceCase& file, const WorkCalendar& days, Date today) {
  if (!file.due_on) return std::nullopt;
  const bool by_calendar = !is_before_acceptance(file.state) && file.state != CaseState::decided &&
                           file.state != CaseState::delivering && file.promised_limit.unit != LimitUnit::working_day;
  // A clock that begins on a later day has its whole length left until then; the day it begins on does not count.
  const auto begins = is_before_acceptance(file.state) ? file.received_on : file.accepted_on;
  const auto from = begins ? std::max(today, *begins) : today;
  if (by_calendar) return platform::days_between(from, *file.due_on);
  return days.count_working(from, *file.due_on);
}

std::string make_case_no(std::int64_t region_code, Date day, std::int64_t serial) {
  const auto digits = fmt::format("{:06}{:02}{:02}{:02}{:07}", region_code / 1'000'000,
                                  static_cast<int>(day.year()) % 100, static_cast<unsigned>(day.month()),
                                  static_cast<unsigned>(day.day()), serial % 10'000'000);
  return digits + check_digit(digits);
}

bool is_case_no(std::string_view text) {
  return text.size() == 20 && text.find_first_not_of("0123456789") == text.npos &&
         check_digit(text.substr(0, 19)) == text.back();
}

namespace {

template <class E, std::size_t N>
std::optional<E> enum_from(const std::array<std::string_view, N>& words, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<E>(i);
  return std::nullopt;
}

constexpr std::array<std::string_view, 6> channel_words{"online", "mobile", "window", "express", "upper_level", "agency"};
constexpr std::array<std::string_view, 6> channel_names{"网上", "移动端", "窗口", "邮寄", "上级交办", "代办"};
constexpr std::array<std::string_view, 6> class_words{"instant", "two_step", "promised", "joint", "upward", "agency"};
constexpr std::array<std::string_view, 6> class_names{"即办件", "一审一核件", "承诺件", "联办件", "上报件", "代办件"};
constexpr std::array<std::string_view, 3> decision_words{"none", "granted", "refused"};
constexpr std::array<std::string_view, 10> close_words{"none", "granted", "refused", "returned", "voided", "reported_up",
                                                       "not_corrected", "rejected", "withdrawn", "other"};

}  // namespace

std::string_view chinese_name(HandlingClass handling) { return class_names[static_cast<std::size_t>(handling)]; }
std::string_view chinese_name(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

}  // namespace yimen::cases

namespace yimen::platform {

using cases::Channel;
using cases::CloseResult;
using cases::Decision;
using cases::HandlingClass;

#define YIMEN_ENUM_TEXT(Enum, words)                                                                                  \
  std::string_view EnumText<Enum>::to(Enum value) { return cases::words[static_cast<std::size_t>(value)]; }           \
  std::optional<Enum> EnumText<Enum>::from(std::string_view word) { return cases::enum_from<Enum>(cases::words, word); }
YIMEN_ENUM_TEXT(Channel, channel_words)
YIMEN_ENUM_TEXT(HandlingClass, class_words)
YIMEN_ENUM_TEXT(Decision, decision_words)
YIMEN_ENUM_TEXT(CloseResult, close_words)

}  // namespace yimen::platform
