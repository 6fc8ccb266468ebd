#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "yimen/dmn/model.h"
#include "yimen/feel/json.h"

using namespace yimen;
using namespace yimen::dmn;

namespace {

namespace json = boost::json;

struct Rate {
  int passed = 0, all = 0;
  double percent() const { return all == 0 ? 100 : 100.0 * passed / all; }
};

struct Failure {
  std::string id, expected, got, problems;
};

struct Report {
  std::map<int, Rate> by_level;             // a case passes when all its results do
  std::map<int, Rate> by_level_with_value;  // only cases that expect a value in some result
  std::vector<Failure> failures;
};

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_same_zone(const feel::Time& one, const feel::Time& other) { return one.zone.is_local() == other.zone.is_local(); }

bool is_same_number(const feel::Decimal& one, const feel::Decimal& other) {
  const auto difference = subtract(one, other);
  return difference && difference->abs() < *feel::Decimal::parse("0.00000001");
}

/// The environment's YIMEN_CONFORMANCE, or ../shared/conformance beside the project; nullopt: not on this machine.
std::optional<std::filesystem::path> find_sample(const std::filesystem::path& project) {
  const auto* named = std::getenv("YIMEN_CONFORMANCE");
  const auto base = named != nullptr ? std::filesystem::path{named} : project / "../shared/conformance";
  for (const auto& folder : {base / "dmn-tck-sample", base})
    if (std::filesystem::exists(folder / "cases.jsonl")) return folder;
  return std::nullopt;
}

/// Numbers within 1e-8, times by offset or zone, the rest as FEEL takes it.
bool is_as_expected(const feel::Value& expected, const feel::Value& got) {
  if (expected.kind() != got.kind()) return false;
  switch (expected.kind()) {
    case feel::Kind::number: return is_same_number(expected.number(), got.number());
    case feel::Kind::time: return is_same_zone(expected.time(), got.time()) && feel::equal(expected, got).is_true();
    case feel::Kind::date_time: return is_same_zone(expected.date_time().time, got.date_time().time) && feel::equal(expected, got).is_true();
    case feel::Kind::list: {
      const auto &one = expected.list(), &other = got.list();
      return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(), is_as_expected);
    }
    case feel::Kind::context: {
      if (expected.entries().size() != got.entries().size()) return false;
      for (const auto& entry : expected.entries()) {
        const auto* other = got.find(entry.name);
        if (other == nullptr || !is_as_expected(entry.value, *other)) return false;
      }
      return true;
    }
    default: return feel::same(expected, got);
  }
}

struct Models {
  std::filesystem::path folder;
  std::map<std::string, std::optional<Model>> read;
  std::map<std::string, std::string> refused;

  const Model* get(const json::object& line) {
    const auto name = std::string{line.at("model").as_string()};
    if (const auto known = read.find(name); known != read.end()) return known->second ? &*known->second : nullptr;
    std::vector<File> imports;
    for (const auto& one : line.at("models").as_array())
      if (one.as_string() != name) imports.push_back({std::string{one.as_string()}, slurp(folder / std::string{one.as_string()})});
    std::vector<Problem> problems;
    auto model = read_model({name, slurp(folder / name)}, imports, problems);
    auto& kept = read[name];
    if (model) kept = *std::move(model);
    else refused[name] = model.error().detail;
    return kept ? &*kept : nullptr;
  }
};

/// What the product answers for one line: the value and its problems.
std::pair<feel::Value, std::string> answer(const Model& model, const json::object& line) {
  feel::Session session;
  const auto inputs = feel::from_json(line.at("inputs"));
  if (!inputs) return {{}, "inputs: " + inputs.error().detail};
  const auto decision = std::string{line.at("decision").as_string()};
  const auto is_service = line.at("kind").as_string() == "decisionService";
  auto value = is_service ? model.call_service(line.at("invocable").as_string(), *inputs, session) : model.decide(decision, *inputs, session);
  if (!value) return {{}, value.error().detail};
  std::string problems;
  for (const auto& problem : session.problems()) problems += "[" + problem.element + "] " + problem.message_en + "; ";
  // A service of several outputs answers with their context.
  if (is_service && value->is(feel::Kind::context))
    if (const auto* one = value->find(decision)) return {*one, problems};
  return {*value, problems};
}

Report run_cases(const std::filesystem::path& folder) {
  struct Case {
    int level = 0;
    bool has_passed = true, expects_value = false;
  };
  std::map<std::string, Case> cases;
  Models models{.folder = folder};
  Report report;
  std::ifstream in{folder / "cases.jsonl"};
  for (std::string text; std::getline(in, text);) {
    if (text.empty()) continue;
    const auto value = json::parse(text);
    const auto& line = value.as_object();
    auto& one = cases[std::string{line.at("case").as_string()}];
    one.level = static_cast<int>(line.at("level").as_int64());
    const auto expected = feel::from_json(line.at("expected"));
    one.expects_value = one.expects_value || !expected || !expected->is_null();
    const auto* model = models.get(line);
    const auto [got, problems] = model == nullptr ? std::pair{feel::Value{}, "refused: " + models.refused[std::string{line.at("model").as_string()}]} : answer(*model, line);
    if (expected && model != nullptr && is_as_expected(*expected, got)) continue;
    one.has_passed = false;
    report.failures.push_back({std::string{line.at("id").as_string()}, json::serialize(line.at("expected")), feel::json_text(got), problems});
  }
  for (const auto& [id, one] : cases) {
    for (auto* rates : {&report.by_level, &report.by_level_with_value}) {
      if (rates == &report.by_level_with_value && !one.expects_value) continue;
      ++(*rates)[one.level].all;
      (*rates)[one.level].passed += static_cast<int>(one.has_passed);
    }
  }
  return report;
}

}  // namespace

TEST_CASE("the sample of the public conformance suite passes as docs/conformance.md says") {
  const auto folder = find_sample(YIMEN_SOURCE_DIR);
  if (!folder) {
    std::cout << "conformance: no sample on this machine (set YIMEN_CONFORMANCE to its folder); nothing was checked\n";
    return;
  }
  const auto report = run_cases(*folder);
  for (const auto& [level, rate] : report.by_level) {
    const auto& valued = report.by_level_with_value.at(level);
    std::cout << "conformance: level " << level << ": " << rate.passed << " of " << rate.all << " cases (" << rate.percent() << " %), " << valued.passed << " of " << valued.all
              << " that expect a value (" << valued.percent() << " %)\n";
  }
  for (const auto& failure : report.failures)
    std::cout << "conformance: " << failure.id << "\n  expected " << failure.expected << "\n  got      " << failure.got << "\n  " << failure.problems << "\n";
  CHECK(report.by_level.at(2).percent() == 100);
  CHECK(report.by_level.at(3).percent() >= 99);
}
