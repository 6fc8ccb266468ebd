#include <boost/json.hpp>

#include "store/region_store.h"
#include "yimen/platform/json.h"
#include "yimen/region/module.h"
#include "yimen/region/region.h"

namespace yimen::region {
namespace {

namespace json = boost::json;
using platform::ErrorCode;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

constexpr auto tag = "行政区划";
constexpr int search_limit = 50;

json::object region_json(const Region& region) {
  return {{"code", code_text(region.code)},
          {"name", region.name},
          {"full_name", region.full_name},
          {"level", platform::EnumText<RegionLevel>::to(region.level)},
          {"level_name", chinese_name(region.level)},
          {"parent_code", code_text(region.parent_code)},
          {"is_statistical", region.is_statistical},
          {"valid_from", platform::iso_date(region.valid_from)},
          {"valid_to", region.valid_to ? json::value(platform::iso_date(*region.valid_to)) : json::value(nullptr)},
          {"version", region.version}};
}

json::object change_json(const RegionChange& change) {
  return {{"kind", platform::EnumText<RegionChangeKind>::to(change.kind)},
          {"old_name", change.old_name},
          {"new_name", change.new_name},
          {"successor_code", change.successor_code ? json::value(code_text(change.successor_code)) : json::value(nullptr)},
          {"effective_on", platform::iso_date(change.effective_on)},
          {"basis", change.basis}};
}

Result<std::int64_t> code_or(std::optional<std::string> text, std::int64_t fallback) {
  if (!text || text->empty()) return fallback;
  return parse_code(*text);
}
Result<std::int64_t> body_code(const Request& request, std::string_view field) {
  return code_or(platform::text_or(request.body(), field), 0);
}

Result<Regions::Order> order_of(const Request& request, Tx& tx, int version) {
  const auto day = platform::text_or(request.body(), "effective_on");
  const auto effective_on = day.empty() ? tx.today() : TRY(platform::parse_date(day));
  return Regions::Order{effective_on, platform::text_or(request.body(), "basis"), version};
}

Response changed(const Region& region) {
  auto response = Response::json(region_json(region));
  response.etag(region.version);
  return response;
}

Result<Response> list_regions(const Request& request, Tx& tx) {
  const Regions regions;
  const auto text = request.query("q").value_or("");
  json::array items;
  if (!text.empty()) {
    const auto within = TRY(code_or(request.query("within"), 0));
    const auto limit = static_cast<int>(request.query_int("limit", 20, 1, search_limit));
    for (const auto& region : regions.search(tx, text, within, limit)) items.push_back(region_json(region));
    return Response::json(json::object{{"items", std::move(items)}});
  }
  const auto parent = TRY(code_or(request.query("parent"), 0));
  auto listing = Listing::in_force;
  if (request.query("statistical") == "true") listing = Listing::with_statistical;
  if (request.query("closed") == "true") listing = Listing::with_closed;
  const auto unfolding = store::children_with_children(tx, parent);
  for (const auto& region : regions.children(tx, parent, listing)) {
    auto item = region_json(region);
    item["has_children"] = unfolding.contains(region.code);
    items.push_back(std::move(item));
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> get_region(const Request& request, Tx& tx) {
  const Regions regions;
  const auto code = TRY(parse_code(request.path_text("code")));
  const auto day = request.query("on");
  const auto region = day ? TRY(regions.resolve(tx, code, TRY(platform::parse_date(*day)))) : TRY(regions.get(tx, code));
  auto answer = region_json(region);
  json::array path, history;
  for (const auto& step : regions.path(tx, region.code)) path.push_back(json::object{{"code", code_text(step.code)}, {"name", step.name}});
  for (const auto& change : regions.history(tx, region.code)) history.push_back(change_json(change));
  answer["path"] = std::move(path);
  answer["history"] = std::move(history);
  auto response = Response::json(answer);
  response.etag(region.version);
  return response;
}

Result<Response> create_region(const Request& request, Tx& tx) {
  Regions regions;
  const auto& body = request.body();
  const auto parent = TRY(body_code(request, "parent_code"));
  const auto code = TRY(body_code(request, "code"));
  const auto order = TRY(order_of(request, tx, 0));
  const auto created = TRY(regions.create(tx, request.actor(), parent, code, platform::text_or(body, "name"), order));
  auto response = Response::created(region_json(created));
  response.etag(created.version);
  return response;
}

Result<Response> rename_region(const Request& request, Tx& tx) {
  Regions regions;
  const auto order = TRY(order_of(request, tx, TRY(request.if_match())));
  const auto code = TRY(parse_code(request.path_text("code")));
  return changed(TRY(regions.rename(tx, request.actor(), code, platform::text_or(request.body(), "name"), order)));
}

Result<Response> relocate_region(const Request& request, Tx& tx) {
  Regions regions;
  const auto order = TRY(order_of(request, tx, TRY(request.if_match())));
  const auto code = TRY(parse_code(request.path_text("code")));
  const auto parent = TRY(body_code(request, "new_parent_code"));
  const auto new_code = TRY(body_code(request, "new_code"));
  return changed(TRY(regions.move(tx, request.actor(), code, parent, new_code, order)));
}

Result<Response> merge_regions(const Request& request, Tx& tx) {
  Regions regions;
  std::vector<std::int64_t> codes;
  if (const auto* list = platform::array_at(request.body(), "codes"))
    for (const auto& code : *list) codes.push_back(TRY(parse_code(std::string_view(code.as_string()))));
  const auto order = TRY(order_of(request, tx, TRY(request.if_match())));
  return changed(TRY(regions.merge(tx, request.actor(), codes, TRY(parse_code(request.path_text("code"))), order)));
}

Schema code_schema() { return Schema::text(15).pattern("[0-9]{2,15}", "应为行政区划代码数字"); }
Schema name_schema() { return Schema::text(60).label("名称"); }

std::vector<Schema::Field> with_order(std::vector<Schema::Field> fields) {
  fields.push_back({"effective_on", Schema::date().label("生效日期").optional()});
  fields.push_back({"basis", Schema::text(200).label("批复文号或原因")});
  return fields;
}

std::vector<Schema::Field> region_fields() {
  return {{"code", code_schema()},
          {"name", name_schema()},
          {"full_name", Schema::text(300)},
          {"level", Schema::one_of({"nation", "province", "city", "county", "town", "village", "group"})},
          {"level_name", Schema::text(20)},
          {"parent_code", code_schema()},
          {"is_statistical", Schema::boolean()},
          {"valid_from", Schema::date()},
          {"valid_to", Schema::date().or_null()},
          {"version", Schema::integer()},
          {"has_children", Schema::boolean().optional()}};
}

Schema detail_schema() {
  auto fields = region_fields();
  fields.push_back({"path", Schema::list(Schema::object("RegionStep", {{"code", code_schema()}, {"name", name_schema()}}))});
  fields.push_back({"history", Schema::list(Schema::object("RegionChange", {{"kind", Schema::text(20)},
                                                                            {"old_name", Schema::text(60).or_empty()},
                                                                            {"new_name", Schema::text(60)},
                                                                            {"successor_code", code_schema().or_null()},
                                                                            {"effective_on", Schema::date()},
                                                                            {"basis", Schema::text(200)}}))});
  return Schema::object("RegionDetail", std::move(fields));
}

void add_reads(platform::Routes& routes) {
  routes.get("/api/v1/regions", Needs::anybody(), tag)
      .summary("下级行政区划，或按名称、代码查找")
      .operation("list_regions")
      .parameter("parent", code_schema().optional().label("上级代码").describe("缺省为全国，返回省级"))
      .parameter("statistical", Schema::boolean().optional().label("含统计用区划"))
      .parameter("closed", Schema::boolean().optional().label("含已撤销"))
      .parameter("q", Schema::text(60).optional().label("名称或代码"))
      .parameter("within", code_schema().optional().label("查找范围"))
      .parameter("limit", Schema::integer(1, search_limit).optional())
      .answer(200, Schema::object("RegionList", {{"items", Schema::list(Schema::object("Region", region_fields()), 5'000)}}))
      .reads(list_regions);
  routes.get("/api/v1/regions/{code}", Needs::anybody(), tag)
      .summary("一个行政区划及其变更；on 给出日期时返回当日承接它的行政区划")
      .operation("get_region")
      .parameter("on", Schema::date().optional().label("日期"))
      .answer(200, detail_schema())
      .reads(get_region);
}

}  // namespace

void add_routes(platform::Routes& routes) {
  add_reads(routes);
  const auto edit = [] { return Needs::permission_of("region.edit"); };
  const auto answer = Schema::object("Region", region_fields());
  routes.post("/api/v1/regions", edit(), tag)
      .summary("设立行政区划")
      .operation("create_region")
      .body(Schema::object("CreateRegion", with_order({{"parent_code", code_schema().label("上级代码")},
                                                       {"code", code_schema().label("代码").optional()},
                                                       {"name", name_schema()}})))
      .answer(201, answer)
      .commands(create_region);
  routes.patch("/api/v1/regions/{code}", edit(), tag)
      .summary("更名")
      .operation("rename_region")
      .body(Schema::object("RenameRegion", with_order({{"name", name_schema()}})))
      .answer(200, answer)
      .commands(rename_region);
  routes.post("/api/v1/regions/{code}/relocation", edit(), tag)
      .summary("变更隶属关系，下级随同变更")
      .operation("relocate_region")
      .body(Schema::object("RelocateRegion", with_order({{"new_parent_code", code_schema().label("新上级代码")},
                                                         {"new_code", code_schema().label("新代码").optional()}})))
      .answer(200, answer)
      .commands(relocate_region);
  routes.post("/api/v1/regions/{code}/merger", edit(), tag)
      .summary("把若干同级行政区划并入本区划")
      .operation("merge_regions")
      .body(Schema::object("MergeRegions", with_order({{"codes", Schema::list(code_schema(), 50).label("并入的代码").min(1)}})))
      .answer(200, answer)
      .commands(merge_regions);
}

}  // namespace yimen::region
