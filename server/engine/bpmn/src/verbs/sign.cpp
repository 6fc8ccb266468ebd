#include <algorithm>

#include "run/machine.h"

/// 加签: persons added to a task, and how a person's part of it ends.
namespace yimen::bpmn {

using platform::ErrorCode;

bool Machine::is_added(const Token& token) const {
  const auto* holder = token.holder == 0 ? nullptr : find(token.holder);
  return holder != nullptr && holder->node == token.node && holder->wait != Wait::loop && holder->wait != Wait::handlers;
}

bool Machine::has_added(int token) const {
  return std::ranges::any_of(state_.tokens, [token](const Token& each) { return each.holder == token; });
}

void Machine::apply(const AddSigners& order) {
  if (!require_person(order.token)) return;
  const bool is_bad = order.participants.empty() || std::ranges::any_of(order.participants, &std::string::empty);
  if (is_bad) return fault(ErrorCode::rule_violated, "bpmn/no-participant", "请写明加签给谁。");
  accept();
  const auto copy = *find(order.token);
  if (order.place == Place::after) {
    auto& after = work_of(order.token).after;
    after.insert(after.end(), order.participants.begin(), order.participants.end());
    return;
  }
  const auto* holder = copy.holder == 0 ? nullptr : find(copy.holder);
  if (order.place == Place::beside && holder != nullptr && holder->wait == Wait::loop && at(copy).loop->participants) {
    // One more voice in the same vote.
    for (const auto& participant : order.participants) {
      auto& votes = *loop(copy.holder);
      votes.items.emplace_back(participant);
      ++votes.total;
      if (!at(copy).loop->is_sequential) push_instance(copy.holder, votes.total);
    }
    return;
  }
  if (order.place == Place::before) {
    find(order.token)->wait = Wait::signers;
    effect(Effect::Kind::task_held, *find(order.token));
  }
  open_added(order.token, order.participants, order.place);
}

void Machine::open_added(int token, const std::vector<std::string>& participants, Place place) {
  const auto copy = *find(token);
  for (const auto& participant : participants) {
    const int id = add_token({.node = copy.node, .scope = copy.scope, .holder = token, .past = copy.past}, Wait::work).id;
    auto& work = work_of(id);
    work.participant = participant;
    work.place = place;
    effect(Effect::Kind::task_opened, *find(id)).participant = participant;
  }
}

/// A person is done. The step goes on when everybody who was added is, too.
void Machine::finish_person(int token, const std::string& outcome) {
  const auto found = std::ranges::find(state_.works, token, &Work::token);
  if (found != state_.works.end() && found->comes_back && !found->owner.empty()) {
    const auto owner = std::exchange(found->owner, {});
    found->comes_back = false;
    assign(token, owner, "confirm");
    step_.effects.back().outcome = outcome;
    return;
  }
  effect(Effect::Kind::task_closed, *find(token)).outcome = outcome;
  const bool asks_others = found != state_.works.end() && !found->after.empty();
  if (!asks_others && !has_added(token)) return conclude(token, outcome);
  auto& work = work_of(token);
  work.is_done = true;
  work.outcome = outcome;
  find(token)->wait = Wait::signers;
  const auto after = std::exchange(work.after, {});
  open_added(token, after, Place::after);
}

/// The first opinion of an added person that differs counts as the step's outcome: whoever was asked to sign with or after must agree.
void Machine::conclude(int token, std::string outcome) {
  if (const auto work = std::ranges::find(state_.works, token, &Work::token); work != state_.works.end())
    for (const auto& other : work->outcomes)
      if (other != work->outcome) {
        outcome = other;
        break;
      }
  const auto& copy = *find(token);
  return is_added(copy) ? finish_added(token, outcome) : complete_instance(token, outcome);
}

void Machine::finish_added(int token, const std::string& outcome) {
  const int holder = find(token)->holder;
  const auto place = work_of(token).place;
  remove(token);
  if (place == Place::before) {
    const bool is_waiting = std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.holder == holder && work_of(each.id).place == Place::before; });
    if (is_waiting || find(holder)->wait != Wait::signers) return;
    find(holder)->wait = Wait::work;
    auto& resumed = effect(Effect::Kind::task_resumed, *find(holder));
    resumed.outcome = outcome;
    resumed.participant = work_of(holder).participant;
    return;
  }
  auto& work = work_of(holder);
  if (outcome != "abstain") work.outcomes.push_back(outcome);
  if (work.is_done && !has_added(holder)) conclude(holder, work.outcome);
}

}  // namespace yimen::bpmn
