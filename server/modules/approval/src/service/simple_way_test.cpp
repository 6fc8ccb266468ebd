#include <doctest/doctest.h>

#include <fmt/format.h>

#include "simple_way.h"

using namespace yimen;

namespace {

std::shared_ptr<const bpmn::Model> model(std::string_view condition) {
  const auto xml = fmt::format(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/>
<userTask id="handle" name="承办"/><exclusiveGateway id="g" default="f3"/><userTask id="review" name="审核"/><userTask id="approve" name="批准"/><endEvent id="e"/>
<sequenceFlow id="f0" sourceRef="s" targetRef="handle"/><sequenceFlow id="f1" sourceRef="handle" targetRef="g"/>
<sequenceFlow id="f2" sourceRef="g" targetRef="approve"><conditionExpression>{}</conditionExpression></sequenceFlow>
<sequenceFlow id="f3" sourceRef="g" targetRef="review"/><sequenceFlow id="f4" sourceRef="review" targetRef="approve"/><sequenceFlow id="f5" sourceRef="approve" targetRef="e"/></process></definitions>)",
                               condition);
  std::vector<bpmn::Problem> problems;
  return *bpmn::read_model(xml, problems);
}

}  // namespace

TEST_CASE("a step is asked whether the case is simple where the way behind it depends on that, and told where it leads") {
  CHECK(approval::simple_way_of(*model("is_simple = true"), "handle") == "批准");
  CHECK(approval::simple_way_of(*model("= handling_class = \"promised\" and is_simple"), "handle") == "批准");
  CHECK(approval::simple_way_of(*model("is_simple = false"), "handle") == "审核");  // which is what is left
  CHECK(approval::simple_way_of(*model("handling_class = \"promised\" and is_simple = false and channel = \"window\""), "handle") == "审核");
  CHECK(approval::simple_way_of(*model("not(is_simple) or handling_class = \"joint\""), "handle") == "审核");
  CHECK_FALSE(approval::simple_way_of(*model("is_simple = true"), "review"));
  CHECK_FALSE(approval::simple_way_of(*model("channel = \"is_simple\""), "handle"));
  CHECK_FALSE(approval::simple_way_of(*model("channel = \"window\""), "handle"));
  CHECK_FALSE(approval::simple_way_of(*model("is_simple = true"), "gone"));
}
