#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/calendar/calendar.h"

namespace yimen::catalogue {

/// What a printed time limit says. `limit` only when the text holds exactly one that can be held exactly; `doubts` are
/// Chinese sentences for the editor, empty when there is nothing to settle.
struct LimitReading {
  std::optional<calendar::Limit> limit;
  std::vector<std::string> doubts;
};

/// Reads wordings as guides print them: "20个工作日(可延长十日)", "当场", "7-10个工作日", "法定时限", "24小时".
/// - Several limits, ranges, contradictions, sentinels (999), "约", half days and minutes are not held.
/// - Extensions, stages and times of special procedures inside the text are set aside and reported.
/// - "日"/"天" is held as calendar days and reported, because the text does not say which days count.
LimitReading read_limit_text(std::string_view raw);

}  // namespace yimen::catalogue
