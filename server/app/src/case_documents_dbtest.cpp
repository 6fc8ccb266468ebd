// 文书 a step must produce: no step is done without them, on both databases.
#include "case_walk.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

std::string asking(const std::string& documents) { return process_with("", R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="approve"/>)", "y:documents=\"" + documents + "\""); }
/// What the step of the handler refuses, and then does when nothing is missing.
auto forwarding(const Walk& walk, const Actor& handler, const cases::CaseTask& task) {
  return [&](Tx& tx) { return walk.acts().forward(tx, handler, task.id, walk.done.version, {.opinion = "属实", .checks = City::all_met(task)}); };
}
const boost::json::object inspection{{"checked_on", "2025-06-02"}, {"place", "人民东路88号"}, {"inspectors", "陈晓、梁敏"}, {"findings", "经营面积与申请表一致"}};

}  // namespace

YIMEN_DB_TEST("a step is not done before the record it asks for is written, by two inspectors, once", parts()) {
  City city(db);
  publish(db, asking("inspection_record"));
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  const auto task = walk.task("handle");
  const auto forward = forwarding(walk, handler, task);
  const auto missing = db.transact(forward);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().slug == "approval/documents-missing");
  CHECK(missing.error().fields.front().field == "/documents/inspection_record");
  CHECK(missing.error().detail.find("现场核查笔录") != std::string::npos);
  const auto write = [&](const boost::json::object& facts, const std::string& type = "inspection_record") {
    return [&, facts, type](Tx& tx) { return walk.acts().make_step_document(tx, handler, task.id, walk.done.version, type, facts); };
  };
  CHECK(walk.refused(write({})) == "approval/document-incomplete");
  auto alone = inspection;
  alone["inspectors"] = "陈晓";
  const auto one = db.transact(write(alone));
  REQUIRE_FALSE(one);
  CHECK(one.error().fields.front().field == "/facts/inspectors");
  auto tomorrow = inspection;
  tomorrow["checked_on"] = "2025-06-03";
  CHECK(walk.refused(write(tomorrow)) == "approval/document-incomplete");
  CHECK(walk.refused(write(inspection, "hearing_record")) == "approval/not-asked-for");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().make_step_document(tx, city.any("reviewer"), task.id, walk.done.version, "inspection_record", inspection); }) == "approval/other-role");
  walk.must(write(inspection));
  CHECK(walk.refused(write(inspection)) == "approval/document-made");
  CHECK(walk.acts_in_trail("cases.make_document") == 1);
  walk.must(forward);
  CHECK(walk.shown() == "approve");
  // It stays made when the step comes back.
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, city.any("approver"), decision.id, walk.done.version, {.opinion = "再核"}); });
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("a notice that an act makes is asked for by its act, and publication knows which documents there are", parts()) {
  City city(db);
  publish(db, asking("special_procedure_notice"));
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  const auto task = walk.task("handle");
  const auto missing = db.transact(forwarding(walk, handler, task));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().fields.front().detail.find("启动特别程序") != std::string::npos);
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().make_step_document(tx, handler, task.id, walk.done.version, "special_procedure_notice", {}); }) == "approval/not-asked-for");
  walk.must([&](Tx& tx) { return walk.acts().start_special(tx, handler, walk.done.case_id, walk.done.version, {.name = "听证", .reason = "利害关系人申请", .planned_days = 20}); });
  walk.must([&](Tx& tx) { return walk.acts().end_special(tx, handler, walk.done.case_id, walk.done.version, "听证完毕"); });
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "approve");
  const auto rules = [&](const std::string& documents) {
    std::string text;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, asking(documents)); })) text += problem.rule + " ";
    return text;
  };
  CHECK(rules("inspection_record extension_notice") == "");
  CHECK(rules("certificate_of_wonders") == "processes/unknown-document ");
}
