#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/compare.h"
#include "domain/labels.h"
#include "http/render.h"
#include "http/routes.h"
#include "http/schemas.h"
#include "service/editing.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

/// What staff look at: lists, one matter with its versions, differences, checks, exports; and the import.
namespace yimen::catalogue {

using platform::Database;
using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "事项目录";

Result<store::StaffQuery> query_of(const Request& request) {
  const auto& actor = request.actor();
  store::StaffQuery query;
  query.scope = {actor.scope_low, actor.scope_high};
  if (const auto region = TRY(region_of(request.query("region").value_or(""))); region != 0) {
    const auto wanted = store::range_of(region);
    query.scope = {std::max(wanted.low, query.scope.low), std::min(wanted.high, query.scope.high)};
  }
  if (!actor.all_departments) query.department_id = actor.department_id;
  else if (const auto department = request.query("department"); department && !department->empty()) query.department_id = TRY(platform::parse_id(*department));
  query.words = platform::trim(request.query("q").value_or(""));
  query.status = platform::EnumText<MatterStatus>::from(request.query("status").value_or(""));
  query.type = platform::EnumText<MatterType>::from(request.query("type").value_or(""));
  query.stage = request.query("stage").value_or("");
  if (const auto below = request.query_int("completeness_below", 0, 0, 101); below > 0) query.completeness_below = static_cast<int>(below);
  query.has_issues = request.query("has_issues").value_or("") == "true";
  query.limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
  query.after = request.query("after").value_or("");
  return query;
}

Result<store::MatterRow> visible(const Request& request, Tx& tx) {
  auto matter = TRY(store::find_matter(tx, TRY(request.path_id<MatterId>("matter_id"))));
  if (!is_in_scope(request.actor(), matter)) return fail(ErrorCode::not_found, "catalogue/out-of-scope", "没有找到事项，可能已被删除或您无权查看。");
  return matter;
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto page = store::list_for_staff(tx, TRY(query_of(request)));
  json::array items;
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    auto item = to_json(page.items[i]);
    item["draft_state"] = page.draft_states[i];
    items.push_back(std::move(item));
  }
  return Response::json(platform::page_of(std::move(items), page.next, page.total, page.is_exact));
}

Result<Response> show(const Request& request, Tx& tx) {
  const auto matter = TRY(visible(request, tx));
  const auto row = TRY(newest_version(tx, matter));
  const auto version = store::version_of(row, matter);
  auto body = to_json(matter);
  body["version"] = to_json(row);
  body["content"] = content_of(version);
  body["problems"] = to_json(validate(version));
  json::array names;
  for (const auto& label : labels()) names.push_back(json::object{{"field", label.field}, {"label", label.chinese}, {"section", label.section}});
  body["labels"] = std::move(names);
  json::array eight;
  for (const auto& item : eight_disclosures(version))
    eight.push_back(json::object{{"number", item.number}, {"title", item.title}, {"text", item.text}});
  body["eight_disclosures"] = std::move(eight);
  return Response::json(body).etag(matter.revision);
}

Result<Response> versions(const Request& request, Tx& tx) {
  const auto matter = TRY(visible(request, tx));
  json::array items;
  for (const auto& row : store::history(tx, matter.id)) items.push_back(to_json(row));
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<store::VersionRow> numbered(Tx& tx, const store::MatterRow& matter, std::int64_t number) {
  auto row = store::find_version_number(tx, matter.id, static_cast<int>(number));
  if (!row) return fail(ErrorCode::not_found, "catalogue/no-such-version", fmt::format("事项没有第{}版。", number));
  return *row;
}

Result<Response> version(const Request& request, Tx& tx) {
  const auto matter = TRY(visible(request, tx));
  const auto row = TRY(numbered(tx, matter, TRY(platform::parse_id(request.path_text("version")))));
  auto body = to_json(row);
  body["content"] = content_of(store::version_of(row, matter));
  return Response::json(body);
}

/// Two versions; by default the published one and the draft after it.
Result<Response> compare(const Request& request, Tx& tx) {
  const auto matter = TRY(visible(request, tx));
  const auto newest = TRY(newest_version(tx, matter));
  const auto to = request.query_int("to", newest.version, 1, 1'000'000);
  const auto from = request.query_int("from", std::max<std::int64_t>(to - 1, 1), 1, 1'000'000);
  const auto before = TRY(numbered(tx, matter, from));
  const auto after = TRY(numbered(tx, matter, to));
  return Response::json(json::object{{"from", to_json(before)},
                                     {"to", to_json(after)},
                                     {"changes", compare_contents(json::parse(before.content).as_object(), json::parse(after.content).as_object())}});
}

Result<Response> check(const Request& request, Tx& tx) {
  const auto matter = TRY(visible(request, tx));
  const auto version = store::version_of(TRY(newest_version(tx, matter)), matter);
  const auto problems = validate(version);
  const bool is_publishable = std::none_of(problems.begin(), problems.end(), [](auto& p) { return p.severity == Severity::error; });
  return Response::json(json::object{{"is_publishable", is_publishable}, {"completeness", completeness(version)}, {"problems", to_json(problems)}});
}

Result<Response> consistency(const Request& request, Tx& tx) { return Response::json(consistency_of(tx, TRY(visible(request, tx)).base)); }

/// R031 over a whole range: base items whose places differ.
Result<Response> consistency_list(const Request& request, Tx& tx) {
  const auto query = TRY(query_of(request));
  MatterBaseId after{};
  if (!query.after.empty()) after = MatterBaseId(TRY(platform::parse_id(query.after)));
  auto bases = store::bases_in(tx, query.scope, after, query.limit + 1);
  std::optional<std::string> next;
  if (bases.size() > static_cast<std::size_t>(query.limit)) {
    bases.pop_back();
    next = bases.back().str();
  }
  json::array items;
  for (const auto& base : bases) items.push_back(consistency_of(tx, base));
  const auto shown = static_cast<std::int64_t>(items.size());
  return Response::json(platform::page_of(std::move(items), next, shown, !next.has_value()));
}

/// A cell that a spreadsheet would take for a formula is led by an apostrophe.
std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos) text.insert(0, "'");
  return "\"" + platform::replace_all(text, "\"", "\"\"") + "\"";
}

std::string csv_of(const std::vector<store::MatterRow>& rows) {
  std::string csv = "\xEF\xBB\xBF事项名称,事项类型,办件类型,实施机关,地区,实施编码,法定时限,承诺时限,到现场次数,材料数,状态,是否发布,完整度,待核定\r\n";
  for (const auto& m : rows) {
    const std::string cells[] = {m.name, std::string(chinese(m.type)), std::string(chinese(m.case_class)), m.department_name, m.region_name, m.impl_code,
                                 m.statutory_text, m.promised_text, m.visit_count ? std::to_string(*m.visit_count) : "", std::to_string(m.material_count),
                                 std::string(chinese(m.status)), m.current ? "是" : "否", std::to_string(m.completeness), std::to_string(m.open_issues)};
    for (std::size_t i = 0; i < std::size(cells); ++i) csv += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    csv += "\r\n";
  }
  return csv;
}

constexpr std::size_t exported_at_most = 20000;

/// CSV for spreadsheets; JSON with every element, the way the import reads our own content back.
Result<Response> export_matters(const Request& request, Tx& tx) {
  auto query = TRY(query_of(request));
  query.limit = 100;
  query.after.clear();
  std::vector<store::MatterRow> rows;
  for (;;) {
    auto page = store::list_for_staff(tx, query);
    rows.insert(rows.end(), page.items.begin(), page.items.end());
    if (!page.next || rows.size() >= exported_at_most) break;
    query.after = *page.next;
  }
  const auto name = "事项目录_" + platform::iso_date(tx.today());
  if (request.query("format").value_or("csv") != "json")
    return Response::bytes(csv_of(rows), "text/csv; charset=utf-8", name + ".csv", Response::Disposition::attachment);
  json::array items;
  for (const auto& matter : rows) {
    auto item = to_json(matter);
    if (auto row = newest_version(tx, matter)) item["content"] = json::parse(row->content);
    items.push_back(std::move(item));
  }
  return Response::bytes(json::serialize(items), "application/json", name + ".json", Response::Disposition::attachment);
}

Result<Response> import_file(const Request& request, Database& db, const DepartmentResolver& resolve) {
  ImportOptions options;
  options.region_code = TRY(region_of(platform::text_or(request.body(), "region_code")));
  const auto& actor = request.actor();
  if (options.region_code < actor.scope_low || options.region_code >= actor.scope_high || !actor.all_departments)
    return fail(ErrorCode::forbidden, "catalogue/place-not-yours", "您不能为这个地区导入事项。");
  if (const auto* counties = platform::array_at(request.body(), "county_codes"))
    for (const auto& code : *counties)
      if (code.is_string()) options.county_codes.push_back(TRY(region_of(std::string_view(code.get_string()))));
  options.department = resolve;
  const auto* rows = platform::array_at(request.body(), "rows");
  if (rows == nullptr) return fail(ErrorCode::invalid_input, "catalogue/no-list", "缺少事项列表。", {{"/rows", "应为列表。"}});
  return Response::json(to_json(TRY(import_matters_text(db, actor, json::serialize(*rows), options, {}))));
}

}  // namespace

void add_overview_routes(platform::Routes& routes, Database& db, DepartmentResolver resolve) {
  const auto edit = Needs::permission_of("matter.edit");
  const std::string one = "/api/v1/matters/{matter_id}";
  const auto filtered = [&](platform::RouteBuilder route) {
    return route.parameter("q", Schema::text(100).label("名称、编码或拼音").optional()).parameter("region", Schema::text(12).label("地区").optional())
        .parameter("department", Schema::id().label("部门").optional()).parameter("status", Schema::text(20).label("状态").optional())
        .parameter("type", Schema::text(40).label("类型").optional())
        .parameter("stage", Schema::text(20).label("阶段").describe("draft, in_review, published, unpublished").optional())
        .parameter("completeness_below", Schema::integer(0, 101).label("完整度低于").optional()).parameter("has_issues", Schema::text(5).label("有待核定").optional())
        .parameter("limit", Schema::integer(1, 100).label("每页条数").optional()).parameter("after", Schema::text(60).label("续页标记").optional());
  };
  filtered(routes.get("/api/v1/matters", edit, tag)).summary("本级事项清单").operation("listMatters").answer(200, schemas::page("MatterPage", schemas::matter())).reads(list);
  routes.get(one, edit, tag).summary("一个事项的最新版本和检查结果").operation("getMatter").answer(200, schemas::shown_matter()).reads(show);
  routes.get(one + "/versions", edit, tag).summary("版本历史").operation("listMatterVersions").answer(200, schemas::items("MatterVersions", schemas::version())).reads(versions);
  routes.get(one + "/versions/{version}", edit, tag).summary("某一版的全部内容").operation("getMatterVersion").answer(200, schemas::version_content()).reads(version);
  routes.get(one + "/comparison", edit, tag).summary("比较两个版本").operation("compareMatterVersions")
      .parameter("from", Schema::integer(1, 1'000'000).label("旧版").optional()).parameter("to", Schema::integer(1, 1'000'000).label("新版").optional())
      .answer(200, schemas::comparison()).reads(compare);
  routes.get(one + "/validation", edit, tag).summary("按发布规则检查").operation("validateMatter")
      .answer(200, Schema::object("MatterValidation", {{"is_publishable", Schema::boolean()}, {"completeness", Schema::integer(0, 100)}, {"problems", Schema::list(schemas::problem(), 1000)}}))
     .reads(check);
  routes.get(one + "/consistency", edit, tag).summary("各地同一事项是否一致").operation("getMatterConsistency").answer(200, schemas::consistency()).reads(consistency);
  filtered(routes.get("/api/v1/matter-consistency", edit, tag)).summary("辖区内各事项的一致性").operation("listMatterConsistency").answer(200, schemas::page("MatterConsistencyPage", schemas::consistency())).reads(consistency_list);
  filtered(routes.get("/api/v1/matter-exports", edit, tag)).parameter("format", Schema::one_of({"csv", "json"}).label("格式").optional())
      .summary("导出事项清单").operation("exportMatters").answer(200, Schema::nothing()).reads(export_matters);
  routes.post("/api/v1/matter-imports", Needs::permission_of("matter.import"), tag).summary("导入办事指南").operation("importMatters").body_limit(32u << 20)
      .body(Schema::object("ImportMatters", {{"region_code", Schema::text(12).label("地区")}, {"county_codes", Schema::list(Schema::text(12), 200).label("下级地区").optional()},
                                             {"rows", Schema::any().label("事项列表")}}))
      .answer(200, schemas::import_report()).handles([&db, resolve](const Request& r) { return import_file(r, db, resolve); });
}

void add_routes(platform::Routes& routes, Catalogue& catalogue, Database& db, DepartmentResolver resolve) {
  add_public_routes(routes, catalogue);
  add_editing_routes(routes, resolve);
  add_form_routes(routes);
  add_overview_routes(routes, db, std::move(resolve));
}

}  // namespace yimen::catalogue
