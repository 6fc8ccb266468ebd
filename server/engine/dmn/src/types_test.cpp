#include "testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

const std::string types = R"(<itemDefinition name='tGrade'><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name='tGrades' isCollection='true'><typeRef>tGrade</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
<itemDefinition name='tNumbers' isCollection='true'><typeRef>number</typeRef></itemDefinition>
<itemDefinition name='tSmall' isCollection='true'><typeRef>number</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
<itemDefinition name='tPerson'><itemComponent name='name'><typeRef>string</typeRef></itemComponent><itemComponent name='grade'><typeRef>tGrade</typeRef></itemComponent></itemDefinition>
<itemDefinition name='tTeam'><itemComponent name='members' isCollection='true'><typeRef>tPerson</typeRef></itemComponent></itemDefinition>
<itemDefinition name='tFew'><typeRef>number</typeRef><allowedValues><text>[1..3]</text></allowedValues></itemDefinition>
<itemDefinition name='tFewer'><typeRef>tFew</typeRef><allowedValues><text>[2..9]</text></allowedValues></itemDefinition>)";

/// What an input of the type becomes.
Answer as(const std::string& type, const std::string& json) {
  return ask(model_of(wrap(types + input("x", type) + decision("D", literal("x"), needs_input("x")))), "D", R"({"x":)" + json + "}");
}
Answer result_as(const std::string& type, const std::string& text) { return ask(model_of(wrap(types + decision("D", literal(text), {}, type))), "D"); }

}  // namespace

TEST_CASE("values that belong to their type pass, others become null with an error") {
  CHECK(as("number", "5").value == "5");
  CHECK(as("number", "\"5\"").value == "null");
  CHECK(as("number", "\"5\"").errors == Rules{"dmn/type"});
  CHECK(as("number", "null").errors.empty());
  CHECK(as("Any", "\"5\"").value == "\"5\"");
  CHECK(as("tPerson", R"({"name":"x","grade":"A","more":1})").value == R"({"name":"x","grade":"A","more":1})");
  CHECK(as("tPerson", R"({"name":"x"})").value == "null");
  CHECK(as("tPerson", R"({"name":1,"grade":"A"})").value == "null");
  CHECK(result_as("tNumbers", "[1, 2, \"x\"]").errors == Rules{"dmn/type"});
}

TEST_CASE("a value outside what its type allows is told apart from one of another type") {
  const auto told = [](const std::string& type, const std::string& json) {
    yimen::feel::Session session;
    const auto model = model_of(wrap(types + input("x", type) + decision("D", literal("x"), needs_input("x"))));
    CHECK(model.decide("D", context(R"({"x":)" + json + "}"), session).has_value());
    return session.problems().empty() ? std::string{} : session.problems().front().text();
  };
  CHECK(told("tFew", "7").find("值7不在类型允许的取值里（[1..3]），按空值处理。") != std::string::npos);
  CHECK(told("tFew", "\"x\"").find("不符合类型number") != std::string::npos);
  CHECK(told("tGrades", R"(["A","B","A"])").find("不在类型允许的取值里") != std::string::npos);
  CHECK(told("tFew", "2").empty());
}

TEST_CASE("one item becomes a list, a list of one its item, a date its midnight") {
  CHECK(as("tNumbers", "5").value == "[5]");
  CHECK(as("number", "[5]").value == "5");
  CHECK(as("tNumbers", "\"x\"").value == "null");
  CHECK(as("number", "[\"x\"]").value == "null");
  CHECK(as("date and time", R"({"$date":"2020-01-02"})").value == R"("2020-01-02T00:00:00Z")");
  CHECK(result_as("number", "[10]").value == "10");
}

TEST_CASE("allowed values hold for the value, for items of a collection and for parts of a structure") {
  CHECK(as("tGrade", "\"A\"").value == "\"A\"");
  CHECK(as("tGrade", "\"C\"").errors == Rules{"dmn/type"});
  CHECK(as("tSmall", "[1,2]").value == "[1,2]");
  CHECK(as("tSmall", "[1,20]").value == "null");
  CHECK(as("tPerson", R"({"name":"x","grade":"Z"})").value == "null");
  CHECK(as("tTeam", R"({"members":[{"name":"x","grade":"A"}]})").value == R"({"members":[{"name":"x","grade":"A"}]})");
  CHECK(as("tTeam", R"({"members":[{"name":"x","grade":"Q"}]})").value == "null");
  CHECK(as("tGrades", R"(["A","B"])").value == R"(["A","B"])");
  CHECK(as("tGrades", R"(["A","Q"])").value == "null");
  CHECK(as("tGrades", R"(["A","B","A"])").value == "null");  // the constraint on the whole
  CHECK(as("tFewer", "2").value == "2");
  CHECK(as("tFewer", "1").value == "null");
  CHECK(as("tFewer", "5").value == "null");  // what it is made of holds as well
}

TEST_CASE("a function belongs to a type when it takes what the type's parameters are") {
  const std::string type = "<itemDefinition name='tRate'><functionItem outputTypeRef='number'><parameters name='n' typeRef='number'/></functionItem></itemDefinition>";
  const auto given = [&](const std::string& text) { return ask(model_of(wrap(type + decision("F", literal(text), {}, "tRate") + decision("D", literal("F(3)"), needs("F")))), "D"); };
  CHECK(given("function(x: number) x * 2").value == "6");
  CHECK(given("function(x) x * 2").value == "6");
  CHECK(given("abs").value == "3");
  CHECK(given("function(x: string) 1").errors == Rules{"dmn/type"});
  CHECK(given("function(x: number, y: number) 1").errors == Rules{"dmn/type"});
  CHECK(given("function() 1").errors == Rules{"dmn/type"});
  CHECK(given("[null]").value == "null");
}

TEST_CASE("expressions may ask for the model's types") {
  CHECK(result_as("", "{name: \"a\", grade: \"A\"} instance of tPerson").value == "true");
  CHECK(result_as("", "5 instance of tPerson").value == "false");
  CHECK(result_as("list<number>", "[1]").value == "[1]");
  CHECK(result_as("list<number>", "[\"x\"]").value == "null");
}

TEST_CASE("a type that contains itself is an error, not an endless descent") {
  const auto model = model_of(wrap("<itemDefinition name='t'><itemComponent name='inner'><typeRef>t</typeRef></itemComponent></itemDefinition>" + input("x", "t") + decision("D", literal("x.inner.inner"), needs_input("x"))));
  CHECK(rules_of(model.problems()) == Rules{"type/circle"});
  CHECK(decide(model, "D", R"({"x":{"inner":{"inner":5}}})") == "5");
}
