// How many instances one core drives from start to end, in memory and with the state written and read as text after every command, and what a waiting one costs.
//   build/release/bench/bpmn_bench MODEL.bpmn [MILLISECONDS for each line] [FOLDER for a database]      prints JSON Lines; tools/bench_bpmn
// With a folder also in rows of SQLite there, and of PostgreSQL where YIMEN_TEST_POSTGRES names one.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "persisted.h"
#include "yimen/bpmn/instance.h"

using namespace yimen;

namespace {

bpmn::Step must(platform::Result<bpmn::Step> step) {
  if (!step) throw std::runtime_error(step.error().detail);
  return std::move(*step);
}

enum class Keeping { in_memory, as_text };

/// Every task completes as soon as it is open. @returns how many nodes were passed.
int drive(const bpmn::Model& model, Keeping keeping) {
  bpmn::Surroundings around;
  auto step = must(bpmn::advance(model, {}, bpmn::Start{}, around));
  std::vector<int> open;
  int passed = 2;  // start and end
  for (;;) {
    for (const auto& effect : step.effects)
      if (effect.kind == bpmn::Effect::Kind::task_opened) open.push_back(effect.token);
    if (open.empty()) break;
    const int token = open.back();
    open.pop_back();
    if (keeping == Keeping::as_text) step.state = *bpmn::from_json(model, bpmn::to_json(model, step.state));
    step = must(bpmn::advance(model, std::move(step.state), bpmn::Complete{.token = token, .outcome = "agree", .by = "经办人"}, around));
    ++passed;
  }
  if (step.state.status != bpmn::Status::ended) throw std::runtime_error("an instance has not ended");
  return passed + 2;  // the two gateways
}

void measure(const bpmn::Model& model, const char* name, Keeping keeping, std::int64_t milliseconds) {
  const auto begin = std::clock();  // processor time: other programs on the machine do not count
  std::int64_t instances = 0, steps = 0;
  double seconds = 0;
  while (seconds * 1000 < static_cast<double>(milliseconds)) {
    for (int i = 0; i < 64; ++i) steps += drive(model, keeping);
    instances += 64;
    seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  }
  std::cout << fmt::format(R"({{"name":"{}","instances":{:.0f},"steps":{:.0f}}})", name, static_cast<double>(instances) / seconds, static_cast<double>(steps) / seconds) << "\n";
}

void measure_rows(const bpmn::Model& model, const char* name, const platform::DatabaseOptions& options, std::int64_t milliseconds) {
  const auto rows = bench::measure_persisted(model, options, milliseconds, 10'000);
  std::cout << fmt::format(R"({{"name":"{}","instances":{:.0f},"commands":{:.0f},"stored":{:.0f},"resident":{:.0f}}})", name, rows.instances, rows.commands, rows.stored_bytes, rows.resident_bytes) << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  std::ifstream in{count > 1 ? arguments[1] : "", std::ios::binary};
  std::stringstream text;
  text << in.rdbuf();
  std::vector<bpmn::Problem> problems;
  const auto model = bpmn::read_model(text.str(), problems);
  if (!model) {
    std::cerr << model.error().detail << "\n";
    return 1;
  }
  const auto milliseconds = count > 2 ? std::stoll(arguments[2]) : 500;
  measure(**model, "in_memory", Keeping::in_memory, milliseconds);
  measure(**model, "as_text", Keeping::as_text, milliseconds);
  auto waiting = must(bpmn::advance(**model, {}, bpmn::Start{}, bpmn::Surroundings{}));
  waiting = must(bpmn::advance(**model, std::move(waiting.state), bpmn::Complete{.token = 1, .outcome = "agree", .by = "经办人"}, bpmn::Surroundings{}));
  std::cout << fmt::format(R"({{"name":"waiting","bytes":{}}})", bpmn::to_json(**model, waiting.state).size()) << std::endl;
  if (count <= 3) return 0;
  constexpr int together = 16;
  measure_rows(**model, "sqlite", {.url = fmt::format("sqlite:{}/bench.db", arguments[3]), .write_connections = together}, milliseconds);
  if (const char* conninfo = std::getenv("YIMEN_TEST_POSTGRES")) measure_rows(**model, "postgres", {.url = conninfo, .schema = fmt::format("bench_{}", platform::next_id()), .write_connections = together}, milliseconds);
}
