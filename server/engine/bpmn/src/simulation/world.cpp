#include "simulation/world.h"

#include <algorithm>

#include "expression.h"
#include "timing.h"

namespace yimen::bpmn {

World::World(const Model& model, const RunOptions& options, const std::function<void(const RunEvent&)>& tell)
    : model_{model}, options_{options}, tell_{tell}, correlation_{model.correlation()}, driver_{options.driver}, posted_(options.driver.size()) {
  around_.now = options.now;
  around_.is_traced = true;
  around_.faults = Surroundings::Faults::end;
  around_.variables = options.variables;
  if (options.decide) around_.decide = [this](const Node& node, const feel::Value& context) { return options_.decide(node, context, platform::Instant{std::chrono::milliseconds{around_.now}}); };
  // Tasks the engine does by itself, but of which the driver says otherwise.
  around_.waits = [this](const Node& node) { return node.kind != NodeKind::user_task && node.kind != NodeKind::manual_task && !is_container(node.kind) && node.kind != NodeKind::call_activity && line_for(node) != nullptr; };
}

RunResult World::run() {
  begin_processes();
  do settle();
  while (!is_over_limit_ && tick());
  return conclude();
}

/// Everything that happens at this moment.
void World::settle() {
  while (!is_over_limit_) {
    if (!orders_.empty()) {
      const auto order = std::move(orders_.front());
      orders_.pop_front();
      advance_instance(order.instance, order.command);
      continue;
    }
    if (!posts_.empty()) {
      auto post = std::move(posts_.front());
      posts_.pop_front();
      // A message waits until somebody awaits it; a signal that nobody hears is gone.
      if (!deliver(post) && post.is_message) undelivered_.push_back(std::move(post));
      continue;
    }
    const auto found = std::ranges::find_if(undelivered_, [&](const Post& post) { return deliver(post); });
    if (found != undelivered_.end()) {
      undelivered_.erase(found);
      continue;
    }
    if (!offer_choices()) return;
  }
}

void World::begin_processes() {
  if (!options_.processes.empty()) {
    for (const auto& id : options_.processes) {
      const int process = model_.process_index(id);
      if (process < 0) problems_.push_back({id, 0, "process/unknown", "文件里没有这个流程。", "there is no such process"});
      else begin_process(process);
    }
    return;
  }
  for (int process = 0; process < std::ssize(model_.processes()); ++process)
    if (model_.process(process).is_executable && !is_called(process)) begin_process(process);
}

bool World::is_called(int process) const {
  return std::ranges::any_of(model_.nodes(), [&](const Node& node) { return node.called_process == process && node.process != process; });
}

namespace {

const EventDefinition* cycle_of(const Node& start) {
  const auto found = std::ranges::find(start.events, TimerKind::cycle, &EventDefinition::timer);
  return found == start.events.end() ? nullptr : &*found;
}

/// How often a start timer fires after the first time. An endless one would begin instances until the clock stops: once is enough to see it.
int repetitions_of(const Node& start) {
  const auto* definition = cycle_of(start);
  const auto cycle = definition == nullptr ? std::nullopt : parse_cycle(definition->timer_text);
  return cycle ? std::max(cycle->repetitions - 1, 0) : 0;
}

}  // namespace

void World::begin_again(const Begin& begun) {
  const auto* definition = cycle_of(*model_.find(begun.node));
  const auto cycle = begun.left > 0 && definition != nullptr ? parse_cycle(definition->timer_text) : std::nullopt;
  if (cycle) begins_.push_back({begun.process, begun.node, add(begun.due, cycle->span, around_.zone), begun.left - 1});
}

void World::begin_process(int process) {
  const auto points = start_points(model_, process, around_);
  for (const auto& point : points)
    if (point.kind == EventKind::none) return open(process, Start{.process = model_.process(process).id, .variables = options_.variables});
  for (const auto& point : points) {
    if (point.kind == EventKind::timer && point.due) begins_.push_back({process, point.node->id, *point.due, repetitions_of(*point.node)});
    if (point.kind == EventKind::conditional && condition_holds(*point.node)) return open(process, Start{.process = model_.process(process).id, .node = point.node->id, .variables = options_.variables});
  }
}

bool World::condition_holds(const Node& start) const {
  auto session = session_of(around_);
  return std::ranges::any_of(start.events, [&](const EventDefinition& each) { return each.kind == EventKind::conditional && each.expression && each.expression->test(VariableNames{options_.variables}, session); });
}

void World::open(int process, Command command) {
  auto& instance = instances_.emplace_back();
  instance.number = static_cast<int>(instances_.size());
  instance.state.process = process;
  orders_.push_back({instance.number - 1, std::move(command)});
}

void World::advance_instance(int number, const Command& command) {
  auto& instance = instances_[static_cast<std::size_t>(number)];
  auto step = advance(model_, instance.state, command, around_);
  if (!step) {
    const auto& error = step.error();
    // What the driver wanted of a step that is gone meanwhile is no fault of the model.
    if (error.code == platform::ErrorCode::conflict) return;
    is_over_limit_ = error.code == platform::ErrorCode::too_large;
    problems_.push_back({{}, 0, error.slug, error.detail, error.slug});
    refusal_ = error.slug;
    return;
  }
  instance.state = std::move(step->state);
  for (const auto& each : step->trace) {
    if (++steps_ > options_.max_steps) {
      is_over_limit_ = true;
      return;
    }
    const auto* node = each.node < 0 ? nullptr : &model_.node(each.node);
    tell_({around_.now - options_.now, each.kind, node, &model_.process(node == nullptr ? instance.state.process : node->process), instance.number});
  }
  follow(number, step->effects);
}

void World::follow(int instance, const std::vector<Effect>& effects) {
  for (const auto& effect : effects) {
    switch (effect.kind) {
      case Effect::Kind::task_opened:
      case Effect::Kind::task_resumed:
      case Effect::Kind::work_requested: answer(instance, effect); break;
      case Effect::Kind::message_sent:
        instances_[static_cast<std::size_t>(instance)].keys.merge(correlation_.of_message(effect.name, effect.variables, around_));
        posts_.push_back({true, instance, effect.name, effect.key, effect.variables, effect.node}); break;
      case Effect::Kind::signal_thrown: posts_.push_back({false, instance, effect.name, {}, effect.variables, effect.node}); break;
      case Effect::Kind::failed: problems_.push_back({{}, 0, effect.name, "流程因错误终止。", "the instance failed"}); break;
      default: break;
    }
  }
}

/// The driver's next line for that element; without any, what is not a person's completes at once, as does all without a driver.
void World::answer(int instance, const Effect& effect) {
  auto* found = line_for(*effect.node);
  if (found == nullptr) {
    const bool is_person = effect.node->kind == NodeKind::user_task || effect.node->kind == NodeKind::manual_task;
    if (!is_person || !options_.has_driver) orders_.push_back({instance, Complete{.token = effect.token}});
    return;
  }
  const auto line = *found;
  if (!line.repeats) driver_.erase(driver_.begin() + (found - driver_.data()));
  switch (line.action) {
    case DriverLine::Action::error: return orders_.push_back({instance, Fail{effect.token, line.name, line.variables}});
    case DriverLine::Action::escalation:
      orders_.push_back({instance, Escalate{effect.token, line.name, line.variables}});
      return orders_.push_back({instance, Complete{.token = effect.token}});
    default: return orders_.push_back({instance, Complete{.token = effect.token, .outcome = line.outcome, .variables = line.variables}});
  }
}

DriverLine* World::line_for(const Node& node) {
  const auto found = std::ranges::find_if(driver_, [&](const DriverLine& each) { return !each.element.empty() && each.element == node.id; });
  return found == driver_.end() ? nullptr : &*found;
}

bool World::deliver(const Post& post) { return post.is_message ? deliver_message(post) : deliver_signal(post); }

/// Along the message flows drawn, if there are any: to the node or its edge, into the sub-process or pool.
bool World::is_meant_for(const Post& post, const Node& node, int process) const {
  if (post.source == nullptr || post.source->sends_to.empty()) return true;
  return std::ranges::any_of(post.source->sends_to, [&](const MessageEnd& end) {
    if (end.node < 0) return end.process == process;
    for (int at = model_.index_of(node); at >= 0; at = model_.scope(model_.node(at).scope).owner)
      if (at == end.node || model_.node(at).attached_to == end.node) return true;
    return false;
  });
}

bool World::deliver_message(const Post& post) {
  auto keys = correlation_.of_message(post.name, post.variables, around_);
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    auto& instance = instances_[i];
    const int process = instance.state.process;
    for (const auto& each : awaited(model_, instance.state)) {
      if (each.kind != Awaited::Kind::message || each.name != post.name || (!each.key.empty() && each.key != post.key) || !is_meant_for(post, *each.node, process)) continue;
      if (!correlation_.fits(keys, instance.keys, process, instance.state.variables(), around_)) continue;
      orders_.push_back({static_cast<int>(i), MessageArrived{post.name, post.key, post.variables, each.node->id}});
      instance.keys.merge(keys);
      return true;
    }
  }
  for (int process = 0; process < std::ssize(model_.processes()); ++process)
    for (const auto& point : start_points(model_, process, around_)) {
      if (point.kind != EventKind::message || point.name != post.name || !is_meant_for(post, *point.node, process)) continue;
      open(process, MessageArrived{post.name, post.key, post.variables, point.node->id});
      instances_.back().keys = std::move(keys);
      return true;
    }
  return false;
}

/// Everybody hears a signal; the instance that threw it has heard it already.
bool World::deliver_signal(const Post& post) {
  bool is_heard = false;
  std::set<const Node*> heard_at;
  const auto count = instances_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (static_cast<int>(i) == post.from) continue;
    const auto waiting = awaited(model_, instances_[i].state);
    if (std::ranges::none_of(waiting, [&](const Awaited& each) { return each.kind == Awaited::Kind::signal && each.name == post.name; })) continue;
    orders_.push_back({static_cast<int>(i), SignalArrived{post.name, post.variables}});
    for (const auto& each : waiting) heard_at.insert(each.node);
    is_heard = true;
  }
  for (int process = 0; process < std::ssize(model_.processes()); ++process)
    for (const auto& point : start_points(model_, process, around_)) {
      // A parallel multiple start that has begun takes the rest itself.
      if (point.kind != EventKind::signal || point.name != post.name || heard_at.contains(point.node)) continue;
      open(process, SignalArrived{post.name, post.variables});
      is_heard = true;
      break;
    }
  return is_heard;
}

/// In ad-hoc sub-processes every activity is done once, in the order of the document.
bool World::offer_choices() {
  for (std::size_t i = 0; i < instances_.size(); ++i)
    for (const auto& each : awaited(model_, instances_[i].state)) {
      if (each.kind != Awaited::Kind::choice) continue;
      const auto& state = instances_[i].state;
      const bool is_busy = std::ranges::any_of(state.tokens, [&](const Token& token) { return token.scope == each.token; });
      if (each.node->is_ad_hoc_sequential && is_busy) continue;
      for (const int start : model_.scope(each.node->inner).starts) {
        if (!offered_.insert({static_cast<int>(i), {each.token, start}}).second) continue;
        orders_.push_back({static_cast<int>(i), StartInner{each.token, model_.node(start).id}});
        return true;
      }
      if (is_busy || !each.node->ends_by_people || !offered_.insert({static_cast<int>(i), {each.token, -1}}).second) continue;
      orders_.push_back({static_cast<int>(i), FinishInner{each.token, true}});
      return true;
    }
  return false;
}

std::optional<std::int64_t> World::next_moment() const {
  std::optional<std::int64_t> next;
  const auto consider = [&](std::int64_t moment) { next = next ? std::min(*next, moment) : moment; };
  for (const auto& instance : instances_)
    for (const auto& timer : instance.state.timers)
      if (!timer.is_paused && instance.state.status == Status::running) consider(timer.due);
  for (const auto& begin : begins_) consider(begin.due);
  for (std::size_t i = 0; i < options_.driver.size(); ++i)
    if (!posted_[i] && options_.driver[i].element.empty()) consider(options_.now + options_.driver[i].at);
  return next;
}

/// The clock jumps to what comes next. @returns false when nothing does.
bool World::tick() {
  const auto next = next_moment();
  if (!next || *next > options_.now + options_.until) return false;
  around_.now = std::max(around_.now, *next);
  for (std::size_t i = 0; i < options_.driver.size(); ++i) {
    const auto& line = options_.driver[i];
    if (posted_[i] || !line.element.empty() || options_.now + line.at > around_.now) continue;
    posted_[i] = true;
    posts_.push_back({line.action == DriverLine::Action::message, -1, line.name, line.key, line.variables});
    return true;
  }
  for (auto begin = begins_.begin(); begin != begins_.end(); ++begin) {
    if (begin->due > around_.now) continue;
    open(begin->process, Start{.process = model_.process(begin->process).id, .node = begin->node, .variables = options_.variables});
    const auto begun = *begin;
    begins_.erase(begin);
    begin_again(begun);
    return true;
  }
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (instances_[i].state.status != Status::running) continue;
    const Timer* first = nullptr;
    for (const auto& timer : instances_[i].state.timers)
      if (!timer.is_paused && timer.due <= around_.now && (first == nullptr || timer.due < first->due || (timer.due == first->due && timer.id < first->id))) first = &timer;
    if (first == nullptr || first->due != *next) continue;
    orders_.push_back({static_cast<int>(i), TimerDue{first->id}});
    return true;
  }
  return false;
}

RunResult World::conclude() {
  RunResult result;
  result.problems = std::move(problems_);
  if (!instances_.empty()) result.variables = instances_.front().state.variables();
  const auto failed = std::ranges::find_if(instances_, [](const Instance& each) { return each.state.status == Status::failed; });
  const bool is_waiting = instances_.empty() || std::ranges::any_of(instances_, [](const Instance& each) { return each.state.status == Status::running; });
  if (is_over_limit_) result.outcome = RunResult::Outcome::limit;
  else if (failed != instances_.end()) {
    result.outcome = RunResult::Outcome::error;
    result.error = failed->state.error;
  } else if (!refusal_.empty()) {
    result.outcome = RunResult::Outcome::error;
    result.error = refusal_;
  } else if (is_waiting) {
    result.outcome = RunResult::Outcome::waiting;
  }
  return result;
}

RunResult run(const Model& model, const RunOptions& options, const std::function<void(const RunEvent&)>& tell) { return World{model, options, tell}.run(); }

}  // namespace yimen::bpmn
