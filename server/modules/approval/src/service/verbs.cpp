// 加签、委托、转办、撤回、催办、跳转: what people in offices do on a running case, each with its reason in the trail.
#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "free_order.h"
#include "opened.h"
#include "process.h"
#include "yimen/bpmn/commands.h"
#include "yimen/identity/accounts.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using cases::CaseTask;
using platform::UserId;

namespace {

constexpr std::string_view reviewing_roles[] = {"handler", "reviewer", "approver", "chief_representative", "window_clerk"};
constexpr std::chrono::minutes between_urgings{60};

std::string join_names(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, "、")); }

void note(Tx& tx, const Actor& actor, const cases::ServiceCase& file, const char* action, std::string text, json::object facts = {}) {
  trail::append(tx, actor, {.action = action, .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code, .text = std::move(text), .facts = std::move(facts)});
}

/// A step of the process that is under way, and one's own.
Result<void> require_step(const CaseTask& task) {
  if (!task.node.empty() && (task.kind == "review" || task.kind == "approval")) return {};
  return fail(ErrorCode::conflict, "approval/not-a-step", "只有审查和决定环节可以这样办理。");
}

/// Has the person worked on another level of the case? Then he could never finish what he is asked for.
bool has_other_level(const Services& s, Tx& tx, const CaseTask& task, UserId who) {
  const auto file = cases::get_case(tx, task.case_id);
  return std::ranges::any_of(cases::work_of(tx, task.case_id, who), [&](const cases::WorkDone& done) {
    return done.node != task.node && !(file && is_one_level(s, tx, *file, done.node, task.node)) && (done.kind == "review" || done.kind == "approval") && done.outcome != "returned";
  });
}

Result<std::vector<UserId>> able_to_replace(Services& s, Tx& tx, const CaseTask& task) {
  return s.organisation.staff_with_role(tx, organisation::DepartmentId{task.department_id}, task.role, tx.today());
}

Result<std::string> require_able(Services& s, Tx& tx, const CaseTask& task, UserId to) {
  const auto able = TRY(able_to_replace(s, tx, task));
  if (std::ranges::find(able, to) == able.end())
    return fail(ErrorCode::rule_violated, "approval/cannot-take", "对方今天不在岗，或没有办理这一环节的岗位。", {{"/to", "请选择本部门同岗位的在岗人员。"}});
  if (has_other_level(s, tx, task, to)) return fail(ErrorCode::rule_violated, "approval/same-person", "对方已办过本件的其他环节，不能再办这一环节。", {{"/to", "请选择没有办过本件的人员。"}});
  return identity::name_of(tx, to);
}

std::vector<Approval::Colleague> signers_for(Services& s, Tx& tx, const CaseTask& task) {
  std::vector<Approval::Colleague> found;
  std::set<std::int64_t> seen{task.assignee.value()};
  for (const auto role : reviewing_roles)
    for (const auto user : s.organisation.staff_with_role(tx, organisation::DepartmentId{task.department_id}, role, tx.today()))
      if (seen.insert(user.value()).second && !has_other_level(s, tx, task, user))
        if (auto name = identity::name_of(tx, user); !name.empty()) found.push_back({user, std::move(name), std::string(role)});
  return found;
}

}  // namespace

Result<void> Approval::transfer(Tx& tx, const Actor& actor, TaskId id, UserId to, const std::string& reason) {
  auto [task, opened] = TRY(open_at(tx, actor, id));
  TRY(require_task(*this, tx, actor, task));
  const auto why = TRY(required_text(reason, "/reason", "移交理由", 200));
  if (task.is_signature()) return fail(ErrorCode::rule_violated, "approval/signature-is-personal", "加签点名请您提意见，不能移交；不便办理的，请加签人取消后另请他人。");
  const auto name = TRY(require_able(s_, tx, task, to));
  task.assignee = to;
  task.assignee_name = name;
  task.claimed_at = tx.now();
  task.is_begun = true;
  if (task.given_as == "delegated") task.given_as.clear();
  if (!task.node.empty() && task.kind != "choice") TRY(run_process(s_, tx, opened, bpmn::Transfer{task.token, to.str()}));
  cases::save_task(tx, task);
  cases::save_case(tx, opened.file, opened.before);
  s_.messages.send(tx, to, {.title = "移交给您一项待办", .body = fmt::format("{} · {}（{}）", opened.file.matter_name, task.name, why), .link = "/bench/cases/" + opened.file.id.str()});
  note(tx, actor, opened.file, "tasks.transfer", fmt::format("{}将“{}”移交{}：{}", acting_name(actor), task.name, name, why), {{"to", name}, {"reason", why}});
  return {};
}

Result<void> Approval::delegate(Tx& tx, const Actor& actor, TaskId id, UserId to, const std::string& reason) {
  auto [task, opened] = TRY(open_at(tx, actor, id));
  TRY(require_task(*this, tx, actor, task));
  TRY(require_step(task));
  TRY(require_other_person(s_, tx, actor, opened.file, task));
  const auto why = TRY(required_text(reason, "/reason", "委托理由", 200));
  // The decision is the organ's, made by who is empowered: absence is what A/B posts and authorisation letters are for.
  if (task.kind == "approval") return fail(ErrorCode::rule_violated, "approval/decision-not-lent", "决定不能委托他人作出；不在岗时由B岗或有授权书的人员决定。");
  if (task.is_signature() || task.given_as == "delegated") return fail(ErrorCode::rule_violated, "approval/lent-already", "这项待办是受托或加签得来的，不能再委托他人。");
  const auto name = TRY(require_able(s_, tx, task, to));
  if (to == actor.id) return fail(ErrorCode::invalid_input, "approval/own-task", "不能委托给自己。", {{"/to", "请选择另一人。"}});
  task.assignee = actor.id;
  TRY(name_worker(s_, tx, opened, task));
  TRY(run_process(s_, tx, opened, bpmn::Delegate{task.token, to.str(), true}));
  task.assignee = to;
  task.assignee_name = name;
  task.claimed_at = tx.now();
  task.is_begun = true;
  task.given_as = "delegated";
  task.given_by = actor.id;
  task.given_by_name = acting_name(actor);
  task.given_reason = why;
  cases::save_task(tx, task);
  cases::save_case(tx, opened.file, opened.before);
  s_.messages.send(tx, to, {.title = fmt::format("{}委托您办理：{}", actor.name, task.name), .body = fmt::format("{}（{}）。办完后由委托人确认。", opened.file.matter_name, why), .link = "/bench/cases/" + opened.file.id.str()});
  note(tx, actor, opened.file, "tasks.delegate", fmt::format("{}委托{}办理“{}”：{}", acting_name(actor), name, task.name, why), {{"to", name}, {"reason", why}});
  return {};
}

Result<void> Approval::recall(Tx& tx, const Actor& actor, TaskId id) {
  auto [task, opened] = TRY(open_at(tx, actor, id));
  if (!task.is_open || task.given_as != "delegated" || task.given_by != actor.id)
    return fail(ErrorCode::conflict, "approval/not-lent", "这项待办不是您委托出去的，或受托人已经办完，请刷新后查看。");
  const auto helper = task.assignee;
  const auto helper_name = task.assignee_name;
  task.assignee = actor.id;
  task.assignee_name = actor.name;
  task.claimed_at = tx.now();
  task.given_as.clear();
  task.given_by = {};
  task.given_by_name.clear();
  task.given_reason.clear();
  TRY(name_worker(s_, tx, opened, task));
  cases::save_task(tx, task);
  cases::save_case(tx, opened.file, opened.before);
  s_.messages.send(tx, helper, {.title = fmt::format("委托已收回：{}", task.name), .body = fmt::format("{} · {}收回委托，由本人办理。", opened.file.matter_name, actor.name)});
  note(tx, actor, opened.file, "tasks.recall", fmt::format("{}收回委托{}办理的“{}”", acting_name(actor), helper_name, task.name));
  return {};
}

Result<Done> Approval::add_signers(Tx& tx, const Actor& actor, TaskId id, int version, const SignOrder& order) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_task(*this, tx, actor, task));
  TRY(require_step(task));
  TRY(require_other_person(s_, tx, actor, opened.file, task));
  const auto why = TRY(required_text(order.reason, "/reason", "加签理由", 200));
  if (task.is_signature()) return fail(ErrorCode::rule_violated, "approval/signature-is-personal", "加签点名请您提意见，不能再加签他人。");
  // After the decision nobody signs any more. Law: 行政许可法 Art. 38.
  if (task.kind == "approval" && order.place != "before")
    return fail(ErrorCode::rule_violated, "approval/sign-before-decision", "决定环节只能在决定之前加签。", {{"/place", "请选择“先由对方提意见”。"}});
  if (order.people.empty() || order.people.size() > 10) return fail(ErrorCode::invalid_input, "approval/no-signer", "请选择加签给谁。", {{"/people", "请选择一至十人。"}});
  const auto able = signers_for(s_, tx, task);
  std::vector<std::string> ids, names;
  for (const auto person : order.people) {
    const auto found = std::ranges::find(able, person, &Colleague::id);
    if (person == actor.id || found == able.end() || std::ranges::find(ids, person.str()) != ids.end())
      return fail(ErrorCode::rule_violated, "approval/cannot-sign", "所选的人今天不在岗、已办过本件的其他环节，或是您自己。", {{"/people", "请从列出的人员中选择。"}});
    ids.push_back(person.str());
    names.push_back(found->name);
  }
  // Whoever asks has the step: the opinions come back to him.
  task.assignee = actor.id;
  task.assignee_name = actor.name;
  task.claimed_at = tx.now();
  task.is_begun = true;
  cases::save_task(tx, task);
  const auto place = order.place == "after" ? bpmn::Place::after : order.place == "beside" ? bpmn::Place::beside : bpmn::Place::before;
  const auto moved = TRY(run_process(s_, tx, opened, bpmn::AddSigners{task.token, ids, place}));
  for (auto signer : moved.opened) {
    signer.given_by = actor.id;
    signer.given_by_name = acting_name(actor);
    signer.given_reason = why;
    cases::save_task(tx, signer);
  }
  ++opened.file.version;
  opened.file.changed_at = tx.now();
  const std::string_view when = place == bpmn::Place::after ? "办完后" : place == bpmn::Place::beside ? "同时" : "先";
  TRY(finish(s_, tx, actor, opened, {.action = "tasks.add_signers", .text = fmt::format("{}在“{}”加签，{}请{}提意见：{}", acting_name(actor), task.name, when, join_names(names), why),
                                     .facts = {{"task", task.name}, {"place", order.place}, {"people", join_names(names)}, {"reason", why}}}));
  return done_of(opened);
}

Result<Done> Approval::cancel_signature(Tx& tx, const Actor& actor, TaskId id, int version, const std::string& reason) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  const auto why = TRY(required_text(reason, "/reason", "取消理由", 200));
  if (!task.is_open || !task.is_signature()) return fail(ErrorCode::conflict, "approval/not-a-signature", "只能取消还没有办完的加签。办件本身只能依法办结、撤回或作废。");
  if (task.given_by != actor.id && !actor.may("cases.jump")) return fail(ErrorCode::forbidden, "approval/others-signature", fmt::format("这是{}请的加签，由其本人或有跳转权限的人员取消。", task.given_by_name));
  cases::finish_task(tx, task, actor, {.outcome = "cancelled", .opinion = why});
  TRY(run_process(s_, tx, opened, bpmn::Complete{task.token, "abstain"}, {}, task.token));
  TRY(settle_state(tx, opened, Act::forward));
  TRY(finish(s_, tx, actor, opened, {.action = "tasks.cancel_signature", .text = fmt::format("{}取消请{}在“{}”的加签：{}", acting_name(actor), task.assignee_name, task.name, why), .facts = {{"task", task.name}, {"reason", why}}}));
  s_.messages.send(tx, task.assignee, {.title = fmt::format("加签已取消：{}", task.name), .body = fmt::format("{}（{}）", opened.file.matter_name, why)});
  return done_of(opened);
}

Result<Done> Approval::take_back(Tx& tx, const Actor& actor, TaskId id, int version, const std::string& reason) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  const auto why = TRY(required_text(reason, "/reason", "撤回理由", 200));
  if (task.is_open || task.kind != "review" || task.node.empty() || task.outcome == "cancelled" || task.outcome == "returned" || (task.done_by != actor.id && task.done_by != actor.substitute_for))
    return fail(ErrorCode::rule_violated, "approval/not-yours-to-take-back", "只能撤回您自己提交的审查环节。");
  TRY(cases::next_state(opened.file.state, Act::return_step));
  for (const auto& next : cases::open_tasks_of(tx, task.case_id))
    if (next.is_begun && next.id > task.id && !is_one_level(s_, tx, opened.file, next.node, task.node) && !runs_beside(s_, tx, opened.file, next.node, task.node))
      return fail(ErrorCode::conflict, "approval/begun-already", fmt::format("{}已经开始办理“{}”，不能撤回；请与其联系退回。", next.assignee_name, next.name));
  const auto moved = TRY(run_process(s_, tx, opened, bpmn::Withdraw{task.token}));
  // The opinion that was given stays in the file; the step is done once more, by the same person.
  for (auto again : moved.opened)
    if (again.node == task.node && again.given_as.empty()) {
      again.assignee = actor.id;
      again.assignee_name = actor.name;
      again.claimed_at = tx.now();
      again.is_begun = true;
      cases::save_task(tx, again);
    }
  TRY(settle_state(tx, opened, Act::return_step));
  TRY(finish(s_, tx, actor, opened, {.action = "tasks.take_back", .text = fmt::format("{}撤回已提交的“{}”：{}", acting_name(actor), task.name, why), .facts = {{"task", task.name}, {"reason", why}}}));
  return done_of(opened);
}

Result<void> Approval::urge(Tx& tx, const Actor& actor, TaskId id, const std::string& words) {
  auto [task, file] = TRY(cases::lock_task_and_case(tx, id));
  TRY(require_visible(tx, actor, file));
  const auto text = TRY(required_text(words, "/words", "催办的话", 200));
  if (!task.is_open) return fail(ErrorCode::conflict, "approval/task-done", "这项待办已经办完，请刷新列表。");
  if (task.assignee == actor.id) return fail(ErrorCode::rule_violated, "approval/own-task", "这项待办在您手上，不用催办自己。");
  if (task.urged_at && tx.now() - *task.urged_at < between_urgings)
    return fail(ErrorCode::rule_violated, "approval/urged-lately", fmt::format("{}在{}刚催办过，一小时内不重复催办。", task.urged_by_name, platform::zh_instant(*task.urged_at)));
  ++task.urged_count;
  task.urged_at = tx.now();
  task.urged_by_name = acting_name(actor);
  task.urged_words = text;
  cases::save_task(tx, task);
  auto people = task.assignee ? std::vector{task.assignee} : s_.organisation.staff_with_role(tx, organisation::DepartmentId{task.department_id}, task.role, tx.today());
  for (const auto person : people)
    s_.messages.send(tx, person, {.title = fmt::format("催办：{}", task.name), .body = fmt::format("{} · {}，{}：{}", file.matter_name, file.case_no, task.urged_by_name, text), .link = "/bench/cases/" + file.id.str(),
                                  .once_key = fmt::format("urge:{}:{}", task.id.str(), task.urged_count)});
  note(tx, actor, file, "tasks.urge", fmt::format("{}催办“{}”（第{}次）：{}", acting_name(actor), task.name, task.urged_count, text), {{"task", task.name}, {"count", task.urged_count}, {"words", text}});
  return {};
}

Result<Done> Approval::jump(Tx& tx, const Actor& actor, TaskId id, int version, const JumpOrder& order) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_step(task));
  const auto why = TRY(required_text(order.reason, "/reason", "跳转理由", 500));
  if (!task.is_open) return fail(ErrorCode::conflict, "approval/task-done", "这项待办已经办完，请刷新后再办。");
  TRY(cases::next_state(opened.file.state, Act::return_step));  // review and decision only
  const auto steps = TRY(steps_of(s_, tx, opened.file));
  const auto target = std::ranges::find(steps, order.to_node, &ProcessPlace::node);
  if (target == steps.end() || target->node == task.node) return fail(ErrorCode::invalid_input, "approval/no-such-step", "请选择要跳转到的环节。", {{"/to_node", "请选择另一个环节。"}});
  // What was never reviewed cannot be decided. Law: 行政许可法 Art. 34(1), 37.
  const auto tasks = cases::tasks_of(tx, opened.file.id);
  const bool is_reviewed = std::ranges::any_of(tasks, [](const CaseTask& t) { return !t.is_open && t.kind == "review" && t.done_by && t.outcome != "cancelled" && t.outcome != "returned"; });
  if (target->stage == "approval" && !is_reviewed)
    return fail(ErrorCode::rule_violated, "approval/not-reviewed", "还没有任何审查意见，不能直接跳转到决定（《行政许可法》第三十四条、第三十七条）。", {{"/to_node", "请选择审查环节。"}});
  const auto others = order.stops_others ? bpmn::Jump::Others::stop : bpmn::Jump::Others::stay;
  TRY(run_process(s_, tx, opened, bpmn::Jump{task.token, order.to_node, why, others}));
  TRY(settle_state(tx, opened, Act::forward));
  TRY(finish(s_, tx, actor, opened, {.action = "tasks.jump", .text = fmt::format("{}将办件从“{}”跳转到“{}”：{}", acting_name(actor), task.name, target->name, why),
                                     .facts = {{"task", task.name}, {"to", target->name}, {"reason", why}, {"stops_others", order.stops_others}}}));
  if (task.assignee)
    s_.messages.send(tx, task.assignee, {.title = fmt::format("办件已跳转：{}", task.name), .body = fmt::format("{} · {}将其跳转到“{}”：{}", opened.file.matter_name, actor.name, target->name, why), .link = "/bench/cases/" + opened.file.id.str()});
  return done_of(opened);
}

Result<Approval::Choices> Approval::choices(Tx& tx, const Actor& actor, TaskId id) const {
  const auto task = TRY(cases::get_task(tx, id));
  const auto file = TRY(visible(tx, actor, task.case_id));
  Choices found;
  auto& s = const_cast<Services&>(s_);
  for (const auto user : TRY(able_to_replace(s, tx, task)))
    if (user != actor.id && !has_other_level(s, tx, task, user)) found.substitutes.push_back({user, identity::name_of(tx, user), task.role});
  if (!task.is_open || !require_step(task)) return found;
  for (auto& place : TRY(places_to_return(s_, tx, file, task))) found.return_places.push_back({place.node, place.name, place.stage});
  for (auto& place : TRY(steps_of(s_, tx, file)))
    if (place.node != task.node) found.jump_places.push_back({place.node, place.name, place.stage});
  for (auto& one : signers_for(s, tx, task))
    if (one.id != actor.id) found.signers.push_back(std::move(one));
  return found;
}

}  // namespace yimen::approval
