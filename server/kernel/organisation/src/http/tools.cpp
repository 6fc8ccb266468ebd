#include "http/tools.h"

#include "yimen/organisation/module.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {

Result<store::ListOrder> list_order(const Request& request, Audience audience) {
  store::ListOrder order;
  const auto& actor = request.actor();
  const auto region = request.query("region_code");
  const auto code = region && !region->empty() ? TRY(region::parse_code(*region)) : 0;
  std::tie(order.low, order.high) = region::range_of(code);
  if (request.query("exact") == "true") order.high = order.low + 1;
  order.department = platform::parse_id(request.query("department_id").value_or("")).value_or(0);
  if (audience == Audience::staff) {
    order.low = std::max(order.low, actor.scope_low);
    order.high = std::min(order.high, actor.scope_high);
    // Where the scope is one department's, a question about another finds nothing.
    if (!actor.all_departments) order.department = order.department == 0 || order.department == actor.department_id ? actor.department_id : -1;
  }
  order.center = platform::parse_id(request.query("center_id").value_or("")).value_or(0);
  order.text = platform::trim(request.query("q").value_or(""));
  order.with_closed = request.query("closed") == "true";
  order.after = platform::parse_id(request.query("after").value_or("")).value_or(0);
  order.limit = static_cast<int>(request.query_int("limit", 20, 1, most_rows));
  return order;
}

std::string text_of(const Request& request, std::string_view field) { return platform::trim(platform::text_or(request.body(), field)); }

void take_text(const json::object& body, std::string_view field, std::string& value) {
  if (body.contains(field)) value = platform::trim(platform::text_or(body, field));
}

void take_bool(const json::object& body, std::string_view field, bool& value) {
  value = platform::bool_or(body, field, value);
}

std::vector<std::string> words_of(const json::object& body, std::string_view field) {
  std::vector<std::string> words;
  if (const auto* list = platform::array_at(body, field))
    for (const auto& item : *list) words.emplace_back(item.as_string());
  return words;
}

Result<Date> date_of(const json::object& body, std::string_view field, Date fallback) {
  const auto text = platform::text_or(body, field);
  if (text.empty()) return fallback;
  return platform::parse_date(text);
}

Result<std::int64_t> region_of(const json::object& body, std::int64_t fallback) {
  const auto text = platform::text_or(body, "region_code");
  if (text.empty()) return fallback;
  return region::parse_code(text);
}

json::value date_or_null(const std::optional<Date>& date) {
  if (!date) return nullptr;
  return json::value(platform::iso_date(*date));
}

json::value instant_or_null(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return json::value(platform::iso_instant(*instant));
}

json::array text_list(const std::vector<std::string>& texts) {
  json::array list;
  for (const auto& text : texts) list.emplace_back(text);
  return list;
}

const std::string& RegionNames::of(std::int64_t region_code) {
  const auto [place, is_new] = known_.try_emplace(region_code);
  if (is_new)
    if (const auto found = region::Regions{}.find(tx_, region_code)) place->second = found->name;
  return place->second;
}

Schema region_schema() { return Schema::text(15).pattern("[0-9]{2,15}", "应为行政区划代码数字").label("行政区划代码"); }
Schema note_schema(std::size_t most) { return Schema::text(most).or_empty(); }

Schema page_schema(std::string name, Schema item) {
  return Schema::object(std::move(name), {{"items", Schema::list(std::move(item), most_rows)},
                                          {"next", Schema::text(30).or_null()},
                                          {"total", Schema::integer()},
                                          {"total_is", Schema::one_of({"exact", "at_least"})}});
}

platform::RouteBuilder& with_paging(platform::RouteBuilder& route) {
  return route.parameter("q", Schema::text(60).optional().label("查找"))
      .parameter("region_code", region_schema().optional().describe("本地区及以下"))
      .parameter("closed", Schema::boolean().optional().label("含已撤销、已停用或已失效"))
      .parameter("after", Schema::text(30).optional().describe("上一页的 next"))
      .parameter("limit", Schema::integer(1, most_rows).optional());
}

}  // namespace yimen::organisation::http

namespace yimen::organisation {

void add_routes(platform::Routes& routes) {
  http::add_department_routes(routes);
  http::add_center_routes(routes);
  http::add_residency_routes(routes);
  http::add_post_routes(routes);
  http::add_role_routes(routes);
  http::add_staff_routes(routes);
  http::add_absence_routes(routes);
  http::add_letter_routes(routes);
  http::add_contact_routes(routes);
  http::add_exchange_routes(routes);
}

}  // namespace yimen::organisation
