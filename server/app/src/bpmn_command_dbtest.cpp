// `yimen bpmn` as outside suites and people call it: lines of JSON, what a model did in which order, refusals in two languages, exit codes.
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

struct File {
  fs::path path;
  File(const char* ending, const std::string& text) : path{fs::temp_directory_path() / fmt::format("yimen-bpmn-{}-{}.{}", ::getpid(), platform::next_id(), ending)} { std::ofstream{path} << text; }
  ~File() { fs::remove(path); }
  std::string str() const { return path.string(); }
};

struct Run : ProgramRun {
  std::vector<json::object> lines = {};
  const json::object& last() const { return lines.back(); }
  std::string outcome() const { return std::string{last().at("outcome").as_string()}; }
  /// "1:a 2:b": elements that completed, with the instance when there are several.
  std::string completed() const {
    std::string all;
    for (const auto& line : lines)
      if (line.contains("event") && line.at("event").as_string() == "complete") all += (all.empty() ? "" : " ") + std::string{line.at("element").as_string()};
    return all;
  }
};

Run run(const std::string& arguments) {
  Run result{run_program(fmt::format("bpmn {} 2>&1", arguments))};
  std::stringstream in{result.out};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("{")) result.lines.push_back(json::parse(line).as_object());
  return result;
}

std::string model(const std::string& elements, const std::string& beside = {}) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:y='https://yimen.org/bpmn' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' id='d' targetNamespace='urn:t'>" + beside +
         "<process id='p' isExecutable='true'>" + elements + "</process></definitions>";
}
std::string way(const std::string& nodes) {
  std::istringstream words{nodes};
  std::string text, last;
  for (std::string next; words >> next; last = next)
    if (!last.empty()) text += fmt::format("<sequenceFlow id='{0}_{1}' sourceRef='{0}' targetRef='{1}'/>", last, next);
  return text;
}
std::string after(const std::string& span) { return "<timerEventDefinition><timeDuration xsi:type='tFormalExpression'>" + span + "</timeDuration></timerEventDefinition>"; }
Run run_model(const std::string& xml, const std::string& options = {}) {
  const File file{"bpmn", xml};
  return run("run " + file.str() + " " + options);
}

}  // namespace

TEST_CASE("bpmn run prints each step with its moment, and a last line with outcome and variables") {
  const auto result = run_model(model("<startEvent id='s'/><userTask id='u'/><intermediateCatchEvent id='c'>" + after("PT2S") + "</intermediateCatchEvent><scriptTask id='x'><script>{sum: 1 + 1.5, word: \"好\"}</script></scriptTask><endEvent id='e'/>" + way("s u c x e")));
  CHECK(result.code == 0);
  CHECK(result.completed() == "s u c x e");
  const auto& first = result.lines.front();
  CHECK(json::serialize(first) == R"({"at":"PT0S","event":"start","element":"p","type":"process","process":"p","instance":1})");
  const auto at = std::ranges::find_if(result.lines, [](const json::object& line) { return line.contains("element") && line.at("element").as_string() == "x"; });
  CHECK(json::serialize(*at) == R"({"at":"PT2S","event":"enter","element":"x","type":"scriptTask","process":"p","instance":1})");
  CHECK(json::serialize(result.last()) == R"({"outcome":"completed","error":null,"variables":{"sum":{"$number":"2.5"},"word":"好"},"problems":[]})");
}

TEST_CASE("bpmn run: --plain writes numbers as they are; --until and --max-steps stop it; variables come from a file") {
  const auto xml = model("<startEvent id='s'/><scriptTask id='x'><script>{sum: n + 1}</script></scriptTask><intermediateCatchEvent id='c'>" + after("PT2H") + "</intermediateCatchEvent><endEvent id='e'/>" + way("s x c e"));
  const File variables{"json", R"({"n":{"$number":"41"}})"};
  const auto whole = run_model(xml, "--plain --variables " + variables.str());
  CHECK(whole.outcome() == "completed");
  CHECK(whole.last().at("variables").at("sum").as_int64() == 42);
  CHECK(run_model(xml, "--until PT60S --variables " + variables.str()).outcome() == "waiting");
  CHECK(run_model(xml, "--max-steps 3 --variables " + variables.str()).outcome() == "limit");
  CHECK(run_model(xml, "--until soon").code == 2);
  CHECK(run_model(xml, "--max-steps 12abc").code == 2);
}

TEST_CASE("bpmn run: a driver answers tasks once, or always when it repeats, and sends messages and signals at their time") {
  const auto xml = model("<startEvent id='s'/><userTask id='a'/><boundaryEvent id='b' attachedToRef='a'><errorEventDefinition errorRef='E'/></boundaryEvent><intermediateCatchEvent id='m'><messageEventDefinition messageRef='M'/>"
                         "</intermediateCatchEvent><intermediateCatchEvent id='g'><signalEventDefinition signalRef='S'/></intermediateCatchEvent><endEvent id='e'/><endEvent id='f'/>" + way("s a m g e") + way("b f"),
                         "<message id='M' name='来件'/><signal id='S' name='开窗'/><error id='E' errorCode='E1'/>");
  const File done{"jsonl", "{\"element\":\"a\",\"complete\":{\"n\":1}}\n{\"message\":\"来件\",\"at\":\"PT2S\",\"variables\":{\"from\":\"窗口\"}}\n{\"signal\":\"开窗\",\"at\":\"PT5S\"}\n"};
  const auto whole = run_model(xml, "--driver " + done.str());
  CHECK(whole.completed() == "s a m g e");
  CHECK(whole.outcome() == "completed");
  const File wrong{"jsonl", "{\"element\":\"a\",\"error\":\"E1\"}\n"};
  const auto failed = run_model(xml, "--driver " + wrong.str());
  CHECK(failed.completed().find(" f") != std::string::npos);
  CHECK(failed.outcome() == "completed");
  const File uncaught{"jsonl", "{\"element\":\"a\",\"error\":\"E2\"}\n"};
  const auto error = run_model(xml, "--driver " + uncaught.str());
  CHECK(error.outcome() == "error");
  CHECK(error.last().at("error").as_string() == "E2");
  const File nothing{"jsonl", ""};
  CHECK(run_model(xml, "--driver " + nothing.str()).outcome() == "waiting");
  const File broken{"jsonl", "{\"element\":\"a\"}\n"};
  CHECK(run_model(xml, "--driver " + broken.str()).code != 0);
}

TEST_CASE("bpmn run: several processes start in the order given and exchange messages") {
  const auto xml = model("<startEvent id='s'/><sendTask id='t' messageRef='M'/><endEvent id='e'/>" + way("s t e"),
                         "<message id='M' name='M'/><process id='q' isExecutable='true'><startEvent id='qs'/><receiveTask id='r' messageRef='M'/><endEvent id='qe'/>" + way("qs r qe") + "</process>");
  const auto both = run_model(xml, "--process q --process p");
  CHECK(both.outcome() == "completed");
  CHECK(both.completed() == "qs s t e r qe");
  CHECK(both.lines.front().at("process").as_string() == "q");
  CHECK(run_model(xml, "--process q").outcome() == "waiting");
  const auto unknown = run_model(xml, "--process q --process r");
  CHECK(unknown.code == 1);
  CHECK(unknown.outcome() == "refused");
}

TEST_CASE("bpmn run: business-rule tasks ask a decision model, called processes come from libraries") {
  const File decisions{"dmn", "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='t' namespace='urn:t'><inputData id='n' name='n'><variable name='n' typeRef='number'/></inputData>"
                              "<decision id='D' name='Fee'><variable name='Fee'/><informationRequirement><requiredInput href='#n'/></informationRequirement><literalExpression><text>n * 3</text></literalExpression></decision></definitions>"};
  const File library{"bpmn", "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='l' targetNamespace='urn:l'><process id='called' isExecutable='true'><startEvent id='ls'/><scriptTask id='lx'><script>null</script></scriptTask><endEvent id='le'/>" + way("ls lx le") +
                                 "</process></definitions>"};
  const auto xml = model("<startEvent id='s'/><scriptTask id='v'><script>{n: 4}</script></scriptTask><businessRuleTask id='b' y:decision='Fee' y:resultVariable='fee'/><callActivity id='c' calledElement='called'/><endEvent id='e'/>" + way("s v b c e"));
  const auto result = run_model(xml, "--plain --dmn " + decisions.str() + " --library " + library.str());
  CHECK(result.outcome() == "completed");
  CHECK(result.last().at("variables").at("fee").as_int64() == 12);
  CHECK(result.completed() == "s v b called/ls called/lx called/le c e");
}

TEST_CASE("bpmn validate ends with 0 and says nothing, or with 1 and a line per problem: element, rule, line, two languages") {
  const File right{"bpmn", model("<startEvent id='s'/><endEvent id='e'/>" + way("s e"))};
  const auto good = run("validate " + right.str());
  CHECK(good.code == 0);
  CHECK(good.out.empty());
  const File wrong{"bpmn", model("<startEvent id='s'/>\n<scriptTask id='x' scriptFormat='groovy'><script>1</script></scriptTask>\n<endEvent id='e'/>" + way("s x e") + "<sequenceFlow id='back' sourceRef='e' targetRef='x'/>")};
  const auto bad = run("validate " + wrong.str());
  CHECK(bad.code == 1);
  REQUIRE(bad.lines.size() >= 2);
  const auto script = std::ranges::find_if(bad.lines, [](const json::object& line) { return line.at("element").as_string() == "x"; });
  REQUIRE(script != bad.lines.end());
  CHECK(script->at("rule").as_string() == "runs/script-format");
  CHECK_FALSE(script->at("runs").as_bool());
  CHECK(script->at("line").as_int64() == 2);
  CHECK(script->at("message").as_string().find("groovy") != json::string::npos);
  CHECK(script->at("message_en").as_string().find("not supported") != json::string::npos);
}

TEST_CASE("bpmn validate refuses what is not run here too, and tells it from wrong BPMN") {
  const File file{"bpmn", model("<startEvent id='s'/><scriptTask id='x' scriptFormat='groovy'><script>1</script></scriptTask><endEvent id='e'/>" + way("s x e"))};
  const auto told = run("validate " + file.str());
  CHECK(told.code == 1);
  REQUIRE(told.lines.size() == 1);
  CHECK_FALSE(told.lines.front().at("runs").as_bool());
  const File wrong{"bpmn", model("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='nothing'/>")};
  const auto refused = run("validate " + wrong.str());
  REQUIRE_FALSE(refused.lines.empty());
  for (const auto& line : refused.lines) CHECK_FALSE(line.contains("runs"));
}

TEST_CASE("what only the standard asks for is told by validate, as formal, and keeps no model from running") {
  const auto xml = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='urn:d'><message id='m' name='paid'/><process id='p' isExecutable='true'><startEvent id='s'/>"
                   "<endEvent id='e'><messageEventDefinition messageRef='m'/></endEvent>" + way("s e") + "</process></definitions>";
  const File file{"bpmn", xml};
  const auto told = run("validate " + file.str());
  CHECK(told.code == 1);
  REQUIRE(told.lines.size() == 1);
  CHECK(told.lines.front().at("rule").as_string() == "message/no-operation");
  CHECK(told.lines.front().at("formal").as_bool());
  const auto result = run_model(xml);
  CHECK(result.code == 0);
  CHECK(result.outcome() == "completed");
  CHECK(result.last().at("problems").as_array().empty());
}

TEST_CASE("bpmn run of a refused model has no events, and says what is wrong in its only line") {
  const auto refused = run_model(model("<startEvent id='s'/><endEvent id='e'/>" + way("s e") + "<choreographyTask id='c'/>"));
  CHECK(refused.code == 1);
  REQUIRE(refused.lines.size() == 1);
  CHECK(refused.outcome() == "refused");
  CHECK_FALSE(refused.last().at("problems").as_array().empty());
}

TEST_CASE("bpmn simulate counts what happens to many instances, alike for the same seed") {
  const auto shipped = std::string{YIMEN_SOURCE_DIR} + "/data/processes/handler-reviewer-approver.bpmn";
  CHECK(run("validate --strict " + shipped).code == 0);
  const auto once = run("simulate " + shipped + " --instances 200 --seed 5"), again = run("simulate " + shipped + " --instances 200 --seed 5");
  CHECK(once.code == 0);
  CHECK(once.out == again.out);
  CHECK(once.out.find("实例 200") != std::string::npos);
  CHECK(run("simulate " + shipped + " --instances 200 --seed 6").out != once.out);
}
