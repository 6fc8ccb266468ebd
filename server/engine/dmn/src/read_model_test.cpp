#include "testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

TEST_CASE("all five namespaces are read, with any prefix; the source is kept byte for byte") {
  for (const auto* space : {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
                            "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/"}) {
    CAPTURE(space);
    const auto text = fmt::format("<q:definitions xmlns:q='{}' name='n' namespace='urn:x'><q:decision name='D'><q:variable name='D'/><q:literalExpression><q:text>1 + 1</q:text>"
                                  "</q:literalExpression></q:decision></q:definitions>", space);
    const auto model = model_of(text);
    CHECK(decide(model, "D") == "2");
    CHECK(model.source() == text);
  }
  CHECK(refusal_of("<definitions xmlns='urn:other' name='n' namespace='x'/>") == Rules{"dmn/no-definitions"});
  CHECK(refusal_of("<definitions name='n' namespace='x'/>") == Rules{"dmn/no-definitions"});
}

TEST_CASE("a model with every construct is read whole, its extensions and diagrams kept and passed over") {
  const auto text = slurp("lending.dmn");
  const auto model = model_of(text, {{"rates.dmn", slurp("rates.dmn")}});
  CHECK(model.source() == text);
  CHECK(model.problems().empty());
  CHECK(model.name() == "Lending");
  CHECK(model.decisions() == std::vector<std::string>{"Grade", "Offer"});
  CHECK(model.services() == std::vector<std::string>{"Make offer"});
  CHECK(model.knowledge_models() == std::vector<std::string>{"Monthly payment"});
  const auto inputs = model.inputs_of("Grade");
  REQUIRE(inputs);
  REQUIRE(inputs->size() == 1);
  CHECK(inputs->front().name == "Applicant");
  CHECK_FALSE(model.inputs_of("nobody"));
}

TEST_CASE("elements and attributes nobody knows are refused with line and name, never passed over") {
  std::vector<Problem> problems;
  CHECK_FALSE(read_model({"m.dmn", wrap("<decision name='D'>\n<guess/>\n</decision>")}, {}, problems));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].file == "m.dmn");
  CHECK(problems[0].element == "guess");
  CHECK(problems[0].line == 3);
  CHECK(problems[0].rule == "element/unknown");
  CHECK(problems[0].zh.find("guess") != std::string::npos);
  CHECK(refusal_of(wrap("<decision name='D' mood='good'/>")) == Rules{"attribute/unknown"});
  CHECK(refusal_of(wrap("<decision name='D'><rule/></decision>")) == Rules{"element/misplaced"});
  CHECK(refusal_of(wrap("<decision name='D'>loose words</decision>")) == Rules{"element/text"});
  CHECK(refusal_of(wrap("<x:thing xmlns:x='urn:x'/>")) == Rules{"element/unknown"});
  CHECK(refusal_of(wrap("<decision/>")) == Rules{"element/no-name"});
  CHECK(refusal_of(wrap("<decision name='D'>" + literal("1") + literal("2") + "</decision>")) == Rules{"element/twice"});
  CHECK(refusal_of(wrap("<decision name='D'><variable name='D'/><variable name='D'/></decision>")) == Rules{"element/twice"});
  CHECK(refusal_of(wrap("<decisionService name='S'/>")) == Rules{"service/no-output"});
  CHECK(refusal_of(wrap("<decision name='D'><informationRequirement/></decision>")) == Rules{"requirement/one"});
  CHECK(refusal_of(wrap("<itemDefinition name='t' isCollection='perhaps'/>")) == Rules{"attribute/value"});
  CHECK(refusal_of(wrap("<itemDefinition name='t'><typeRef>number</typeRef><itemComponent name='a'/></itemDefinition>")) == Rules{"type/several-forms"});
}

TEST_CASE("boxed expressions that lack a part are refused") {
  const auto in_decision = [](const std::string& expression) { return refusal_of(wrap("<decision name='D'>" + expression + "</decision>")); };
  CHECK(in_decision("<conditional><if>" + literal("true") + "</if><then>" + literal("1") + "</then></conditional>") == Rules{"expression/missing"});
  CHECK(in_decision("<filter><in/><match>" + literal("true") + "</match></filter>") == Rules{"expression/missing"});
  CHECK(in_decision("<for><in>" + literal("[]") + "</in><return>" + literal("1") + "</return></for>") == Rules{"iteration/no-variable"});
  CHECK(in_decision("<context><contextEntry/></context>") == Rules{"expression/missing"});
  CHECK(in_decision("<context><contextEntry>" + literal("1") + "</contextEntry><contextEntry><variable name='a'/>" + literal("1") + "</contextEntry></context>") == Rules{"context/result-last"});
  CHECK(in_decision("<relation><column name='a'/><row>" + literal("1") + literal("2") + "</row></relation>") == Rules{"relation/cells"});
  CHECK(in_decision("<invocation><binding/></invocation>") == Rules{"expression/missing", "binding/no-parameter"});
  CHECK(in_decision("<functionDefinition kind='Cobol'/>") == Rules{"attribute/value"});
  CHECK(in_decision("<literalExpression><importedValues importType='x'/></literalExpression>") == Rules{"expression/imported"});
  CHECK(in_decision(table("", {"1"}, {}, {})) == Rules{"table/no-output"});
  CHECK(in_decision(table("hitPolicy='BEST'", {"1"}, {"a"}, {})) == Rules{"table/policy"});
  CHECK(in_decision(table("aggregation='SUM'", {"1"}, {"a"}, {})) == Rules{"table/aggregation"});
  CHECK(in_decision(table("hitPolicy='COLLECT' aggregation='MEAN'", {"1"}, {"a"}, {})) == Rules{"table/aggregation"});
  CHECK(in_decision(table("hitPolicy='COLLECT' aggregation='SUM'", {"1"}, {"a", "b"}, {})) == Rules{"table/aggregation"});
  CHECK(in_decision(table("", {"1"}, {"a"}, {"- | 1 | 2"})) == Rules{"table/cells"});
  CHECK(in_decision(table("", {"1"}, {"a", ""}, {})) == Rules{"table/output-name"});
}

TEST_CASE("requirements in circles and imports that are missing are refused") {
  CHECK(refusal_of(wrap(decision("A", literal("B"), needs("B")) + decision("B", literal("A"), needs("A")))) == Rules{"requirement/circle"});
  CHECK(refusal_of(wrap(decision("A", literal("A"), needs("A")))) == Rules{"requirement/circle"});
  CHECK(refusal_of(wrap("<import name='m' namespace='urn:gone' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>")) == Rules{"import/missing"});
  CHECK(refusal_of(wrap("<import name='m' namespace='urn:gone' importType='http://www.dmg.org/PMML-4_2'/>")) == Rules{"import/type"});
  CHECK(refusal_of(slurp("lending.dmn")) == Rules{"import/missing"});
  // A service whose output calls the service again.
  const auto service = "<decisionService id='S' name='S'><variable name='S'/><outputDecision href='#D'/></decisionService>";
  CHECK(refusal_of(wrap(decision("D", literal("S()"), needs_function("S")) + service)) == Rules{"requirement/circle"});
}

TEST_CASE("an error in one expression leaves the rest of the model at work") {
  const auto model = model_of(wrap(decision("good", literal("1")) + decision("bad", literal("1 +")) + decision("lost", literal("1"), needs("nowhere")) + decision("typed", literal("2"), {}, "tNone")));
  CHECK(has_errors(model.problems()));
  CHECK(decide(model, "good") == "1");
  CHECK(ask(model, "bad").value == "null");
  CHECK(ask(model, "bad").errors.size() == 1);
  CHECK(ask(model, "lost").errors == Rules{"reference/unknown"});
  CHECK(rules_of(model.problems()) == Rules{"type/unknown", "reference/unknown", "feel/syntax"});
  CHECK(decide(model, "typed") == "2");
  CHECK(ask(model, "nothing of the kind").value == "dmn/no-such-element");
}

TEST_CASE("other expression languages are refused, FEEL's names are taken") {
  CHECK(refusal_of("<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='n' namespace='x' expressionLanguage='http://www.w3.org/1999/XPath'/>") == Rules{"dmn/language"});
  const auto model = model_of(wrap("<decision name='A'><literalExpression expressionLanguage='https://www.omg.org/spec/DMN/20230324/FEEL/'><text>1</text></literalExpression></decision>"
                                   "<decision name='B'><literalExpression expressionLanguage='javascript'><text>1</text></literalExpression></decision>"));
  CHECK(decide(model, "A") == "1");
  CHECK(ask(model, "B").errors == Rules{"dmn/language"});
}

TEST_CASE("names used twice are errors, and the first counts") {
  const auto model = model_of(wrap("<decision id='a' name='D'>" + literal("1") + "</decision><decision id='a' name='D'>" + literal("2") + "</decision>"));
  CHECK(rules_of(model.problems()) == Rules{"element/id-twice", "element/name-twice"});
  CHECK(decide(model, "D") == "1");
}

TEST_CASE("what contradicts itself is told, and what can be decided still is") {
  const auto problems_of = [](const std::string& elements) { return rules_of(model_of(wrap(elements)).problems()); };
  const auto one = decision("D", literal("1"));
  const auto service = [](const std::string& parts) { return "<decisionService id='S' name='S'>" + parts + "</decisionService>"; };
  const std::pair<std::string, Rules> rows[] = {
      {"<itemDefinition id='D' name='t'><typeRef>number</typeRef></itemDefinition>" + one, {"element/id-twice"}},
      {"<decision id='D' name='D'><literalExpression id='D'><text>1</text></literalExpression></decision>", {"element/id-twice"}},
      {"<decision id='1 x' name='D'>" + literal("1") + "</decision>", {"element/id"}},
      {decision("1+1", literal("1")), {"element/id", "element/name"}},
      {"<itemDefinition name='t'><typeRef>number</typeRef></itemDefinition><itemDefinition name='t'><typeRef>string</typeRef></itemDefinition>" + one, {"element/name-twice"}},
      {"<itemDefinition name='t'><itemComponent name='a'/><itemComponent name='a'/></itemDefinition>" + one, {"element/name-twice"}},
      {decision("D", table("", {"1"}, {"a", "a"}, {})), {"element/name-twice"}},
      {decision("D", "<relation><column name='a'/><column name='a'/></relation>"), {"element/name-twice"}},
      {decision("D", "<context><contextEntry><variable name='a'/>" + literal("1") + "</contextEntry><contextEntry><variable name='a'/>" + literal("2") + "</contextEntry></context>"), {"element/name-twice"}},
      {decision("D", "<functionDefinition><formalParameter name='x'/><formalParameter name='x'/>" + literal("x") + "</functionDefinition>"), {"element/name-twice"}},
      {one + decision("E", literal("D"), needs_input("D")), {"reference/kind"}},
      {input("I") + decision("D", literal("1"), needs_function("I")), {"reference/kind"}},
      {input("I") + service("<outputDecision href='#I'/>"), {"reference/kind", "service/input-missing"}},
      {one + service("<outputDecision href='#D'/><outputDecision href='#D'/>"), {"service/part-twice"}},
      {one + service("<outputDecision href='#D'/><encapsulatedDecision href='#D'/>"), {"service/part-twice"}},
      {input("I") + decision("D", literal("I"), needs_input("I")) + service("<outputDecision href='#D'/>"), {"service/input-missing"}},
      {input("I") + decision("D", literal("I"), needs_input("I") + needs_input("I")), {"requirement/twice"}},
      {"<businessKnowledgeModel id='f' name='f'><encapsulatedLogic><formalParameter name='x'/></encapsulatedLogic></businessKnowledgeModel>", {"element/no-logic"}},
  };
  for (const auto& [elements, rules] : rows) {
    CAPTURE(elements);
    CHECK(problems_of(elements) == rules);
  }
  const auto library = File{"lib.dmn", wrap(one, "urn:lib")};
  const auto clash = model_of(wrap("<import name='A' namespace='urn:lib' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>" + input("A")), {library});
  CHECK(rules_of(clash.problems()) == Rules{"import/name-taken"});
  CHECK(refusal_of(wrap(decision("D", table("preferredOrientation='Diagonal'", {"1"}, {"a"}, {})))) == Rules{"attribute/value"});
  CHECK(refusal_of(wrap("<businessKnowledgeModel name='f'><encapsulatedLogic><formalParameter/>" + literal("1") + "</encapsulatedLogic></businessKnowledgeModel>")) == Rules{"element/no-name"});
}

TEST_CASE("a file of DMN 1.1 with prefixed types works") {
  const auto model = model_of(slurp("discount-1.1.dmn"));
  CHECK(model.problems().empty());
  CHECK(decide(model, "Discount", R"({"Order":{"total":120,"member":true}})") == "0.1");
  CHECK(decide(model, "Discount", R"({"Order":{"total":120,"member":false}})") == "0.05");
  CHECK(decide(model, "Discount", R"({"Order":{"total":99,"member":true}})") == "0");
}

TEST_CASE("limits of size, number and depth hold") {
  std::vector<Problem> problems;
  CHECK_FALSE(read_model({"m", wrap(decision("D", literal("1")))}, {}, problems, {.bytes = 20}));
  CHECK_FALSE(read_model({"m", wrap(decision("D", literal("1")))}, {}, problems, {.elements = 3}));
  CHECK_FALSE(read_model({"m", wrap(decision("D", literal("1")))}, {}, problems, {.depth = 3}));
  CHECK(rules_of(problems) == Rules{"xml/too-large", "xml/too-many", "xml/too-deep"});
}
