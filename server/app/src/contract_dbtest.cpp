// Every operation of the API document is called over the demonstration city, by everybody from visitor to audit
// administrator; what comes back, success or problem, is held against the schema that the document declares for it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "command.h"
#include "contract_check.h"
#include "wiring.h"
#include "yimen/identity/identity.h"
#include "yimen/platform/json.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen;
using platform::testing::HttpAnswer;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// The demonstration city with a few cases, served on a free port.
struct DemoCity {
  fs::path folder = fs::temp_directory_path() / fmt::format("yimen-contract-{}", platform::next_id());
  platform::Settings settings = app::declared_settings();
  std::unique_ptr<app::Application> application;
  std::unique_ptr<platform::HttpServer> server;
  std::thread thread;

  DemoCity() {
    const std::string data = YIMEN_SOURCE_DIR "/data";
    const auto command = fmt::format("{} demo --cases 60 --set data.directory={} --set data.reference={} --set log.level=off >/dev/null 2>&1", YIMEN_PROGRAM, folder.string(), data);
    REQUIRE(std::system(command.c_str()) == 0);
    for (const auto& [key, value] : {std::pair<std::string, std::string>{"data.directory", folder.string()}, {"data.reference", data}, {"log.level", "off"},
                                     {"http.port", "0"}, {"http.requests_per_minute", "0"}, {"identity.require_otp_for_admins", "false"}, {"identity.show_sms_code", "true"}})
      settings.set(key, value, "test");
    application = app::Application::open(settings);
    application->add_routes();
    server = application->open_server();
    thread = std::thread{[this] { server->run(); }};
  }
  ~DemoCity() {
    server->stop();
    thread.join();
    server.reset();
    application.reset();
    fs::remove_all(folder);
  }
};

/// Somebody who calls: a cookie and the token that goes with it.
struct Caller {
  std::string name;
  int port = 0;
  std::string header_lines;

  HttpAnswer call(const std::string& method, const std::string& target, std::string_view body = {}) const {
    platform::testing::HttpClient client{port};
    const auto lines = header_lines + "Accept: application/json\r\nConnection: close\r\nIf-Match: \"1\"\r\n" + (body.empty() ? "" : "Content-Type: application/json\r\n");
    return client.request(method, target, lines, body);
  }
  json::value get(const std::string& path) const {
    const auto answer = call("GET", "/api/v1" + path);
    return answer.status == 200 && answer.header("content-type").starts_with("application/json") ? answer.json() : json::value(json::object{});
  }
};

Caller sign_in(int port, std::string login) {
  Caller caller{.name = login, .port = port, .header_lines = {}};
  if (login.empty()) return caller;
  const auto answer = caller.call("POST", "/api/v1/session", json::serialize(json::object{{"login", login}, {"password", identity::demo_password}}));
  REQUIRE_MESSAGE(answer.status == 200, login << ": " << answer.body);
  for (const auto& [name, value] : answer.headers)
    if (name == "set-cookie") caller.header_lines += fmt::format("Cookie: {}\r\n", value.substr(0, value.find(';')));
  caller.header_lines += fmt::format("X-CSRF-Token: {}\r\n", platform::text_or(answer.json().as_object(), "csrf_token"));
  return caller;
}

/// What an operation needs in its query beside what may be left out.
const std::map<std::string, std::string> queries{
    {"get_due_date", "?start=2026-03-02&length=20&unit=working_day"}, {"compareMatterVersions", "?from=1&to=1"}, {"compareProcessVersions", "?from=1&to=1"}, {"compareRuleVersions", "?from=1&to=1"},
    {"listProcessFormReaders", "?answer=area"}, {"listRuleFormReaders", "?answer=area"},
    {"suggestMatters", "?q=%E9%A3%9F%E5%93%81"}, {"suggestPages", "?q=%E9%A3%9F%E5%93%81"}, {"selectMaterials", "?answers=%7B%7D"}};

/// Streams do not end by themselves.
const std::set<std::string> streams{"watchMyEvents", "watchJob"};
/// What this city does not hold; the tests of jobs and of files, and the browser's, see their answers.
const std::set<std::string> absent{"show_upload", "getCaseFile", "downloadMatterFile", "getMyCase", "getCaseReview", "getJob", "getJobFile", "listJobProblems", "getProcessDraft", "previewProcessMove", "listProcessRuleInputs", "getRuleDraft"};

std::string text_of(const json::value& value) { return value.is_string() ? std::string(value.get_string()) : json::serialize(value); }

std::string applicant_of_a_case(const Caller& caller) {
  const auto list = caller.get("/cases?limit=1").as_object();
  const auto* items = list.if_contains("items");
  if (!items || items->as_array().empty()) return "1";
  const auto page = caller.get("/cases/" + text_of(items->as_array().front().at("id")));
  return text_of(page.at("applicant").at("id"));
}

/// The first thing that a list before the parameter holds: "/matters/{matter_id}/versions/{version}" asks "/matters", then "/matters/5/versions".
std::string sample(const Caller& caller, const std::string& before, const std::string& name) {
  if (name == "year") return "2026";
  if (name == "day") return "2026-12-15";
  if (name == "party_id") return applicant_of_a_case(caller);
  const auto list = caller.get(before.ends_with("/documents") || before.ends_with("/files") ? before.substr(0, before.rfind('/')) : before).as_object();
  const auto* items = list.if_contains("items");
  if (!items) items = list.if_contains(before.ends_with("/documents") ? "documents" : "materials");
  if (!items || !items->is_array()) return "1";
  if (name == "task_id") return items->as_array().empty() ? "1" : text_of(items->as_array().front().at("task").at("id"));
  for (const auto& item : items->as_array())
    for (const auto key : {std::string_view(name), std::string_view("id"), std::string_view("code"), std::string_view("type"), std::string_view("key")})
      if (const auto* value = item.is_object() ? item.as_object().if_contains(key) : nullptr; value && !value->is_null()) return text_of(*value);
  return "1";
}

std::string filled(const Caller& caller, std::string path) {
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    const auto end = path.find('}', at);
    const auto before = path.substr(0, at - 1);
    path.replace(at, end - at + 1, sample(caller, before.substr(std::string_view("/api/v1").size()), path.substr(at + 1, end - at - 1)));
  }
  return path;
}

const json::object* declared_answer(const json::object& operation, int status) {
  const auto& answers = operation.at("responses").as_object();
  if (const auto* own = answers.if_contains(std::to_string(status))) return &own->as_object();
  return status >= 400 ? &answers.at("default").as_object() : nullptr;
}

/// @returns what is wrong with an answer, in words.
std::vector<std::string> faults_of(const testing::ContractCheck& check, const json::object& operation, const HttpAnswer& answer) {
  const auto* declared = declared_answer(operation, answer.status);
  if (!declared) return {fmt::format("status {} is not declared", answer.status)};
  const auto type = answer.header("content-type");
  const std::string kind = type.substr(0, type.find(';'));
  if (answer.status >= 400 && kind != "application/problem+json") return {fmt::format("status {} comes as {}", answer.status, kind)};
  if (!kind.ends_with("json")) return {};
  const auto* content = declared->if_contains("content");
  if (!content || !content->as_object().contains(kind)) return {fmt::format("{} comes undeclared with status {}", kind, answer.status)};
  return check.faults(content->at(kind).at("schema"), answer.json());
}

/// @returns what the citizen applies for, as a query.
std::string start_draft(const Caller& citizen) {
  const auto matters = citizen.get("/public/matters?limit=1");
  const auto principals = citizen.get("/my/principals");
  const auto body = json::serialize(json::object{{"matter_id", matters.at("items").at(0).at("id")}, {"party_id", principals.at("items").at(0).at("party_id")}, {"content", json::object{}}});
  const auto answer = citizen.call("POST", "/api/v1/my/drafts", body);
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return fmt::format("?matter_id={}&party_id={}", text_of(matters.at("items").at(0).at("id")), text_of(principals.at("items").at(0).at("party_id")));
}

}  // namespace

TEST_CASE("every answer over the demonstration city is what the API document declares") {
  DemoCity city;
  const auto document = city.application->routes.openapi("test");
  const testing::ContractCheck check{document};
  auto known = queries;
  known["prefillForm"] = start_draft(sign_in(city.server->port(), "wangxiulan"));
  std::vector<Caller> callers;
  for (const auto* login : {"", "wangxiulan", "lvyuan", "yl.clerk1", "yl.sc.handler1", "yl.sc.approver1", "yl.manager1", "yl.supervisor", "yl.catalogue", "yl.sys", "yl.sec", "yl.audit"})
    callers.push_back(sign_in(city.server->port(), login));
  std::set<std::string> found, unseen;
  // Reading first: what is written with an empty body afterwards may end sessions.
  for (const bool is_reading : {true, false})
    for (const auto& [path, operations] : document.at("paths").as_object())
      for (const auto& [method, described] : operations.as_object()) {
        const auto& operation = described.as_object();
        const auto id = text_of(operation.at("operationId"));
        if ((method == "get") != is_reading || streams.contains(id)) continue;
        std::string verb(method);
        for (auto& c : verb) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        bool is_seen = false;
        for (const auto& caller : callers) {
          if (!is_reading && id.find("Session") != std::string::npos && !caller.name.empty()) continue;
          const auto target = filled(caller, std::string(path)) + (is_reading && known.contains(id) ? known.at(id) : "");
          const auto answer = caller.call(verb, target, is_reading ? "" : "{}");
          CAPTURE(target);
          CHECK(answer.status != 0);
          CHECK(answer.status < 500);
          is_seen |= answer.status < 300;
          for (const auto& fault : faults_of(check, operation, answer)) found.insert(fmt::format("{} {} ({}): {}", verb, std::string_view(path), caller.name, fault));
        }
        if (is_reading && !is_seen) unseen.insert(id);
      }
  CHECK_MESSAGE(found.empty(), fmt::format("{} faults\n{}", found.size(), fmt::join(found, "\n")));
  for (const auto& id : unseen) CHECK_MESSAGE(absent.contains(id), "nobody got an answer from " << id);
}
