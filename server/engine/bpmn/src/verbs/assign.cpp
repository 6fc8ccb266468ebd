#include <algorithm>

#include "run/machine.h"

/// 转办, 委托, 抢办, 催办: who works on an open task.
namespace yimen::bpmn {

using platform::ErrorCode;

Work& Machine::work_of(int token) {
  const auto found = std::ranges::find(state_.works, token, &Work::token);
  return found != state_.works.end() ? *found : state_.works.emplace_back(Work{.token = token});
}

bool Machine::require_person(int token) {
  const auto* found = require(token, Wait::work);
  if (found == nullptr) return false;
  const bool is_person = at(*found).kind == NodeKind::user_task || at(*found).kind == NodeKind::manual_task;
  if (!is_person) fault(ErrorCode::conflict, "bpmn/wrong-place", "这不是由人办理的环节。");
  return is_person;
}

/// The list of a vote names whoever has the task now, so that an opinion stays with its giver.
void Machine::rename_participant(int token, const std::string& participant) {
  const auto& at_token = *find(token);
  auto* votes = at_token.holder == 0 ? nullptr : loop(at_token.holder);
  if (votes != nullptr && at(at_token).loop->participants && at_token.index >= 1 && at_token.index <= std::ssize(votes->items)) votes->items[static_cast<std::size_t>(at_token.index - 1)] = feel::Value{participant};
}

void Machine::assign(int token, const std::string& participant, const char* how) {
  auto& work = work_of(token);
  work.participant = participant;
  auto& assigned = effect(Effect::Kind::task_assigned, *find(token));
  assigned.participant = participant;
  assigned.name = how;
}

void Machine::apply(const Transfer& order) {
  if (!require_person(order.token)) return;
  if (order.to.empty()) return fault(ErrorCode::rule_violated, "bpmn/no-participant", "请写明转给谁办理。");
  accept();
  auto& work = work_of(order.token);
  work.owner.clear();
  work.comes_back = work.is_claimed = false;
  rename_participant(order.token, order.to);
  assign(order.token, order.to, "transfer");
}

void Machine::apply(const Delegate& order) {
  if (!require_person(order.token)) return;
  if (order.to.empty()) return fault(ErrorCode::rule_violated, "bpmn/no-participant", "请写明委托谁办理。");
  accept();
  auto& work = work_of(order.token);
  if (work.owner.empty()) work.owner = work.participant;
  work.comes_back = order.comes_back;
  assign(order.token, order.to, "delegate");
  step_.effects.back().key = work_of(order.token).owner;
}

void Machine::apply(const Claim& order) {
  if (!require_person(order.token)) return;
  if (order.by.empty()) return fault(ErrorCode::rule_violated, "bpmn/no-participant", "请写明谁来办理。");
  const auto& node = at(*find(order.token));
  const auto work = std::ranges::find(state_.works, order.token, &Work::token);
  const bool is_taken = work != state_.works.end() && !work->participant.empty() && work->participant != order.by;
  if (is_taken) return fault(ErrorCode::conflict, "bpmn/already-claimed", "这个环节已由他人办理。");
  if (node.task.candidates) {
    const auto candidates = evaluate(node.task.candidates, order.token);
    const auto is_by = [&](const feel::Value& each) { return each.is(feel::Kind::string) && each.string() == order.by; };
    if (!(candidates.is(feel::Kind::list) ? std::ranges::any_of(candidates.list(), is_by) : is_by(candidates)))
      return fault(ErrorCode::rule_violated, "bpmn/not-candidate", "这个环节不在您的可办范围内。");
  }
  accept();
  work_of(order.token).is_claimed = true;
  assign(order.token, order.by, "claim");
}

void Machine::apply(const Release& order) {
  if (!require_person(order.token)) return;
  const auto work = std::ranges::find(state_.works, order.token, &Work::token);
  if (work == state_.works.end() || !work->is_claimed) return fault(ErrorCode::conflict, "bpmn/wrong-place", "这个环节不是抢办的，不能放回。");
  accept();
  work->is_claimed = false;
  assign(order.token, {}, "release");
}

void Machine::apply(const Urge& order) {
  if (!require_person(order.token)) return;
  accept();
  auto& work = work_of(order.token);
  auto& urged = effect(Effect::Kind::task_urged, *find(order.token));
  urged.count = ++work.urged;
  urged.participant = work.participant;
  urged.name = order.by;
}

}  // namespace yimen::bpmn
