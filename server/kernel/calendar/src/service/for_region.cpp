#include <map>
#include <set>

#include "service/region_chain.h"
#include "store/calendar_store.h"
#include "yimen/calendar/calendar_service.h"

namespace yimen::calendar {

struct CalendarService::Snapshot {
  std::int64_t stamp = 0;
  std::unordered_map<std::int64_t, CalendarHead> by_region;
  /// By the code of the lowest region that has a calendar of its own. Filled as asked for, under the service's mutex.
  mutable std::unordered_map<std::int64_t, std::shared_ptr<const WorkCalendar>> built;
};

namespace {

/// First and last year of the unbroken run of official tables, the nation's and those a place has loaded for itself.
std::pair<int, int> known_years(const std::set<int>& years) {
  std::pair<int, int> known{0, 0};
  for (const auto year : years) {
    if (known.first == 0) known = {year, year};
    else if (year == known.second + 1) known.second = year;
  }
  return known;
}

}  // namespace

std::shared_ptr<const CalendarService::Snapshot> CalendarService::snapshot(Tx& tx) {
  const auto stamp = store::stamp(tx);
  {
    const std::scoped_lock lock{mutex_};
    if (snapshot_ && snapshot_->stamp == stamp) return snapshot_;
  }
  auto fresh = std::make_shared<Snapshot>();
  fresh->stamp = stamp;
  for (auto& head : store::heads(tx)) fresh->by_region.emplace(head.region_code, head);
  const std::scoped_lock lock{mutex_};
  snapshot_ = fresh;
  return fresh;
}

std::shared_ptr<const WorkCalendar> CalendarService::for_region(Tx& tx, std::int64_t region_code) {
  const auto current = snapshot(tx);
  std::vector<CalendarHead> layers;
  for (const auto code : region_chain(region_code))
    if (const auto found = current->by_region.find(code); found != current->by_region.end()) layers.push_back(found->second);
  const std::int64_t key = layers.empty() ? 0 : layers.back().region_code;
  {
    const std::scoped_lock lock{mutex_};
    if (const auto found = current->built.find(key); found != current->built.end()) return found->second;
  }
  std::vector<DayOverride> days;
  std::set<int> official;
  for (const auto& layer : layers) {
    const auto own = store::days(tx, layer.id);
    days.insert(days.end(), own.begin(), own.end());
    for (const auto& year : store::years(tx, layer.id))
      if (year.is_official) official.insert(year.year);
  }
  const auto known = known_years(official);
  auto built = std::make_shared<const WorkCalendar>(WorkCalendar::of(std::move(days), known.first, known.second));
  const std::scoped_lock lock{mutex_};
  return current->built.emplace(key, std::move(built)).first->second;
}

std::vector<CalendarHead> CalendarService::list(Tx& tx) const { return store::heads(tx); }

YearView CalendarService::year(Tx& tx, std::int64_t region_code, int year) {
  YearView view;
  view.region_code = region_code;
  view.year = year;
  const Date first{std::chrono::year{year}, std::chrono::January, std::chrono::day{1}};
  const Date last{std::chrono::year{year}, std::chrono::December, std::chrono::day{31}};
  std::map<Date, EffectiveDay> days;
  const auto chain = region_chain(region_code);
  for (const auto& head : store::heads(tx)) {  // ascending codes: the nation first, then ever smaller regions
    if (std::find(chain.begin(), chain.end(), head.region_code) == chain.end()) continue;
    for (auto& day : store::days_between(tx, head.id, first, last)) days.insert_or_assign(day.day, EffectiveDay{day, head.region_code});
    if (head.region_code == region_code) view.version = head.version;
    if (const auto table = store::year(tx, head.id, year); table && (head.region_code == 0 || table->is_official)) {
      view.is_official = view.is_official || table->is_official;
      view.source = table->source;
    }
  }
  for (auto& [day, entry] : days) view.days.push_back(std::move(entry));
  view.working_days = for_region(tx, region_code)->count_working(platform::add_days(first, -1), last);
  return view;
}

}  // namespace yimen::calendar
