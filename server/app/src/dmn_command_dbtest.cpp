// `yimen dmn` as outside suites and people call it: one line out for each line in, problems as JSON, exit codes.
#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "program_run.h"
#include "yimen/platform/id.h"

using namespace yimen;
using testing::ProgramRun;
using testing::run_program;

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const std::string models = std::string{YIMEN_SOURCE_DIR} + "/tests/data/dmn/";

struct Run : ProgramRun {
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::stringstream in{out};
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
};

Run run(const std::string& arguments, const std::string& input = {}) {
  const auto path = fs::temp_directory_path() / fmt::format("yimen-dmn-{}-{}", ::getpid(), platform::next_id());
  std::ofstream{path} << input;
  Run result{run_program(fmt::format("dmn {} < {}", arguments, path.string()))};
  fs::remove(path);
  return result;
}

/// A model of one decision in a file of its own.
struct Written {
  fs::path path = fs::temp_directory_path() / fmt::format("yimen-dmn-{}-{}.dmn", ::getpid(), platform::next_id());
  explicit Written(const std::string& elements) {
    std::ofstream{path} << "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='t' namespace='urn:t'>" << elements << "</definitions>";
  }
  ~Written() { fs::remove(path); }
};

}  // namespace

TEST_CASE("dmn evaluate answers line by line, tagged or plain, and goes on after a line that is no JSON") {
  const auto arguments = "evaluate " + models + "discount-1.1.dmn --decision Discount --input -";
  const auto input = std::string{"{\"Order\":{\"total\":{\"$number\":\"120\"},\"member\":true}}\n\nno json\n{\"Order\":{\"total\":5,\"member\":true}}\n"};
  const auto tagged = run(arguments, input);
  CHECK(tagged.code == 0);
  REQUIRE(tagged.lines().size() == 3);
  CHECK(tagged.lines()[0] == R"({"value":{"$number":"0.1"},"problems":[]})");
  const auto broken = json::parse(tagged.lines()[1]).as_object();
  CHECK(broken.at("value").is_null());
  CHECK(broken.at("problems").at(0).at("severity").as_string() == "error");
  CHECK(run(arguments + " --plain", input).lines()[0] == R"({"value":0.1,"problems":[]})");
}

TEST_CASE("dmn evaluate takes imports and services; unknown names and unreadable models end with 1") {
  const auto imports = " --import " + models + "rates.dmn";
  const auto answer = run("evaluate " + models + "lending.dmn" + imports + " --decision Grade --input -", R"({"Applicant":{"name":"W","age":30,"monthly income":9000,"debts":[]}})");
  CHECK(answer.out == "{\"value\":\"B\",\"problems\":[]}\n");
  const auto service = run("evaluate " + models + "lending.dmn" + imports + " --service 'Make offer' --input - --plain",
                           R"({"Applicant":{"name":"W","age":30,"monthly income":9000,"debts":[100]},"Amount":1000,"rates":{"Base rate":0.05}})");
  CHECK(json::parse(service.out).at("value").at("verdict").as_string() == "yes");
  CHECK(run("evaluate " + models + "lending.dmn" + imports + " --decision Nobody --input - 2>/dev/null").code == 1);
  CHECK(run("evaluate " + models + "lending.dmn --decision Grade --input - 2>/dev/null").code == 1);
  const auto refused = run("evaluate " + models + "lending.dmn --decision Grade --input - 2>&1");
  CHECK(json::parse(refused.lines().at(0)).at("rule").as_string() == "import/missing");
  CHECK(run("evaluate " + models + "rates.dmn --input - 2>/dev/null").code == 2);
}

TEST_CASE("dmn check lists problems, overlaps and gaps, and ends with 1 where something is wrong") {
  CHECK(run("check " + models + "rates.dmn").code == 0);
  const Written overlapping{"<inputData id='n' name='n'><variable name='n' typeRef='number'/></inputData><decision name='D'><variable name='D'/><informationRequirement><requiredInput href='#n'/>"
                            "</informationRequirement><decisionTable><input><inputExpression><text>n</text></inputExpression></input><output/><rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry>"
                            "<text>1</text></outputEntry></rule><rule><inputEntry><text>[5..20]</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>"};
  const auto found = run("check " + overlapping.path.string());
  CHECK(found.code == 1);
  REQUIRE(found.lines().size() == 2);
  const auto overlap = json::parse(found.lines()[0]).as_object();
  CHECK(overlap.at("kind").as_string() == "overlap");
  CHECK(overlap.at("conflict").as_bool());
  CHECK(overlap.at("conditions").at("n").as_string() == "[5..10)");
  CHECK(json::parse(found.lines()[1]).at("conditions").at("n").as_string() == "> 20");
  const Written wrong{"<decision name='D'><literalExpression><text>1 +</text></literalExpression></decision>"};
  const auto problems = run("check " + wrong.path.string());
  CHECK(problems.code == 1);
  CHECK(json::parse(problems.lines().at(0)).at("line").as_int64() == 1);
}

TEST_CASE("lines of inputs may come from any editor: a mark before the text, ends of lines of Windows, blank lines; a wrong one is named by its number") {
  const auto answers = run("evaluate " + models + "discount-1.1.dmn --decision Discount --input - --plain", "\xEF\xBB\xBF{\"Order\":{\"total\":120,\"member\":true}}\r\n \r\n\r\n{\"Order\":\r\n");
  CHECK(answers.code == 0);
  REQUIRE(answers.lines().size() == 2);
  CHECK(answers.lines()[0] == R"({"value":0.1,"problems":[]})");
  const auto broken = json::parse(answers.lines()[1]).as_object();
  CHECK(std::string{broken.at("problems").at(0).at("message").as_string()}.starts_with("第 4 行第 10 列："));
}

TEST_CASE("a file of one object laid out over several lines is one line of inputs; one that is no JSON as a whole is read line by line") {
  const auto path = fs::temp_directory_path() / fmt::format("yimen-dmn-{}-{}.json", ::getpid(), platform::next_id());
  const auto answers_to = [&](const std::string& inputs) {
    std::ofstream{path} << inputs;
    return run("evaluate " + models + "discount-1.1.dmn --decision Discount --plain --input " + path.string()).lines();
  };
  CHECK(answers_to("{\n  \"Order\": {\n    \"total\": 120,\n    \"member\": true\n  }\n}\n") == std::vector<std::string>{R"({"value":0.1,"problems":[]})"});
  const auto mixed = answers_to("{\"Order\":\n{\"Order\":{\"total\":120,\"member\":true}}\n");
  REQUIRE(mixed.size() == 2);
  CHECK(mixed[0].find("dmn/input-line") != std::string::npos);
  CHECK(mixed[1] == R"({"value":0.1,"problems":[]})");
  fs::remove(path);
}

TEST_CASE("a directory is no file of inputs; it is refused wherever a file is read") {
  for (const auto* command : {"evaluate {}discount-1.1.dmn --decision Discount --input . 2>&1", "check . 2>&1"}) {
    const auto refused = run(fmt::format(fmt::runtime(command), models));
    CHECK(refused.code == 1);
    CHECK(refused.out.find("是目录") != std::string::npos);
  }
  for (const auto* command : {"feel --lines . 2>&1", "feel 1 --context . 2>&1", "bpmn run . 2>&1", "form . 2>&1"}) {
    const auto refused = run_program(command);
    CHECK(refused.code == 1);
    CHECK(refused.out.find("是目录") != std::string::npos);
  }
}

TEST_CASE("feel --lines answers each line, also one that is no question") {
  const auto lines = run_program(R"(feel --lines - 2>/dev/null <<'E'
{"expression":"1 + 1"}

no json
{"expression":"1 +"}
{"expression":"a","context":[1]}
{"expression":"a","context":{"a":"x"}}
E
)");
  CHECK(lines.code == 0);
  CHECK(lines.out == "{\"value\":{\"$number\":\"2\"},\"problems\":[]}\n{\"value\":null,\"problems\":[\"feel/input-line\"]}\n{\"value\":null,\"problems\":[\"feel/syntax\"]}\n"
                     "{\"value\":null,\"problems\":[\"feel/input-line\"]}\n{\"value\":\"x\",\"problems\":[]}\n");
  CHECK(run_program("feel \"$(printf '\"\\377\"')\" 2>/dev/null").code == 1);
}

TEST_CASE("words that mean nothing are refused, not passed over") {
  CHECK(run_program("form " + models + "rates.dmn --applicant dog --input /dev/null 2>/dev/null").code == 2);
  const auto model = std::string{YIMEN_SOURCE_DIR} + "/data/processes/two-step.bpmn";
  for (const auto* option : {"run {} --max-steps 0", "run {} --max-steps -1", "simulate {} --instances -5", "simulate {} --instances 0"})
    CHECK(run_program(fmt::format(fmt::runtime("bpmn " + std::string{option} + " 2>/dev/null"), model)).code == 2);
  CHECK(run_program("bpmn run " + model + R"( --driver /dev/stdin 2>/dev/null <<'E'
{"element":"x","complete":5}
E
)").code == 1);
}
