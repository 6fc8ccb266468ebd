#include "render.h"

#include <map>

#include <ctemplate/template.h>
#include <fmt/format.h>

#include "matter_pages.h"
#include "yimen/platform/text.h"

namespace yimen::portal {

const std::map<std::string_view, std::string_view>& embedded_templates();

namespace {

std::string upper(std::string_view name) {
  std::string out(name);
  for (auto& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

void put(ctemplate::TemplateDictionary& dictionary, const json::object& values) {
  for (const auto& [key, value] : values) {
    const auto name = upper(key);
    switch (value.kind()) {
      case json::kind::string: dictionary.SetValue(name, std::string(value.as_string())); break;
      case json::kind::int64: dictionary.SetValue(name, std::to_string(value.as_int64())); break;
      case json::kind::uint64: dictionary.SetValue(name, std::to_string(value.as_uint64())); break;
      case json::kind::bool_: if (value.as_bool()) dictionary.ShowSection(name); break;
      case json::kind::object: put(*dictionary.AddSectionDictionary(name), value.as_object()); break;
      case json::kind::array:
        for (const auto& row : value.as_array()) {
          auto* section = dictionary.AddSectionDictionary(name);
          if (row.is_object()) put(*section, row.as_object());
          else if (row.is_string()) section->SetValue("TEXT", std::string(row.as_string()));
        }
        break;
      case json::kind::double_:
      case json::kind::null: break;
    }
  }
}

/// Templates are compiled once. Auto-escape knows whether a value stands in text, an attribute or an address.
const ctemplate::Template& compiled(std::string_view name) {
  static const auto loaded = [] {
    std::map<std::string, const ctemplate::Template*, std::less<>> all;
    for (const auto& [key, text] : embedded_templates()) {
      const std::string source = "{{%AUTOESCAPE context=\"HTML\"}}\n" + std::string(text);
      all.emplace(key, ctemplate::Template::StringToTemplate(source, ctemplate::STRIP_BLANK_LINES));
    }
    return all;
  }();
  const auto found = loaded.find(name);
  if (found == loaded.end() || !found->second) throw std::logic_error("page template missing or broken: " + std::string(name));
  return *found->second;
}

constexpr std::pair<std::string_view, std::string_view> menu[] = {{"/", "首页"}, {"/matters", "办事服务"}, {"/progress", "办件查询"}, {"/results", "结果公示"},
                                                                  {"/ratings", "好差评"}, {"/overview", "办件概况"}, {"/my", "我的"}};

}  // namespace

/// The cookie holds dot-separated words such as "elder.contrast"; anything else is dropped.
std::string view_words(const platform::Request* request) {
  if (!request) return {};
  const std::string words(request->cookie("yimen_view"));
  if (words.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.") != words.npos) return {};
  return platform::replace_all(words, ".", " ");
}

std::string fill(std::string_view template_name, const json::object& values) {
  ctemplate::TemplateDictionary dictionary("page");
  put(dictionary, values);
  std::string out;
  compiled(template_name).Expand(&out, &dictionary);
  return out;
}

std::string wrap(const Site& site, const platform::Request* request, const Frame& frame, std::string_view body) {
  json::object values{{"title", frame.title}, {"site_name", site.name}, {"region_name", frame.region_name.empty() ? "玉林市 · 市本级" : frame.region_name},
                      {"view", view_words(request)}, {"host", site.host}, {"contractor", site.contractor}, {"hotline", site.hotline},
                      {"site_code", site.site_code}, {"icp", site.icp}, {"crumbs", frame.crumbs}, {"has_crumbs", !frame.crumbs.empty()},
                      {"band_class", frame.is_home ? "band" : "band compact"}, {"is_home", frame.is_home}};
  const bool is_signed_in = request && request->actor().kind != platform::ActorKind::anonymous;
  if (is_signed_in) values["account"] = json::object{{"name", request->actor().name}, {"href", request->actor().is_staff() ? "/bench" : "/my"}};
  else values["guest"] = true;
  json::array entries;
  for (const auto& [href, text] : menu) {
    json::object entry{{"href", href}, {"text", text}};
    if (href == frame.section) entry["current"] = true;
    entries.push_back(std::move(entry));
  }
  values["menu"] = std::move(entries);
  auto out = fill("shell", values);
  // The body is finished HTML; a marker keeps it out of the escaping.
  constexpr std::string_view marker = "<!--body-->";
  out.replace(out.find(marker), marker.size(), body);
  return out;
}

platform::Response page(const Site& site, const platform::Request& request, const Frame& frame, std::string_view name, const json::object& values, int status) {
  return platform::Response::html(wrap(site, &request, frame, fill(name, values)), status);
}

std::string Portal::shell(std::string_view title, std::string_view body) const {
  return wrap(site_, nullptr, {.title = std::string(title), .crumbs = {crumb("首页", "/"), crumb(title)}}, body);
}

}  // namespace yimen::portal
