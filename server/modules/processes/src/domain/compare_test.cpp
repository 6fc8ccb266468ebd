#include <doctest/doctest.h>

#include <fmt/format.h>

#include "yimen/processes/processes.h"

using namespace yimen;

namespace {

std::string model(std::string_view steps) {
  return fmt::format(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="https://yimen.org/bpmn" id="d" targetNamespace="t">
<process id="p" isExecutable="true"><startEvent id="s"/>{}<endEvent id="e"/></process></definitions>)",
                     steps);
}

const std::string one = model(R"(<userTask id="a" name="审查" y:role="handler"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/>)");

}  // namespace

TEST_CASE("a text does not differ from itself, nor from one with other pictures") {
  CHECK(processes::compare(one, one)->empty());
  CHECK(processes::compare(one, one + "<!-- drawn elsewhere -->")->empty());
}

TEST_CASE("a step that was added, its flows and another role are named one by one") {
  const auto two = model(R"(<userTask id="a" name="审查" y:role="reviewer"/><userTask id="b" name="会商"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
<sequenceFlow id="g" sourceRef="a" targetRef="b"/><sequenceFlow id="h" sourceRef="b" targetRef="e"/>)");
  const auto changes = *processes::compare(one, two);
  REQUIRE(changes.size() == 4);
  CHECK(changes[0].element == "a");
  CHECK(changes[0].field == "role");
  CHECK(changes[0].before == "handler");
  CHECK(changes[0].after == "reviewer");
  CHECK(changes[1].kind == "added");
  CHECK(changes[2].field == "way");
  CHECK(changes[2].after == "审查 → 会商");
  CHECK(changes[3].element == "h");
  CHECK(processes::compare(two, one)->back().kind == "removed");
}

TEST_CASE("who is asked, how many agree, what is repeated, lists, times and what takes over are told when they change") {
  const auto step = [](std::string_view attributes, std::string_view inside = "", std::string_view edge = "") {
    return model(fmt::format(R"(<userTask id="a" name="审查" y:role="handler" {}>{}</userTask>{}<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/>)", attributes, inside, edge));
  };
  const auto told = [](const std::string& before, const std::string& after) {
    const auto changes = *processes::compare(before, after);
    return changes.size() == 1 ? changes.front().field : fmt::format("{} changes", changes.size());
  };
  const auto plain = step("");
  CHECK(told(plain, step(R"(y:participant='"role:reviewer"')")) == "participant");
  const auto voted = [&](std::string_view vote, std::string_view whom) { return step(fmt::format(R"(y:vote="{}" y:participants='["role:{}"]')", vote, whom)); };
  CHECK(told(voted("all", "reviewer"), voted("any", "reviewer")) == "vote");
  CHECK(told(voted("all", "reviewer"), voted("all", "approver")) == "participants");
  const auto again = [&](std::string_view when) { return step("", fmt::format(R"(<standardLoopCharacteristics loopMaximum="3"><loopCondition>{}</loopCondition></standardLoopCharacteristics>)", when)); };
  CHECK(told(again("check.missing_materials > 0"), again("check.missing_materials > 1")) == "repeat_when");
  const auto each = [&](std::string_view list) { return step("", fmt::format(R"(<multiInstanceLoopCharacteristics y:items='{}'/>)", list)); };
  CHECK(told(each("form.sites"), each("form.rooms")) == "items");
  const auto voted_inside = [&](std::string_view vote) { return step("", fmt::format(R"(<multiInstanceLoopCharacteristics y:vote="{}" y:participants='["role:reviewer"]'/>)", vote)); };
  CHECK(told(voted_inside("all"), voted_inside("any")) == "vote");
  CHECK(told(plain, step(R"(y:candidates='"role:reviewer"')")) == "candidates");
  const auto waits = [&](std::string_view date) {
    return step("", "", fmt::format(R"(<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDate>{}</timeDate></timerEventDefinition></boundaryEvent><sequenceFlow id="h" sourceRef="late" targetRef="e"/>)", date));
  };
  CHECK(told(waits("form.begin"), waits("form.end")) == "time");
  const auto counts = [](std::string_view text) {
    return model(fmt::format(R"(<scriptTask id="a" name="合计" scriptFormat="feel" y:resultVariable="sum"><script>{}</script></scriptTask><sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/>)", text));
  };
  CHECK(told(counts("form.a + form.b"), counts("form.a - form.b")) == "script");
  const auto when = [&](std::string_view text) {
    return step("", "", fmt::format(R"(<boundaryEvent id="late" attachedToRef="a"><conditionalEventDefinition><condition>{}</condition></conditionalEventDefinition></boundaryEvent><sequenceFlow id="h" sourceRef="late" targetRef="e"/>)", text));
  };
  CHECK(told(when("form.a = 1"), when("form.a = 2")) == "condition");
  const auto late = [&](std::string_view days, bool takes_over) {
    return step("", "", fmt::format(R"(<boundaryEvent id="late" attachedToRef="a" cancelActivity="{}"><timerEventDefinition><timeDuration>P{}D</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow id="h" sourceRef="late" targetRef="e"/>)", takes_over, days));
  };
  CHECK(told(late("3", true), late("5", true)) == "time");
  CHECK(told(late("3", true), late("3", false)) == "takes_over");
  auto called = plain;
  CHECK(told(plain, called.replace(called.find(R"(isExecutable="true")"), 19, R"(isExecutable="false")")) == "for_calls");
}

TEST_CASE("a step of another name is told once, not at each way that leads to it") {
  auto renamed = one;
  const auto changes = *processes::compare(one, renamed.replace(renamed.find("审查"), std::string_view("审查").size(), "核查"));
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].field == "name");
}
