// 办事服务、搜索、一件事。
#include <fmt/format.h>

#include "matter_pages.h"
#include "public_pages.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::portal {

using platform::Request;
using platform::Response;
using platform::Tx;

namespace {

constexpr int matters_per_page = 20;
constexpr int shown_of_event = 6;
constexpr std::string_view filters[] = {"q", "region", "department", "topic", "life_event", "audience"};

std::string audience_name(std::string_view audience) { return audience == "person" ? "个人" : audience == "corp" ? "法人" : ""; }

/// The list's address with one filter changed and the others kept; an empty value takes the filter away.
std::string with(const Request& request, std::string_view name, std::string_view value) {
  std::string query;
  for (const auto filter : filters) {
    const auto kept = filter == name ? std::string(value) : platform::trim(request.query(filter).value_or(""));
    if (!kept.empty()) query += fmt::format("{}{}={}", query.empty() ? "?" : "&", filter, platform::url_encode(kept));
  }
  return "/matters" + query;
}
/// As `with`, and without the topic: topics of one audience say nothing to the other.
std::string with_audience(const Request& request, std::string_view audience) {
  auto asked = request;
  std::erase_if(asked.query_values, [](const auto& one) { return one.first == "topic"; });
  return with(asked, "audience", audience);
}

/// Two lists, for persons and for organisations; only one of them once the visitor has said who he is.
json::array topic_groups(const std::vector<catalogue::Topic>& topics, const Request& request, const catalogue::MatterQuery& query) {
  json::array groups;
  for (const std::string_view audience : {"person", "corp"}) {
    const bool is_other = (!query.audience.empty() && query.audience != audience) || (!query.topic.empty() && !query.topic.starts_with(audience.substr(0, 1)));
    if (is_other) continue;
    json::array items;
    for (const auto& topic : topics) {
      if (topic.audience != audience) continue;
      json::object item{{"name", topic.name}, {"href", with(request, "topic", topic.code)}, {"count", topic.matter_count}};
      if (topic.code == query.topic) item["current"] = true;
      items.push_back(std::move(item));
    }
    if (!items.empty()) groups.push_back(json::object{{"heading", audience_name(audience) + "主题"}, {"topics", std::move(items)}});
  }
  return groups;
}

json::array chosen_filters(const Request& request, const catalogue::MatterQuery& query, const std::vector<catalogue::Topic>& topics, const std::string& department) {
  json::array chosen;
  const auto add = [&](std::string_view label, std::string_view name, const std::string& value) {
    if (!value.empty()) chosen.push_back(json::object{{"label", fmt::format("{}：{}", label, value)}, {"clear", with(request, name, "")}});
  };
  add("一件事", "life_event", query.life_event);
  add("服务对象", "audience", audience_name(query.audience));
  for (const auto& topic : topics)
    if (query.topic == topic.code) add(audience_name(topic.audience) + "主题", "topic", topic.name);
  add("部门", "department", department);
  return chosen;
}

json::object event_card(Tx& tx, catalogue::Catalogue& catalogue, const catalogue::LifeEvent& event, std::int64_t region_code) {
  const auto found = catalogue.find(tx, {.region_code = region_code, .life_event = event.name, .limit = shown_of_event});
  json::array matters;
  for (const auto& m : found.items) matters.push_back(json::object{{"id", m.id.str()}, {"name", m.name}});
  return {{"name", event.name}, {"note", event.note}, {"audience", audience_name(event.audience)}, {"count", found.total}, {"matters", std::move(matters)}};
}

}  // namespace

json::array department_links(Tx& tx, const organisation::Organisation& organisation, std::int64_t region_code, std::int64_t current, const std::string& more) {
  json::array out;
  for (const auto& d : organisation.departments(tx, region_code, region_code + 1)) {
    if (d.category.empty()) continue;
    json::object row{{"id", d.id.str()}, {"name", d.short_name.empty() ? d.name : d.short_name}, {"href", fmt::format("/matters?department={}&region={}{}", d.id.value(), region_code, more)}};
    if (d.id.value() == current) row["current"] = true;
    out.push_back(std::move(row));
  }
  return out;
}

Response matter_list(const Site& site, approval::Approval& a, const Request& request, Tx& tx) {
  auto& catalogue = a.services().catalogue;
  const catalogue::MatterQuery query{.words = platform::trim(request.query("q").value_or("")), .department_id = request.query_int("department", 0, 0, INT64_MAX), .region_code = region_of(request, site),
                                     .topic = request.query("topic").value_or(""), .life_event = request.query("life_event").value_or(""), .audience = request.query("audience").value_or(""),
                                     .limit = matters_per_page, .after = request.query("after").value_or("")};
  const auto found = catalogue.find(tx, query);
  const auto topics = catalogue.topics(tx, query.region_code);
  const auto here = region::Regions{}.find(tx, query.region_code);
  json::array items, events;
  for (const auto& m : found.items) items.push_back(matter_line(m));
  if (query.after.empty())
    for (const auto& event : catalogue.life_events_for(tx, query.words, 2)) events.push_back(event_card(tx, catalogue, event, query.region_code));
  std::string department;
  json::array departments = department_links(tx, a.services().organisation, query.region_code, query.department_id, query.audience.empty() ? "" : "&audience=" + query.audience);
  for (const auto& row : departments)
    if (row.as_object().contains("current")) department = std::string(row.at("name").as_string());
  auto chosen = chosen_filters(request, query, topics, department);
  auto groups = topic_groups(topics, request, query);
  const auto heading = !query.words.empty() ? std::string("搜索结果") : query.life_event.empty() ? std::string("办事服务") : "一件事：" + query.life_event;
  json::object values{{"heading", heading}, {"action", "/search"}, {"words", query.words}, {"region", std::to_string(query.region_code)}, {"filters", std::move(chosen)}, {"departments", std::move(departments)},
                      {"has_events", !events.empty()}, {"events", std::move(events)}, {"count_text", fmt::format("{}{} 项", found.is_exact ? "共 " : "多于 ", found.total)},
                      {"empty", items.empty()}, {"items", std::move(items)}, {"topic_groups", std::move(groups)}, {"person_href", with_audience(request, "person")}, {"corp_href", with_audience(request, "corp")}};
  if (!query.words.empty()) values["words_given"] = true;
  if (query.audience == "person") values["is_person"] = true;
  if (query.audience == "corp") values["is_corp"] = true;
  if (found.next) {
    const auto same = with(request, "", "");
    values["next"] = json::object{{"href", fmt::format("{}{}after={}", same, same.find('?') == same.npos ? "?" : "&", platform::url_encode(*found.next))}};
  }
  return page(site, request, {.title = query.words.empty() ? heading : "搜索：" + query.words, .section = query.life_event.empty() ? "/matters" : "/life-events", .crumbs = {crumb("首页", "/"), crumb(query.life_event.empty() ? "办事服务" : "一件事")}, .region_name = here ? here->name : ""},
              "matters", values);
}

Response life_events_page(const Site& site, approval::Approval& a, const Request& request, Tx& tx) {
  json::array groups;
  const auto events = a.services().catalogue.life_events(tx);
  for (const std::string_view audience : {"person", "corp"}) {
    json::array items;
    for (const auto& event : events)
      if (event.audience == audience && event.matter_count > 0) items.push_back(json::object{{"name", event.name}, {"note", event.note}, {"count", event.matter_count}});
    if (!items.empty()) groups.push_back(json::object{{"heading", audience_name(audience)}, {"items", std::move(items)}});
  }
  return page(site, request, {.title = "一件事", .section = "/life-events", .crumbs = {crumb("首页", "/"), crumb("一件事")}}, "life_events", {{"groups", std::move(groups)}});
}

}  // namespace yimen::portal
