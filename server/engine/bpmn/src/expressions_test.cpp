#include "yimen/bpmn/expressions.h"

#include <map>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

std::string each(const std::string& attributes, const std::string& inner = {}) { return "<multiInstanceLoopCharacteristics " + attributes + ">" + inner + "</multiInstanceLoopCharacteristics>"; }
std::string element_of(const Model& model, const PlacedExpression& one) { return one.flow >= 0 ? model.flow(one.flow).id : model.node(one.node).id; }
/// "element:name" of every name that is not given where it is read.
std::string unknown_in(const std::string& elements) {
  const auto model = model_of(wrap(elements));
  const GivenNames given{*model};
  std::string text;
  for (const auto& one : expressions_of(*model))
    for (const auto& name : one.names)
      if (!given.has(one, name)) text += (text.empty() ? "" : " ") + element_of(*model, one) + ":" + name;
  return text;
}
std::string around(const std::string& middle, const std::string& id = "a") { return start() + middle + end() + way("s " + id + " e"); }

}  // namespace

TEST_CASE("every expression of a model is found, with what it stands at, what it is for and the names it reads") {
  const auto inputs = "<extensionElements><y:inputs><y:input name='面积'>form.area</y:input></y:inputs></extensionElements>";
  const auto model = model_of(wrap(
      start() + gateway("g", "g_e") + task("a", "handler", each("y:items='list1' y:item='it'", formal("loopCardinality", "n1") + formal("completionCondition", "done1")), "y:participant='who1' y:candidates='who2'") +
          task("v", "handler", "", "y:participants='who3' y:vote='all'") + task("r", "handler", "<standardLoopCharacteristics loopMaximum='3'>" + formal("loopCondition", "again1") + "</standardLoopCharacteristics>") +
          task("c", "handler", each("", "<loopDataInputRef>list2</loopDataInputRef>")) + script("sc", "x + y", "", "y:resultVariable='z'") + node("businessRuleTask", "b", inputs, "y:decision='k' y:resultVariable='q'") +
          node("adHocSubProcess", "f", task("in") + formal("completionCondition", "end1")) + boundary("t", "a", duration("span1")) + boundary("w", "v", condition("true1")) +
          catching("m", "<messageEventDefinition messageRef='msg' y:key='key1'/>") + end() + end("e2") + end("e3") + flow("way1", "g", "a", "which1 = form.x") + way("s g e; a v r c sc b f m e2; t e3") + flow("w_e3", "w", "e3"),
      "<message id='msg' name='补件'/>"));
  using Place = ExpressionPlace;
  std::map<std::string, std::string> found;
  for (const auto& one : expressions_of(*model)) {
    auto& text = found[element_of(*model, one) + " " + std::to_string(static_cast<int>(one.place))];
    text += one.input;
    for (const auto& name : one.names) text += " " + name;
  }
  const auto expect = [&](const std::string& element, Place place, const std::string& names) {
    const auto key = element + " " + std::to_string(static_cast<int>(place));
    CHECK_MESSAGE(found[key] == names, key);
    found.erase(key);
  };
  expect("way1", Place::condition, " which1 form");
  expect("a", Place::participant, " who1");
  expect("a", Place::candidates, " who2");
  expect("a", Place::items, " list1");
  expect("a", Place::cardinality, " n1");
  expect("a", Place::completion, " done1");
  expect("v", Place::participants, " who3");
  expect("r", Place::repeat, " again1");
  expect("c", Place::items, " list2");
  expect("sc", Place::script, " x y");
  expect("b", Place::input, "面积 form");
  expect("f", Place::finish, " end1");
  expect("t", Place::timer, " span1");
  expect("w", Place::event_condition, " true1");
  expect("m", Place::key, " key1");
  CHECK(found.empty());
}

TEST_CASE("an item of a list is known inside what is done for it, and not before, beside or behind it") {
  const auto listed = [](const std::string& inside, const std::string& loop = {}, const std::string& more = {}) {
    return "<dataObject id='sites' name='sites'/>" + around(sub("a", each("y:items='sites' y:item='site' y:results='found'", loop) + start("us") + task("u", "handler", "", inside) + end("ue") + way("us u ue")) + more);
  };
  CHECK(unknown_in(listed("y:participant='site.by'")) == "");
  CHECK(unknown_in(listed("y:participant='site.by + loopCounter + numberOfInstances + nrOfInstances'")) == "");
  CHECK(unknown_in(listed("", formal("completionCondition", "numberOfCompletedInstances > 2 and outcome = \"x\""))) == "");
  CHECK(unknown_in(listed("", formal("completionCondition", "site = 1"))) == "a:site");
  CHECK(unknown_in(listed("", {}, boundary("t", "a", duration("site.time")) + end("te") + way("t te"))) == "t:site");
  const auto behind = [](const std::string& condition) { return unknown_in("<dataObject id='sites' name='sites'/>" + start() + task("a", "handler", each("y:items='sites' y:item='site' y:results='found'")) + gateway("g", "g_e") + end() + end("f") + way("s a g e") + flow("x", "g", "f", condition)); };
  CHECK(behind("count(found) > 1 and outcome = \"y\"") == "");
  CHECK(behind("site = 1 or loopCounter = 2") == "x:site x:loopCounter");
  CHECK(unknown_in(around(task("a", "handler", each("y:items='site.parts' y:item='site'")))) == "a:site");
}

TEST_CASE("a person asked is known only to the vote, an outcome only where a way is chosen or work goes on") {
  CHECK(unknown_in(around(task("a", "handler", each("y:participants='staff'", formal("completionCondition", "participant = 1")), "y:vote='all'"))) == "a:staff a:participant");
  CHECK(unknown_in(around(task("a", "handler", "", "y:participant='outcome'"))) == "a:outcome");
  CHECK(unknown_in(around(node("adHocSubProcess", "a", task("in") + formal("completionCondition", "outcome = \"x\"")))) == "a:outcome");
  CHECK(unknown_in(around(task("a", "handler", "<standardLoopCharacteristics loopMaximum='3'>" + formal("loopCondition", "outcome = \"return\" and loopCounter > 1") + "</standardLoopCharacteristics>"))) == "");
}

TEST_CASE("data of a sub-process is known inside it; results, moved data and data of the process everywhere") {
  const auto inner = [](const std::string& attributes) { return "<dataObject id='n' name='n'/>" + start("us") + task("u", "handler", "", attributes) + end("ue") + way("us u ue"); };
  CHECK(unknown_in(around(sub("a", inner("y:participant='n'")))) == "");
  CHECK(unknown_in(start() + sub("a", inner("")) + task("b", "handler", "", "y:participant='n'") + end() + way("s a b e")) == "b:n");
  CHECK(unknown_in(start() + task("b", "handler", "", "y:participant='late'") + script("a", "1", "", "y:resultVariable='late'") + end() + way("s b a e")) == "");  // a way may come back
}

TEST_CASE("a calculation without a named result leaves open what it gives") {
  CHECK(GivenNames{*model_of(wrap(around(script("a", "{x: 1}"))))}.is_open());
  CHECK_FALSE(GivenNames{*model_of(wrap(around(script("a", "1", "", "y:resultVariable='x'"))))}.is_open());
}
