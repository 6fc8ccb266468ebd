#pragma once
// Pieces of BPMN for processes of one's own.
#include <fmt/format.h>

#include "case_walk.h"
#include "yimen/processes/processes.h"

namespace yimen::testing {

inline std::string flow(const std::string& id, const std::string& from, const std::string& to, const std::string& condition = {}) {
  return fmt::format(R"(<bpmn:sequenceFlow id="{}" sourceRef="{}" targetRef="{}"{})", id, from, to,
                     condition.empty() ? "/>" : "><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">" + condition + "</bpmn:conditionExpression></bpmn:sequenceFlow>");
}
/// Roots are named "m:message", "s:signal", "e:error", "u:escalation"; an event refers to them by their place in the list.
inline std::string with_roots(std::string xml, const std::vector<std::string>& names) {
  std::string roots;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = names[i].substr(2);
    switch (names[i][0]) {
      case 'm': roots += fmt::format(R"(<bpmn:message id="root{}" name="{}"/>)", i, name); break;
      case 's': roots += fmt::format(R"(<bpmn:signal id="root{}" name="{}"/>)", i, name); break;
      case 'e': roots += fmt::format(R"(<bpmn:error id="root{0}" name="{1}" errorCode="{1}"/>)", i, name); break;
      default: roots += fmt::format(R"(<bpmn:escalation id="root{0}" name="{1}" escalationCode="{1}"/>)", i, name);
    }
  }
  return xml.insert(xml.find("<bpmn:process"), roots);
}
/// `kind`: message, signal, error, escalation.
inline std::string event(const std::string& element, const std::string& id, const std::string& name, const std::string& kind, int root, const std::string& attributes = {}) {
  return fmt::format(R"(<bpmn:{0} id="{1}" name="{2}" {5}><bpmn:{3}EventDefinition id="{1}_d" {3}Ref="root{4}"/></bpmn:{0}>)", element, id, name, kind, root, attributes);
}
inline std::string edge(const std::string& id, const std::string& name, const std::string& kind, int root, const std::string& at, bool takes_over) {
  return event("boundaryEvent", id, name, kind, root, fmt::format(R"(attachedToRef="{}" cancelActivity="{}")", at, takes_over));
}
inline std::string review(const std::string& id, const std::string& name, const std::string& role = "reviewer") { return user_task(id, name, fmt::format(R"(y:role="{}" y:stage="review")", role)); }
inline std::string decision(const std::string& id, const std::string& name) { return user_task(id, name, R"(y:role="approver" y:stage="approval" y:opinionRequired="true")"); }
inline std::string end(const std::string& id, const std::string& name) { return fmt::format(R"(<bpmn:endEvent id="{}" name="{}"/>)", id, name); }
inline std::string sub_process(const std::string& id, const std::string& name, const std::string& inside, bool is_event = false) {
  return fmt::format(R"(<bpmn:subProcess id="{}" name="{}"{}>{}</bpmn:subProcess>)", id, name, is_event ? R"( triggeredByEvent="true")" : "", inside);
}
inline std::string problems_of(platform::Database& db, const std::string& xml, const std::string& key = {}) {
  std::string rules;
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml, key); })) {
    rules += problem.rule + (problem.element.empty() ? "" : ":" + problem.element) + " ";
    CHECK_FALSE(problem.zh.empty());
    CHECK_FALSE(problem.en.empty());
  }
  return rules;
}
inline std::int64_t count(platform::Database& db, const std::string& table) {
  return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from " + table); });
}
inline int version_now(const Walk& walk) {
  return walk.db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
}
inline void forward_with(Walk& walk, std::string_view node, const Actor& by, const json::object& variables) {
  const auto task = walk.task(node);
  walk.must([&](Tx& tx) { return walk.acts().forward(tx, by, task.id, walk.done.version, {.opinion = "同意", .checks = City::all_met(task), .variables = variables}); });
}
inline void publish_as(platform::Database& db, const std::string& of, const std::string& xml) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.key = of, .name = of, .xml = xml, .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
  }));
}

}  // namespace yimen::testing
