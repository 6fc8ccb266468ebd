#include "yimen/portal/portal.h"

#include <fmt/format.h>

#include "favourites.h"
#include "guide_pages.h"
#include "matter_pages.h"
#include "public_pages.h"
#include "render.h"
#include "yimen/approval/public_views.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/party.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::portal {

using approval::published_results;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Routes;
using platform::Tx;

namespace {

constexpr const char* tag = "门户";
constexpr std::size_t shown_life_events = 4;

/// What a signed-in citizen should do next: corrections asked for, drafts, results to collect.
json::array to_do(Tx& tx, approval::Approval& approval, const platform::Actor& actor) {
  json::array out;
  if (!actor.is_citizen()) return out;
  using enum cases::CaseState;
  const auto page = cases::list_cases(tx, approval.viewer_of(tx, actor), {.states = {correction, pre_returned, delivering}, .limit = 3});
  for (const auto& f : page.items) {
    const bool is_ready = f.state == delivering;
    out.push_back(json::object{{"kind", is_ready ? "ok" : "act"}, {"colour", is_ready ? "ok" : "warn"}, {"word", is_ready ? "可领取" : "待补正"}, {"name", f.matter_name}, {"href", "/my/cases/" + f.id.str()},
                               {"note", is_ready ? "结果已制作完成，查看领取方式 →" : f.answer_due_on ? fmt::format("请在 {} 前补正，现在去补 →", platform::zh_date(*f.answer_due_on)) : "现在去补 →"}});
  }
  tx.each("select id, matter_id, matter_name from application_draft where account_id = ? and case_id = 0 order by changed_at desc limit 2", [&](const platform::Row& r) {
    out.push_back(json::object{{"kind", ""}, {"colour", "blue"}, {"word", "草稿"}, {"name", r.text(2)}, {"href", fmt::format("/apply/{}?draft={}", r.i64(1), r.i64(0))}, {"note", "接着填写 →"}});
  }, actor.id);
  return out;
}

json::array review_rows(Tx& tx, std::int64_t low, std::int64_t high, std::int64_t matter, std::int64_t before, int limit) {
  json::array out;
  tx.each(R"sql(
      select id, matter_name, level, text, is_anonymous, reviewer_name, department_name, reply, created_at from service_review
       where region_code >= ? and region_code < ? and is_valid = 1 and (cast(? as bigint) = 0 or matter_id = ?) and (cast(? as bigint) = 0 or id < ?)
       order by id desc limit ?)sql",
          [&](const platform::Row& r) {
            const int level = static_cast<int>(r.i64(2));
            json::object row{{"id", std::to_string(r.i64(0))}, {"matter", r.text(1)}, {"name", r.text(1)}, {"level", appraisal::level_name(level)}, {"colour", level <= 3 ? "ok" : "bad"},
                             {"text", r.text(3)}, {"reviewer", r.get<bool>(4) ? std::string_view("匿名") : r.text(5)}, {"department", r.text(6)},
                             {"on", platform::iso_date(platform::shanghai_date(r.get<platform::Instant>(8)))}};
            if (!r.text(7).empty()) row["reply"] = json::object{{"text", r.text(7)}};
            out.push_back(std::move(row));
          },
          low, high, matter, matter, before, before, limit);
  return out;
}

Response home(const Site& site, approval::Approval& a, appraisal::Appraisal& reviews, const Request& request, Tx& tx) {
  const auto [low, high] = region::range_of(site.region_code);
  const auto overview = approval::overview_of(tx, low, high);
  const auto counts = reviews.counts(tx, low, high);
  const auto page_found = a.services().catalogue.find(tx, {.region_code = site.region_code, .limit = 8});
  json::array tiles, hot, results, life;
  for (const auto& m : page_found.items) {
    auto line = matter_line(m);
    line["initial"] = platform::to_utf8(platform::to_utf32(m.department_name.substr(0)).substr(3, 1));
    if (hot.size() < 5) hot.push_back(json::object{{"id", m.id.str()}, {"name", m.name}});
    tiles.push_back(std::move(line));
  }
  for (const auto& r : published_results(tx, {.low = low, .high = high, .limit = 5}))
    results.push_back(json::object{{"text", fmt::format("{}{}（{}）", r.is_granted ? "准予" : "不予", r.matter_name, r.result_no)}, {"result_no", r.result_no}, {"on", platform::iso_date(r.decided_on)}});
  for (const auto& event : a.services().catalogue.life_events(tx))
    if (event.matter_count > 0 && life.size() < shown_life_events) life.push_back(json::object{{"name", event.name}, {"title", event.name}, {"note", event.note}});
  auto todo = to_do(tx, a, request.actor());
  auto latest = review_rows(tx, low, high, 0, 0, 5);
  const auto good = counts[1] + counts[2] + counts[3], all = good + counts[4] + counts[5];
  const double n = overview.year.timed ? overview.year.timed : 1;
  json::array departments = department_links(tx, a.services().organisation, site.region_code, 0);
  if (departments.size() > 8) departments.erase(departments.begin() + 8, departments.end());
  const json::object values{{"hot", std::move(hot)}, {"tiles", std::move(tiles)}, {"matter_total", page_found.total}, {"has_todo", !todo.empty()}, {"todo", std::move(todo)}, {"has_life", !life.empty()}, {"life", std::move(life)},
                            {"departments", std::move(departments)}, {"no_results", results.empty()}, {"results", std::move(results)}, {"no_reviews", latest.empty()}, {"reviews", std::move(latest)},
                            {"today_submitted", overview.today.submitted}, {"year_closed", overview.year.closed}, {"average_actual", fmt::format("{:.1f}", overview.year.actual_days / n)},
                            {"average_promised", fmt::format("{:.1f}", overview.year.promised_days / n)}, {"good_rate", rate_text(good, all)}};
  return page(site, request, {.title = "首页", .section = "/", .is_home = true}, "home", values);
}

json::object timeline_row(const json::value& entry) {
  const auto& e = entry.as_object();
  const auto at = std::string(e.at("at").as_string());
  return {{"at", at.substr(0, 10) + " " + at.substr(11, 5)}, {"text", e.at("text")}};
}

Response progress_page(const Site& site, approval::Approval& a, const Request& request, Tx& tx) {
  const auto case_no = request.form("case_no").value_or(request.query("case_no").value_or(""));
  json::object values{{"case_no", case_no}};
  int status = 200;
  if (request.method == "POST") {
    const auto found = approval::progress_of(a, tx, case_no, request.form("query_code").value_or(""));
    if (!found) {
      values["problem"] = json::object{{"text", found.error().detail}};
      status = 404;
    } else {
      auto shown = *found;
      json::array timeline;
      for (const auto& entry : found->at("timeline").as_array()) timeline.push_back(timeline_row(entry));
      shown["timeline"] = std::move(timeline);
      if (!found->at("due_on").is_null()) shown["due"] = json::object{{"due_on", found->at("due_on")}, {"remaining", found->at("remaining_days")}};
      values["found"] = std::move(shown);
    }
  }
  return page(site, request, {.title = "办件进度查询", .section = "/progress", .crumbs = {crumb("首页", "/"), crumb("办件查询")}}, "progress", values, status);
}

Response ratings_page(const Site& site, appraisal::Appraisal& reviews, const Request& request, Tx& tx) {
  const auto [low, high] = region::range_of(region_of(request, site));
  const auto matter = request.query_int("matter", 0, 0, INT64_MAX);
  auto items = review_rows(tx, low, high, matter, request.query_int("after", 0, 0, INT64_MAX), 20);
  json::object values{{"levels", level_rows(reviews.counts(tx, low, high))}, {"empty", items.empty()}};
  if (items.size() == 20) values["next"] = json::object{{"href", fmt::format("/ratings?matter={}&after={}", matter, std::string_view(items.back().as_object().at("id").as_string()))}};
  values["items"] = std::move(items);
  return page(site, request, {.title = "好差评", .section = "/ratings", .crumbs = {crumb("首页", "/"), crumb("好差评")}}, "ratings", values);
}

Frame rate_frame() { return {.title = "评价", .section = "/ratings", .crumbs = {crumb("首页", "/"), crumb("好差评", "/ratings"), crumb("评价")}}; }
json::object rate_form(std::string_view case_no, bool speaks_english) {
  constexpr std::string_view english[] = {"Very satisfied", "Satisfied", "Fairly satisfied", "Dissatisfied", "Very dissatisfied"};
  auto levels = level_rows({});
  if (speaks_english)
    for (std::size_t i = 0; i < levels.size(); ++i) levels[i].as_object()["name"] = english[i];
  return {{"form", json::object{{"case_no", case_no}, {"levels", std::move(levels)}}}};
}

Response rate(const Site& site, appraisal::Appraisal& reviews, const Request& request, Tx& tx) {
  const auto case_no = request.form("case_no").value_or("");
  const auto seen = approval::progress_of(reviews.approval(), tx, case_no, request.form("query_code").value_or(""));
  const auto file = seen ? cases::find_by_no(tx, platform::trim(case_no)) : std::nullopt;
  std::string problem = seen ? "" : seen.error().detail;
  if (file) {
    const auto done = reviews.review(tx, request.actor(), *file, {.level = std::atoi(request.form("level").value_or("0").c_str()), .text = request.form("text").value_or(""),
                                                                  .is_anonymous = request.form("is_anonymous") == "1", .channel = "二维码"});
    if (done) return page(site, request, rate_frame(), "rate", {{"done", true}});
    problem = done.error().detail;
  }
  auto values = rate_form(case_no, is_english(&request));
  values["problem"] = json::object{{"text", problem}};
  return page(site, request, rate_frame(), "rate", values, 422);
}

Response regions_page(const Site& site, const Request& request, Tx& tx) {
  json::array groups;
  const auto group = [&](std::string_view name, const std::vector<region::Region>& list) {
    json::array items;
    for (const auto& r : list) items.push_back(json::object{{"code", region::code_text(r.code)}, {"name", r.name}});
    if (!items.empty()) groups.push_back(json::object{{"name", name}, {"items", std::move(items)}});
  };
  const region::Regions regions;
  if (const auto here = regions.find(tx, site.region_code)) group("市本级", {*here});
  group("县（市、区）", regions.children(tx, site.region_code));
  return page(site, request, {.title = "切换区划", .crumbs = {crumb("首页", "/"), crumb("切换区划")}}, "regions", {{"groups", std::move(groups)}});
}

struct About {
  std::string_view slug, title;
  std::vector<std::string_view> paragraphs;
};
const std::vector<About>& about_pages() {
  static const std::vector<About> pages{
      {"accessibility", "无障碍说明", {"本站公共页面不依赖脚本，可用键盘和读屏软件使用，按 WCAG 2.2 AA 检查。", "页面右上角可以切换长者版：字更大，间距更宽，一栏显示。", "遇到障碍请拨打 12345，或到政务服务中心咨询台。"}},
      {"mistakes", "为政府网站找错", {"发现本站有错字、打不开的页面、过时或不准确的内容、附件不能下载，请拨打页面底部的政务服务热线，说明网页地址和错在哪里；主办单位核实后改正并答复您。", "也可以登录中国政府网“我为政府网站找错”平台，凭页面底部的网站标识码留言，由本站主办单位限期处理。", "对办件本身有意见，请到“我的办件”里评价，或在“好差评”凭办件编号和查询码评价。"}},
      {"privacy", "隐私", {"办理事项只收集办事所需的个人信息，依据《个人信息保护法》第三十四条和办事所依据的法律。", "证件号码和电话加密保存，工作人员默认只能看到遮盖后的内容；查看完整内容要写明理由，并留下记录，您可以在“我的”里看到是谁查看过。", "公示的结果和评价会遮盖个人信息。"}},
      {"site-map", "网站地图", {"首页、办事服务、办件查询、结果公示、好差评、办件概况、文书验真、我的、为政府网站找错。"}}};
  return pages;
}

}  // namespace

std::int64_t region_of(const Request& request, const Site& site) {
  const auto code = region::pad_code(request.query("region").value_or(""));
  return code ? code : site.region_code;
}

Portal::Portal(Site site, approval::Approval& approval, appraisal::Appraisal& appraisal, platform::Database& database)
    : site_{std::move(site)}, approval_{approval}, appraisal_{appraisal}, guides_{std::make_unique<GuidePages>(database, site_, approval, appraisal)} {}
Portal::~Portal() = default;

void Portal::add_routes(Routes& routes) {
  // A copy: the page must come whatever has gone meanwhile.
  platform::set_error_page([site = site_](const platform::Error& error, const Request& request) { return problem_page(site, error, request); });
  const auto& site = site_;
  auto& a = approval_;
  auto& reviews = appraisal_;
  const auto read = [&](std::string path, auto work) {
    routes.get(std::move(path), Needs::anybody(), tag).hidden().reads([work](const Request& request, Tx& tx) -> Result<Response> { return work(request, tx); });
  };
  read("/", [&](const Request& r, Tx& tx) { return home(site, a, reviews, r, tx); });
  read("/matters", [&](const Request& r, Tx& tx) { return matter_list(site, a, r, tx); });
  read("/life-events", [&](const Request& r, Tx& tx) { return life_events_page(site, a, r, tx); });
  read("/search", [&](const Request& r, Tx& tx) { return matter_list(site, a, r, tx); });
  routes.get("/matters/{matter_id}", Needs::anybody(), tag).hidden().handles([&guides = *guides_](const Request& r) { return guides.answer(r, "guide"); });
  routes.get("/matters/{matter_id}/print", Needs::anybody(), tag).hidden().handles([&guides = *guides_](const Request& r) { return guides.answer(r, "print"); });
  routes.get("/language", Needs::anybody(), tag).hidden().handles([](const Request& r) -> Result<Response> { return switch_language(r); });
  add_favourite_routes(routes, a);
  read("/progress", [&](const Request& r, Tx& tx) { return progress_page(site, a, r, tx); });
  read("/results", [&](const Request& r, Tx& tx) { return results_page(site, a, r, tx); });
  read("/results.csv", [&](const Request& r, Tx& tx) { return results_file(site, r, tx); });
  read("/overview", [&](const Request& r, Tx& tx) { return overview_page(site, reviews, r, tx); });
  read("/ratings", [&](const Request& r, Tx& tx) { return ratings_page(site, reviews, r, tx); });
  read("/rate", [&](const Request& r, Tx&) { return page(site, r, rate_frame(), "rate", rate_form(r.query("case_no").value_or(""), is_english(&r))); });
  read("/regions", [&](const Request& r, Tx& tx) { return regions_page(site, r, tx); });
  read("/about/{page}", [&](const Request& r, Tx&) -> Result<Response> {
    for (const auto& about : about_pages()) {
      if (about.slug != r.path_text("page")) continue;
      json::array paragraphs, links;
      for (const auto text : about.paragraphs) paragraphs.push_back(json::object{{"text", text}});
      if (about.slug == "site-map")
        for (const auto& [href, text] : {std::pair{"/", "首页"}, {"/matters", "办事服务"}, {"/progress", "办件查询"}, {"/results", "结果公示"}, {"/ratings", "好差评"}, {"/overview", "办件概况"}, {"/verify", "文书验真"}, {"/my", "我的"}, {"/about/mistakes", "为政府网站找错"}})
          links.push_back(json::object{{"href", href}, {"text", text}});
      return page(site, r, {.title = std::string(about.title), .crumbs = {crumb("首页", "/"), crumb(about.title)}}, "about", {{"heading", about.title}, {"paragraphs", std::move(paragraphs)}, {"links", std::move(links)}});
    }
    return platform::fail(platform::ErrorCode::not_found, "portal/no-such-page", "没有这个页面。");
  });
  // Forms of pages that need no account: the origin check of the edge stands in for the token.
  routes.post("/progress", Needs::anybody(), tag).hidden().without_csrf().rate(20).commands([&](const Request& r, Tx& tx) -> Result<Response> { return progress_page(site, a, r, tx); });
  routes.post("/rate", Needs::anybody(), tag).hidden().without_csrf().rate(20).commands([&](const Request& r, Tx& tx) -> Result<Response> { return rate(site, reviews, r, tx); });
  using platform::Schema;
  const auto site_text = Schema::text(200).or_empty();
  routes.get("/api/v1/site", Needs::anybody(), tag).operation("getSite").summary("网站名称、主办单位、备案")
      .answer(200, Schema::object("Site", {{"name", site_text}, {"region_name", site_text}, {"host", site_text}, {"operator", site_text}, {"hotline", site_text}, {"site_code", site_text},
                                           {"icp_number", site_text}, {"police_number", site_text}, {"is_demo", Schema::boolean()}}))
      .reads([&](const Request&, Tx& tx) -> Result<Response> {
        const auto here = region::Regions{}.find(tx, site.region_code);
        return Response::json(json::object{{"name", site.name}, {"region_name", here ? here->name : ""}, {"host", site.host}, {"operator", site.contractor}, {"hotline", site.hotline},
                                           {"site_code", site.site_code}, {"icp_number", site.icp}, {"police_number", ""}, {"is_demo", site.is_demo}});
      });
  routes.get("/api/v1/suggestions", Needs::anybody(), tag).operation("suggestPages").summary("搜索框的联想").parameter("q", Schema::text(60).label("词"))
      .answer(200, Schema::object("SuggestionList", {{"items", Schema::list(Schema::object("Suggestion", {{"text", Schema::text(1000)}, {"href", Schema::text(9000)}}), 20)}}))
      .reads([&](const Request& r, Tx& tx) -> Result<Response> {
        json::array items;
        const auto typed = platform::trim(r.query("q").value_or(""));
        for (const auto& event : a.services().catalogue.life_events_for(tx, typed, 2))
          items.push_back(json::object{{"text", "一件事：" + event.name}, {"href", "/matters?life_event=" + platform::url_encode(event.name)}});
        for (const auto& words : a.services().catalogue.suggest(tx, typed, region_of(r, site), 8))
          items.push_back(json::object{{"text", words}, {"href", "/search?q=" + platform::url_encode(words)}});
        return Response::json(json::object{{"items", std::move(items)}});
      });
}

}  // namespace yimen::portal
