#include <chrono>
#include <fstream>
#include <iostream>

#include <boost/json.hpp>

#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"
#include "yimen/feel/json.h"

/// Prints one JSON line per measurement: {"name", "ns" (parsed once), "ns_with_parsing", "value"}. compare.mjs starts
/// it and measures feelin beside it.
///   feel_bench FOLDER MILLISECONDS
namespace {

namespace feel = yimen::feel;
using Clock = std::chrono::steady_clock;

/// Nanoseconds per call, over at least the wanted time.
template <class Call>
double measure(std::chrono::milliseconds wanted, Call call) {
  std::int64_t calls = 0, batch = 16;
  const auto start = Clock::now();
  for (;;) {
    for (std::int64_t i = 0; i < batch; ++i) call();
    calls += batch;
    const auto took = Clock::now() - start;
    if (took >= wanted) return std::chrono::duration<double, std::nano>(took).count() / static_cast<double>(calls);
    batch *= 2;
  }
}

struct Variables {
  feel::Scope scope;
  feel::List values;
};

Variables variables_of(const std::string& json) {
  Variables variables;
  const auto context = feel::read_json(json);
  for (const auto& entry : context->entries()) {
    variables.scope.add(entry.name);
    variables.values.push_back(entry.value);
  }
  return variables;
}

feel::Session fresh_session() {
  return feel::Session{yimen::platform::from_millis(1'714'950'489'000)};
}

void print(const std::string& name, double ns, double with_parsing, const feel::Value& value) {
  std::cout << fmt::format("{{\"name\":{},\"ns\":{:.1f},\"ns_with_parsing\":{:.1f},\"value\":{}}}\n",
                           feel::json_text(feel::Value{name}, feel::JsonForm::plain), ns, with_parsing,
                           feel::json_text(value, feel::JsonForm::plain));
}

void measure_expression(const std::string& name, const std::string& text, const std::string& json,
                        std::chrono::milliseconds wanted) {
  const auto variables = variables_of(json);
  const auto expression = feel::parse_expression(text, variables.scope);
  feel::Value value;
  const auto evaluate = [&](const feel::Expression& one) {
    auto session = fresh_session();
    value = one.evaluate(variables.values, session);
  };
  const auto once = measure(wanted, [&] { evaluate(*expression); });
  const auto anew = measure(wanted, [&] { evaluate(*feel::parse_expression(text, variables.scope)); });
  print(name, once, anew, value);
}

using Rules = std::vector<std::vector<feel::UnaryTests>>;

Rules parse_rules(const boost::json::array& rules) {
  Rules parsed;
  for (const auto& rule : rules) {
    parsed.emplace_back();
    const auto& cells = rule.as_array();
    for (std::size_t i = 0; i + 1 < cells.size(); ++i)
      parsed.back().push_back(*feel::parse_unary_tests(std::string{cells[i].as_string()}));
  }
  return parsed;
}

/// The first rule whose tests all accept; the input is used up from front to back.
std::size_t first_hit(const Rules& rules, const feel::List& input) {
  auto session = fresh_session();
  for (std::size_t r = 0; r < rules.size(); ++r) {
    bool accepts = true;
    for (std::size_t i = 0; i < input.size() && accepts; ++i) accepts = rules[r][i].accepts(input[i], {}, session);
    if (accepts) return r;
  }
  return rules.size();
}

void measure_table(const std::string& folder, std::chrono::milliseconds wanted) {
  std::ifstream file{folder + "/table.json"};
  const auto table = boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}}).as_object();
  const auto& rules = table.at("rules").as_array();
  const auto inputs = *feel::from_json(table.at("inputs"));
  feel::List outcomes;
  const auto run = [&](const Rules& parsed) {
    outcomes.clear();
    for (const auto& input : inputs.list())
      outcomes.emplace_back(static_cast<std::int64_t>(first_hit(parsed, input.list()) + 1));
  };
  const auto parsed = parse_rules(rules);
  const auto count = static_cast<double>(inputs.list().size());
  const auto once = measure(wanted, [&] { run(parsed); }) / count;
  const auto anew = measure(wanted, [&] { run(parse_rules(rules)); }) / count;
  print("十条规则的决策表（每次判定）", once, anew, feel::Value{outcomes});
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "feel_bench FOLDER MILLISECONDS\n";
    return 2;
  }
  const std::string folder{words[1]};
  const std::chrono::milliseconds wanted{std::stoi(words[2])};
  std::ifstream file{folder + "/expressions.tsv"};
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto first = line.find('\t'), second = line.find('\t', first + 1);
    measure_expression(line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1),
                       wanted);
  }
  measure_table(folder, wanted);
  return 0;
}
