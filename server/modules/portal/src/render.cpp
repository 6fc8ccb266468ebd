#include "render.h"

#include <algorithm>
#include <map>
#include <memory>

#include <ctemplate/template.h>
#include <fmt/format.h>

#include "matter_pages.h"
#include "yimen/platform/json.h"
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

/// "中文=English", a line each, in templates/english.html; longer ones first, so that a part never spoils the whole.
const std::vector<std::pair<std::string, std::string>>& phrases() {
  static const auto all = [] {
    std::vector<std::pair<std::string, std::string>> list;
    for (const auto& line : platform::split(embedded_templates().at("english"), '\n'))
      if (const auto sign = line.find('='); sign != line.npos && sign > 0) list.emplace_back(line.substr(0, sign), line.substr(sign + 1));
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return list;
  }();
  return all;
}

std::string in_english(std::string text) {
  for (const auto& [chinese, english] : phrases()) text = platform::replace_all(text, chinese, english);
  return text;
}

/// A heading or crumb in the visitor's language where we have it; the other one stays Chinese and is marked so.
json::object spoken(std::string_view text) {
  for (const auto& [chinese, english] : phrases())
    if (chinese == text) return {{"text", english}, {"lang", "en"}};
  return {{"text", text}, {"lang", "zh-CN"}};
}

json::array spoken_crumbs(const json::array& crumbs) {
  json::array out;
  for (const auto& entry : crumbs) {
    auto crumb = entry.as_object();
    for (auto& [kind, part] : crumb)
      for (auto& [name, value] : spoken(platform::text_or(part.as_object(), "text"))) part.as_object()[name] = value;
    out.push_back(std::move(crumb));
  }
  return out;
}

/// Templates that say everything in English too; what they show of cases stays Chinese and is marked so.
constexpr std::string_view bilingual[] = {"shell", "progress", "rate", "problem"};
bool is_bilingual(std::string_view name) { return std::find(std::begin(bilingual), std::end(bilingual), name) != std::end(bilingual); }

/// Templates are compiled once. Auto-escape knows whether a value stands in text, an attribute or an address.
const ctemplate::Template& compiled(std::string_view name, bool is_english) {
  static const auto loaded = [] {
    std::map<std::string, std::unique_ptr<const ctemplate::Template>, std::less<>> all;
    const auto load = [&](const std::string& key, const std::string& text) {
      all.emplace(key, ctemplate::Template::StringToTemplate("{{%AUTOESCAPE context=\"HTML\"}}\n" + text, ctemplate::STRIP_BLANK_LINES));
    };
    for (const auto& [key, text] : embedded_templates()) {
      if (key == "english") continue;
      load(std::string(key), std::string(text));
      if (is_bilingual(key)) load(std::string(key) + ".en", in_english(std::string(text)));
    }
    return all;
  }();
  const auto found = loaded.find(is_english && is_bilingual(name) ? std::string(name) + ".en" : std::string(name));
  if (found == loaded.end() || !found->second) throw std::logic_error("page template missing or broken: " + std::string(name));
  return *found->second;
}

struct MenuEntry {
  std::string_view href, chinese, english;
};
constexpr MenuEntry menu[] = {{"/", "首页", "Home"}, {"/matters", "办事服务", "Services"}, {"/life-events", "一件事", "Life events"}, {"/progress", "办件查询", "Find a case"}, {"/results", "结果公示", "Results"},
                              {"/ratings", "好差评", "Ratings"}, {"/overview", "办件概况", "Figures"}, {"/my", "我的", "My pages"}};

}  // namespace

bool is_english(const platform::Request* request) { return request && request->cookie("yimen_lang") == "en"; }

platform::Response switch_language(const platform::Request& request) {
  constexpr int year = 365 * 24 * 3600;
  const auto to = request.query("back").value_or("/");
  // Only a path of this site: a foreign address must not become a redirect.
  const bool is_own = to.starts_with('/') && !to.starts_with("//") && to.find('\\') == to.npos;
  auto answer = platform::Response::redirect(is_own ? to : "/");
  return answer.cookie("yimen_lang", request.query("to") == "en" ? "en" : "zh-CN", year, false);
}


/// The cookie holds dot-separated words such as "elder.contrast"; anything else is dropped.
std::string view_words(const platform::Request* request) {
  if (!request) return {};
  const std::string words(request->cookie("yimen_view"));
  if (words.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.") != words.npos) return {};
  return platform::replace_all(words, ".", " ");
}

std::string fill(std::string_view template_name, const json::object& values, bool is_english) {
  ctemplate::TemplateDictionary dictionary("page");
  put(dictionary, values);
  std::string out;
  compiled(template_name, is_english).Expand(&out, &dictionary);
  return out;
}

std::string wrap(const Site& site, const platform::Request* request, const Frame& frame, std::string_view body) {
  const bool speaks_english = is_english(request);
  json::object values{{"language", speaks_english ? "en" : "zh-CN"}, {"other_language", speaks_english ? "zh-CN" : "en"}, {"other_language_name", speaks_english ? "中文" : "English"},
                      {"other_language_href", fmt::format("/language?to={}&back={}", speaks_english ? "zh-CN" : "en", platform::url_encode(request && request->method == "GET" && !request->target.empty() ? request->target : "/"))},
                      {"title", frame.title}, {"site_name", site.name}, {"region_name", frame.region_name.empty() ? "玉林市 · 市本级" : frame.region_name},
                      {"view", view_words(request)}, {"host", site.host}, {"contractor", site.contractor}, {"hotline", site.hotline},
                      {"site_code", site.site_code}, {"icp", site.icp}, {"crumbs", frame.crumbs}, {"has_crumbs", !frame.crumbs.empty()},
                      {"band_class", frame.is_home ? "band" : "band compact"}, {"is_home", frame.is_home}};
  const bool is_signed_in = request && request->actor().kind != platform::ActorKind::anonymous;
  if (is_signed_in) values["account"] = json::object{{"name", request->actor().name}, {"href", request->actor().is_staff() ? "/bench" : "/my"}};
  else values["guest"] = true;
  json::array entries;
  for (const auto& [href, chinese, english] : menu) {
    json::object entry{{"href", href}, {"text", speaks_english ? english : chinese}};
    if (href == frame.section) entry["current"] = true;
    entries.push_back(std::move(entry));
  }
  values["menu"] = std::move(entries);
  if (speaks_english) {
    if (!frame.is_bilingual) values["only_chinese"] = true;
    values["title"] = spoken(frame.title).at("text");
    values["crumbs"] = spoken_crumbs(frame.crumbs);
  }
  auto out = fill("shell", values, speaks_english);
  // The body is finished HTML; a marker keeps it out of the escaping.
  constexpr std::string_view marker = "<!--body-->";
  if (speaks_english && !frame.is_bilingual) out.replace(out.find(marker), marker.size(), fmt::format("<div lang=\"zh-CN\">{}</div>", body));
  else out.replace(out.find(marker), marker.size(), body);
  return out;
}

platform::Response page(const Site& site, const platform::Request& request, const Frame& frame, std::string_view name, const json::object& values, int status) {
  auto shown = frame;
  shown.is_bilingual = is_bilingual(name);
  return platform::Response::html(wrap(site, &request, shown, fill(name, values, is_english(&request))), status);
}

/// A calm page for what went wrong: what happened, two ways on, whom to call with which number. Needs no database.
std::string problem_page(const Site& site, const platform::Error& error, const platform::Request& request) {
  const bool is_staff = request.path.starts_with("/bench"), speaks_english = is_english(&request);
  struct Way {
    std::string_view href, chinese, english;
  };
  const Way home = is_staff ? Way{"/bench", "返回工作台", "Back to the workbench"} : Way{"/", "返回首页", "Back to the home page"};
  const Way other = error.code == platform::ErrorCode::unauthenticated ? Way{is_staff ? "/bench/sign-in" : "/sign-in", "登录", "Sign in"}
                    : is_staff                                         ? Way{"/", "门户首页", "Portal"}
                                                                       : Way{"/matters", "查找事项", "Find a service"};
  const json::object values{{"status", platform::http_status(error.code)}, {"title", platform::chinese_title(error.code)}, {"detail", error.detail}, {"trace", request.request_id},
                            {"hotline", site.hotline}, {"home", home.href}, {"home_text", speaks_english ? home.english : home.chinese}, {"other", other.href},
                            {"other_text", speaks_english ? other.english : other.chinese}};
  return wrap(site, &request, {.title = std::string(platform::chinese_title(error.code)), .crumbs = {crumb("首页", "/"), crumb(platform::chinese_title(error.code))}, .is_bilingual = true}, fill("problem", values, is_english(&request)));
}

std::string Portal::shell(std::string_view title, std::string_view body) const {
  return wrap(site_, nullptr, {.title = std::string(title), .crumbs = {crumb("首页", "/"), crumb(title)}}, body);
}

}  // namespace yimen::portal
