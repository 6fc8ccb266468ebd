#include <algorithm>

#include "run/machine.h"

/// 撤回: the one who did a step takes it back, as long as nobody after them has acted.
namespace yimen::bpmn {

using platform::ErrorCode;

/// An opinion in a vote that is still open.
bool Machine::withdraw_vote(int token) {
  for (auto& votes : state_.loops) {
    const auto vote = std::ranges::find(votes.votes, token, &Vote::token);
    if (vote == votes.votes.end()) continue;
    const int holder = votes.token, index = vote->index;
    if (is_held(*find(holder))) fault(ErrorCode::conflict, "bpmn/held", "这个环节已暂时搁置，等退回的环节办完后继续。");
    const bool is_sequential = at(*find(holder)).loop->is_sequential;
    if (is_sequential && vote + 1 != votes.votes.end()) fault(ErrorCode::rule_violated, "bpmn/cannot-withdraw", "后面的人已经表态，不能撤回。");
    if (fault_) return true;
    accept();
    votes.votes.erase(vote);
    --votes.completed;
    --votes.started;
    if (is_sequential) {
      std::vector<int> next;
      for (const auto& each : state_.tokens)
        if (each.holder == holder) next.push_back(each.id);
      for (const int each : next) cancel(each, "withdrawn");
      loop(holder)->started -= static_cast<int>(next.size());
    }
    push_instance(holder, index);
    return true;
  }
  return false;
}

/// Has anybody, or anything by itself, acted on what this token is or holds?
bool Machine::is_touched(int token) const {
  const auto& copy = *find(token);
  const auto& node = at(copy);
  const bool is_person = node.kind == NodeKind::user_task || node.kind == NodeKind::manual_task;
  if (copy.has_acted || is_held(copy) || copy.wait == Wait::signers || copy.wait == Wait::handlers) return true;
  if (copy.wait == Wait::work && !is_person) return true;
  for (const auto& work : state_.works)
    if (work.token == token && (work.is_claimed || !work.owner.empty() || !work.after.empty())) return true;
  for (const auto& votes : state_.loops)
    if (votes.token == token && votes.completed > 0) return true;
  return std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.id != token && each.parent() == token && is_touched(each.id); });
}

void Machine::apply(const Withdraw& order) {
  if (!require_running()) return;
  if (withdraw_vote(order.token)) return;
  const auto found = std::ranges::find_if(state_.visits, [&](const Visit& each) { return each.id == order.token && each.closed_at != 0; });
  const auto refuse = [&](const char* why) { fault(ErrorCode::rule_violated, "bpmn/cannot-withdraw", why); };
  if (found == state_.visits.end()) return refuse("这个环节没有办过或已经重新打开，不能撤回。");
  const auto visit = *found;
  const auto affected = descendants(visit.id);
  const bool has_followed = std::ranges::any_of(state_.visits, [&](const Visit& each) { return each.closed_at != 0 && contains(each.past, visit.id); });
  // In free order nothing follows a step while the part it stands in runs on.
  const auto* around = visit.scope == 0 ? nullptr : find(visit.scope);
  const bool is_free = around != nullptr && at(*around).kind == NodeKind::ad_hoc && !is_held(*around);
  if (is_free && at(*around).is_ad_hoc_sequential && std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.scope == visit.scope; }))
    return refuse("这里的环节一个一个办，已经开始了下一个，不能撤回。");
  if ((affected.empty() && !is_free) || has_followed || std::ranges::any_of(affected, [&](int each) { return is_touched(each); })) return refuse("后面的环节已经有人办理，不能撤回。");
  accept();
  for (const int each : affected) cancel(each, "withdrawn");
  restore_joins(visit);
  reopen(visit);
}

}  // namespace yimen::bpmn
