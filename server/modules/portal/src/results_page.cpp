// 办理结果公示。Law: 行政许可法 Art. 40.
#include <fmt/format.h>

#include "matter_pages.h"
#include "public_pages.h"
#include "yimen/approval/public_views.h"
#include "yimen/organisation/organisation.h"
#include "yimen/platform/sheet.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::portal {

using platform::Request;
using platform::Response;
using platform::Result;
using platform::Tx;

namespace {

constexpr int rows_per_page = 30;
constexpr int most_file_rows = 5000;
constexpr std::int64_t counted_up_to = 1000;
constexpr std::pair<const char*, const char*> decisions[] = {{"granted", "准予"}, {"refused", "不予"}};

std::string text_of(const Request& request, std::string_view name) { return platform::trim(request.query(name).value_or("")); }

/// The query that leads to the same results again, without the cursor.
std::string query_of(const Request& request) {
  std::string out;
  for (const auto* name : {"region", "q", "department_id", "decision", "from", "to"})
    if (const auto value = text_of(request, name); !value.empty()) out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, platform::url_encode(value));
  return out;
}

json::array department_options(Tx& tx, const organisation::Organisation& organisation, std::int64_t low, std::int64_t high, const std::string& chosen) {
  json::array out;
  for (const auto& d : organisation.departments(tx, low, high)) {
    if (d.category.empty()) continue;
    json::object option{{"value", d.id.str()}, {"text", d.name}};
    if (d.id.str() == chosen) option["selected"] = true;
    out.push_back(std::move(option));
  }
  return out;
}

json::object row_of(const approval::PublishedResult& r) {
  json::object row{{"matter", r.matter_name}, {"applicant", r.applicant}, {"decision", r.is_granted ? "准予" : "不予"}, {"colour", r.is_granted ? "ok" : "bad"},
                   {"result_no", r.result_no}, {"department", r.department_name}, {"on", platform::iso_date(r.decided_on)}};
  if (!r.is_granted && !r.reason.empty()) row["why"] = json::object{{"text", r.reason}};
  return row;
}

}  // namespace

Result<Response> results_page(const Site& site, approval::Approval& a, const Request& request, Tx& tx) {
  auto filter = approval::result_filter_from(request, region_of(request, site));
  json::object values;
  if (!filter) {  // a day that is none: say so, and show what was there without days
    values["problem"] = json::object{{"text", filter.error().detail}};
    auto without_days = request;
    std::erase_if(without_days.query_values, [](const auto& one) { return one.first == "from" || one.first == "to"; });
    filter = approval::result_filter_from(without_days, region_of(request, site));
  }
  filter->limit = rows_per_page + 1;
  const auto rows = approval::published_results(tx, *filter);
  const auto total = approval::count_results(tx, *filter, counted_up_to + 1);
  json::array items, options;
  for (std::size_t i = 0; i < rows.size() && i < rows_per_page; ++i) items.push_back(row_of(rows[i]));
  for (const auto& [value, text] : decisions) {
    json::object option{{"value", value}, {"text", text}};
    if (text_of(request, "decision") == value) option["selected"] = true;
    options.push_back(std::move(option));
  }
  const auto query = query_of(request);
  const auto link = [&](std::string_view path, std::string_view more = {}) { return json::object{{"href", fmt::format("{}?{}{}{}", path, query, query.empty() || more.empty() ? "" : "&", more)}}; };
  for (const auto* name : {"q", "from", "to", "region"}) values[name] = text_of(request, name);
  values["departments"] = department_options(tx, a.services().organisation, filter->low, filter->high, text_of(request, "department_id"));
  values["decisions"] = std::move(options);
  values["empty"] = items.empty();
  values["count_text"] = total > counted_up_to ? fmt::format("超过 {} 条", counted_up_to) : fmt::format("共 {} 条", total);
  if (!query.empty()) values["filtered"] = true;
  if (rows.size() > rows_per_page) values["next"] = link("/results", fmt::format("after={}", rows[rows_per_page - 1].id));
  if (filter->before_id) values["first"] = link("/results");
  if (!items.empty()) {
    values["file"] = link("/results.csv");
    values["file"].as_object()["note"] = fmt::format("最多 {} 条", most_file_rows);
    values["rows"] = json::object{{"items", std::move(items)}};
  }
  return page(site, request, {.title = "办理结果公示", .section = "/results", .crumbs = {crumb("首页", "/"), crumb("结果公示")}}, "results", values);
}

Result<Response> results_file(const Site& site, const Request& request, Tx& tx) {
  auto filter = TRY(approval::result_filter_from(request, region_of(request, site)));
  filter.limit = most_file_rows;
  std::string csv(platform::byte_order_mark);
  csv += platform::csv_line({"事项", "申请人", "结果", "理由", "文号", "机关", "决定日期"});
  for (const auto& r : approval::published_results(tx, filter))
    csv += platform::csv_line({r.matter_name, r.applicant, r.is_granted ? "准予" : "不予", r.is_granted ? "" : r.reason, r.result_no, r.department_name, platform::iso_date(r.decided_on)});
  return Response::bytes(std::move(csv), platform::content_type_of(platform::SheetFormat::csv), fmt::format("办理结果公示-{}.csv", platform::iso_date(tx.today())), Response::Disposition::attachment);
}

}  // namespace yimen::portal
