// Prints the table of docs/performance.md: what the program costs beside the floor of the same machine in the same run.
//   approval_bench [--folder DIR] [--seconds N] [--rounds N] [--cases N] [--listed N] [--parts "steps lists"]
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
  int rounds = 5, cases = 3000, listed = 1'000'000;
};

void row(std::string_view what, std::string_view figure, std::string_view floor = "", std::string_view ratio = "", std::string_view aim = "") {
  std::cout << fmt::format("| {} | {} | {} | {} | {} |", what, figure, floor, ratio, aim) << std::endl;
}

std::string latency(const Measured& m) { return fmt::format("p50 {:.1f} ms, p95 {:.1f} ms", m.percentile(0.5), m.percentile(0.95)); }
std::string rate(const Measured& m) { return fmt::format("{:.0f}/s ({})", m.per_second(), latency(m)); }

/// Rounds of the program and of its floor take turns, so that whatever else the machine does falls on both. The ratio is
/// the median of the rounds.
class Duel {
 public:
  void round(const Measured& ours, const Measured& theirs) {
    ratios_.push_back(ours.per_second() / theirs.per_second());
    ours_.add(ours);
    theirs_.add(theirs);
  }
  void print(std::string_view what, std::string_view floor_is, std::string_view aim) const {
    row(what, rate(ours_), fmt::format("{:.0f}/s ({})", theirs_.per_second(), floor_is), fmt::format("{:.0f} %", median(ratios_) * 100), aim);
  }
  /// Processor time per call of both: less troubled by neighbours than the clock on the wall.
  void print_processor_time(std::string_view what) const {
    row(what, fmt::format("{:.0f} µs", ours_.processor_us()), fmt::format("{:.0f} µs", theirs_.processor_us()), fmt::format("{:.0f} %", 100 * theirs_.processor_us() / ours_.processor_us()));
  }

 private:
  Measured ours_, theirs_;
  std::vector<double> ratios_;
};

void compare_steps(PreparedCity& city, Floor& floor, const Options& options) {
  for (const int together : {16, 64}) {
    Duel duel;
    for (int i = 0; i < options.rounds; ++i) {
      const auto raw = floor.steps(together, Seconds{options.seconds});
      duel.round(city.steps(together, Seconds{options.seconds}), raw);
    }
    duel.print(fmt::format("approval step, SQLite, {} threads", together), fmt::format("{} a commit", together), "≥ 70 %");
    duel.print_processor_time("… processor time of a step, all threads");
  }
}

void steps_on_postgres(const Options& options, const std::string& conninfo) {
  const auto schema = fmt::format("bench_{}", platform::next_id());
  PreparedCity city(options.folder + "/pg", conninfo, schema, options.cases);
  const auto floor = open_postgres_floor(conninfo, schema);
  for (const int threads : {16, 64}) {
    Duel plain, pipelined;
    for (int i = 0; i < options.rounds; ++i) {
      const auto one_by_one = floor->steps(0, Seconds{options.seconds}, Sending::one_by_one);
      const auto ours = city.steps(threads, Seconds{options.seconds});
      plain.round(ours, one_by_one);
      pipelined.round(ours, floor->steps(0, Seconds{options.seconds}, Sending::pipelined));
    }
    plain.print(fmt::format("approval step, PostgreSQL, {} threads on 16 connections", threads), "16 connections, statement by statement", "≥ 70 %");
    pipelined.print("… the same", "16 connections, pipelined", "");
  }
}

/// Every case waits at one of two desks; each request hands one on to the other.
Measured empty_desk(const ServerProcess& server, const PreparedCity::Desk& desk, const Options& options) {
  constexpr int connections = 16;
  const auto signed_in = sign_in(server.port(), desk.login, identity::demo_password);
  std::vector<std::unique_ptr<Connection>> open;
  for (int i = 0; i < connections; ++i) open.push_back(std::make_unique<Connection>(server.port()));
  std::atomic<std::size_t> next{0};
  return run_threads(connections, Seconds{options.seconds}, [&](int thread) {
    const auto n = next++;
    if (n >= desk.waiting.size()) return false;
    const auto& w = desk.waiting[n];
    const auto answer = open[static_cast<std::size_t>(thread)]->request("POST", fmt::format("/api/v1/tasks/{}/{}", w.task_id, desk.act),
                                                                       fmt::format("{}If-Match: \"{}\"\r\nIdempotency-Key: bench-{}\r\n", signed_in, w.version, w.task_id), desk.body);
    if (answer.status != 200) throw std::runtime_error(fmt::format("{} answers {} {}", desk.act, answer.status, answer.body));
    return true;
  });
}

void steps_over_http(PreparedCity& city, Floor& floor, const Options& options) {
  const ServerProcess server(options.folder + "/city");
  Duel duel;
  for (int i = 0; i < options.rounds; ++i) {
    const auto raw = floor.steps(16, Seconds{options.seconds});
    const auto reviewers = city.reviewers_desk(), approvers = city.approvers_desk();
    duel.round(empty_desk(server, reviewers.waiting.size() > approvers.waiting.size() ? reviewers : approvers, options), raw);
  }
  duel.print("approval step over HTTP, SQLite, 16 connections", "16 a commit, no HTTP", "≥ 70 %");
}

void guide_pages(const ServerProcess& server, PreparedCity& city, const Options& options) {
  const auto matter = *city.database().read([](platform::Tx& tx) { return tx.scalar<std::int64_t>("select id from matter where region_code = 450900000000 and name like '%公共场所卫生许可%' order by id limit 1"); });
  const auto guide = fmt::format("/matters/{}", matter);
  Duel packed, plain;
  for (int i = 0; i < options.rounds; ++i) {
    const auto floor = load(server.port(), 16, Seconds{options.seconds}, "/healthz");
    packed.round(load(server.port(), 16, Seconds{options.seconds}, guide, "Accept-Encoding: gzip\r\n"), floor);
    plain.round(load(server.port(), 16, Seconds{options.seconds}, guide), floor);
  }
  packed.print("guide page, 16 connections, gzip as browsers ask for it", "/healthz", "≥ 50 %, better 70 %");
  plain.print("… without compression", "/healthz", "");
}

void lists(PreparedCity& city, const Options& options) {
  const auto folder = options.folder + "/list";
  fs::copy(options.folder + "/city/keys", folder + "/keys", fs::copy_options::recursive);
  fill_cases(folder + "/yimen.db", options.listed);
  {
    const platform::SystemClock clock;
    const auto db = platform::Database::open({.url = "sqlite:" + folder + "/yimen.db"}, clock);
    for (const auto& times : time_lists(*db, city.handler_department(), 200)) row(fmt::format("case list, {} cases: {}", options.listed, times.what), latency(times.measured), "", "", "p95 ≤ 30 ms");
  }
  std::vector<double> starts;
  for (int i = 0; i < 5; ++i) starts.push_back(ServerProcess(folder).start_ms());
  row(fmt::format("cold start on a migrated database of {} cases", options.listed), fmt::format("{:.0f} ms", median(starts)), "", "", "< 1 s");

  const ServerProcess server(folder);
  const auto clerk = sign_in(server.port(), "yl.clerk1", identity::demo_password, general_window(city.database()).first);
  for (const int connections : {1, 16})
    row(fmt::format("case list over HTTP, general window, {} connection{}", connections, connections > 1 ? "s" : ""),
        rate(load(server.port(), connections, Seconds{options.seconds * 2}, "/api/v1/cases", clerk)), "", "", "p95 ≤ 30 ms");
  guide_pages(server, city, options);
  row("resident memory after this load", fmt::format("{:.0f} MB", resident_mb(server.process())), "", "", "< 300 MB");
}

Options options_from(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--folder") options.folder = value;
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--rounds") options.rounds = std::stoi(value);
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
  std::cout << fmt::format("{} processors, 4 KB synced to disk in {:.2f} ms (median). Rounds of {} s, {} of each in turns.\n\n| measurement | program | floor | ratio | aim |\n|---|---|---|---|---|\n",
                           std::thread::hardware_concurrency(), disk_sync_ms(options.folder), options.seconds, options.rounds);
  {
    const auto began = std::chrono::steady_clock::now();
    PreparedCity city(options.folder + "/city", "", "", options.cases);
    std::cerr << fmt::format("city and {} accepted cases made in {:.1f} s\n", options.cases, Seconds(std::chrono::steady_clock::now() - began).count());
    city.database().copy_to(options.folder + "/list/yimen.db");
    if (options.has("steps")) {
      city.database().copy_to(options.folder + "/floor.db");
      const auto floor = open_sqlite_floor(options.folder + "/floor.db");
      compare_steps(city, *floor, options);
      steps_over_http(city, *floor, options);
    }
    if (options.has("lists")) lists(city, options);
  }
  if (const char* conninfo = std::getenv("YIMEN_TEST_POSTGRES"); conninfo && options.has("steps")) steps_on_postgres(options, conninfo);
  fs::remove_all(options.folder);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "approval_bench: " << error.what() << "\n";
  return 1;
}
