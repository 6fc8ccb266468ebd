#include "testing_models.h"

#include "yimen/feel/functions.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

/// What the one decision of a model with this expression answers.
Answer of(const std::string& expression, const std::string& type = {}) { return ask(model_of(wrap(decision("D", expression, {}, type))), "D"); }
std::string part(const char* tag, const std::string& text) { return fmt::format("<{0}>{1}</{0}>", tag, literal(text)); }

}  // namespace

TEST_CASE("the lending model decides as its boxes say") {
  const auto model = model_of(slurp("lending.dmn"), {{"rates.dmn", slurp("rates.dmn")}});
  const auto* inputs = R"({"Applicant":{"name":"Wang","age":30,"monthly income":9000,"debts":[500,1500]},"Amount":100000,"Year":2023})";
  CHECK(decide(model, "Grade", inputs) == R"("B")");  // B is listed before A, so it takes precedence
  const auto answer = ask(model, "Offer", inputs);
  CHECK(answer.errors.empty());
  CHECK(answer.value == R"({"verdict":"yes","payment":2997.09,"free":7000,"large debts":[1500],"plan":[{"month":1,"due":2997.09},{"month":2,"due":5994.18}],"doubled":[1000,3000],)"
                        R"("checks":[true,false],"score":8,"grade":"B"})");
}

TEST_CASE("a context's entries see those before them; an entry without variable is the result") {
  CHECK(of("<context><contextEntry><variable name='a b'/>" + literal("2") + "</contextEntry><contextEntry><variable name='c'/>" + literal("a b * 3") + "</contextEntry></context>").value ==
        R"({"a b":2,"c":6})");
  CHECK(of("<context><contextEntry><variable name='a'/>" + literal("2") + "</contextEntry><contextEntry>" + literal("a + 1") + "</contextEntry></context>").value == "3");
  const auto broken = of("<context><contextEntry><variable name='a' typeRef='number'/>" + literal("\"x\"") + "</contextEntry><contextEntry><variable name='b'/>" + literal("1") + "</contextEntry></context>");
  CHECK(broken.value == R"({"a":null,"b":1})");
  CHECK(broken.errors == Rules{"dmn/type"});
  // An inner context shadows the outer name and gives it back.
  CHECK(of("<context><contextEntry><variable name='a'/>" + literal("1") + "</contextEntry><contextEntry><variable name='b'/><context><contextEntry><variable name='a'/>" + literal("2") +
           "</contextEntry><contextEntry>" + literal("a") + "</contextEntry></context></contextEntry><contextEntry>" + literal("[a, b]") + "</contextEntry></context>")
            .value == "[1,2]");
}

TEST_CASE("a conditional takes its branch by true and false, null counts as false, anything else is an error") {
  const auto conditional = [](const std::string& condition) { return of("<conditional>" + part("if", condition) + part("then", "1") + part("else", "2") + "</conditional>"); };
  CHECK(conditional("true").value == "1");
  CHECK(conditional("false").value == "2");
  CHECK(conditional("null").value == "2");
  CHECK(conditional("5").errors == Rules{"dmn/no-boolean"});
}

TEST_CASE("a filter keeps what its condition is true for; the item's entries are names, known beforehand or not") {
  const auto filter = [](const std::string& in, const std::string& match) { return of("<filter>" + part("in", in) + part("match", match) + "</filter>"); };
  CHECK(filter("[1,2,3]", "item > 1").value == "[2,3]");
  CHECK(filter("7", "item > 1").value == "[7]");
  CHECK(filter("[{unit price: 5}, {unit price: 9}]", "unit price > 6").value == R"([{"unit price":9}])");
  CHECK(filter("[1,2,3]", "if item = 2 then \"x\" else true").errors == Rules{"dmn/no-boolean"});
  const auto untyped = model_of(wrap(input("rows") + input("price") + decision("D", "<filter>" + part("in", "rows") + part("match", "price > limit") + "</filter>", needs_input("rows") + needs_input("price"))));
  // The item's own price counts before the input of that name; where it has none, the input does.
  CHECK(decide(untyped, "D", R"({"price":100,"rows":[{"price":1,"limit":5},{"price":9,"limit":5},{"limit":5}]})") == R"([{"price":9,"limit":5},{"limit":5}])");
}

TEST_CASE("for, some and every run over lists, ranges and single values") {
  const auto loop = [](const std::string& in, const std::string& body) { return of("<for iteratorVariable='i'>" + part("in", in) + part("return", body) + "</for>"); };
  CHECK(loop("[1,2]", "i * 10").value == "[10,20]");
  CHECK(loop("[1..3]", "i").value == "[1,2,3]");
  CHECK(loop("[1,2,3]", "count(partial)").value == "[0,1,2]");
  const auto quantified = [](const char* kind, const std::string& in, const std::string& body) {
    return of(fmt::format("<{0} iteratorVariable='i'>", kind) + part("in", in) + part("satisfies", body) + fmt::format("</{}>", kind)).value;
  };
  CHECK(quantified("some", "[1,2]", "i = 2") == "true");
  CHECK(quantified("some", "[]", "true") == "false");
  CHECK(quantified("some", "[1,2]", "if i = 1 then \"x\" else false") == "null");
  CHECK(quantified("some", "[1,2]", "if i = 1 then \"x\" else true") == "true");
  CHECK(quantified("every", "[1,2]", "i > 0") == "true");
  CHECK(quantified("every", "[]", "false") == "true");
  CHECK(quantified("every", "[1,2]", "if i = 1 then \"x\" else false") == "false");
}

TEST_CASE("lists and relations are made of their cells") {
  CHECK(of("<list>" + literal("1") + literal("\"a\"") + "</list>").value == R"([1,"a"])");
  CHECK(of("<list/>").value == "[]");
  CHECK(of("<relation><column name='a'/><column name='b' typeRef='string'/><row>" + literal("1") + literal("2") + "</row></relation>").value == R"([{"a":1,"b":null}])");
}

TEST_CASE("functions keep the values around them, check their arguments and may be invoked by name") {
  const auto function = "<functionDefinition><formalParameter name='x' typeRef='number'/>" + literal("x + base") + "</functionDefinition>";
  const auto entries = "<contextEntry><variable name='base'/>" + literal("10") + "</contextEntry><contextEntry><variable name='add'/>" + function + "</contextEntry>";
  CHECK(of("<context>" + entries + "<contextEntry>" + literal("add(5)") + "</contextEntry></context>").value == "15");
  CHECK(of("<context>" + entries + "<contextEntry>" + literal("add(x: 6)") + "</contextEntry></context>").value == "16");
  CHECK(of("<context>" + entries + "<contextEntry>" + literal("add(\"six\")") + "</contextEntry></context>").value == "null");
  CHECK(of("<context>" + entries + "<contextEntry><invocation>" + literal("add") + "<binding><parameter name='x'/>" + literal("7") + "</binding></invocation></contextEntry></context>").value == "17");
  CHECK(of("<invocation>" + literal("5") + "</invocation>").errors == Rules{"dmn/no-function"});
  CHECK(of("<functionDefinition kind='Java'>" + literal("1") + "</functionDefinition>").errors == Rules{"dmn/external-function"});
  // A function may be the answer of one decision and be called in another.
  const auto model = model_of(wrap(decision("make", "<functionDefinition><formalParameter name='n'/>" + literal("n * 2") + "</functionDefinition>") + decision("use", literal("make(4)"), needs("make"))));
  CHECK(decide(model, "use") == "8");
}

TEST_CASE("boxed lists that double again and again end at the limit") {
  auto elements = decision("D0", literal("1"));
  for (int i = 1; i < 60; ++i) {
    const auto last = fmt::format("D{}", i - 1);
    elements += decision(fmt::format("D{}", i), "<list>" + literal(last) + literal(last) + "</list>", needs(last));
  }
  CHECK(ask(model_of(wrap(elements)), "D59").errors == Rules{"feel/limit"});
}

TEST_CASE("Java functions that FEEL knows are worked out, others are errors") {
  const auto of_java = [](const std::string& parameters, const std::string& class_name, const std::string& signature, const std::string& call) {
    const auto entry = [](const std::string& name, const std::string& text) { return "<contextEntry><variable name='" + name + "'/>" + literal('"' + text + '"') + "</contextEntry>"; };
    return ask(model_of(wrap("<businessKnowledgeModel id='f' name='f'><encapsulatedLogic kind='Java'>" + parameters + "<context>" + entry("class", class_name) +
                             entry("method signature", signature) + "</context></encapsulatedLogic></businessKnowledgeModel>" + decision("D", literal(call), needs_function("f")))),
               "D");
  };
  const std::string one = "<formalParameter name='x'/>", two = one + "<formalParameter name='y'/>";
  CHECK(of_java(one, "java.lang.Math", "cos(double)", "decimal(f(123), 10)").value == "-0.8879689067");
  CHECK(of_java(two, "java.lang.Math", "max(int, int)", "f(1, 2)").value == "2");
  CHECK(of_java(two, "java.lang.Math", "max(int,int)", "f(1.5, 2)").value == "null");
  CHECK(of_java(two, "java.lang.String", "format(java.lang.String, [Ljava.lang.Object;)", "f(\"foo %s\", \"bar\")").value == "\"foo bar\"");
  CHECK(of_java(one, "java.lang.Integer", "valueOf(java.lang.String)", "f(\"12\") + 1").value == "13");
  CHECK(of_java(one, "java.lang.System", "getenv(java.lang.String)", "f(\"PATH\")").errors == Rules{"dmn/external-function"});
  CHECK(of_java(one, "java.lang.Math", "cosine(double)", "f(1)").errors == Rules{"dmn/external-function"});
}

TEST_CASE("a function that is handed out outlives the model's owner") {
  yimen::feel::Value function;
  {
    const auto model = model_of(wrap(decision("make", "<functionDefinition><formalParameter name='n'/>" + literal("n * 2") + "</functionDefinition>")));
    yimen::feel::Session session;
    function = *model.decide("make", context("{}"), session);
  }
  yimen::feel::Session session;
  const yimen::feel::Value four{4};
  CHECK(yimen::feel::json_text(yimen::feel::call(function, std::span{&four, 1}, session), yimen::feel::JsonForm::plain) == "8");
}

TEST_CASE("a decision without logic is null unless it is given; an empty text is null") {
  const auto model = model_of(wrap("<decision id='D' name='D'/>" + decision("E", literal("D"), needs("D"))));
  CHECK(rules_of(model.problems()) == Rules{"element/no-logic"});
  CHECK(decide(model, "E") == "null");
  CHECK(decide(model, "E", R"({"D":5})") == "5");
  CHECK(of("<literalExpression><text> </text></literalExpression>").value == "null");
  CHECK(of("<literalExpression/>").value == "null");
}
