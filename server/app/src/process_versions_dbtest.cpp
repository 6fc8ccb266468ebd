// Running cases move to another version and back; a new text is tried on what was finished.
#include "case_jobs.h"
#include "case_walk.h"
#include "yimen/approval/process_versions.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto plain_flows = R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="middle"/><bpmn:sequenceFlow id="m2" sourceRef="middle" targetRef="approve"/>)";
std::string with_review(const std::string& name, const std::string& attributes = {}) { return process_with(user_task("middle", name, R"(y:role="reviewer" y:stage="review" )" + attributes), plain_flows); }
std::string without_review() { return process_with("", R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="approve"/>)"); }

}  // namespace

YIMEN_DB_TEST("a running case moves to another version with its opinions, goes back while nobody has gone on, and not later", parts()) {
  City city(db);
  publish(db, with_review("审核"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish(db, with_review("复核", R"(y:opinionRequired="true")"));
  const int new_version = old_version + 1;
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, old_version, new_version); });
  REQUIRE(preview);
  REQUIRE(preview->movable.size() == 1);
  CHECK(preview->movable[0].case_id == walk.done.case_id);
  CHECK(preview->movable[0].step == "审核");
  CHECK(preview->movable[0].why.empty());
  CHECK(preview->blocked.empty());
  const json::object move{{"key", key}, {"from", old_version}, {"to", new_version}, {"reason", "补一道要求"}};
  const auto job = order(city, db, "approval.move_cases", move);
  CHECK(job.result.at("done") == 1);
  CHECK(walk.task("middle").name == "复核");
  CHECK(walk.task("middle").is_opinion_required);
  CHECK(walk.acts_in_trail("cases.move_process") == 1);
  const auto undone = order(city, db, "approval.undo_moves", {{"job", job.id}});
  CHECK(undone.result.at("done") == 1);
  CHECK(walk.task("middle").name == "审核");
  CHECK(db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; }) == old_version);

  const auto again = order(city, db, "approval.move_cases", move);
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  walk.forward(walk.task("middle"), city.any("reviewer"));
  CHECK(walk.shown() == "approve");
  const auto late = order(city, db, "approval.undo_moves", {{"job", again.id}});
  CHECK(late.result.at("refused") == 1);
  CHECK(db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; }) == new_version);
  const auto moves = db.read([&](Tx& tx) { return approval::moves_of(tx, key); });
  REQUIRE(moves.size() == 2);
  CHECK(moves.back().undone == 1);
}

YIMEN_DB_TEST("a case that stands where the other version has nothing stays, and the preview says why", parts()) {
  City city(db);
  publish(db, with_review("审核"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish(db, without_review());
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, old_version, old_version + 1); });
  REQUIRE(preview);
  CHECK(preview->movable.empty());
  REQUIRE(preview->blocked.size() == 1);
  CHECK(preview->blocked.front().step == "审核");
  CHECK(preview->blocked.front().why.find("没有环节") != std::string::npos);
  const auto job = order(city, db, "approval.move_cases", {{"key", key}, {"from", old_version}, {"to", old_version + 1}, {"reason", "试"}});
  CHECK(job.result.at("refused") == 1);
  CHECK(walk.shown() == "middle");
}

YIMEN_DB_TEST("a step with another id is mapped by hand: the preview asks for it, the case moves with its task and timer, and comes back under the old name", parts()) {
  City city(db);
  publish(db, with_review("审核"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  constexpr auto flows = R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="check"/><bpmn:sequenceFlow id="m2" sourceRef="check" targetRef="approve"/>)";
  publish(db, process_with(user_task("check", "复核", R"(y:role="reviewer" y:stage="review" y:opinionRequired="true")"), flows));
  const int to = old_version + 1;
  const auto look = [&](const bpmn::Mapping& mapping) { return db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, old_version, to, mapping); }); };
  const auto asked = look({});
  REQUIRE(asked);
  CHECK(asked->movable.empty());
  REQUIRE(asked->missing.size() == 1);
  CHECK(asked->missing.front().id == "middle");
  CHECK(asked->missing.front().cases == 1);
  CHECK(std::ranges::any_of(asked->choices, [](const auto& one) { return one.id == "check" && one.name == "复核"; }));
  for (const auto& [mapping, words] : std::vector<std::pair<bpmn::Mapping, std::string>>{
           {{{"middle", "gone"}}, "没有元素"}, {{{"nothing", "check"}}, "没有元素"}, {{{"middle", "done"}}, "种类不同"}, {{{"middle", "approve"}}, "法定阶段不同"}, {{{"middle", "handle"}}, "两版里都有"}}) {
    const auto refused = look(mapping);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().slug == "approval/bad-mapping");
    CHECK_MESSAGE(refused.error().detail.find(words) != std::string::npos, refused.error().detail);
  }
  const bpmn::Mapping mapping{{"middle", "check"}};
  CHECK(look(mapping)->movable.size() == 1);
  const auto job = order(city, db, "approval.move_cases", {{"key", key}, {"from", old_version}, {"to", to}, {"reason", "改名"}, {"mapping", "middle:check"}});
  CHECK(job.result.at("done") == 1);
  CHECK(walk.shown() == "check");
  CHECK(walk.task("check").name == "复核");
  const auto moves = db.read([&](Tx& tx) { return approval::moves_of(tx, key); });
  REQUIRE(moves.size() == 1);
  CHECK(moves.front().mapping == std::vector<std::pair<std::string, std::string>>{{"审核", "复核"}});
  const auto undone = order(city, db, "approval.undo_moves", {{"job", job.id}});
  CHECK(undone.result.at("done") == 1);
  CHECK(walk.shown() == "middle");
  CHECK(walk.task("middle").name == "审核");

  // Moved again, the case is worked on and sent back: what was done before the move is still a place to return to.
  order(city, db, "approval.move_cases", {{"key", key}, {"from", old_version}, {"to", to}, {"reason", "改名"}, {"mapping", "middle:check"}});
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  walk.forward(walk.task("check"), city.any("reviewer"));
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("no case changes its legal stage by being moved", parts()) {
  City city(db);
  publish(db, with_review("审核"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish(db, process_with(user_task("middle", "审核", R"(y:role="approver" y:stage="approval")"), plain_flows));
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, old_version, old_version + 1); });
  REQUIRE(preview);
  REQUIRE(preview->blocked.size() == 1);
  CHECK(preview->blocked.front().why.find("法定阶段不同") != std::string::npos);
  const auto job = order(city, db, "approval.move_cases", {{"key", key}, {"from", old_version}, {"to", old_version + 1}, {"reason", "试"}});
  CHECK(job.result.at("refused") == 1);
}

YIMEN_DB_TEST("a trial walks finished cases through a new text and says which would go elsewhere; it changes nothing", parts()) {
  City city(db);
  publish(db, with_review("审核"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  walk.forward(walk.task("middle"), city.any("reviewer"));
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), decision.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  (void)db.transact([&](Tx& tx) -> Result<int> {
    tx.exec("update service_case set closed_at = ? where id = ?", tx.now(), walk.done.case_id);
    return 1;
  });
  const auto same = order(city, db, "approval.try_process", {{"key", key}, {"xml", with_review("审核")}}).result;
  CHECK(same.at("cases") == 1);
  CHECK(same.at("same") == 1);
  const auto other = order(city, db, "approval.try_process", {{"key", key}, {"xml", without_review()}}).result;
  CHECK(other.at("elsewhere") == 1);
  CHECK(other.at("rows").at(0).at("before") == "承办 → 审核 → 批准");
  CHECK(other.at("rows").at(0).at("after") == "承办 → 批准");
}
