#include "yimen/platform/job_routes.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <boost/json.hpp>

#include "yimen/platform/sheet.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"
#include "yimen/platform/text.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

namespace fs = std::filesystem;

/// Calls are from the person whose number stands in `Authorization: Test <id>[,permission…]`.
class Persons final : public Authenticator {
 public:
  Actor authenticate(const Request& request) override {
    Actor actor;
    const auto said = request.header("authorization");
    if (!said.starts_with("Test ")) return actor;
    const auto words = split(said.substr(5), ',');
    actor.kind = ActorKind::staff;
    actor.id = UserId{std::stoll(words.front())};
    actor.name = "员工" + words.front();
    actor.scope_low = 450900000000;
    actor.scope_high = 451000000000;
    actor.permissions = std::make_shared<const std::unordered_set<std::string>>(words.begin() + 1, words.end());
    return actor;
  }
  bool csrf_matches(const Actor&, std::string_view) override { return true; }
  void note_refusal(const Actor&, const Route&, const Request&) override {}
};

struct Desk {
  fs::path folder = fs::temp_directory_path() / ("yimen-jobs-" + std::to_string(next_id()));
  Database& db;
  std::unique_ptr<FileStore> files = FileStore::open(folder.string());
  LiveHub hub{db, {.tick = 1ms}};
  JobRunner runner{db};
  Persons persons;
  Routes routes;
  std::vector<std::string> notes;
  std::unique_ptr<TestServer> server;

  explicit Desk(Database& of) : db{of} {
    add_job_routes(routes, db, *files, hub, [this](Tx&, const Actor& actor, const Job&, std::string_view act, std::string_view) {
      notes.push_back(actor.name + " " + std::string(act));
    });
    routes.post("/api/v1/exports", Needs::signed_in(), "t").summary("s").operation("export").answer(202, job_schema())
        .commands([](const Request& request, Tx& tx) -> Result<Response> {
          const auto job = TRY(order_job(tx, request.actor(), {.kind = "export", .title = "导出表格", .unit = "行", .permission = "x", .args = {{"rows", 3}}, .can_retry_rows = true}));
          return job_accepted(job);
        });
    runner.add("export", [this](JobRun& run) -> Result<json::object> {
      const auto path = files->new_temporary();
      auto sheet = TRY(SheetWriter::open(path, SheetFormat::csv, {"行"}));
      const auto only = rows_to_retry(run);
      for (int row = 1; row <= run.args().at("rows").as_int64(); ++row)
        if (only.empty() || std::find(only.begin(), only.end(), row) != only.end()) TRY(sheet->add({std::to_string(row)}));
      TRY(sheet->finish());
      auto staged = files->stage_made(path, "text/csv; charset=utf-8");
      fs::remove(path);
      const auto made = TRY(std::move(staged));
      if (only.empty())
        TRY(db.transact([&](Tx& tx) { return run.keep(tx, {{"n", 1}}, {{2, "第二行", "/name", "名称为空", "error"}, {3, "第三行", "", "已改写", "warning"}}); }));
      run.at_end([this, made, name = actor_of(run).name](Tx& tx) -> Result<FileId> {
        const auto file = TRY(files->add(tx, system_actor(), made, {.name = name + ".csv", .purpose = "job_result"}));
        return file.id;
      });
      return json::object{{"rows", 3}};
    });
    hub.start({});
    server = std::make_unique<TestServer>(routes, db, persons);
  }
  ~Desk() {
    server.reset();
    hub.stop();
    fs::remove_all(folder);
  }
  testing::HttpAnswer ask(std::string_view who, std::string_view method, const std::string& path) {
    HttpClient client{server->port()};
    return client.request(method, "/api/v1" + path, fmt::format("Authorization: Test {}\r\n", who), method == "POST" ? "" : "");
  }
  std::string order(std::string_view who) {
    const auto answer = ask(who, "POST", "/exports");
    REQUIRE(answer.status == 202);
    const auto id = std::string(answer.json().at("id").as_string());
    CHECK(answer.header("location") == "/api/v1/jobs/" + id);
    return id;
  }
};

std::string wait_for(HttpClient& client, std::string_view words) {
  std::string seen;
  for (int i = 0; i < 100 && seen.find(words) == std::string::npos; ++i) seen += client.read_some();
  return seen;
}

}  // namespace

YIMEN_DB_TEST("who orders a job follows it and downloads what it made; nobody else does") {
  Desk desk{db};
  CHECK(testing::route_faults(desk.routes) == std::vector<std::string>{});
  const auto id = desk.order("7,x");
  CHECK(desk.ask("7", "GET", "/jobs/" + id).json().at("state") == "queued");
  CHECK(desk.ask("7", "GET", "/jobs/" + id + "/file").status == 404);
  desk.runner.run_pending();
  const auto job = desk.ask("7", "GET", "/jobs/" + id).json();
  CHECK(job.at("state") == "done");
  CHECK(job.at("title") == "导出表格");
  CHECK(job.at("has_file") == true);
  CHECK(job.at("expires_at").is_string());
  const auto file = desk.ask("7", "GET", "/jobs/" + id + "/file");
  CHECK(file.status == 200);
  CHECK(file.body == "\xEF\xBB\xBF行\r\n1\r\n2\r\n3\r\n");
  CHECK(file.header("content-disposition").starts_with("attachment"));
  CHECK(desk.notes == std::vector<std::string>{"员工7 jobs.download"});
  for (const auto* path : {"", "/file", "/problems", "/events"}) CHECK(desk.ask("8", "GET", "/jobs/" + id + path).status == 404);
  CHECK(desk.ask("8", "POST", "/jobs/" + id + "/cancellation").status == 404);
  CHECK(desk.ask("8", "GET", "/jobs").json().at("items").as_array().empty());
  CHECK(desk.ask("8", "GET", "/jobs?scope=all").status == 403);
}

YIMEN_DB_TEST("an administrator sees how other people's jobs go and cancels them, but not what they made") {
  Desk desk{db};
  const auto done = desk.order("7,x");
  desk.runner.run_pending();
  const auto waiting = desk.order("7,x");
  const auto all = desk.ask("9,job.run", "GET", "/jobs?scope=all&limit=1").json();
  CHECK(all.at("items").as_array().front().at("id").as_string() == waiting);
  const auto rest = desk.ask("9,job.run", "GET", "/jobs?scope=all&after=" + std::string(all.at("next").as_string())).json();
  const auto& other = rest.at("items").as_array().front();
  CHECK(other.at("owner_name") == "员工7");
  CHECK(other.at("result").is_null());
  CHECK(other.at("has_file") == false);
  CHECK(desk.ask("9,job.run", "GET", "/jobs/" + done + "/file").status == 404);
  CHECK(desk.ask("9,job.run", "POST", "/jobs/" + waiting + "/cancellation").status == 204);
  CHECK(desk.notes == std::vector<std::string>{"员工9 jobs.cancel"});
  CHECK(desk.ask("7", "POST", "/jobs/" + waiting + "/cancellation").status == 409);
  CHECK(desk.ask("7", "GET", "/jobs?state=open").json().at("items").as_array().empty());
}

YIMEN_DB_TEST("failed rows are kept with the job, saved as a table, and tried again alone") {
  Desk desk{db};
  const auto id = desk.order("7,x");
  desk.runner.run_pending();
  const auto page = desk.ask("7", "GET", "/jobs/" + id + "/problems?limit=1").json();
  CHECK(page.at("items").as_array().front().at("detail") == "名称为空");
  CHECK(page.at("total") == 2);
  const auto next = desk.ask("7", "GET", "/jobs/" + id + "/problems?after=" + std::string(page.at("next").as_string())).json();
  CHECK(next.at("items").as_array().front().at("severity") == "warning");
  CHECK(next.at("next").is_null());
  CHECK(desk.ask("7", "GET", "/jobs/" + id + "/problems?format=csv").body.find("2,第二行,/name,名称为空,错误") != std::string::npos);
  CHECK(desk.ask("7", "POST", "/jobs/" + id + "/retry").status == 403);  // the permission of the order is gone
  const auto again = desk.ask("7,x", "POST", "/jobs/" + id + "/retry");
  REQUIRE(again.status == 202);
  CHECK(again.json().at("title") == "导出表格（只重试失败的行）");
  desk.runner.run_pending();
  const auto retried = std::string(again.json().at("id").as_string());
  CHECK(desk.ask("7", "GET", "/jobs/" + retried + "/file").body == "\xEF\xBB\xBF行\r\n2\r\n");
  CHECK(desk.ask("7,x", "POST", "/jobs/" + retried + "/retry").status == 409);
}

YIMEN_DB_TEST("nobody fills the queue alone") {
  Desk desk{db};
  for (int i = 0; i < most_open_jobs; ++i) desk.order("7,x");
  CHECK(desk.ask("7,x", "POST", "/exports").status == 409);
  desk.order("8,x");
}

YIMEN_DB_TEST("the stream of a job tells its progress and ends with it") {
  Desk desk{db};
  const auto id = desk.order("7,x");
  HttpClient client{desk.server->port()};
  client.send(fmt::format("GET /api/v1/jobs/{}/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Test 7\r\n\r\n", id));
  CHECK(wait_for(client, "queued").find("event: job") != std::string::npos);
  desk.runner.run_pending();
  const auto end = wait_for(client, "\r\n0\r\n\r\n");
  CHECK(end.find("\"state\":\"done\"") != std::string::npos);
  CHECK(desk.ask("7", "GET", "/jobs/" + id + "/events").json().at("job").at("state") == "done");  // who cannot hold a stream
}

YIMEN_DB_TEST("results and sources go after seven days, and their bytes with them") {
  Desk desk{db};
  const auto id = desk.order("7,x");
  desk.runner.run_pending();
  const auto file = db.read([&](Tx& tx) { return find_job(tx, JobId{std::stoll(id)})->file_id; });
  const auto stored = db.read([&](Tx& tx) { return *desk.files->find(tx, file); });
  const auto path = desk.folder / stored.sm3.substr(0, 2) / stored.sm3.substr(2, 2) / stored.sm3;
  REQUIRE(fs::exists(path));
  fs::last_write_time(path, fs::file_time_type::clock::now() - 24h);
  clock.advance(24h * 6);
  CHECK(remove_expired_job_files(db, *desk.files) == 0);
  clock.advance(25h);
  desk.runner.run_pending();  // the hourly clean-up leaves jobs with files alone
  CHECK(remove_expired_job_files(db, *desk.files) == 1);
  CHECK_FALSE(fs::exists(path));
  CHECK_FALSE(db.read([&](Tx& tx) { return desk.files->find(tx, file).has_value(); }));
  clock.advance(1h);
  desk.runner.run_pending();
  CHECK(desk.ask("7", "GET", "/jobs/" + id).status == 404);
}
