#include <algorithm>
#include <chrono>
#include <random>
#include <set>

#include "schema.h"
#include "testing_rules.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::rules;
using namespace yimen::bpmn::rules::testing;

namespace yimen::bpmn::rules::testing {

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto family : {structure_cases, flow_cases, event_cases, activity_cases, data_cases, collaboration_cases, choreography_cases, diagram_cases})
    for (auto& each : family()) all.push_back(std::move(each));
  return all;
}

}  // namespace yimen::bpmn::rules::testing

TEST_CASE("each rule passes a right model and refuses a wrong one, naming the element in both languages") {
  for (const auto& [rule, right, wrong] : all_cases()) {
    CAPTURE(rule);
    for (const auto& problem : problems_of(right)) FAIL_CHECK("a right model is refused: " << problem.rule << " " << problem.element << " " << problem.zh);
    const auto problems = problems_of(wrong);
    const auto found = std::ranges::find(problems, rule, &Problem::rule);
    REQUIRE(found != problems.end());
    CHECK(found->line > 0);
    CHECK_FALSE(found->element.empty());
    for (const auto& text : {found->zh, found->en}) CHECK(text.find_first_of("{}") == std::string::npos);
    CHECK(found->zh.ends_with("。"));
    CHECK_FALSE(found->en.ends_with("."));
  }
}

TEST_CASE("no rule is without a case, and no two have one id") {
  std::set<std::string_view> shown, known;
  for (const auto& each : all_cases()) shown.insert(each.rule);
  for (const auto& rule : all_rules()) {
    CAPTURE(rule.id);
    CHECK(known.insert(rule.id).second);
    CHECK(shown.contains(rule.id));
    CHECK_FALSE(rule.section.empty());
  }
  CHECK(shown.size() == known.size());
  CHECK_THROWS(find_rule("no/such-rule"));
}

TEST_CASE("an element is called by its name, a nameless one by the element around it") {
  const auto first = [](const std::string& text) { return problems_of(text).at(0); };
  const auto named = first(model(between("<task id='t' name='复核'/>") + end("x")));
  CHECK(named.zh == "结束事件“x”没有连入的线。");
  CHECK(named.en == "endEvent \"x\" needs an incoming flow");
  CHECK(named.element == "x");
  const auto inner = first(model(between("<task id='t' name='复核'><standardLoopCharacteristics loopMaximum='-1'/></task>")));
  CHECK(inner.zh == "任务“复核”的最多循环次数为-1，不能小于0。");
  CHECK(inner.element == "t");
  const auto nameless = first(model(between(task("t", "<multiInstanceLoopCharacteristics behavior='Some'/>"))));
  CHECK(nameless.zh == "多实例的属性“behavior”写成了“Some”，应当是None / One / All / Complex。");
  CHECK(nameless.element == "t");
}

TEST_CASE("what is no BPMN document breaks no rule of BPMN") {
  CHECK(problems_of("<a/>").empty());
  CHECK(problems_of("<definitions/>").empty());
  CHECK(problems_of("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>").empty());
}

TEST_CASE("references are read with and without the prefix of the document's own namespace") {
  const auto with = [](const std::string& declared, const std::string& name) {
    return broken_by("<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' " + declared + " targetNamespace='urn:model'><b:message id='m'/><b:process id='p'><b:sendTask id='t' messageRef='" +
                     name + "'/></b:process></b:definitions>");
  };
  CHECK(with("xmlns:q='urn:model'", " q:m ").empty());
  CHECK(with("", "m").empty());
  CHECK(with("xmlns:q='urn:elsewhere'", "q:m").empty());
  CHECK(with("xmlns:q='urn:model'", "q:n") == std::vector<std::string>{"reference/unresolved"});
  CHECK(with("", "q:m") == std::vector<std::string>{"reference/undeclared-prefix"});
}

TEST_CASE("broken in any way, a model is told about or passes; nothing else happens") {
  std::mt19937 random{11};
  const auto cases = all_cases();
  int refused = 0, passed = 0;
  for (int round = 0; round < 6000; ++round) {
    const auto& chosen = cases[random() % cases.size()];
    auto text = random() % 2 == 0 ? chosen.right : chosen.wrong;
    const auto& other = cases[random() % cases.size()].wrong;
    for (int hits = 1 + static_cast<int>(random() % 4); hits > 0; --hits) {
      // Whole elements and attributes: a cut inside a tag would only be refused as XML.
      const auto at = text.find(random() % 2 == 0 ? "<" : " ", random() % text.size());
      if (at == std::string::npos || at < 200) continue;
      const auto from = other.find('<', 200 + random() % (other.size() - 200));
      const auto to = from == std::string::npos ? from : other.find('>', from);
      switch (random() % 4) {
        case 0: text.erase(at, text.find(text[at] == '<' ? '>' : '\'', at) - at + 1); break;
        case 1: if (to != std::string::npos && text[at] == '<') text.insert(at, other.substr(from, to - from + 1)); break;
        case 2: if (const auto id = text.find("id='", at); id != std::string::npos) text[id + 4] = "stefgabxyz"[random() % 10]; break;
        default: if (const auto ref = text.find("Ref='", at); ref != std::string::npos) text.replace(ref + 5, text.find('\'', ref + 5) - ref - 5, std::string(1, "stefgabxyz"[random() % 10]));
      }
    }
    const auto problems = problems_of(text);
    for (const auto& problem : problems) {
      CHECK_FALSE(problem.zh.empty());
      CHECK(std::ranges::count(problem.zh, '{') == 0);
    }
    (problems.empty() ? passed : refused) += 1;
  }
  CHECK(refused > 3000);
  CHECK(passed > 100);
}

TEST_CASE("the largest file that is read is judged in a moment, also one made to keep us busy") {
  const auto is_judged_soon = [](const std::string& text) {
    const auto began = std::chrono::steady_clock::now();
    CHECK(text.size() < Limits{}.bytes);
    const auto count = problems_of(text).size();
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{10});
    return count;
  };
  const auto many = [](int times, const auto& one) {
    std::string text;
    for (int i = 0; i < times; ++i) text += one(std::to_string(i));
    return text;
  };
  CHECK(is_judged_soon(model(start("t0") + many(4800, [](const auto& n) { return task("u" + n); }) + end())) == 2000);
  const auto chain = many(4800, [](const auto& n) { return task("u" + n) + flow("f" + n, n == "0" ? "s" : "u" + std::to_string(std::stoi(n) - 1), "u" + n); });
  CHECK(is_judged_soon(model(start() + chain + end() + flow("z", "u4799", "e"))) == 0);
  // Things that look for one another, thousands at once.
  CHECK(is_judged_soon(model(many(1800, [](const auto& n) {
          return throwing("h" + n, "<linkEventDefinition id='l" + n + "' name='n" + n + "'><target>l0</target></linkEventDefinition>") + "<boundaryEvent id='b" + n +
                 "' attachedToRef='h0'><compensateEventDefinition/></boundaryEvent><association id='a" + n + "' sourceRef='h" + n + "' targetRef='h" + n + "'/>" +
                 catching("c" + n, "<timerEventDefinition><timeCycle>whenever</timeCycle></timerEventDefinition>") + "<property id='p" + n + "'/>";
        }))) == 2000);
  CHECK(is_judged_soon(doc("<choreography id='ch' isClosed='true'/><collaboration id='c'><participant id='x'/><participant id='y'/>" + many(4000, [](const auto& n) {
                             return "<messageFlow id='m" + n + "' sourceRef='x' targetRef='y'/><choreographyRef>ch</choreographyRef><messageFlowAssociation innerMessageFlowRef='m" + n +
                                    "' outerMessageFlowRef='m0'/>";
                           }) + "</collaboration>")) == 1);  // their order
  CHECK(is_judged_soon(model("<ioSpecification><outputSet id='o'>" + many(9000, [](const auto& n) { return "<inputSetRefs>i" + n + "</inputSetRefs>"; }) + "</outputSet>" +
                             many(4000, [](const auto& n) { return "<inputSet id='i" + n + "'><outputSetRefs>o</outputSetRefs></inputSet>"; }) + "</ioSpecification>")) == 2000);
}
