#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

std::string multiple(const std::string& inner, const std::string& attributes = {}) { return node("multiInstanceLoopCharacteristics", "mi", inner, attributes); }
std::string looped(const std::string& characteristics, const std::string& text = "null", const std::string& beside = {}) {
  return wrap(beside + start() + script("x", text, characteristics) + script("z") + end() + way("s x z e"));
}
RunOptions with(std::string_view variables) { return {.variables = boost::json::parse(variables).as_object()}; }
std::string variable_after(const std::string& xml, const std::string& name, RunOptions options = {}) {
  const auto model = model_of(xml);
  const auto result = run(*model, options, [](const RunEvent&) {});
  const auto* found = result.variables.find(name);
  return found == nullptr ? "nothing" : boost::json::serialize(value_to_json(*found));
}

}  // namespace

TEST_CASE("as many instances run as the cardinality says, at once or one after the other") {
  CHECK(played(looped(multiple(formal("loopCardinality", "3")))) == "x x x z completed");
  CHECK(played(looped(multiple(formal("loopCardinality", "3"), "isSequential='true'"))) == "x x x z completed");
  CHECK(played(looped(multiple(formal("loopCardinality", "n + 1"))), with(R"({"n":1})")) == "x x z completed");
  CHECK(played(looped(multiple(formal("loopCardinality", "0")))) == "z completed");
}

TEST_CASE("a list is an expression as well; an empty or absent one is passed and told, a longer one than allowed is refused") {
  const auto items = [](const std::string& text, const std::string& more = {}) { return looped(multiple("", "y:items='" + text + "' " + more), "each * 2"); };
  CHECK(played(items("[1, 2]", "y:item='each'")) == "x x z completed");
  CHECK(played(items("nobody_knows")) == "z completed");
  CHECK(variable_after(items("[1, 2, 3]", "y:item='each' y:results='all'"), "all") == "[]");
  Surroundings around;
  around.limits.instances = 2;
  const auto first = [&](const std::string& xml) { return advance(*model_of(xml), {}, Start{}, around); };
  const auto empty = first(items("[]"));
  REQUIRE(empty);
  CHECK(std::ranges::any_of(empty->effects, [](const Effect& effect) { return effect.kind == Effect::Kind::list_empty; }));
  CHECK(first(items("[1, 2, 3]")).error().slug == "bpmn/too-many-instances");
}

TEST_CASE("what a person did for an item is taken back while others are open, and counts again after a return") {
  const auto each = node("userTask", "m", multiple("", "y:items='[\"p\", \"q\"]' y:results='all'"));
  const auto xml = wrap(start() + task("first") + each + task("last") + end() + way("s first m last e"));
  Driven instance{xml};
  instance.complete("first");
  CHECK(instance.open() == "m m");
  const int one = instance.token("m");
  instance.tell(Complete{.token = one, .outcome = "done", .variables = boost::json::object{{"result", "fine"}}});
  CHECK(instance.open() == "m");
  instance.tell(Withdraw{one});
  CHECK(instance.open() == "m m");
  instance.tell(Complete{.token = instance.token("m"), .outcome = "done", .variables = boost::json::object{{"result", "fine"}}});
  instance.back("m", "first");
  instance.complete("first");
  CHECK(instance.open() == "m");
  instance.tell(Complete{.token = instance.token("m"), .outcome = "done", .variables = boost::json::object{{"result", "well"}}});
  CHECK(instance.open() == "last");
  const auto* all = instance.state().variables().find("all");
  REQUIRE(all != nullptr);
  CHECK(boost::json::serialize(value_to_json(*all)).find("fine") != std::string::npos);
}

TEST_CASE("a cardinality that is no number fails with its reason") {
  Surroundings around;
  const auto model = model_of(looped(multiple(formal("loopCardinality", "\"viele\""))));
  const auto step = advance(*model, {}, Start{}, around);
  REQUIRE_FALSE(step);
  CHECK(step.error().slug == "bpmn/bad-loop");
}

TEST_CASE("the completion condition ends the rest, counted in instances") {
  const auto condition = formal("completionCondition", "numberOfCompletedInstances = 2");
  CHECK(played(looped(multiple(formal("loopCardinality", "5") + condition, "isSequential='true'"))) == "x x z completed");
  Driven instance{wrap(start() + task("x", "handler", multiple(formal("loopCardinality", "3") + condition)) + task("z") + end() + way("s x z e"))};
  CHECK(instance.open() == "x x x");
  instance.complete("x");
  CHECK(instance.complete("x") == "closed x(3) agree; closed x(4) cancelled; opened z(5)");
}

TEST_CASE("instances run over a list, each with its item, and their results become a list") {
  const auto data = std::string{"<dataObject id='list' name='list' isCollection='true'/><dataObject id='results' name='results' isCollection='true'/>"};
  const auto xml = wrap(data + start() +
                        script("x", "{result: item * 10 + loopCounter}",
                               multiple("<loopDataInputRef>list</loopDataInputRef><loopDataOutputRef>results</loopDataOutputRef><inputDataItem id='item' name='item'/><outputDataItem id='result' name='result'/>")) +
                        end() + way("s x e"));
  CHECK(variable_after(xml, "results", with(R"({"list":[4,5,6]})")) == "[41,52,63]");
  CHECK(variable_after(xml, "results", with(R"({"list":[]})")) == "[]");
}

TEST_CASE("the collections may be data of the activity itself, filled and given on by its associations") {
  const auto data = std::string{"<dataObject id='list' name='list' isCollection='true'/><dataObject id='results' name='results' isCollection='true'/>"};
  const auto own = "<ioSpecification><dataInput id='in' isCollection='true'/><dataOutput id='out' isCollection='true'/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"
                   "</ioSpecification><dataInputAssociation><sourceRef>list</sourceRef><targetRef>in</targetRef></dataInputAssociation><dataOutputAssociation><sourceRef>out</sourceRef><targetRef>results</targetRef>"
                   "</dataOutputAssociation>";
  for (const auto* order : {"isSequential='true'", "isSequential='false'"}) {
    const auto xml = wrap(data + start() + script("x", "{result: item * 10}", own + multiple("<loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef><inputDataItem id='item'/><outputDataItem id='result'/>", order)) +
                          end() + way("s x e"));
    CHECK(variable_after(xml, "results", with(R"({"list":[4,5]})")) == "[40,50]");
    CHECK(played(xml, with(R"({"list":[4,5]})")) == "x x completed");
  }
  // By hand, with the state kept between the steps.
  Driven instance{wrap(data + start() + task("x", "handler", own + multiple("<loopDataInputRef>in</loopDataInputRef><inputDataItem id='item'/>", "isSequential='true'")) + end() + way("s x e")), boost::json::parse(R"({"list":[4,5]})").as_object()};
  CHECK(instance.open() == "x");
  instance.complete("x");
  CHECK(instance.open() == "x");
  CHECK(instance.complete("x").ends_with("ended e"));
}

TEST_CASE("a standard loop goes on while its condition holds, asked before or after, at most as often as it says") {
  const auto counted = std::string{"{n: if n = null then 1 else n + 1}"};
  const auto standard = [](const std::string& condition, const std::string& attributes) { return node("standardLoopCharacteristics", "sl", condition.empty() ? "" : formal("loopCondition", condition), attributes); };
  CHECK(played(looped(standard("n < 3", ""), counted)) == "x x x z completed");
  CHECK(played(looped(standard("n < 0", ""), counted)) == "x z completed");
  CHECK(played(looped(standard("n < 0", "testBefore='true'"), counted)) == "z completed");
  CHECK(played(looped(standard("true", "loopMaximum='4'"), counted)) == "x x x x z completed");
  CHECK(variable_after(looped(standard("n < 3", ""), counted), "n") == "3");
}

TEST_CASE("a sub-process may be repeated, each time with data of its own") {
  const auto inner = "<dataObject id='own' name='own'/>" + start("us") + script("x", "{own: loopCounter, sum: sum + loopCounter}") + end("ue") + way("us x ue");
  const auto xml = wrap("<dataObject id='sum' name='sum'/>" + start() + script("b", "{sum: 0}") + sub("u", multiple(formal("loopCardinality", "3"), "isSequential='true'") + inner) + end() + way("s b u e"));
  CHECK(variable_after(xml, "sum") == "6");
  CHECK(variable_after(xml, "own") == "nothing");
}

TEST_CASE("an interrupting event at the edge of a repeated activity stops all that is left of it") {
  const auto xml = wrap(start() + task("x", "handler", multiple(formal("loopCardinality", "2"))) + boundary("t", "x", duration("PT5M")) + task("late") + end() + end("f") + way("s x e; t late f"));
  CHECK(played(xml, {.has_driver = true, .driver = *read_driver(R"({"element":"late","complete":{}})")}) == "-x -x late completed");
}
