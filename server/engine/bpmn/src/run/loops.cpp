#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

void Machine::begin_loop(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  const int id = add_token(moving, Wait::loop).id;
  if (fault_) return;
  give_loop_data(id);
  LoopState fresh{.token = id};
  if (!fill_loop(fresh, node)) return;
  state_.loops.push_back(std::move(fresh));
  if (node.kind == NodeKind::user_task) visit(id);
  if (!node.boundary.empty()) arm_boundaries(id);
  if (find(id) == nullptr || fault_) return;
  resume_parked(id);
  auto* loop = this->loop(id);
  if (!node.loop->is_multiple) {
    const bool begins = node.loop->maximum != 0 && (!node.loop->tests_before || !node.loop->condition || evaluate(node.loop->condition, id).is_true());
    return begins ? push_instance(id, 1) : finish_loop(id, {});
  }
  if (loop->total == 0) effect(Effect::Kind::list_empty, *find(id));
  if (loop->completed >= loop->total) return finish_loop(id, node.loop->vote.kind == VoteRule::Kind::none ? std::string{} : vote_result(*loop, *node.loop));
  const int count = loop->total;
  for (int index = 1; index <= count; ++index) {
    const auto voted = std::ranges::find(this->loop(id)->votes, index, &Vote::index);
    if (voted != this->loop(id)->votes.end()) continue;  // gave an opinion before the way went back
    push_instance(id, index);
    if (node.loop->is_sequential) return;
  }
}

/// A collection may be data of the activity itself: it is filled before there is an instance, and given on when all are done.
void Machine::give_loop_data(int token) {
  const auto& node = at(*find(token));
  const auto is_among = [](const std::vector<std::string>& names, const std::string& name) { return !name.empty() && std::ranges::find(names, name) != names.end(); };
  const bool gives = is_among(node.outputs, node.loop->output_collection);
  if (!gives && !is_among(node.inputs, node.loop->collection)) return;
  auto& own = state_.frames.emplace_back(Frame{.token = token});
  for (const auto& name : node.inputs) own.variables.set(name, {});
  if (gives) own.variables.set(node.loop->output_collection, {});
  if (!node.input_moves.empty()) move_inputs(token);
}

/// How often, and over what.
bool Machine::fill_loop(LoopState& loop, const Node& node) {
  const auto& spec = *node.loop;
  if (!spec.is_multiple) return true;
  const auto bad = [&](const char* what) {
    fault(ErrorCode::rule_violated, "bpmn/bad-loop", fmt::format("“{}”的{}，无法开始多实例。", label(node), what));
    return false;
  };
  feel::Value list;
  if (spec.participants) list = evaluate(spec.participants, loop.token);
  else if (spec.items) list = evaluate(spec.items, loop.token);
  else if (!spec.collection.empty()) list = Names{*this, loop.token, {}}.value_of(spec.collection);
  else {
    const auto count = evaluate(spec.cardinality, loop.token);
    const auto whole = count.is(feel::Kind::number) ? count.number().to_int() : std::nullopt;
    if (!whole || *whole < 0) return bad("次数不是不小于0的整数");
    loop.total = static_cast<int>(std::min<std::int64_t>(*whole, around_.limits.instances + 1));
    return fits(loop.total, node);
  }
  if (list.is(feel::Kind::string) || (spec.items && list.is(feel::Kind::context))) list = feel::Value{feel::List{list}};
  if (spec.items && list.is_null()) list = feel::Value{feel::List{}};  // what was not stated is nothing to do
  if (!list.is(feel::Kind::list)) return bad(spec.participants ? "参加人不是名单" : "集合不是列表");
  loop.items = list.list();
  loop.total = static_cast<int>(loop.items.size());
  return fits(loop.total, node);
}

bool Machine::fits(int instances, const Node& node) {
  if (instances <= around_.limits.instances) return true;
  fault(ErrorCode::too_large, "bpmn/too-many-instances", fmt::format("“{}”要对每一项各办一次，现在超过了{}项，流程不能往下走：请合并或者减少这些项。", label(node), around_.limits.instances));
  return false;
}

/// The opinions given before a return count again: only those who have not given theirs are asked.
void Machine::resume_parked(int token) {
  const auto copy = *find(token);
  const auto found = std::ranges::find_if(state_.parked, [&](const Parked& each) { return each.node == copy.node && (each.scope == copy.scope || each.scope == -1) && !each.loop.items.empty(); });
  if (found == state_.parked.end()) return;
  auto& loop = *this->loop(token);
  for (auto vote : found->loop.votes) {
    int index = 0;
    for (std::size_t i = 0; i < loop.items.size() && index == 0; ++i) {
      const bool is_free = std::ranges::none_of(loop.votes, [&](const Vote& each) { return each.index == static_cast<int>(i) + 1; });
      if (is_free && feel::plain_text(loop.items[i]) == vote.participant) index = static_cast<int>(i) + 1;
    }
    if (index == 0) continue;
    if (const auto old = static_cast<std::size_t>(vote.index - 1); old < found->loop.outputs.size()) {
      loop.outputs.resize(std::max(loop.outputs.size(), static_cast<std::size_t>(index)));
      loop.outputs[static_cast<std::size_t>(index - 1)] = found->loop.outputs[old];
    }
    vote.index = index;
    loop.votes.push_back(std::move(vote));
    ++loop.started;
    ++loop.completed;
  }
  state_.parked.erase(found);
}

void Machine::push_instance(int token, int index) {
  const auto copy = *find(token);
  const auto& spec = *at(copy).loop;
  auto& loop = *this->loop(token);
  ++loop.started;
  Moving moving{.node = copy.node, .scope = copy.scope, .holder = token, .index = index, .has_acted = copy.has_acted, .past = copy.past};
  if (index <= std::ssize(loop.items)) {
    const auto& item = loop.items[static_cast<std::size_t>(index - 1)];
    if (!spec.item.empty()) moving.locals.set(spec.item, item);
    if (spec.participants) moving.locals.set("participant", item);
  }
  if (!spec.output_item.empty()) moving.locals.set(spec.output_item, {});
  push(std::move(moving));
}

void Machine::instance_done(int holder, const Token& instance, const std::string& outcome, const feel::Value& output) {
  const int index = instance.index;
  const auto copy = *find(holder);
  const auto& node = at(copy);
  const auto& spec = *node.loop;
  {
    auto& state = *loop(holder);
    ++state.completed;
    if (!spec.output_collection.empty()) {
      if (std::ssize(state.outputs) < index) state.outputs.resize(static_cast<std::size_t>(index));
      state.outputs[static_cast<std::size_t>(index - 1)] = output;
    }
    // What a person did for one item is kept like an opinion: it can be taken back, and counts again after a return.
    if (spec.participants || spec.vote.kind != VoteRule::Kind::none || (spec.is_multiple && node.kind == NodeKind::user_task)) {
      const auto participant = index <= std::ssize(state.items) ? feel::plain_text(state.items[static_cast<std::size_t>(index - 1)]) : std::string{};
      state.votes.push_back({instance.id, index, participant, outcome});
    }
  }
  if (node.kind != NodeKind::user_task) find(holder)->has_acted = true;
  if (!spec.is_multiple) {
    const auto count = loop(holder)->completed;
    const bool goes_on = (spec.maximum < 0 || count < spec.maximum) && spec.condition && evaluate(spec.condition, holder, outcome).is_true();
    const bool counts_only = !spec.condition && spec.maximum > count;
    return goes_on || counts_only ? push_instance(holder, count + 1) : finish_loop(holder, outcome);
  }
  if (throw_behavior(holder, spec)) return;
  auto& state = *loop(holder);
  if (count_vote(state, spec)) return finish_loop(holder, vote_result(state, spec));
  const bool is_complete = spec.condition && evaluate(spec.condition, holder, outcome).is_true();
  if (is_complete || state.completed >= state.total) return finish_loop(holder, spec.vote.kind == VoteRule::Kind::none ? outcome : vote_result(state, spec));
  if (!spec.is_sequential) return;
  for (int next = 1; next <= state.total; ++next) {
    const bool is_voted = std::ranges::any_of(state.votes, [&](const Vote& vote) { return vote.index == next; });
    if (next > index && !is_voted) return push_instance(holder, next);
  }
}

/// Is the result of the vote known, so that nobody else need be asked?
bool Machine::count_vote(LoopState& state, const Loop& spec) const {
  if (spec.vote.kind == VoteRule::Kind::none) return false;
  if (spec.vote.kind == VoteRule::Kind::any || state.completed >= state.total) return state.completed > 0;
  if (!spec.vote.stops_early) return false;
  int agree = 0, abstain = 0;
  for (const auto& vote : state.votes) {
    agree += std::ranges::find(spec.vote.agree, vote.outcome) != spec.vote.agree.end() ? 1 : 0;
    abstain += vote.outcome == "abstain" ? 1 : 0;
  }
  const int against = static_cast<int>(state.votes.size()) - agree - abstain;
  const int open = state.total - state.completed;
  switch (spec.vote.kind) {
    case VoteRule::Kind::all: return against + abstain > 0;
    case VoteRule::Kind::veto: return against > 0;
    case VoteRule::Kind::share: {
      const auto is_enough = [&](int count) { return count * spec.vote.whole >= spec.vote.part * state.total; };
      return is_enough(agree) || !is_enough(agree + open);
    }
    default: return false;
  }
}

/// "agree" or "disagree"; of 或签 the outcome of whoever was first.
std::string Machine::vote_result(const LoopState& state, const Loop& spec) const {
  int agree = 0, against = 0;
  for (const auto& vote : state.votes) {
    if (std::ranges::find(spec.vote.agree, vote.outcome) != spec.vote.agree.end()) ++agree;
    else if (vote.outcome != "abstain") ++against;
  }
  bool is_passed = false;
  switch (spec.vote.kind) {
    case VoteRule::Kind::any: return state.votes.empty() ? std::string{} : state.votes.back().outcome;
    case VoteRule::Kind::all: is_passed = agree == state.total; break;
    case VoteRule::Kind::veto: is_passed = against == 0; break;
    case VoteRule::Kind::share: is_passed = agree * spec.vote.whole >= spec.vote.part * state.total; break;
    case VoteRule::Kind::none: return state.votes.empty() ? std::string{} : state.votes.back().outcome;
  }
  return is_passed ? spec.vote.agree.front() : "disagree";
}

/// What an instance that is about to complete throws. @returns true when that has ended the loop.
bool Machine::throw_behavior(int holder, const Loop& spec) {
  auto& state = *loop(holder);
  switch (spec.behavior) {
    case Loop::Behavior::all: return false;
    case Loop::Behavior::one:
      if (std::exchange(state.has_thrown, true)) return false;
      [[fallthrough]];
    case Loop::Behavior::none: return !spec.thrown.empty() && catch_behavior(holder, spec.thrown.front(), false);
    case Loop::Behavior::complex:
      for (std::size_t i = 0; i < spec.thrown.size(); ++i) {
        const bool applies = !spec.conditions[i] || evaluate(spec.conditions[i], holder).is_true();
        if (applies && catch_behavior(holder, spec.thrown[i], true)) return true;
      }
      return false;
  }
  return false;
}

/// An event thrown by an instance is for the boundary of its own activity. None and One announce instances and stop nothing; with Complex an
/// interrupting boundary stops the instances that are left, and the activity completes with those that are done.
bool Machine::catch_behavior(int holder, const EventDefinition& thrown, bool may_stop) {
  const auto& node = at(*find(holder));
  bool stops = false;
  for (const int boundary : node.boundary) {
    const auto& event = model_.node(boundary);
    for (std::size_t i = 0; i < event.events.size(); ++i) {
      const auto& caught = event.events[i];
      if (caught.kind != thrown.kind || caught.name != thrown.name || (!caught.code.empty() && caught.code != thrown.code)) continue;
      fire(holder, boundary, static_cast<int>(i), nullptr, false, true);
      stops = stops || (may_stop && event.is_interrupting);
      break;
    }
  }
  if (!stops || find(holder) == nullptr) return stops;
  finish_loop(holder, {});
  return true;
}

static bool is_vote(const Loop& spec) { return spec.participants || spec.vote.kind != VoteRule::Kind::none; }

void Machine::finish_loop(int holder, const std::string& outcome) {
  const auto copy = *find(holder);
  const auto& node = at(copy);
  std::vector<int> left;
  for (const auto& each : state_.tokens)
    if (each.holder == holder) left.push_back(each.id);
  for (const int each : left) cancel(each);
  std::erase_if(ready_, [holder](const Moving& each) { return each.holder == holder; });
  auto& state = *loop(holder);
  if (!node.loop->output_collection.empty()) {
    feel::List outputs;
    for (const auto& each : state.outputs)
      if (!each.is_null()) outputs.push_back(each);
    write(holder, node.loop->output_collection, feel::Value{std::move(outputs)});
    if (frame(holder) != nullptr && !node.output_moves.empty()) move_outputs(holder);
  }
  if (!node.task.result.empty() && is_vote(*node.loop) && !state.votes.empty()) {
    feel::List votes;
    for (const auto& vote : state.votes) votes.push_back(feel::Value::context({{"participant", vote.participant}, {"outcome", vote.outcome}}));
    write(copy.holder != 0 ? copy.holder : copy.scope, node.task.result, feel::Value{std::move(votes)});
  }
  auto past = copy.past;
  bool has_acted = find(holder)->has_acted;
  for (auto& each : state_.visits) {
    if (each.id != holder) continue;
    each.closed_at = state_.next_token;
    each.outcome = outcome;
    merge(past, {holder});
    has_acted = false;
  }
  remove(holder);
  if (copy.holder != 0) return next_compensation(copy.holder);
  if (release_held(holder)) return check_scope(copy.scope);
  leave_activity({.node = copy.node, .scope = copy.scope, .has_acted = has_acted, .outcome = outcome, .past = std::move(past)});
}

}  // namespace yimen::bpmn
