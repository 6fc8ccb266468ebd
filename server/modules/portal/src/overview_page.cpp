// 办件概况：先说结论，再给图，图旁有同样的数据表。
#include <algorithm>

#include <fmt/format.h>

#include "matter_pages.h"
#include "public_pages.h"
#include "yimen/approval/public_views.h"
#include "yimen/region/region.h"

namespace yimen::portal {

using platform::Request;
using platform::Response;
using platform::Tx;

namespace {

struct Bar {
  std::string label;
  double value = 0;
  std::string text;
};

/// A figure: a sentence that says the finding, bars from nought, the same as a table.
json::object figure(std::string_view id, std::string title, std::string_view label_head, std::string_view value_head, const std::vector<Bar>& bars) {
  double most = 0;
  for (const auto& bar : bars) most = std::max(most, bar.value);
  json::array rows;
  std::string spoken;
  for (const auto& bar : bars) {
    rows.push_back(json::object{{"label", bar.label}, {"text", bar.text}, {"share", fmt::format("{:.1f}", most > 0 ? 100 * bar.value / most : 0.0)}});
    spoken += fmt::format("{}{} {}", spoken.empty() ? "" : "，", bar.label, bar.text);
  }
  return {{"id", id}, {"spoken", title + "：" + spoken}, {"title", std::move(title)}, {"label_head", label_head}, {"value_head", value_head}, {"rows", std::move(rows)}};
}

/// Cases on their way, and those that have ended, each in the order of the law.
json::object states_figure(const approval::Overview& o, bool is_open) {
  std::vector<Bar> bars;
  std::int64_t all = 0, most = 0;
  std::string_view fullest;
  for (const auto& [state, count] : o.states) {
    if (!count || cases::is_open(state) != is_open) continue;
    bars.push_back({std::string(cases::chinese_name(state)), static_cast<double>(count), fmt::format("{} 件", count)});
    all += count;
    if (count > most) most = count, fullest = cases::chinese_name(state);
  }
  if (is_open) return figure("states", all ? fmt::format("正在办理 {} 件，最多的一步是“{}”，{} 件", all, fullest, most) : "现在没有正在办理的件", "状态（按办理顺序）", "件数", bars);
  return figure("ended", all ? fmt::format("已经结束 {} 件，其中{} {} 件", all, fullest, most) : "还没有办结的件", "怎样结束", "件数", bars);
}

json::object days_figure(const cases::DayFigures& year) {
  if (!year.timed) return figure("days", "近 365 天还没有以工作日计的办结件", "时限", "平均工作日", {});
  const double n = year.timed;
  const double promised = year.promised_days / n, actual = year.actual_days / n;
  const auto days = [](double value) { return fmt::format("{:.1f} 个工作日", value); };
  const auto title = actual <= promised ? fmt::format("平均 {:.1f} 个工作日办结，比承诺快 {:.1f} 天", actual, promised - actual) : fmt::format("平均 {:.1f} 个工作日办结，比承诺慢 {:.1f} 天", actual, actual - promised);
  return figure("days", title, "时限", "平均工作日",
                {{"法定时限", year.statutory_days / n, days(year.statutory_days / n)}, {"承诺时限", promised, days(promised)}, {"实际用时", actual, days(actual)}});
}

json::object decisions_figure(const cases::DayFigures& year) {
  const auto all = year.granted + year.refused;
  return figure("decisions", all ? fmt::format("每百件决定中 {:.1f} 件准予", 100.0 * year.granted / all) : "近 365 天还没有决定", "决定", "件数",
                {{"准予", static_cast<double>(year.granted), fmt::format("{} 件", year.granted)}, {"不予", static_cast<double>(year.refused), fmt::format("{} 件", year.refused)}});
}

json::object ratings_figure(const std::array<std::int64_t, 6>& counts) {
  std::vector<Bar> bars;
  std::int64_t all = 0;
  for (int level = 1; level <= 5; ++level) {
    const auto count = counts[static_cast<std::size_t>(level)];
    all += count;
    bars.push_back({std::string(appraisal::level_name(level)), static_cast<double>(count), fmt::format("{} 条", count)});
  }
  const auto good = counts[1] + counts[2] + counts[3];
  return figure("ratings", all ? fmt::format("{} 条评价，好评率 {}", all, rate_text(good, all)) : "还没有评价", "评价", "条数", bars);
}

}  // namespace

json::array level_rows(const std::array<std::int64_t, 6>& counts) {
  json::array out;
  for (int level = 1; level <= 5; ++level) out.push_back(json::object{{"level", level}, {"name", appraisal::level_name(level)}, {"count", counts[static_cast<std::size_t>(level)]}});
  return out;
}

Response overview_page(const Site& site, appraisal::Appraisal& reviews, const Request& request, Tx& tx) {
  const auto [low, high] = region::range_of(region_of(request, site));
  const auto o = approval::overview_of(tx, low, high);
  json::array figures{states_figure(o, true), states_figure(o, false), days_figure(o.year), decisions_figure(o.year), ratings_figure(reviews.counts(tx, low, high))};
  const json::object values{{"at", platform::zh_instant(tx.now())}, {"today_submitted", o.today.submitted}, {"today_accepted", o.today.accepted}, {"today_closed", o.today.closed},
                            {"on_time_rate", rate_text(o.year.on_time, o.year.closed)}, {"timed", o.year.timed}, {"figures", std::move(figures)}};
  return page(site, request, {.title = "办件概况", .section = "/overview", .crumbs = {crumb("首页", "/"), crumb("办件概况")}}, "overview", values);
}

}  // namespace yimen::portal
