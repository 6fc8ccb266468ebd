#include <doctest/doctest.h>

#include "yimen/processes/processes.h"

using yimen::processes::form_readers;
using Places = std::vector<std::string>;

TEST_CASE("what reads an answer of the form is found by its name, with the step or way that says so") {
  const auto xml = R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="https://yimen.org/bpmn"><process id="p" name="许可">
<sequenceFlow id="f" name="大面积"><conditionExpression>= form.area &gt; 100 and form . staff[wage > 3] != null</conditionExpression></sequenceFlow>
<sequenceFlow id="g"><conditionExpression>platform.area > 1 or form.area_2 > 1 or 表form.area = 1</conditionExpression></sequenceFlow>
<userTask id="u" name="逐人核查" y:items="form.staff"/></process></definitions>)";
  const auto way = "“大面积”：= form.area > 100 and form . staff[wage > 3] != null";
  CHECK(form_readers(xml, {"area"}) == Places{way});
  CHECK(form_readers(xml, {"staff"}) == Places{way, "“逐人核查”：form.staff"});
  CHECK(form_readers(xml, {"staff", "wage"}) == Places{way});
  CHECK(form_readers(xml, {"are"}).empty());
  CHECK(form_readers(xml, {"area_2"}).size() == 1);
  CHECK(form_readers("no model", {"area"}).empty());
}
