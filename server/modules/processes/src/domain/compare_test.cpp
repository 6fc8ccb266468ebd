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
