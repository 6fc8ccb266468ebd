#include "testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

/// A table over the number n that answers with the decision "D".
Model over_n(const std::string& attributes, const std::vector<std::string>& outputs, const std::vector<std::string>& rules, const std::string& type = {}) {
  return model_of(wrap(input("n", "number") + decision("D", table(attributes, {"n"}, outputs, rules), needs_input("n"), type)));
}
Answer at(const Model& model, int n) { return ask(model, "D", fmt::format(R"({{"n":{}}})", n)); }

}  // namespace

TEST_CASE("UNIQUE takes the one rule that matches; two are an error, none is null") {
  const auto model = over_n("", {""}, {"< 10 | \"low\"", "[5..20] | \"mid\""});
  CHECK(at(model, 3).value == R"("low")");
  CHECK(at(model, 15).value == R"("mid")");
  CHECK(at(model, 30).value == "null");
  CHECK(at(model, 30).errors.empty());
  CHECK(at(model, 7).value == "null");
  CHECK(at(model, 7).errors == Rules{"dmn/several-rules"});
}

TEST_CASE("ANY wants all rules that match to agree") {
  const auto model = over_n("hitPolicy='ANY'", {""}, {"< 10 | \"a\"", "> 5 | \"a\"", "> 8 | \"b\""});
  CHECK(at(model, 7).value == R"("a")");
  CHECK(at(model, 9).errors == Rules{"dmn/different-results"});
}

TEST_CASE("FIRST takes the first, PRIORITY the output listed first, OUTPUT ORDER all by the list, RULE ORDER all by the rules") {
  const std::vector<std::string> rules{"> 0 | \"b\"", "> 1 | \"a\"", "> 2 | \"c\"", "> 2 | \"a\""};
  CHECK(at(over_n("hitPolicy='FIRST'", {""}, rules), 3).value == R"("b")");
  CHECK(at(over_n("hitPolicy='PRIORITY'", {"o:\"a\",\"b\",\"c\""}, rules), 3).value == R"("a")");
  CHECK(at(over_n("hitPolicy='PRIORITY'", {"o:\"c\",\"b\",\"a\""}, rules), 3).value == R"("c")");
  CHECK(at(over_n("hitPolicy='OUTPUT ORDER'", {"o:\"c\",\"a\",\"b\""}, rules), 3).value == R"(["c","a","a","b"])");
  CHECK(at(over_n("hitPolicy='RULE ORDER'", {""}, rules), 3).value == R"(["b","a","c","a"])");
  CHECK(at(over_n("hitPolicy='RULE ORDER'", {""}, rules), 0).value == "[]");
}

TEST_CASE("priorities come from the type where the output does not list its values, and are missed where nobody does") {
  const auto type = std::string{"<itemDefinition name='t'><typeRef>string</typeRef><allowedValues><text>\"c\",\"a\",\"b\"</text></allowedValues></itemDefinition>"};
  const auto model = model_of(wrap(type + input("n", "number") + decision("D", table("hitPolicy='PRIORITY'", {"n"}, {""}, {"> 0 | \"a\"", "> 1 | \"c\""}), needs_input("n"), "t")));
  CHECK(decide(model, "D", R"({"n":3})") == R"("c")");
  const auto without = over_n("hitPolicy='PRIORITY'", {""}, {"> 0 | \"a\"", "> 1 | \"c\""});
  CHECK(rules_of(without.problems()) == Rules{"table/no-priorities"});
  CHECK(at(without, 1).value == R"("a")");
  CHECK(at(without, 3).errors == Rules{"dmn/no-priorities"});
}

TEST_CASE("COLLECT gives all results, or their sum, number, least or greatest") {
  const std::vector<std::string> rules{"> 0 | 10", "> 1 | 5", "> 2 | 10"};
  CHECK(at(over_n("hitPolicy='COLLECT'", {""}, rules), 3).value == "[10,5,10]");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='SUM'", {""}, rules), 3).value == "25");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='COUNT'", {""}, rules), 3).value == "3");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='MIN'", {""}, rules), 3).value == "5");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='MAX'", {""}, rules), 2).value == "10");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='SUM'", {""}, rules), 0).value == "null");
  CHECK(at(over_n("hitPolicy='COLLECT' aggregation='COUNT'", {""}, rules), 0).value == "0");
  CHECK(at(over_n("hitPolicy='COLLECT'", {""}, rules), 0).value == "[]");
}

TEST_CASE("several outputs are a context by their names; default outputs stand in when no rule matches") {
  const auto model = over_n("", {"grade", "fee::99"}, {"> 5 | \"A\" | 10"});
  CHECK(at(model, 6).value == R"({"grade":"A","fee":10})");
  CHECK(at(model, 1).value == R"({"grade":null,"fee":99})");
  CHECK(at(over_n("hitPolicy='COLLECT'", {"o::\"none\""}, {"> 5 | \"A\""}), 1).value == R"(["none"])");
  CHECK(at(over_n("hitPolicy='PRIORITY'", {"grade:\"B\",\"A\"", "fee:1,2"}, {"> 0 | \"A\" | 1", "> 0 | \"B\" | 2", "> 0 | \"B\" | 1"}), 1).value == R"({"grade":"B","fee":1})");
}

TEST_CASE("input and output values are held to; cells may use what the decision requires") {
  const auto inputs = input("n", "number") + input("limit", "number");
  const auto clause = "<decisionTable><input><inputExpression><text>n</text></inputExpression><inputValues><text>[0..10]</text></inputValues></input><output><outputValues><text>\"a\",\"b\"</text></outputValues></output>"
                      "<rule><inputEntry><text>&lt; limit</text></inputEntry><outputEntry><text>\"a\"</text></outputEntry></rule>"
                      "<rule><inputEntry><text>? >= limit and limit > 1</text></inputEntry><outputEntry><text>\"z\"</text></outputEntry></rule></decisionTable>";
  const auto model = model_of(wrap(inputs + decision("D", clause, needs_input("n") + needs_input("limit"))));
  CHECK(decide(model, "D", R"({"n":3,"limit":5})") == R"("a")");
  CHECK(ask(model, "D", R"({"n":7,"limit":5})").errors == Rules{"dmn/output-value"});
  CHECK(ask(model, "D", R"({"n":12,"limit":5})").errors == Rules{"dmn/input-value"});
}

TEST_CASE("empty cells accept anything; one unreadable cell keeps the table from guessing") {
  CHECK(at(over_n("", {""}, {" | 1"}), 5).value == "1");
  const auto broken = over_n("", {""}, {"< 1 | 1", "< < | 2"});
  CHECK(has_errors(broken.problems()));
  CHECK(at(broken, 0).value == "null");
  CHECK(at(broken, 0).errors == Rules{"dmn/broken-table"});
}

TEST_CASE("every cell that cannot be read is told") {
  const auto broken = over_n("", {""}, {"< < | 1", "< 5 | 2", "\"a | 1 +"});
  CHECK(rules_of(broken.problems()) == Rules{"feel/syntax", "feel/syntax", "feel/syntax"});
  CHECK(broken.problems()[0].element == "D › rule 1 › n");
  CHECK(broken.problems()[2].element == "D › rule 3");
}

TEST_CASE("full-width signs are named where they keep a cell from being read") {
  const auto hint = [](const std::string& cell) {
    const auto model = over_n("", {""}, {cell + " | 1"});
    return model.problems().empty() ? std::string{} : model.problems().front().zh;
  };
  CHECK(hint("＜ 5").find("“＜”是全角符号，请改用半角的 < 。") != std::string::npos);
  CHECK(hint("[1，2]").find("请改用半角的 , 。") != std::string::npos);
  CHECK(hint("not（1）").find("请改用半角的 ( 。") != std::string::npos);
  CHECK(hint("面积（亩）").find("全角") == std::string::npos);
  CHECK(hint("\"，\" +").find("全角") == std::string::npos);
  CHECK(hint("< 5").empty());
}

TEST_CASE("full-width signs of known names, of text and of comments are no fault") {
  const auto hint = [](const std::string& text) {
    const auto type = std::string{"<itemDefinition name='tFirm'><itemComponent name='产值A（万元）'><typeRef>number</typeRef></itemComponent></itemDefinition>"};
    const auto inputs = input("GDP（亿元）", "number") + input("企业", "tFirm");
    const auto model = model_of(wrap(type + inputs + decision("D", literal(text), needs_input("GDP（亿元）") + needs_input("企业"))));
    return model.problems().empty() ? std::string{"none"} : model.problems().front().zh;
  };
  CHECK(hint("GDP（亿元） * 2") == "none");
  for (const auto* text : {"GDP（亿元） * * 2", "企业.产值A（万元） * * 2", "\"（\\\"，\" + + 1", "// a（，\n1 + * 1", "/* a（，*/ 1 + * 1"}) {
    CAPTURE(text);
    CHECK(hint(text).find("全角") == std::string::npos);
    CHECK(hint(text) != "none");
  }
  CHECK(hint("GDP（亿元）＞5 + * 1").find("“＞”是全角符号") != std::string::npos);
  CHECK(hint("not（GDP（亿元）） + * 1").find("“（”是全角符号") != std::string::npos);
  CHECK(hint("GDP＜ 5").find("“＜”是全角符号") != std::string::npos);
}

TEST_CASE("a cell of another kind than its column is worth a word") {
  for (const auto* cell : {"\"a\"", ">= \"a\"", "true", "not(\"a\")", "[\"a\"..\"b\"]"}) CHECK(rules_of(over_n("", {""}, {std::string{cell} + " | 1"}).problems()) == Rules{"table/unfit-cell"});
  // A truth value is not compared: the rule holds whatever the input is.
  CHECK(at(over_n("", {""}, {"true | 1"}), 5).value == "1");
  CHECK(over_n("", {""}, {"true | 1"}).problems().front().zh.find("写 true 总是成立") != std::string::npos);
  CHECK(over_n("", {""}, {"\"a\", 5 | 1"}).problems().front().zh.find("有一项是文本") != std::string::npos);
  for (const auto* cell : {"-", "null", "< 5", "[1..2]", "1,2", "? > 3", "[1,2]"}) CHECK(over_n("", {""}, {std::string{cell} + " | 1"}).problems().empty());
}

TEST_CASE("orientation has no effect") {
  for (const auto* orientation : {"Rule-as-Row", "Rule-as-Column", "CrossTable"})
    CHECK(at(over_n(fmt::format("preferredOrientation='{}'", orientation), {""}, {"> 0 | 1"}), 5).value == "1");
}
