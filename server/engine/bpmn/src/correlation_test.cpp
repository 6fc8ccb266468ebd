#include "yimen/bpmn/expressions.h"

#include <fmt/format.h>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

constexpr std::string_view plain = "xsi:type='tFormalExpression'";

/// Messages m and n, whose property "number" stands at these paths, in a key.
std::string keys(std::string_view of_m, std::string_view of_n, std::string_view attributes = plain) {
  return roots("message:m message:n") +
         fmt::format("<correlationProperty id='number'><correlationPropertyRetrievalExpression messageRef='m'><messagePath {0}><![CDATA[{1}]]></messagePath></correlationPropertyRetrievalExpression>"
                     "<correlationPropertyRetrievalExpression messageRef='n'><messagePath {0}><![CDATA[{2}]]></messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
                     "<collaboration id='c'><participant id='us' processRef='p'/><correlationKey id='k'><correlationPropertyRef>number</correlationPropertyRef></correlationKey></collaboration>",
                     attributes, of_m, of_n);
}
std::string subscription(std::string_view path, std::string_view attributes = plain) {
  return fmt::format("<correlationSubscription id='cs' correlationKeyRef='k'><correlationPropertyBinding correlationPropertyRef='number'><dataPath {}><![CDATA[{}]]></dataPath></correlationPropertyBinding></correlationSubscription>",
                     attributes, path);
}
const std::string conversation = start("s", message("m")) + catching("w", message("n")) + script("x") + end() + way("s w x e");
RunOptions told(std::string_view lines) { return {.has_driver = true, .driver = *read_driver(lines)}; }

}  // namespace

TEST_CASE("correlation keys and subscriptions tell which instance a message is for") {
  const auto by_key = wrap(conversation, keys("order.id", "id"));
  // The second order's answer comes first; the first order's instance goes on waiting.
  CHECK(played(by_key, told("{\"message\":\"m\",\"at\":\"PT1S\",\"variables\":{\"order\":{\"id\":1}}}\n{\"message\":\"m\",\"at\":\"PT2S\",\"variables\":{\"order\":{\"id\":2}}}\n"
                            "{\"message\":\"n\",\"at\":\"PT3S\",\"variables\":{\"id\":2}}\n{\"message\":\"n\",\"at\":\"PT4S\",\"variables\":{\"id\":2}}")) == "x waiting");
  CHECK(played(by_key, told("{\"message\":\"m\",\"at\":\"PT1S\",\"variables\":{\"order\":{\"id\":1}}}\n{\"message\":\"n\",\"at\":\"PT3S\",\"variables\":{\"id\":2}}")) == "waiting");
  CHECK(played(by_key, told("{\"message\":\"m\",\"at\":\"PT1S\",\"variables\":{\"order\":{\"id\":1}}}\n{\"message\":\"n\",\"at\":\"PT3S\",\"variables\":{\"id\":1}}")) == "x completed");
  // A subscription asks the instance's own data each time.
  const auto subscribed = wrap(subscription("mine") + start() + script("a", "{mine: 7}") + catching("w", message("n")) + script("x") + end() + way("s a w x e"), keys("order.id", "id"));
  CHECK(played(subscribed, told("{\"message\":\"n\",\"at\":\"PT3S\",\"variables\":{\"id\":6}}")) == "a waiting");
  CHECK(played(subscribed, told("{\"message\":\"n\",\"at\":\"PT3S\",\"variables\":{\"id\":7}}")) == "a x completed");
}

TEST_CASE("an expression of a correlation that is not FEEL is told like that of a condition") {
  const auto problem_of = [](const std::string& xml) {
    std::vector<Problem> problems;
    CHECK_FALSE(read_model(xml, problems));
    std::erase_if(problems, [](const Problem& one) { return one.is_formal; });
    REQUIRE(problems.size() == 1);
    CHECK_FALSE(problems.front().zh.empty());
    CHECK_FALSE(problems.front().en.empty());
    return problems.front().element + " " + problems.front().rule;
  };
  constexpr std::string_view xpath = "xsi:type='tFormalExpression' language='http://www.w3.org/1999/XPath'";
  CHECK(problem_of(wrap(subscription("mine", xpath) + conversation, keys("order.id", "id"))) == "cs runs/expression-language");
  CHECK(problem_of(wrap(conversation, keys("order.id", "/order/id"))) == "number correlation/bad-path");
  CHECK(problem_of(wrap(subscription("mine +") + conversation, keys("order.id", "id"))) == "cs correlation/bad-path");
  // In a file that says so, or says nothing of its language and has nothing of ours, it is right and not run.
  auto said = wrap(conversation, keys("order.id", "/order/id"));
  said.insert(said.find(" id=\"definitions\""), " expressionLanguage='http://www.w3.org/1999/XPath'");
  CHECK(problem_of(said) == "number runs/expression-language");
  auto foreign = wrap(conversation, keys("order.id", "/order/id"));
  constexpr std::string_view ours = " xmlns:y=\"https://yimen.org/bpmn\"";
  foreign.erase(foreign.find(ours), ours.size());
  CHECK(problem_of(foreign) == "number runs/expression-language");
  std::vector<Problem> both;
  CHECK_FALSE(read_model(wrap(conversation, keys("order.id", "id", xpath)), both));
  CHECK(both.size() == 2);
}

TEST_CASE("what correlates stands among the expressions of a model; a message brings its names along") {
  const auto model = model_of(wrap(subscription("mine + other") + "<dataObject id='mine' name='mine'/>" + conversation, keys("order.id", "id")));
  const GivenNames given{*model};
  std::string text;
  for (const auto& one : expressions_of(*model)) {
    text += one.element + " " + one.text;
    for (const auto& name : one.names) text += given.has(one, name) ? " " + name : " !" + name;
    text += one.place == ExpressionPlace::message ? " message\n" : one.place == ExpressionPlace::subscription ? " subscription\n" : " other\n";
  }
  CHECK(text ==
        "x null other\n"
        "number order.id order message\n"
        "number id id message\n"
        "cs mine + other mine !other subscription\n");
}

TEST_CASE("what is asked outside an instance has the time of the run, not that of the machine") {
  // The conversation is about the day its message came: on the first of March 2025 as the run counts.
  const auto by_day = wrap(conversation, keys("today()", "id"));
  auto options = told(R"({"message":"m","at":"P59D"}
{"message":"n","at":"P60D","variables":{"id":{"$date":"2025-03-01"}}})");
  CHECK(played(by_day, options) == "x completed");
  options = told(R"({"message":"m","at":"P59D"}
{"message":"n","at":"P60D","variables":{"id":{"$date":"2025-03-02"}}})");
  CHECK(played(by_day, options) == "waiting");
  const auto by_data = wrap(subscription("today()") + start() + catching("w", message("n")) + script("x") + end() + way("s w x e"), keys("day", "day"));
  CHECK(played(by_data, told(R"({"message":"n","at":"P59D","variables":{"day":{"$date":"2025-03-01"}}})")) == "x completed");
  CHECK(played(by_data, told(R"({"message":"n","at":"P59D","variables":{"day":{"$date":"2025-03-02"}}})")) == "waiting");
  const auto in_2025 = wrap(start("s", condition("now().year = 2025")) + script("a") + end() + way("s a e"));
  CHECK(played(in_2025) == "a completed");
  const auto tree = wrap(start() + catching("c", duration("P59D")) + node("businessRuleTask", "b", "", "y:decision='k' y:resultVariable='day'") + gateway("g", "g_e") + script("x") + end() + end("f") + way("s c b g e; x f") +
                         flow("g_x", "g", "x", "day = 59"));
  RunOptions asking;
  asking.decide = [&](const Node&, const yimen::feel::Value&, yimen::platform::Instant now) { return yimen::feel::Value{static_cast<int>((yimen::platform::millis(now) - asking.now) / 86'400'000)}; };
  CHECK(played(tree, asking) == "b x completed");
}
