#include <fmt/format.h>

#include "eval/evaluator.h"

namespace yimen::feel {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

bool find_in_date(const Date& date, std::string_view name, Value& out) {
  if (name == "year") return out = date.year, true;
  if (name == "month") return out = int{date.month}, true;
  if (name == "day") return out = int{date.day}, true;
  if (name == "weekday") return out = weekday(date), true;
  return false;
}

/// Seconds with their fraction, without zeros at the end.
Value seconds_value(std::int64_t seconds, std::int64_t nanoseconds) {
  if (nanoseconds == 0) return seconds;
  const auto total = seconds * nanoseconds_per_second + nanoseconds;
  return Decimal{total < 0, static_cast<Uint128>(total < 0 ? -total : total), -9}.stripped();
}

Value offset_of(const DateTime& moment) {
  if (moment.time.zone.is_local()) return {};
  return DaysDuration{moment.time.zone.offset_at_local(local_seconds(moment)), 0};
}

bool find_in_time(const DateTime& moment, std::string_view name, Value& out) {
  const auto seconds = moment.time.nanoseconds / nanoseconds_per_second;
  if (name == "hour") return out = seconds / 3'600, true;
  if (name == "minute") return out = seconds / 60 % 60, true;
  if (name == "second")
    return out = seconds_value(seconds % 60, moment.time.nanoseconds % nanoseconds_per_second), true;
  if (name == "time offset") return out = offset_of(moment), true;
  if (name == "timezone") return out = moment.time.zone.is_named() ? Value{moment.time.zone.name()} : Value{}, true;
  return false;
}

bool find_in_days(const DaysDuration& duration, std::string_view name, Value& out) {
  // Counted towards zero: -P1DT2H has -1 days and -2 hours.
  const auto seconds = duration.seconds < 0 && duration.nanoseconds != 0 ? duration.seconds + 1 : duration.seconds;
  if (name == "days") return out = seconds / 86'400, true;
  if (name == "hours") return out = seconds / 3'600 % 24, true;
  if (name == "minutes") return out = seconds / 60 % 60, true;
  const auto nanoseconds = duration.seconds < 0 && duration.nanoseconds != 0
                               ? duration.nanoseconds - nanoseconds_per_second
                               : duration.nanoseconds;
  if (name == "seconds") return out = seconds_value(seconds % 60, nanoseconds), true;
  return false;
}

bool find_in_months(const MonthsDuration& duration, std::string_view name, Value& out) {
  if (name == "years") return out = duration.months / 12, true;
  if (name == "months") return out = duration.months % 12, true;
  return false;
}

bool find_in_range(const Range& range, std::string_view name, Value& out) {
  if (name == "start") return out = range.start, true;
  if (name == "end") return out = range.end, true;
  if (name == "start included") return out = range.start_included, true;
  if (name == "end included") return out = range.end_included, true;
  return false;
}

/// The member, or null and false when there is none.
bool find_member(const Value& value, std::string_view name, Value& out) {
  if (!value.is(Kind::context)) return find_property(value, name, out);
  const auto* member = value.find(name);
  if (member != nullptr) out = *member;
  return member != nullptr;
}

Value path_in_list(Frame& frame, const List& items, const std::string& name) {
  if (!frame.session.steps(static_cast<std::int64_t>(items.size()) + 1) ||
      !frame.session.allocate(static_cast<std::int64_t>(items.size() * sizeof(Value))))
    return {};
  List result;
  result.reserve(items.size());
  for (const auto& item : items) {
    Value member;
    find_member(item, name, member);
    result.push_back(std::move(member));
  }
  return Value{std::move(result)};
}

/// list[n], counted from 1, or from the end with -1.
Value item_at(Frame& frame, const Node& node, const List& items, const Value& index) {
  const auto place = index.number().to_int();
  const auto size = static_cast<std::int64_t>(items.size());
  if (!place) return warn_at(frame, node, "feel/index", "列表序号不是整数", "the index is no whole number");
  const auto at = *place > 0 ? *place - 1 : size + *place;
  if (*place == 0 || at < 0 || at >= size)
    return warn_at(frame, node, "feel/index", fmt::format("列表只有 {} 项，没有第 {} 项", size, *place),
                   fmt::format("the list has {} items, there is no number {}", size, *place));
  return items[static_cast<std::size_t>(at)];
}

/// A condition that does not look at the items: a place in the list, or all or nothing.
Value filter_once(Frame& frame, const Node& node, const Value& base) {
  const auto condition = eval(frame, node.b);
  List room;
  if (condition.is(Kind::number))
    return base.is_null() ? Value{} : item_at(frame, node, as_list(base, room), condition);
  if (base.is_null()) return {};
  if (!condition.is_true()) return Value{List{}};
  return base.is(Kind::list) ? base : Value{as_list(base, room)};
}

}  // namespace

bool find_property(const Value& value, std::string_view name, Value& out) {
  switch (value.kind()) {
    case Kind::date:
      return find_in_date(value.date(), name, out);
    case Kind::time:
      return find_in_time({{}, value.time()}, name, out);
    case Kind::date_time:
      return find_in_date(value.date_time().date, name, out) || find_in_time(value.date_time(), name, out);
    case Kind::days_duration:
      return find_in_days(value.days(), name, out);
    case Kind::months_duration:
      return find_in_months(value.months(), name, out);
    case Kind::range:
      return find_in_range(value.range(), name, out);
    default:
      return false;
  }
}

Value eval_path(Frame& frame, const Node& node) {
  const auto known = frame.session.problems().size();
  Value room;
  const auto& base = eval_in(frame, node.a, room);
  const auto& name = frame.code.names[node.b];
  if (base.is(Kind::context))
    if (const auto* member = base.find(name)) return *member;
  if (base.is(Kind::list)) return path_in_list(frame, base.list(), name);
  Value member;
  if (find_member(base, name, member)) return member;
  const bool is_follow_up = base.is_null() && frame.session.problems().size() > known;
  if (is_follow_up || !frame.session.wants_problem()) return {};
  return warn_at(frame, node, "feel/no-member", fmt::format("{}没有“{}”", kind_name_zh(base.kind()), name),
                 fmt::format("the {} has no “{}”", kind_name_en(base.kind()), name));
}

Value eval_filter(Frame& frame, const Node& node) {
  Value room;
  const auto& base = eval_in(frame, node.a, room);
  if (node.flag == 0) return filter_once(frame, node, base);
  if (base.is_null()) return {};
  List single;
  const auto& items = as_list(base, single);
  List kept;
  for (const auto& item : items) {
    if (!frame.session.step()) return {};
    frame.locals[node.c] = item;
    Value condition_room;
    const auto& condition = eval_in(frame, node.b, condition_room);
    if (condition.is_true())
      kept.push_back(item);
    else if (condition.is(Kind::number))
      return item_at(frame, node, items, condition);
  }
  if (!frame.session.allocate(static_cast<std::int64_t>(kept.size() * sizeof(Value)) + 64)) return {};
  return Value{std::move(kept)};
}

}  // namespace yimen::feel
