#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/render.h"
#include "http/routes.h"
#include "http/schemas.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Schema;
using platform::Tx;

namespace {

constexpr auto tag = "办事指南";
constexpr int cache_seconds = 60;

Result<MatterQuery> query_of(const Request& request) {
  MatterQuery query;
  query.words = platform::trim(request.query("q").value_or(""));
  if (platform::count_characters(query.words) > 100) return fail(ErrorCode::invalid_input, "catalogue/query-too-long", "搜索词最多100个字。", {{"q", "搜索词最多100个字。"}});
  query.region_code = TRY(region_of(request.query("region").value_or("")));
  query.is_subtree = request.query("subtree").value_or("") == "true";
  if (const auto department = request.query("department"); department && !department->empty()) query.department_id = TRY(platform::parse_id(*department));
  query.topic = request.query("topic").value_or("");
  query.life_event = request.query("life_event").value_or("");
  query.audience = request.query("audience").value_or("");
  if (const auto type = request.query("type"); type && !type->empty()) {
    query.type = platform::EnumText<MatterType>::from(*type);
    if (!query.type) return fail(ErrorCode::invalid_input, "catalogue/unknown-type", "不是已知的事项类型。", {{"type", "不是已知的事项类型。"}});
  }
  query.limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
  query.after = request.query("after").value_or("");
  return query;
}

Result<Response> list_matters(const Request& request, Tx& tx, Catalogue& catalogue) {
  const auto page = catalogue.find(tx, TRY(query_of(request)));
  json::array items;
  for (const auto& item : page.items) items.push_back(to_json(item));
  return Response::json(platform::page_of(std::move(items), page.next, page.total, page.is_exact)).cache_public(cache_seconds);
}

Result<Response> show_guide(const Request& request, Tx& tx, Catalogue& catalogue) {
  const auto id = TRY(request.path_id<MatterId>("matter_id"));
  const auto version = TRY(catalogue.current(tx, id));
  const auto matter = TRY(store::find_matter(tx, id));
  return Response::json(guide_json(*version, store::summary_of(matter))).etag(matter.revision).cache_public(cache_seconds);
}

/// The materials a person's answers select. Half-answered questions are fine: the list narrows as they go on.
Result<Response> select_materials(const Request& request, Tx& tx, Catalogue& catalogue) {
  const auto version = TRY(catalogue.current(tx, TRY(request.path_id<MatterId>("matter_id"))));
  const auto text = request.query("answers").value_or("{}");
  const auto answers = TRY(platform::parse_json(text));
  if (!answers.is_object()) return fail(ErrorCode::malformed, "catalogue/answers-no-object", "情形的回答应当是一个 JSON 对象。");
  MatterVersion selected = *version;
  selected.materials = catalogue.materials_for(*version, answers.as_object());
  auto guide = guide_json(selected, {});
  const auto checked = catalogue.check_answers(*version, answers.as_object());
  return Response::json(json::object{{"materials", std::move(guide["materials"])}, {"is_complete", checked.has_value()}});
}

Result<Response> suggest(const Request& request, Tx& tx, Catalogue& catalogue) {
  const auto query = TRY(query_of(request));
  json::array items;
  for (const auto& text : catalogue.suggest(tx, query.words, query.region_code)) items.push_back(json::string(text));
  return Response::json(json::object{{"items", std::move(items)}}).cache_public(cache_seconds);
}

Result<Response> list_events(const Request&, Tx& tx, Catalogue& catalogue) {
  json::array items;
  for (const auto& event : catalogue.life_events(tx))
    items.push_back(json::object{{"code", event.code}, {"name", event.name}, {"audience", event.audience}, {"note", event.note}, {"matter_count", event.matter_count}});
  return Response::json(json::object{{"items", std::move(items)}}).cache_public(cache_seconds);
}

Result<Response> list_topics(const Request& request, Tx& tx, Catalogue& catalogue) {
  json::array items;
  for (const auto& topic : catalogue.topics(tx, TRY(region_of(request.query("region").value_or("")))))
    items.push_back(json::object{{"topic", topic.code}, {"name", topic.name}, {"audience", topic.audience}, {"matter_count", topic.matter_count}});
  return Response::json(json::object{{"items", std::move(items)}}).cache_public(cache_seconds);
}

}  // namespace

void add_public_routes(platform::Routes& routes, Catalogue& catalogue) {
  routes.get("/api/v1/public/matters", Needs::anybody(), tag).summary("搜索和浏览办事指南").operation("listPublicMatters")
      .parameter("q", Schema::text(100).label("搜索词").describe("汉字、拼音、首字母或日常用语（开饭店）").optional())
      .parameter("region", Schema::text(12).label("区划代码").describe("不填时每个事项只列最高一级").optional())
      .parameter("subtree", Schema::text(5).label("含下级").optional()).parameter("department", Schema::id().label("部门").optional())
      .parameter("topic", Schema::text(8).label("主题").describe("p:090 自然人证件办理，c:010 法人准营准办").optional())
      .parameter("life_event", Schema::text(60).label("一件事").optional()).parameter("audience", Schema::one_of({"person", "corp"}).label("服务对象").optional())
      .parameter("type", Schema::text(40).label("事项类型").optional()).parameter("limit", Schema::integer(1, 100).label("每页条数").optional())
      .parameter("after", Schema::text(60).label("续页标记").optional()).answer(200, schemas::page("MatterSummaryPage", schemas::summary()))
      .reads([&catalogue](const Request& r, Tx& tx) { return list_matters(r, tx, catalogue); });
  routes.get("/api/v1/public/matters/{matter_id}", Needs::anybody(), tag).summary("一个事项的办事指南").operation("getGuide").answer(200, schemas::guide())
      .reads([&catalogue](const Request& r, Tx& tx) { return show_guide(r, tx, catalogue); });
  routes.get("/api/v1/public/matters/{matter_id}/materials", Needs::anybody(), tag).summary("按情形的回答选出申请材料").operation("selectMaterials")
      .parameter("answers", Schema::text(4000).label("情形的回答").describe("JSON：{\"情形键\": \"选项键\"}").optional()).answer(200, schemas::selected_materials())
      .reads([&catalogue](const Request& r, Tx& tx) { return select_materials(r, tx, catalogue); });
  routes.get("/api/v1/public/matter-suggestions", Needs::anybody(), tag).summary("搜索框的提示词").operation("suggestMatters")
      .parameter("q", Schema::text(100).label("搜索词")).parameter("region", Schema::text(12).label("区划代码").optional())
      .answer(200, schemas::items("MatterSuggestions", Schema::text(1000))).reads([&catalogue](const Request& r, Tx& tx) { return suggest(r, tx, catalogue); });
  routes.get("/api/v1/public/life-events", Needs::anybody(), tag).summary("一件事清单").operation("listLifeEvents").answer(200, schemas::items("LifeEvents", schemas::life_event()))
      .reads([&catalogue](const Request& r, Tx& tx) { return list_events(r, tx, catalogue); });
  routes.get("/api/v1/public/matter-topics", Needs::anybody(), tag).summary("有事项的主题").operation("listMatterTopics")
      .parameter("region", Schema::text(12).label("区划代码").optional()).answer(200, schemas::items("MatterTopics", schemas::topic()))
      .reads([&catalogue](const Request& r, Tx& tx) { return list_topics(r, tx, catalogue); });
}

}  // namespace yimen::catalogue
