// 会签, 或签, 加签, 转办, 委托, 抢办, 催办, 退回, 撤回, 跳转, 终止: one rule of each by one example, then all of them in every place.
#include <algorithm>
#include <functional>

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

/// a, then `middle`, a step of several persons, then yes or no by its outcome.
std::string voting(const std::string& rule) {
  return wrap(start() + task("a") + task("v", "reviewer", "", "y:participants='[\"甲\",\"乙\",\"丙\"]' " + rule) + gateway("g", "f") + task("yes") + task("no") + end() + way("s a v g; yes e; no e") +
              flow("f", "g", "yes") + flow("d", "g", "no", "outcome = \"disagree\""));
}

/// The opinions are given in turn until nobody is asked any more: where that leads, and after how many.
std::string voted(const std::string& rule, const std::string& opinions) {
  Driven instance{voting(rule)};
  instance.complete("a");
  int asked = 0;
  for (const char each : opinions) {
    if (instance.token("v") == 0) break;
    instance.complete("v", each == '+' ? "agree" : each == '-' ? "disagree" : "abstain");
    ++asked;
  }
  return instance.open() + " " + std::to_string(asked);
}

/// a, then b and c beside each other, then d.
std::string forked() { return wrap(start() + task("a") + parallel("g") + task("b") + task("c") + parallel("j") + task("d") + end() + way("s a g; g b j; g c j; j d e")); }

}  // namespace

TEST_CASE("a vote of all needs everybody's consent and asks everybody, unless it may stop early") {
  CHECK(voted("y:vote='all'", "+++") == "yes 3");
  CHECK(voted("y:vote='all'", "-++") == "no 3");
  CHECK(voted("y:vote='all'", "+0+") == "no 3");
  CHECK(voted("y:vote='all' y:stop='early'", "+-+") == "no 2");
  CHECK(voted("y:vote='all' y:order='sequential'", "+++") == "yes 3");
}

TEST_CASE("a vote by share ends when the share is reached or cannot be reached any more; a late one asks everybody") {
  CHECK(voted("y:vote='share' y:share='2/3'", "+++") == "yes 2");
  CHECK(voted("y:vote='share' y:share='2/3'", "-++") == "yes 3");
  CHECK(voted("y:vote='share' y:share='2/3'", "--+") == "no 2");
  CHECK(voted("y:vote='share' y:share='0.5'", "+0-") == "no 3");
  CHECK(voted("y:vote='share' y:share='2/3' y:stop='late'", "+++") == "yes 3");
}

TEST_CASE("one veto is enough, abstaining is none; of 或签 the first opinion counts") {
  CHECK(voted("y:vote='veto'", "++0") == "yes 3");
  CHECK(voted("y:vote='veto'", "+-+") == "no 2");
  CHECK(voted("y:vote='any'", "+") == "yes 1");
  CHECK(voted("y:vote='any'", "-") == "no 1");
}

TEST_CASE("a sequential vote asks one after the other, in the order of the list") {
  Driven instance{voting("y:vote='all' y:order='sequential'")};
  CHECK(instance.complete("a") == "closed a(1) agree; opened v(3) 甲");
  CHECK(instance.open() == "v");
  CHECK(instance.complete("v") == "closed v(3) agree; opened v(4) 乙");
}

TEST_CASE("加签 beside: the step waits for the added persons, and one who differs decides it") {
  Driven instance{voting("y:vote='any'")};
  CHECK(instance.tell(AddSigners{instance.token("a"), {"丁", "戊"}, Place::beside}) == "opened a(2) 丁; opened a(3) 戊");
  instance.complete("a");
  CHECK(instance.open() == "a a");
  instance.complete("a", "agree");
  instance.complete("a", "agree");
  CHECK(instance.open() == "v v v");
}

TEST_CASE("加签 before: the step is put aside until the added persons have signed") {
  Driven instance{forked()};
  const int own = instance.token("a");
  CHECK(instance.tell(AddSigners{own, {"丁"}, Place::before}) == "held a(1); opened a(2) 丁");
  CHECK(instance.refused(Complete{own, "agree"}) == "bpmn/wrong-place");
  CHECK(instance.complete("a") == "closed a(2) agree; resumed a(1)");
  instance.complete("a");
  CHECK(instance.open() == "b c");
}

TEST_CASE("加签 after: the added persons are asked when the step is done") {
  Driven instance{forked()};
  instance.tell(AddSigners{instance.token("a"), {"丁"}, Place::after});
  CHECK(instance.open() == "a");
  CHECK(instance.complete("a") == "closed a(1) agree; opened a(2) 丁");
  instance.complete("a");
  CHECK(instance.open() == "b c");
}

TEST_CASE("加签 in a vote adds a voice to it") {
  Driven instance{voting("y:vote='all'")};
  instance.complete("a");
  instance.tell(AddSigners{instance.token("v"), {"丁"}, Place::beside});
  CHECK(instance.open() == "v v v v");
  for (int i = 0; i < 4; ++i) instance.complete("v", i == 3 ? "disagree" : "agree");
  CHECK(instance.open() == "no");
}

TEST_CASE("转办 gives the step away, 委托 lends it; with a confirmation the owner has the last word") {
  Driven instance{forked()};
  const int a = instance.token("a");
  CHECK(instance.tell(Transfer{a, "丁"}) == "transfer a(1) 丁");
  CHECK(instance.tell(Delegate{a, "戊", true}) == "delegate a(1) 戊");
  CHECK(instance.complete("a") == "confirm a(1) 丁");
  CHECK(instance.open() == "a");
  CHECK(instance.complete("a") == "closed a(1) agree; opened b(2); opened c(3)");
  CHECK(instance.tell(Delegate{instance.token("b"), "己"}) == "delegate b(2) 己");
  CHECK(instance.complete("b") == "closed b(2) agree");
  CHECK(instance.refused(Transfer{instance.token("c"), ""}) == "bpmn/no-participant");
}

TEST_CASE("抢办: the first has it, others are told so, who may not is refused; released it is everybody's again; 催办 is counted") {
  Driven instance{wrap(start() + task("a", "handler", "", "y:candidates='[\"甲\",\"乙\"]'") + end() + way("s a e"))};
  const int a = instance.token("a");
  CHECK(instance.refused(Claim{a, "丙"}) == "bpmn/not-candidate");
  CHECK(instance.tell(Claim{a, "甲"}) == "claim a(1) 甲");
  CHECK(instance.refused(Claim{a, "乙"}) == "bpmn/already-claimed");
  CHECK(instance.tell(Release{a}) == "release a(1)");
  CHECK(instance.tell(Claim{a, "乙"}) == "claim a(1) 乙");
  CHECK(instance.tell(Urge{a, "督办员"}) == "urged a(1) 1");
  CHECK(instance.tell(Urge{a, "督办员"}) == "urged a(1) 2");
}

TEST_CASE("退回 behind a join: the other branch keeps what it did and waits at the join again") {
  Driven instance{forked()};
  for (const auto* each : {"a", "b", "c"}) instance.complete(each);
  CHECK(instance.open() == "d");
  CHECK(instance.places("d") == "a b c");
  instance.back("d", "b");
  CHECK(instance.open() == "b");
  instance.complete("b");
  CHECK(instance.open() == "d");
}

TEST_CASE("退回 before a fork takes all branches back with it") {
  Driven instance{forked()};
  instance.complete("a");
  instance.complete("b");
  instance.back("c", "a");
  CHECK(instance.open() == "a");
  instance.complete("a");
  CHECK(instance.open() == "b c");
}

TEST_CASE("退回 with the straight way puts what follows aside and goes on there") {
  Driven instance{forked()};
  for (const auto* each : {"a", "b", "c"}) instance.complete(each);
  instance.back("d", "a", MoveBack::Then::straight);
  CHECK(instance.open() == "[d] a");
  CHECK(instance.refused(Complete{instance.token("d"), "agree"}) == "bpmn/held");
  instance.complete("a");
  CHECK(instance.open() == "d");
}

TEST_CASE("returning inside a countersign loses no opinion: only those are asked again who had given none") {
  Driven instance{wrap(start() + task("a") + parallel("g") + task("v", "reviewer", "", "y:participants='[\"甲\",\"乙\",\"丙\"]' y:vote='all'") + task("c") + parallel("j") + task("d") + end() +
                       way("s a g; g v j; g c j; j d e"))};
  instance.complete("a");
  CHECK(instance.open() == "c v v v");
  instance.complete("v");
  instance.tell(MoveBack{.token = instance.token("v"), .to_node = "a"});
  CHECK(instance.open() == "a");
  CHECK(instance.complete("a").find("甲") == std::string::npos);
  CHECK(instance.open() == "c v v");
  instance.complete("v");
  instance.complete("v");
  instance.complete("c");
  CHECK(instance.open() == "d");
}

TEST_CASE("撤回: who did a step takes it back until somebody behind has acted") {
  Driven instance{forked()};
  const int a = instance.token("a");
  CHECK(instance.refused(Withdraw{a}) == "bpmn/cannot-withdraw");
  instance.complete("a");
  instance.tell(Withdraw{a});
  CHECK(instance.open() == "a");
  const int again = instance.token("a");
  instance.complete("a");
  instance.complete("b");
  CHECK(instance.refused(Withdraw{again}) == "bpmn/cannot-withdraw");
}

TEST_CASE("撤回 of an opinion reopens it while the vote is open") {
  Driven instance{voting("y:vote='all'")};
  instance.complete("a");
  const int first = instance.token("v");
  instance.complete("v", "disagree");
  CHECK(instance.open() == "v v");
  instance.tell(Withdraw{first});
  CHECK(instance.open() == "v v v");
  for (int i = 0; i < 3; ++i) instance.complete("v");
  CHECK(instance.open() == "yes");
}

TEST_CASE("跳转 needs a reason, leaves no join waiting for ever, and may stop the other branches") {
  Driven instance{forked()};
  instance.complete("a");
  const int b = instance.token("b");
  CHECK(instance.refused(Jump{b, "d", ""}) == "bpmn/no-reason");
  CHECK(instance.refused(Jump{b, "nowhere", "误发"}) == "bpmn/cannot-jump");
  CHECK(instance.refused(Jump{b, "d", "材料已齐"}) == "bpmn/cannot-jump");
  instance.tell(Jump{b, "d", "材料已齐", Jump::Others::stop});
  CHECK(instance.open() == "d");
  CHECK(instance.complete("d") == "closed d(4) agree; ended e");
}

TEST_CASE("跳转 leads into a sub-process, which is opened for it") {
  Driven instance{wrap(start() + task("a") + sub("u", start("us") + task("b") + task("c") + end("ue") + way("us b c ue")) + task("d") + end() + way("s a u d e"))};
  instance.tell(Jump{instance.token("a"), "c", "前序已线下办理"});
  CHECK(instance.open() == "c");
  instance.complete("c");
  CHECK(instance.open() == "d");
}

TEST_CASE("终止 ends everything and says why") {
  Driven instance{forked()};
  instance.complete("a");
  CHECK(instance.tell(Terminate{"申请人放弃"}) == "closed b(2) cancelled; closed c(3) cancelled; terminated");
  CHECK(instance.open().empty());
  CHECK(instance.refused(Terminate{"再次"}) == "bpmn/not-running");
}

namespace {

struct Verb {
  std::string name;
  std::function<void(Driven&)> act;  // at the open step t, after f
};
const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all{
      {"退回", [](Driven& i) { i.back("t", "f"); }},
      {"退回直送", [](Driven& i) { i.back("t", "f", MoveBack::Then::straight); }},
      {"撤回", [](Driven& i) {
         for (const auto& visit : i.state().visits)
           if (i.model().node(visit.node).id == "f") return (void)i.tell(Withdraw{visit.id});
       }},
      {"前加签", [](Driven& i) { i.tell(AddSigners{i.token("t"), {"丁"}, Place::before}); }},
      {"后加签", [](Driven& i) { i.tell(AddSigners{i.token("t"), {"丁"}, Place::after}); }},
      {"并加签", [](Driven& i) { i.tell(AddSigners{i.token("t"), {"丁"}, Place::beside}); }},
      {"转办", [](Driven& i) { i.tell(Transfer{i.token("t"), "丁"}); }},
      {"委托", [](Driven& i) { i.tell(Delegate{i.token("t"), "丁", true}); }},
      {"催办", [](Driven& i) { i.tell(Urge{i.token("t")}); }},
      {"跳转", [](Driven& i) { i.tell(Jump{i.token("t"), "f", "重办"}); }},
  };
  return all;
}

/// f then t inside each kind of block; o is the other branch, z what follows.
std::vector<std::pair<std::string, std::string>> places(const std::string& attributes) {
  const auto pair = task("f") + task("t", "handler", "", attributes);
  const auto branch = [&](const std::string& kind) {
    return wrap(start() + node(kind, "g") + node(kind, "j") + pair + task("o") + task("z") + end() + way("s g; g f t j; g o j; j z e"));
  };
  const auto inner = start("us") + pair + end("ue") + way("us f t ue");
  return {{"in a row", wrap(start() + pair + task("z") + end() + way("s f t z e"))},
          {"in a parallel branch", branch("parallelGateway")},
          {"in an inclusive branch", branch("inclusiveGateway")},
          {"in a sub-process", wrap(start() + sub("u", inner) + task("z") + end() + way("s u z e"))},
          {"in a sub-process beside a branch", wrap(start() + parallel("g") + parallel("j") + sub("u", inner) + task("o") + task("z") + end() + way("s g; g u j; g o j; j z e"))},
          {"in a sub-process with a timer at its edge", wrap(start() + sub("u", inner) + boundary("late", "u", duration("P5D"), false) + task("o") + end("oe") + task("z") + end() + way("s u z e; late o oe"))},
          {"in a sub-process in a sub-process", wrap(start() + sub("w", start("ws") + sub("u", inner) + end("we") + way("ws u we")) + task("z") + end() + way("s w z e"))}};
}

}  // namespace

TEST_CASE("each verb in each place, for one person and for a vote, with the other branch open or done: nothing is lost and the case ends once") {
  int tried = 0;
  for (const std::string attributes : {"", "y:participants='[\"甲\",\"乙\"]' y:vote='all'", "y:participants='[\"甲\",\"乙\"]' y:vote='all' y:order='sequential'"})
    for (const auto& [place, xml] : places(attributes))
      for (const auto& verb : verbs())
        for (const bool is_other_done : {false, true}) {
          CAPTURE(attributes);
          CAPTURE(place);
          CAPTURE(verb.name);
          Driven instance{xml};
          instance.complete("f");
          if (is_other_done && instance.token("o") != 0) instance.complete("o");
          const bool had_other = instance.token("o") != 0;
          verb.act(instance);
          CHECK((instance.token("o") != 0) == had_other);
          int times_z = 0;
          for (int i = 0; i < 40 && instance.state().status == Status::running; ++i) {
            const auto list = awaited(instance.model(), instance.state());
            const auto next = std::ranges::find_if(list, [&](const Awaited& each) { return each.kind == Awaited::Kind::task && instance.refused(Complete{each.token, "agree"}) == "allowed"; });
            if (next == list.end()) break;
            times_z += next->node->id == "z" ? 1 : 0;
            instance.tell(Complete{next->token, "agree"});
          }
          CHECK(instance.state().status == Status::ended);
          CHECK(times_z == 1);
          ++tried;
        }
  CHECK(tried == 3 * 7 * 10 * 2);
}
