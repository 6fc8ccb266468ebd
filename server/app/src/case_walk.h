#pragma once
// One case on its way through a process of one's own, with the people who work on it.
#include "city_server.h"
#include "yimen/cases/models.h"
#include "yimen/organisation/organisation.h"

namespace yimen::testing {

using platform::Actor;
using platform::UserId;

inline constexpr auto key = "handler-reviewer-approver";

inline std::string user_task(const std::string& id, const std::string& name, const std::string& attributes) {
  return fmt::format(R"(<bpmn:userTask id="{}" name="{}" {}/>)", id, name, attributes);
}
/// accepted → handle → middle → approve → done, with something of one's own in the middle.
inline std::string process_with(const std::string& middle, const std::string& flows = R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="middle"/><bpmn:sequenceFlow id="m2" sourceRef="middle" targetRef="approve"/>)",
                                const std::string& of_handle = {}) {
  return R"(<bpmn:definitions id="d" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="https://yimen.org/bpmn" targetNamespace="t">
  <bpmn:process id="p" name="试" isExecutable="true"><bpmn:startEvent id="accepted" name="受理"/>)" +
         user_task("handle", "承办", R"(y:role="handler" y:stage="review" y:opinionRequired="true" )" + of_handle) + middle +
         user_task("approve", "批准", R"(y:role="approver" y:stage="approval" y:opinionRequired="true")") +
         R"(<bpmn:endEvent id="done" name="作出决定"/><bpmn:sequenceFlow id="f1" sourceRef="accepted" targetRef="handle"/>)" + flows +
         R"(<bpmn:sequenceFlow id="f9" sourceRef="approve" targetRef="done"/></bpmn:process></bpmn:definitions>)";
}

inline void publish(platform::Database& db, const std::string& xml) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.key = key, .name = "试", .xml = xml, .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
  }));
}

struct Walk {
  City& city;
  platform::Database& db;
  Done done;

  explicit Walk(City& place, platform::Database& database) : city{place}, db{database} {
    identity::load_demo_accounts(db, city.product->keys->field_cipher(), YIMEN_SOURCE_DIR "/data");
    done = city.receive(db);
    done = city.must(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), done.case_id, done.version, "予以受理"); });
    REQUIRE(city.matter->process_key == key);
  }
  approval::Approval& acts() const { return city.product->approval; }
  std::vector<cases::CaseTask> open() const {
    return db.read([&](Tx& tx) { return cases::open_tasks_of(tx, done.case_id); });
  }
  std::string shown() const {
    std::string text;
    for (const auto& task : open()) text += fmt::format("{}{}{}", text.empty() ? "" : " ", task.is_held ? "-" : "", task.given_as.empty() ? task.node : task.node + ":" + task.given_as);
    return text;
  }
  cases::CaseTask task(std::string_view node, std::string_view given_as = "") const {
    for (const auto& one : open())
      if (one.node == node && (given_as.empty() || one.given_as == given_as) && !one.is_held) return one;
    FAIL("no open task " << node);
    return {};
  }
  /// People of the department who hold the role and have not worked on the case.
  std::vector<UserId> people(const std::string& role) const {
    return db.read([&](Tx& tx) { return city.product->organisation.staff_with_role(tx, organisation::DepartmentId{city.matter->department_id}, role, tx.today()); });
  }
  const Actor& actor(UserId id) const { return *city.roster->person(id); }
  template <class Work>
  void must(Work work) { done = city.must(db, work); }
  template <class Work>
  std::string refused(Work work) { return city.refused(db, work); }
  template <class Work>
  void quietly(Work work) {
    const auto result = db.transact(work);
    REQUIRE_MESSAGE(result, (result ? "" : result.error().slug + " " + result.error().detail));
  }
  void forward(const cases::CaseTask& task, const Actor& by, const std::string& outcome = {}) {
    must([&](Tx& tx) { return acts().forward(tx, by, task.id, done.version, {.opinion = "同意", .checks = City::all_met(task), .outcome = outcome}); });
  }
  std::int64_t acts_in_trail(const std::string& action) const {
    return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from trail_event where subject_kind = 'case' and subject_id = ? and action = ?", done.case_id, action); });
  }
  std::int64_t messages_of(UserId user) const {
    return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from message where account_id = ?", user); });
  }
};

}  // namespace yimen::testing
