// Prints the table of docs/performance.md: what the program costs beside the floor of the same machine in the same run.
//   approval_bench [--folder DIR] [--seconds N] [--cases N] [--listed N] [--parts steps|lists]
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "case_list.h"
#include "floor.h"
#include "http_load.h"
#include "measured.h"
#include "prepared_city.h"
#include "yimen/identity/identity.h"

using namespace yimen;
using namespace yimen::bench;

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string folder, parts = "steps lists";
  bool has(std::string_view part) const { return parts.find(part) != parts.npos; }
  double seconds = 2;
  int cases = 1500, listed = 1'000'000;
};

void row(std::string_view what, std::string_view figure, std::string_view floor = "", std::string_view ratio = "") {
  std::cout << fmt::format("| {} | {} | {} | {} |", what, figure, floor, ratio) << std::endl;
}

std::string latency(const Measured& m) { return fmt::format("p50 {:.1f} ms, p95 {:.1f} ms", m.percentile(0.5), m.percentile(0.95)); }

/// Rounds take turns, so that whatever else the machine does falls on both.
void compare_steps(PreparedCity& city, Floor& floor, std::string_view engine, const Options& options, bool is_batched) {
  constexpr int rounds = 3;
  for (const int together : {16, 64}) {
    Measured ours, theirs;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
      const auto raw = floor.steps(together, Seconds{options.seconds});
      const auto round = city.steps(together, Seconds{options.seconds});
      ratios.push_back(round.per_second() / raw.per_second());
      ours.add(round);
      theirs.add(raw);
    }
    const auto kind = is_batched ? fmt::format("每次提交 {} 步", together) : std::string("16 个连接");
    row(fmt::format("审批一步，{}，{} 个线程", engine, together), fmt::format("{:.0f}/s（{}）", ours.per_second(), latency(ours)), fmt::format("{:.0f}/s（{}）", theirs.per_second(), kind),
        fmt::format("{:.0f} %", median(ratios) * 100));
  }
}

void steps_on_postgres(const Options& options, const std::string& conninfo) {
  const auto schema = fmt::format("bench_{}", platform::next_id());
  PreparedCity city(options.folder + "/pg", conninfo, schema, options.cases);
  const auto floor = open_postgres_floor(conninfo, schema);
  compare_steps(city, *floor, "PostgreSQL", options, false);
}

/// Every case waits at its handler; one request each hands it on.
void steps_over_http(const std::string& folder, const std::vector<PreparedCity::Waiting>& waiting, const std::string& login, const std::string& body) {
  const ServerProcess server(folder);
  const auto signed_in = sign_in(server.port(), login, identity::demo_password);
  constexpr int connections = 16;
  std::vector<std::unique_ptr<Connection>> open;
  for (int i = 0; i < connections; ++i) open.push_back(std::make_unique<Connection>(server.port()));
  std::atomic<std::size_t> next{0};
  std::map<int, int> refused;
  std::mutex mutex;
  const auto measured = run_threads(connections, Seconds{60}, [&](int thread) {
    const auto n = next++;
    if (n >= waiting.size()) return false;
    const auto& w = waiting[n];
    const auto answer = open[static_cast<std::size_t>(thread)]->request(
        "POST", fmt::format("/api/v1/tasks/{}/forward", w.task_id), fmt::format("{}If-Match: \"{}\"\r\nIdempotency-Key: bench-{}\r\n", signed_in, w.version, w.task_id), body);
    const std::lock_guard lock(mutex);
    if (answer.status != 200 && refused[answer.status]++ == 0) std::cerr << answer.body << "\n";
    return true;
  });
  row("审批一步，HTTP，16 个连接（SQLite）", fmt::format("{:.0f}/s（{}）", measured.per_second(), latency(measured)));
  for (const auto& [status, n] : refused) row(fmt::format("HTTP {} 的答复", status), std::to_string(n));
}

void lists(PreparedCity& city, const std::string& folder, const Options& options) {
  fs::copy(options.folder + "/city/keys", folder + "/keys", fs::copy_options::recursive);
  fill_cases(folder + "/yimen.db", options.listed);
  {
    const platform::SystemClock clock;
    const auto db = platform::Database::open({.url = "sqlite:" + folder + "/yimen.db"}, clock);
    for (const auto& times : time_lists(*db, city.handler_department(), 200)) {
      row(fmt::format("办件列表 {} 万件，{}", options.listed / 10000, times.who), latency(times.first_page));
      row(fmt::format("办件列表 {} 万件，{}，按状态", options.listed / 10000, times.who), latency(times.filtered));
    }
  }
  std::vector<double> starts;
  for (int i = 0; i < 5; ++i) starts.push_back(ServerProcess(folder).start_ms());
  row("冷启动（已升级的数据库）", fmt::format("{:.0f} ms", median(starts)));

  const ServerProcess server(folder);
  const auto window = general_window(city.database()).first;
  const auto clerk = sign_in(server.port(), "yl.clerk1", identity::demo_password, window);
  row("办件列表，HTTP，综合窗口，一个连接", latency(load(server.port(), 1, Seconds{options.seconds}, "/api/v1/cases", clerk)));
  row("办件列表，HTTP，综合窗口，16 个连接", latency(load(server.port(), 16, Seconds{options.seconds}, "/api/v1/cases", clerk)));

  const auto matter = *city.database().read([](platform::Tx& tx) { return tx.scalar<std::int64_t>("select id from matter where region_code = 450900000000 and name like '%公共场所卫生许可%' order by id limit 1"); });
  const auto guide = fmt::format("/matters/{}", matter);
  Measured pages, plain;
  std::vector<double> ratios;
  for (int i = 0; i < 3; ++i) {
    const auto floor = load(server.port(), 16, Seconds{options.seconds}, "/healthz");
    const auto page = load(server.port(), 16, Seconds{options.seconds}, guide);
    ratios.push_back(page.per_second() / floor.per_second());
    pages.add(page);
    plain.add(floor);
  }
  row("办事指南页，16 个连接", fmt::format("{:.0f}/s（{}）", pages.per_second(), latency(pages)), fmt::format("{:.0f}/s（/healthz）", plain.per_second()), fmt::format("{:.0f} %", median(ratios) * 100));
  row("以上负载之后的常驻内存", fmt::format("{:.0f} MB", resident_mb(server.process())));
}

Options options_from(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--folder") options.folder = value;
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--cases") options.cases = std::stoi(value);
    else if (name == "--listed") options.listed = std::stoi(value);
    else if (name == "--parts") options.parts = value;
    else throw std::runtime_error("unknown option " + name);
  }
  if (options.folder.empty()) options.folder = (fs::temp_directory_path() / fmt::format("yimen-bench-{}", platform::next_id())).string();
  return options;
}

}  // namespace

int main(int count, char** words) try {
  const auto options = options_from(count, words);
  fs::create_directories(options.folder + "/list");
  std::cout << fmt::format("{} 个处理器，4 KB 同步写入 {:.2f} ms（中位数）\n\n| 测量 | 结果 | 底线 | 比例 |\n|---|---|---|---|\n", std::thread::hardware_concurrency(), disk_sync_ms(options.folder));
  std::vector<PreparedCity::Waiting> waiting;
  {
    const auto began = std::chrono::steady_clock::now();
    PreparedCity city(options.folder + "/city", "", "", options.cases);
    std::cerr << fmt::format("city and {} accepted cases made in {:.1f} s\n", options.cases, Seconds(std::chrono::steady_clock::now() - began).count());
    city.database().copy_to(options.folder + "/list/yimen.db");
    if (options.has("steps")) {
      city.database().copy_to(options.folder + "/floor.db");
      compare_steps(city, *open_sqlite_floor(options.folder + "/floor.db"), "SQLite", options, true);
      waiting = city.at_handler();
      steps_over_http(options.folder + "/city", waiting, city.handler_login(), city.forward_body());
    }
    if (options.has("lists")) lists(city, options.folder + "/list", options);
  }
  if (const char* conninfo = std::getenv("YIMEN_TEST_POSTGRES"); conninfo && options.has("steps")) steps_on_postgres(options, conninfo);
  fs::remove_all(options.folder);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "approval_bench: " << error.what() << "\n";
  return 1;
}
