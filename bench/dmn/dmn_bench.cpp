// How many decisions one core makes in a second of its time, and what reading and checking a model costs. Processor time is counted, not the
// clock's, so that other work on the machine does not enter.
//   build/release/bench/dmn_bench [seconds for each line]
#include <ctime>

#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "yimen/dmn/model.h"
#include "yimen/dmn/table.h"
#include "yimen/feel/json.h"

using namespace yimen;

namespace {

std::string slurp(const std::string& name) {
  std::ifstream in{std::string{YIMEN_SOURCE_DIR} + "/tests/data/dmn/" + name, std::ios::binary};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

dmn::Model read(const std::string& text, const std::vector<dmn::File>& imports = {}) {
  std::vector<dmn::Problem> problems;
  auto model = dmn::read_model({"bench.dmn", text}, imports, problems);
  if (!model) throw std::runtime_error(model.error().detail);
  return *std::move(model);
}

/// A table of `rules` rules over three inputs, of which one matches.
std::string table_of(int rules) {
  std::string xml = "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='b' namespace='urn:b'>";
  for (const auto* input : {"age", "income", "kind"}) xml += fmt::format("<inputData id='{0}' name='{0}'><variable name='{0}'/></inputData>", input);
  xml += "<decision id='D' name='D'><variable name='D'/>";
  for (const auto* input : {"age", "income", "kind"}) xml += fmt::format("<informationRequirement><requiredInput href='#{}'/></informationRequirement>", input);
  xml += "<decisionTable>";
  for (const auto* input : {"age", "income", "kind"}) xml += fmt::format("<input><inputExpression><text>{}</text></inputExpression></input>", input);
  xml += "<output name='fee'/>";
  for (int i = 0; i < rules; ++i)
    xml += fmt::format("<rule><inputEntry><text>[{}..{})</text></inputEntry><inputEntry><text>&gt;= {}</text></inputEntry><inputEntry><text>\"a\",\"b\"</text></inputEntry>"
                       "<outputEntry><text>income * 0.{:02} + {}</text></outputEntry></rule>", i * 10, i * 10 + 10, i, i % 90 + 10, i);
  return xml + "</decisionTable></decision></definitions>";
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <class Work>
void measure(const char* what, double seconds, Work work) {
  const auto start = processor_seconds();
  std::int64_t count = 0;
  auto spent = 0.0;
  while (spent < seconds) {
    for (int i = 0; i < 64; ++i) work();
    count += 64;
    spent = processor_seconds() - start;
  }
  std::cout << fmt::format("{:<58} {:>12.0f}/s {:>10.2f} µs\n", what, static_cast<double>(count) / spent, spent * 1e6 / static_cast<double>(count));
}

void measure_decisions(const char* what, double seconds, const dmn::Model& model, const std::string& decision, const std::string& json) {
  const auto inputs = *feel::read_json(json);
  measure(what, seconds, [&] {
    feel::Session session;
    const auto value = model.decide(decision, inputs, session);
    if (!value || value->is_null()) throw std::runtime_error(fmt::format("{} decided nothing", decision));
  });
}

}  // namespace

int main(int count, char** words) {
  const auto seconds = count > 1 ? std::stod(words[1]) : 1.0;
  const auto lending = slurp("lending.dmn"), rates = slurp("rates.dmn");
  const auto model = read(lending, {{"rates.dmn", rates}});
  const auto* applicant = R"({"Applicant":{"name":"Wang","age":30,"monthly income":9000,"debts":[500,1500]},"Amount":100000,"Year":2023})";
  measure_decisions("table of 10 rules, 3 inputs", seconds, read(table_of(10)), "D", R"({"age":75,"income":5000,"kind":"b"})");
  measure_decisions("table of 100 rules, 3 inputs", seconds, read(table_of(100)), "D", R"({"age":755,"income":5000,"kind":"b"})");
  measure_decisions("table of 2 rules with priorities (Grade)", seconds, model, "Grade", applicant);
  measure_decisions("context of 9 boxes, function, import, table (Offer)", seconds, model, "Offer", applicant);
  measure("read, link and compile the model of those (9 KB)", seconds, [&] { (void)read(lending, {{"rates.dmn", rates}}); });
  const auto large = read(table_of(100));
  measure("overlaps and gaps of the table of 100 rules", seconds, [&] { (void)dmn::analyse_tables(large); });
}
