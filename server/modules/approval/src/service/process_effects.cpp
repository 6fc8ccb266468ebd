// What a step of the engine asks for: tasks, timers, services, messages.
#include <algorithm>
#include <charconv>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "free_order.h"
#include "instances.h"
#include "process.h"
#include "yimen/bpmn/engine.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/cases/process_services.h"
#include "yimen/identity/accounts.h"

namespace yimen::approval {

using cases::CaseTask;
using Kind = bpmn::Effect::Kind;

namespace {

constexpr std::int64_t milliseconds_per_day = 86'400'000;

/// The review points of the matter belong to the first look at the substance, beside those the model itself asks.
json::array checks_of(const catalogue::MatterVersion& matter, const bpmn::TaskSpec& spec) {
  json::array checks;
  std::set<std::string> asked;  // steps of one matter often repeat each other's points
  const auto ask = [&](const std::string& text) {
    if (asked.insert(text).second) checks.push_back(json::object{{"text", text}});
  };
  for (const auto& text : spec.checklist) ask(text);
  if (spec.role != "handler" && !(spec.stage == "review" && spec.role == "reviewer" && matter.process_key == "two-step")) return checks;
  for (const auto& step : matter.steps)
    if (step.role == "review" || step.role == "accept")
      for (const auto& text : step.checks) ask(text);
  return checks;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? number : 0;
}

/// One command's effects on the tasks and timers of a case.
class Effects {
 public:
  Effects(Services& s, Tx& tx, Approval::Opened& opened, const bpmn::Model& model, const bpmn::Step& step, int finished)
      : s_{s}, tx_{tx}, opened_{opened}, model_{model}, step_{step}, finished_{finished} {}

  Result<ProcessMove> apply() {
    for (const auto& effect : step_.effects) TRY(apply_one(effect));
    return std::move(move_);
  }

 private:
  Result<void> apply_one(const bpmn::Effect& effect) {
    switch (effect.kind) {
      case Kind::task_opened: return open(effect);
      case Kind::task_closed: close(effect); return {};
      case Kind::task_assigned: return effect.name == "confirm" ? confirm(effect) : Result<void>{};
      case Kind::task_held: hold(effect); return {};
      case Kind::task_resumed: resume(effect); return {};
      case Kind::timer_set: set_timer(effect); return {};
      case Kind::timer_cancelled: cases::cancel_timer(tx_, opened_.file.id, effect.timer); return {};
      case Kind::ended: move_.is_ended = true; return {};
      case Kind::work_requested: return request_work(effect);
      case Kind::message_sent: move_.sent.push_back({.kind = Heard::message, .name = effect.name, .content = sent_content(effect), .sent_by_name = sender(effect)}); return {};
      case Kind::signal_thrown: throw_signal(effect); return {};
      case Kind::choice_opened: open_choice(effect); return {};
      case Kind::choice_closed: cases::cancel_task_of_token(tx_, opened_.file.id, effect.token, "各环节已经办完，或不再需要"); return {};
      case Kind::list_empty: pass(effect); return {};
      case Kind::task_urged: case Kind::work_cancelled: case Kind::escalated: return {};
      case Kind::failed:  // publication lets no such model pass (check_errors); what was published otherwise is refused whole, and nothing of the act is kept
        return fail(ErrorCode::rule_violated, "approval/uncaught-error", fmt::format("流程在这里抛出错误“{}”，但没有画由谁处理，办件不能这样往下走。请联系事项管理员修改流程，或由有权限的人员跳转到其他环节。", effect.name));
      case Kind::terminated:
        return fail(ErrorCode::rule_violated, "approval/not-served", fmt::format("流程中的“{}”办件还不能运行，请联系事项管理员修改流程。", effect.node ? effect.node->name : effect.name));
    }
    return {};
  }

  CaseTask task_of(const bpmn::Node& node, int token) {
    if (token == finished_) finished_ = 0;  // from here on the token has a task of its own again
    const auto& file = opened_.file;
    CaseTask task{.case_id = file.id, .region_code = file.region_code, .department_id = file.department_id,
                  .kind = node.task.stage == "approval" ? "approval" : "review", .name = node.name, .role = node.task.role,
                  .node = node.id, .token = token, .checks = json::serialize(checks_of(*opened_.matter, node.task)), .due_on = file.due_on};
    if (const auto* at = step_.state.find(token)) task.name = instance_name(model_, step_.state, *at);
    task.is_opinion_required = node.task.is_opinion_required;
    if (node.task.limit_days > 0) task.step_due_on = opened_.days->add_working(tx_.today(), node.task.limit_days);
    return task;
  }

  Result<void> open(const bpmn::Effect& effect) {
    const auto& node = *effect.node;
    auto task = task_of(node, effect.token);
    mark_signature(task);
    if (!task.is_signature() && node.loop) task.vote = vote_word(node.loop->vote.kind);
    const bool is_by_name = task.is_signature() || node.task.participant || (node.loop && node.loop->participants);
    if (is_by_name && !effect.participant.empty()) TRY(give(task, effect.participant));
    // Who worked here before gets it back: a returned step is not a stranger's.
    else if (auto before = worker_before(tx_, opened_.file.id, model_, task)) std::tie(task.assignee, task.assignee_name) = std::move(*before);
    cases::open_task(tx_, task);
    if (task.is_personal())
      s_.messages.send(tx_, task.assignee, {.title = fmt::format("请您办理：{}", task.name), .body = fmt::format("{} · {}", opened_.file.matter_name, opened_.file.case_no),
                                            .link = "/bench/cases/" + opened_.file.id.str()});
    move_.opened.push_back(std::move(task));
    return {};
  }

  /// 自由顺序: a to-do for whoever leads the part, so that the case is found while nothing in it has been begun.
  void open_choice(const bpmn::Effect& effect) {
    const auto& node = *effect.node;
    auto task = task_of(node, effect.token);
    task.kind = "choice";
    task.role = choosing_role(model_, node);
    task.checks = "[]";
    cases::open_task(tx_, task);
    move_.opened.push_back(std::move(task));
  }

  /// An empty list: the path says that there was nothing to do.
  void pass(const bpmn::Effect& effect) {
    auto task = task_of(*effect.node, effect.token);
    task.checks = "[]";
    cases::open_task(tx_, task);
    cases::cancel_task_of_token(tx_, opened_.file.id, effect.token, "清单是空的，没有要办的，跳过");
  }

  static std::string vote_word(bpmn::VoteRule::Kind kind) {
    using enum bpmn::VoteRule::Kind;
    switch (kind) {
      case none: return {};
      case all: return "all";
      case share: return "share";
      case veto: return "veto";
      case any: return "any";
    }
    return {};
  }

  /// 加签: who was asked beside the holder of the step gives an opinion, decides nothing, and answers no review points for him.
  void mark_signature(CaseTask& task) const {
    const auto* token = step_.state.find(task.token);
    const auto* holder = token == nullptr || token->holder == 0 ? nullptr : step_.state.find(token->holder);
    if (holder == nullptr || holder->node != token->node || holder->wait == bpmn::Wait::loop) return;
    for (const auto& work : step_.state.works)
      if (work.token == task.token)
        task.given_as = work.place == bpmn::Place::before ? "sign_before" : work.place == bpmn::Place::after ? "sign_after" : "sign_beside";
    if (task.given_as.empty()) return;
    task.kind = "review";
    task.checks = "[]";
    if (const auto asking = cases::task_of_token(tx_, opened_.file.id, holder->id)) {
      task.given_by = asking->is_open ? asking->assignee : asking->done_by;
      task.given_by_name = asking->is_open ? asking->assignee_name : asking->done_by_name;
    }
  }

  /// "role:reviewer" is the pool of that role, "post:123" whoever holds the post today, else an account.
  Result<void> give(CaseTask& task, const std::string& participant) {
    if (participant.starts_with("role:")) {
      task.role = participant.substr(5);
      return {};
    }
    platform::UserId user{number_of(participant)};
    if (participant.starts_with("post:")) {
      const auto post = s_.organisation.post(tx_, organisation::PostId{number_of(participant.substr(5))});
      if (post) user = post->holder;
    }
    task.assignee_name = user ? identity::name_of(tx_, user) : std::string();
    if (task.assignee_name.empty())
      return fail(ErrorCode::rule_violated, "approval/no-such-person", fmt::format("流程环节“{}”指定的办理人“{}”不存在，请联系事项管理员修改流程。", task.name, participant));
    task.assignee = user;
    if (task.given_as.empty()) task.given_as = "named";
    return {};
  }

  /// Leaves through the outbox, so that a service neither runs for what was rolled back nor twice.
  Result<void> request_work(const bpmn::Effect& effect) {
    const auto& topic = effect.node->task.implementation;
    if (!cases::is_process_service(topic))
      return fail(ErrorCode::rule_violated, "approval/not-served", fmt::format("流程中的“{}”办件还不能运行，请联系事项管理员修改流程。", effect.node->name));
    approval::request_work(tx_, opened_.file.id, effect.token, topic);
    return {};
  }

  static std::string sender(const bpmn::Effect& effect) { return effect.node->name.empty() ? effect.node->id : effect.node->name; }
  static json::object sent_content(const bpmn::Effect& effect) {
    auto content = bpmn::to_json(effect.variables);
    if (!content.contains("message")) content["message"] = json::object{{"name", effect.name}, {"from", sender(effect)}};
    return content;
  }
  /// For the other cases of the region: a place's process speaks for its place only.
  void throw_signal(const bpmn::Effect& effect) {
    const auto& file = opened_.file;
    broadcast(tx_, {.name = effect.name, .words = {}, .content = bpmn::to_json(effect.variables), .from_case = file.id, .region_low = file.region_code, .region_high = file.region_code + 1,
                    .sent_by = {}, .sent_by_name = fmt::format("{} · {}", file.case_no, sender(effect))});
  }

  void close(const bpmn::Effect& effect) {
    if (std::exchange(finished_, effect.token == finished_ ? 0 : finished_) == effect.token) return;  // closed already, by who has done it
    const std::string_view why = effect.outcome == "returned" ? "退回到前面的环节" : effect.outcome == "withdrawn" ? "前一环节撤回" : effect.outcome == "jumped" ? "跳转到其他环节" : "不再需要";
    cases::cancel_task_of_token(tx_, opened_.file.id, effect.token, why);
  }

  /// 委托: the helper is done, his opinion stands; the owner has the last word.
  Result<void> confirm(const bpmn::Effect& effect) {
    const auto lent = cases::task_of_token(tx_, opened_.file.id, effect.token);
    if (!lent) return {};
    auto task = task_of(*effect.node, effect.token);
    TRY(give(task, effect.participant));
    task.kind = lent->kind;
    task.vote = lent->vote;
    task.given_as = "confirm";
    task.given_by = lent->done_by;
    task.given_by_name = lent->done_by_name;
    task.step_due_on = lent->step_due_on;
    cases::open_task(tx_, task);
    move_.opened.push_back(std::move(task));
    return {};
  }

  void hold(const bpmn::Effect& effect) {
    auto task = cases::task_of_token(tx_, opened_.file.id, effect.token);
    if (!task || !task->is_open) return;
    task->is_held = true;
    cases::save_task(tx_, *task);
  }

  void resume(const bpmn::Effect& effect) {
    auto task = cases::task_of_token(tx_, opened_.file.id, effect.token);
    if (!task) return;
    if (task->is_open) {
      task->is_held = false;
      cases::save_task(tx_, *task);
    } else {
      auto again = task_of(*effect.node, effect.token);
      again.assignee = task->done_by;
      again.assignee_name = task->done_by_name;
      again.vote = task->vote;
      cases::open_task(tx_, again);
      task = again;
    }
    move_.opened.push_back(*task);
  }

  /// A limit the model states in working days ends with the last of them, by the calendar of the place. A step that was put aside or
  /// returned from goes on with the days it had left.
  void set_timer(const bpmn::Effect& effect) {
    auto due = platform::from_millis(effect.due);
    const auto left = static_cast<int>((effect.due - platform::millis(tx_.now()) + milliseconds_per_day - 1) / milliseconds_per_day);
    if (const int days = std::min(effect.node->task.limit_days, left); days > 0)
      due = std::max(due, platform::shanghai_instant(platform::add_days(opened_.days->add_working(tx_.today(), days), 1)));
    cases::set_timer(tx_, {.case_id = opened_.file.id, .timer = effect.timer, .node = effect.node->id, .due_at = due});
  }

  Services& s_;
  Tx& tx_;
  Approval::Opened& opened_;
  const bpmn::Model& model_;
  const bpmn::Step& step_;
  int finished_;  // token of the task the caller has closed, until the engine says so
  ProcessMove move_;
};

}  // namespace

void request_work(Tx& tx, CaseId id, int token, const std::string& service) {
  tx.publish(process_work_topic, json::serialize(json::object{{"case_id", id.str()}, {"token", token}, {"service", service}}));
}

Result<ProcessMove> apply_effects(Services& s, Tx& tx, Approval::Opened& opened, const bpmn::Model& model, const bpmn::Step& step, int finished) { return Effects{s, tx, opened, model, step, finished}.apply(); }

std::string task_checks(const Approval::Opened& opened, const bpmn::Node& node) { return json::serialize(checks_of(*opened.matter, node.task)); }

}  // namespace yimen::approval
