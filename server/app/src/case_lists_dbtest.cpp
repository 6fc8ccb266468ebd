// 逐项办理 on real cases: once for each item of a list, what is collected, what is refused, on both databases.
#include "case_walk.h"
#include "yimen/platform/json.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto by_reviewer = R"(y:role="reviewer" y:stage="review")";
std::string flow(const std::string& id, const std::string& from, const std::string& to) { return fmt::format(R"(<bpmn:sequenceFlow id="{}" sourceRef="{}" targetRef="{}"/>)", id, from, to); }
std::string formal(const std::string& tag, const std::string& text) { return fmt::format(R"(<bpmn:{0} xsi:type="bpmn:tFormalExpression">{1}</bpmn:{0}>)", tag, text); }
std::string multiple(const std::string& attributes, const std::string& inner = {}) { return fmt::format("<bpmn:multiInstanceLoopCharacteristics {}>{}</bpmn:multiInstanceLoopCharacteristics>", attributes, inner); }
std::string each(const std::string& loop, const std::string& attributes = by_reviewer) { return fmt::format(R"(<bpmn:userTask id="middle" name="现场核查" {}>{}</bpmn:userTask>)", attributes, loop); }
const std::string two_stores = R"(y:items='["一号仓库", "二号仓库"]')";

std::string problems_of(platform::Database& db, const std::string& xml) {
  std::string rules;
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) rules += problem.rule + " ";
  return rules;
}

struct Listed : Walk {
  const Actor& handler;
  const Actor& reviewer;
  Listed(City& place, platform::Database& database) : Walk{place, database}, handler{actor(people("handler").at(0))}, reviewer{actor(people("reviewer").at(0))} {}
  auto forwarding(const cases::CaseTask& task, const Actor& by, json::object variables = {}, std::string opinion = "同意") {
    return [this, task, &by, variables, opinion](Tx& tx) { return acts().forward(tx, by, task.id, done.version, {.opinion = opinion, .checks = City::all_met(task), .variables = variables}); };
  }
  std::string names() const {
    std::string text;
    for (const auto& task : open()) text += (text.empty() ? "" : "；") + task.name;
    return text;
  }
  cases::CaseTask named(std::string_view words) const {
    for (const auto& task : open())
      if (task.name.find(words) != std::string::npos && !task.is_held) return task;
    FAIL("no open task for " << words);
    return {};
  }
};

}  // namespace

YIMEN_DB_TEST("a step is done once for each item of a list, each to-do names its item, and the results lead the way", parts()) {
  City city(db);
  const auto xml = process_with(each(multiple(two_stores + R"( y:item="store" y:results="findings")")) + R"(<bpmn:exclusiveGateway id="g" default="m2"/>)" + user_task("again", "复核", by_reviewer),
                                flow("m1", "handle", "middle") + flow("m0", "middle", "g") + flow("m2", "g", "approve") + flow("m4", "again", "approve") +
                                    R"(<bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">some f in findings satisfies contains(f.opinion, "不合格")</bpmn:conditionExpression></bpmn:sequenceFlow>)");
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Listed walk(city, db);
  walk.forward(walk.task("handle"), walk.handler);
  CHECK(walk.names() == "现场核查 · 1/2 · 一号仓库；现场核查 · 2/2 · 二号仓库");
  walk.must(walk.forwarding(walk.named("二号"), walk.reviewer, {}, "不合格：消防通道堵塞"));
  CHECK(walk.names() == "现场核查 · 1/2 · 一号仓库");
  walk.must(walk.forwarding(walk.named("一号"), walk.reviewer, {}, "合格"));  // the same hand may do every item
  CHECK(walk.shown() == "again");
  const auto state = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_state; });
  CHECK(state.find(R"("item":"二号仓库")") != std::string::npos);
  CHECK(state.find("消防通道堵塞") != std::string::npos);
}

YIMEN_DB_TEST("one after the other until the condition holds; a fixed number of times", parts()) {
  City city(db);
  const auto in_turn = process_with(each(multiple(R"(isSequential="true" y:items='["甲", "乙", "丙"]')", formal("completionCondition", "numberOfCompletedInstances >= 2"))));
  CHECK(problems_of(db, in_turn) == "");
  publish(db, in_turn);
  Listed walk(city, db);
  walk.forward(walk.task("handle"), walk.handler);
  CHECK(walk.names() == "现场核查 · 1/3 · 甲");
  walk.forward(walk.task("middle"), walk.reviewer);
  CHECK(walk.names() == "现场核查 · 2/3 · 乙");
  CHECK_FALSE(walk.task("middle").assignee);  // another item is anybody's
  walk.forward(walk.task("middle"), walk.reviewer);
  CHECK(walk.shown() == "approve");
  publish(db, process_with(each(multiple("", formal("loopCardinality", "2")))));
  Listed twice(city, db);
  twice.forward(twice.task("handle"), twice.handler);
  CHECK(twice.names() == "现场核查 · 1/2；现场核查 · 2/2");
}

YIMEN_DB_TEST("an empty list is passed and the path says so; one that is too long refuses the step before it, and nothing is written", parts()) {
  City city(db);
  const auto xml = process_with(each(multiple(R"(y:items="sites")")));
  CHECK(problems_of(db, xml) == "processes/unknown-name ");
  publish(db, xml);
  Listed walk(city, db);
  json::array many;
  for (int i = 0; i < 51; ++i) many.emplace_back(json::string(fmt::format("{}号", i)));
  const auto task = walk.task("handle");
  CHECK(walk.refused(walk.forwarding(task, walk.handler, {{"sites", many}})) == "bpmn/too-many-instances");
  CHECK(walk.shown() == "handle");
  CHECK(walk.acts_in_trail("cases.forward") == 0);
  walk.must(walk.forwarding(task, walk.handler, {{"sites", json::array{}}}));
  CHECK(walk.shown() == "approve");
  const auto tasks = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto passed = std::ranges::find(tasks, std::string("middle"), &cases::CaseTask::node);
  REQUIRE(passed != tasks.end());
  CHECK(passed->outcome == "cancelled");
  CHECK(passed->opinion.find("清单是空的") != std::string::npos);
  Listed absent(city, db);
  absent.forward(absent.task("handle"), absent.handler);
  CHECK(absent.shown() == "approve");
}

YIMEN_DB_TEST("rows of a form are items by their name; a sub-process is done for each of them", parts()) {
  City city(db);
  const auto inside = R"(<bpmn:startEvent id="s2"/>)" + user_task("look", "看", by_reviewer) + R"(<bpmn:endEvent id="e2"/>)" + flow("x1", "s2", "look") + flow("x2", "look", "e2");
  publish(db, process_with(fmt::format(R"(<bpmn:subProcess id="middle" name="逐处核查">{}{}</bpmn:subProcess>)", multiple(R"(y:items="sites" y:item="site")"), inside)));
  Listed walk(city, db);
  walk.must(walk.forwarding(walk.task("handle"), walk.handler, {{"sites", json::array{json::object{{"area", 20}, {"name", "城东门店"}}, json::object{{"area", 35}, {"name", "城西门店"}}}}}));
  CHECK(walk.names() == "看 · 1/2 · 城东门店；看 · 2/2 · 城西门店");
  for (const auto* words : {"城西", "城东"}) walk.forward(walk.named(words), walk.reviewer);
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("撤回, 退回, 转办, 加签 and 跳转 work on a step for one item of a list", parts()) {
  City city(db);
  publish(db, process_with(each(multiple(two_stores + R"( y:results="findings")"))));
  Listed walk(city, db);
  walk.forward(walk.task("handle"), walk.handler);
  const auto first = walk.named("一号");
  walk.must(walk.forwarding(first, walk.reviewer, {}, "合格"));
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, walk.reviewer, first.id, walk.done.version, "照片不全"); });
  CHECK(walk.open().size() == 2);
  walk.must(walk.forwarding(walk.named("一号"), walk.reviewer, {}, "合格，照片已补"));
  const auto colleague = walk.people("reviewer").at(1);
  const auto second = walk.named("二号");
  walk.quietly([&](Tx& tx) { return walk.acts().transfer(tx, walk.reviewer, second.id, colleague, "出差"); });
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  const auto& other = walk.actor(colleague);
  const auto signer = walk.people("approver").front();
  walk.must([&](Tx& tx) { return walk.acts().add_signers(tx, other, second.id, walk.done.version, {.people = {signer}, .place = "before", .reason = "请先看"}); });
  walk.forward(walk.task("middle", "sign_before"), walk.actor(signer), "agree");
  CHECK(walk.names() == "现场核查 · 2/2 · 二号仓库");
  // 退回: what was done for an item counts again when the way is walked once more.
  const auto back = walk.named("二号");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, other, back.id, walk.done.version, {.opinion = "地址不清"}); });
  CHECK(walk.shown() == "handle");
  walk.forward(walk.task("handle"), walk.handler);
  CHECK(walk.names() == "现场核查 · 2/2 · 二号仓库");
  walk.must(walk.forwarding(walk.named("二号"), other, {}, "合格"));
  CHECK(walk.shown() == "approve");
  const auto state = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_state; });
  CHECK(state.find("照片已补") != std::string::npos);
  // Back into the list from behind: every item is looked at again.
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, city.any("approver"), decision.id, walk.done.version, {.opinion = "请再看", .to_node = "middle"}); });
  CHECK(walk.open().size() == 2);
  const auto jumping = walk.named("一号");
  walk.must([&](Tx& tx) { return walk.acts().jump(tx, city.any("chief_representative"), jumping.id, walk.done.version, {.to_node = "approve", .reason = "已经看过"}); });
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("publication refuses lists that decide, that nobody gives, that are too long, or that stand in each other", parts()) {
  City city(db);
  CHECK(problems_of(db, process_with(each(multiple(two_stores), R"(y:role="reviewer" y:stage="approval")"))).find("processes/items-decision") != std::string::npos);
  CHECK(problems_of(db, process_with(each(multiple(R"(y:items="form.sites")")))) == "");
  CHECK(problems_of(db, process_with(each(multiple(R"(y:items="warehouses")")))) == "processes/unknown-name ");
  CHECK(problems_of(db, process_with(each(multiple(R"(y:items="12")")))) == "processes/items-no-list ");
  CHECK(problems_of(db, process_with(each(multiple("", formal("loopCardinality", "51"))))) == "processes/items-too-many ");
  CHECK(problems_of(db, process_with(each(multiple("", formal("loopCardinality", "0"))))) == "processes/items-no-list ");
  CHECK(problems_of(db, process_with(each(multiple(two_stores + R"( y:item="form")")))) == "processes/items-name ");
  CHECK(problems_of(db, process_with(each(multiple(two_stores, formal("completionCondition", "enough = true"))))) == "processes/unknown-name ");
  CHECK(problems_of(db, process_with(each(multiple(R"(y:items="[1,")")))).find("loop/bad-items") != std::string::npos);
  const auto inside = R"(<bpmn:startEvent id="s2"/>)" + each(multiple(two_stores)).replace(19, 6, "within") + R"(<bpmn:endEvent id="e2"/>)" + flow("x1", "s2", "within") + flow("x2", "within", "e2");
  CHECK(problems_of(db, process_with(fmt::format(R"(<bpmn:subProcess id="middle" name="外">{}{}</bpmn:subProcess>)", multiple(two_stores), inside))) == "processes/items-in-items ");
}
