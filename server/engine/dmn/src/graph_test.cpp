#include "testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

std::string import(const std::string& name, const std::string& space) {
  return fmt::format("<import name='{}' namespace='{}' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>", name, space);
}
std::string service(const std::string& name, const std::string& content, const std::string& type = {}) {
  return fmt::format("<decisionService id='{0}' name='{0}'><variable name='{0}'{1}/>{2}</decisionService>", name, type.empty() ? "" : " typeRef='" + type + "'", content);
}

}  // namespace

TEST_CASE("knowledge models may call themselves and one another") {
  const auto model_for = [](const std::string& name, const std::string& body, const std::string& requirements) {
    return "<businessKnowledgeModel id='" + name + "' name='" + name + "'><encapsulatedLogic><formalParameter name='n'/>" + literal(body) + "</encapsulatedLogic>" + requirements + "</businessKnowledgeModel>";
  };
  const std::string product = "if n <= 1 then 1 else n * f(n - 1)";
  CHECK(decide(model_of(wrap(model_for("f", product, "") + decision("D", literal("f(5)"), needs_function("f")))), "D") == "120");
  CHECK(decide(model_of(wrap(model_for("f", product, needs_function("f")) + decision("D", literal("f(5)"), needs_function("f")))), "D") == "120");
  const auto parity = model_of(wrap(model_for("even number", "n = 0 or odd number(n - 1)", needs_function("odd number")) + model_for("odd number", "n > 0 and even number(n - 1)", needs_function("even number")) +
                                    decision("D", literal("even number(9)"), needs_function("even number"))));
  CHECK(decide(parity, "D") == "false");
  CHECK(ask(model_of(wrap(model_for("f", "f(n + 1)", "") + decision("D", literal("f(1)"), needs_function("f")))), "D").errors == Rules{"feel/limit"});
  // A model that wraps the built-in function of its name calls that one.
  CHECK(decide(model_of(wrap(model_for("floor", "floor(n) + 100", "") + decision("D", literal("floor(1.5)"), needs_function("floor")))), "D") == "101");
}

TEST_CASE("a decision sees what it requires and nothing else") {
  const auto model = model_of(wrap(input("a") + input("b") + decision("D", literal("[a, b]"), needs_input("a"))));
  CHECK(decide(model, "D", R"({"a":1,"b":2})") == "[1,null]");
  CHECK(rules_of(model.problems()) == Rules{"feel/unknown-name"});
}

TEST_CASE("an input may name a decision, which then is not decided; unknown names and missing inputs are warned of") {
  const auto model = model_of(wrap(input("a", "number") + decision("B", literal("a + 1"), needs_input("a"), "number") + decision("C", literal("B * 2"), needs("B"))));
  CHECK(decide(model, "C", R"({"a":1})") == "4");
  CHECK(decide(model, "C", R"({"B":10})") == "20");
  CHECK(ask(model, "C", R"({"B":"ten"})").errors == Rules{"dmn/type"});
  yimen::feel::Session session;
  CHECK(model.decide("C", context(R"({"zzz":1})"), session));
  REQUIRE(session.problems().size() >= 2);
  CHECK(session.problems()[0].slug == "dmn/unknown-input");
  CHECK(session.problems()[1].slug == "dmn/no-input");
}

TEST_CASE("a service decides from its arguments alone, called from FEEL and from outside") {
  const auto parts = input("a", "number") + decision("base", literal("100")) + decision("sum", literal("a + base"), needs_input("a") + needs("base")) +
                     service("S", "<outputDecision href='#sum'/><inputDecision href='#base'/><inputData href='#a'/>") + decision("use", literal("S(1, 2)"), needs_function("S")) +
                     decision("named", literal("S(base: 5, a: 6)"), needs_function("S")) + decision("wrong", literal("S(1)"), needs_function("S"));
  const auto model = model_of(wrap(parts));
  CHECK(decide(model, "sum", R"({"a":1})") == "101");
  CHECK(decide(model, "use") == "3");  // input data come before input decisions
  CHECK(decide(model, "named") == "11");
  CHECK(decide(model, "wrong") == "null");
  CHECK(ask_service(model, "S", R"({"a":3,"base":4})").value == "7");
  CHECK(ask_service(model, "S", R"({"a":3})").value == "null");  // an input decision that is not given is null, not decided
  const auto inputs = model.inputs_of("S");
  REQUIRE(inputs);
  CHECK(inputs->front().name == "a");
  CHECK(inputs->back().name == "base");
}

TEST_CASE("a service of several outputs answers with a context, and its type counts") {
  const auto decisions = decision("x", literal("1")) + decision("y", literal("2"));
  CHECK(ask_service(model_of(wrap(decisions + service("S", "<outputDecision href='#x'/><outputDecision href='#y'/>"))), "S").value == R"({"x":1,"y":2})");
  const auto type = "<itemDefinition name='f'><functionItem outputTypeRef='string'/></itemDefinition>";
  CHECK(ask_service(model_of(wrap(type + decisions + service("S", "<outputDecision href='#x'/>", "f"))), "S").errors == Rules{"dmn/type"});
}

TEST_CASE("knowledge models call each other, are handed on as values and have their types checked") {
  const auto bkm = [](const std::string& name, const std::string& parameters, const std::string& text, const std::string& more = {}, const std::string& type = {}) {
    return fmt::format("<businessKnowledgeModel id='{0}' name='{0}'><variable name='{0}'/><encapsulatedLogic>{1}<literalExpression{3}><text>{2}</text></literalExpression></encapsulatedLogic>{4}</businessKnowledgeModel>",
                       name, parameters, text, type.empty() ? "" : " typeRef='" + type + "'", more);
  };
  const auto number = std::string{"<formalParameter name='n' typeRef='number'/>"};
  const auto model = model_of(wrap(bkm("double", number, "n * 2") + bkm("quad", number, "double(double(n))", needs_function("double")) + bkm("text", number, "n", {}, "string") +
                                   bkm("twice", "<formalParameter name='f'/>" + number, "f(f(n))") + decision("A", literal("quad(3)"), needs_function("quad")) +
                                   decision("B", literal("text(3)"), needs_function("text")) + decision("C", literal("twice(double, 5)"), needs_function("twice") + needs_function("double")) +
                                   decision("E", literal("double(\"x\")"), needs_function("double"))));
  CHECK(decide(model, "A") == "12");
  CHECK(ask(model, "B").value == "null");
  CHECK(ask(model, "B").errors == Rules{"dmn/type"});
  CHECK(decide(model, "C") == "20");
  CHECK(decide(model, "E") == "null");
  CHECK(ask_service(model, "quad", R"({"n":2})").value == "8");
  CHECK(model.inputs_of("quad")->front().type == "number");
}

TEST_CASE("named imports are reached by qualified names, their inputs by plain or qualified ones") {
  const auto imported = wrap("<itemDefinition name='tAge'><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>" + input("age", "tAge") +
                                 decision("is adult", literal("age >= 18"), needs_input("age")) +
                                 "<businessKnowledgeModel id='plus' name='plus'><variable name='plus'/><encapsulatedLogic><formalParameter name='a' typeRef='tAge'/>" + literal("a + 1") + "</encapsulatedLogic></businessKnowledgeModel>",
                             "urn:people");
  const auto main = wrap(import("people lib", "urn:people") + input("own age", "people lib.tAge") +
                         decision("D", literal("[people lib.is adult, people lib.age, people lib.plus(1)]"),
                                  "<informationRequirement><requiredDecision href='urn:people#is adult'/></informationRequirement><informationRequirement><requiredInput href='urn:people#age'/></informationRequirement>"
                                  "<knowledgeRequirement><requiredKnowledge href='urn:people#plus'/></knowledgeRequirement>") +
                         decision("E", literal("own age"), needs_input("own age")));
  const auto model = model_of(main, {{"people.dmn", imported}});
  CHECK_FALSE(has_errors(model.problems()));
  CHECK(decide(model, "D", R"({"age":20})") == "[true,20,2]");
  CHECK(decide(model, "D", R"({"people lib.age":20})") == "[true,20,2]");
  CHECK(decide(model, "D", R"({"people lib":{"age":20}})") == "[true,20,2]");
  CHECK(decide(model, "people lib.is adult", R"({"age":20})") == "true");
  CHECK(ask(model, "E", R"({"own age":200})").errors == Rules{"dmn/type"});
}

TEST_CASE("imports without name bring their elements into the importing file, where its own and earlier ones count first") {
  const auto b = wrap(decision("shared", literal("\"b\"")) + decision("only b", literal("shared + \"!\""), needs("shared")), "urn:b");
  const auto c = wrap(import("", "urn:b") + decision("shared", literal("\"c\"")) + decision("only c", literal("\"c\"")), "urn:c");
  const auto own = decision("D", literal("[only b, only c, shared]"), needs("only b") + needs("only c") + needs("shared"));
  const auto model = model_of(wrap(import("", "urn:b") + import("", "urn:c") + own), {{"b", b}, {"c", c}});
  CHECK_FALSE(has_errors(model.problems()));
  CHECK(decide(model, "D") == R"(["b!","c","b"])");
  CHECK(decide(model, "only c") == R"("c")");
  const auto with_own = model_of(wrap(import("", "urn:b") + import("", "urn:c") + own + decision("shared", literal("\"mine\""))), {{"b", b}, {"c", c}});
  CHECK(decide(with_own, "D") == R"(["b!","c","mine"])");
  // A file may even import itself, or be imported by what it imports.
  CHECK(decide(model_of(wrap(import("", "urn:test") + decision("D", literal("1")))), "D") == "1");
  CHECK(decide(model_of(wrap(import("", "urn:r") + decision("D", literal("back"), needs("back"))), {{"r", wrap(import("", "urn:test") + decision("back", literal("2")), "urn:r")}}), "D") == "2");
}

TEST_CASE("one decision is decided once, however many require it") {
  std::string chain = decision("d0", literal("1"));
  // Without remembering, sixty levels of doubling would never end.
  for (int i = 1; i <= 60; ++i) chain += decision(fmt::format("d{}", i), literal(fmt::format("d{0} + d{0}", i - 1)), needs(fmt::format("d{}", i - 1)));
  CHECK(decide(model_of(wrap(chain)), "d60") == "1152921504606846976");
}

TEST_CASE("a chain of thousands of decisions ends with an answer or the limit, never with a crash") {
  std::string chain = decision("d0", literal("1"));
  for (int i = 1; i <= 3000; ++i) chain += decision(fmt::format("d{}", i), literal(fmt::format("d{} + 1", i - 1)), needs(fmt::format("d{}", i - 1)));
  const auto model = model_of(wrap(chain));
  CHECK(decide(model, "d500") == "501");
  const auto deep = ask(model, "d3000");
  CHECK((deep.value == "3001" || deep.errors == Rules{"feel/limit"}));
}
