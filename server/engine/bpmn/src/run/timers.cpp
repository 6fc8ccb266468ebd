#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"
#include "timing.h"

namespace yimen::bpmn {

using platform::ErrorCode;

namespace {

struct Schedule {
  std::int64_t due = 0;
  int left = 0;
};

/// When it is first due, and how often again.
std::optional<Schedule> schedule(const EventDefinition& spec, const feel::Value& value, const Surroundings& around) {
  const auto text = spec.expression ? (value.is(feel::Kind::string) ? std::string{value.string()} : std::string{}) : spec.timer_text;
  if (spec.timer == TimerKind::date) {
    const auto moment = spec.expression ? moment_of(value, around.zone) : parse_moment(text, around.zone);
    return moment ? std::optional{Schedule{*moment, 0}} : std::nullopt;
  }
  if (spec.timer == TimerKind::cycle) {
    const auto cycle = parse_cycle(text);
    if (!cycle || cycle->repetitions == 0) return std::nullopt;
    const auto start = cycle->start.empty() ? add(around.now, cycle->span, around.zone) : parse_moment(cycle->start, around.zone).value_or(around.now);
    return Schedule{start, cycle->repetitions < 0 ? -1 : cycle->repetitions - 1};
  }
  const auto span = spec.expression ? span_of(value) : parse_span(text);
  return span ? std::optional{Schedule{add(around.now, *span, around.zone), 0}} : std::nullopt;
}

}  // namespace

void Machine::set_timer(int token, int event, int definition) {
  const auto& node = model_.node(event);
  const auto& spec = node.events[static_cast<std::size_t>(definition)];
  Timer timer{.token = token, .node = event, .definition = definition};
  // A step that was returned from goes on with the time it had left.
  const auto* at_token = token == 0 ? nullptr : find(token);
  if (at_token != nullptr)
    for (auto& parked : state_.parked)
      if (parked.node == at_token->node && (parked.scope == at_token->scope || parked.scope == -1))
        for (const auto& kept : parked.timers)
          if (kept.node == event && kept.definition == definition) {
            timer.due = around_.now + kept.due;
            timer.left = kept.left;
          }
  if (timer.due == 0) {
    const auto planned = schedule(spec, evaluate(spec.expression, token), around_);
    if (!planned) return fault(ErrorCode::rule_violated, "bpmn/bad-timer", fmt::format("“{}”的时间无法识别，定时器没有设好。", label(node)));
    timer.due = planned->due;
    timer.left = planned->left;
  }
  timer.id = state_.next_token++;
  auto& set = step_.effects.emplace_back(Effect{.kind = Effect::Kind::timer_set, .token = token, .node = &node});
  set.timer = timer.id;
  set.due = timer.due;
  state_.timers.push_back(timer);
}

/// The next firing of a cycle, counted from when it was due. Of an endless one, what was missed meanwhile is left out.
void Machine::repeat_timer(const Timer& fired) {
  const auto& node = model_.node(fired.node);
  const auto& spec = node.events[static_cast<std::size_t>(fired.definition)];
  const auto value = evaluate(spec.expression, fired.token);
  const auto text = spec.expression ? (value.is(feel::Kind::string) ? value.string() : std::string{}) : spec.timer_text;
  const auto cycle = parse_cycle(text);
  if (!cycle) return;
  Timer next = fired;
  next.id = state_.next_token++;
  next.due = add(fired.due, cycle->span, around_.zone);
  if (fired.left < 0) {
    const auto period = next.due - fired.due;
    if (period > 0 && next.due < around_.now) next.due += (around_.now - next.due + period - 1) / period * period;
  } else {
    --next.left;
  }
  auto& set = step_.effects.emplace_back(Effect{.kind = Effect::Kind::timer_set, .token = next.token, .node = &node});
  set.timer = next.id;
  set.due = next.due;
  state_.timers.push_back(next);
}

void Machine::drop_timers(int token, bool only_event_subs) {
  std::erase_if(state_.timers, [&](const Timer& each) {
    if (each.token != token || (only_event_subs && model_.node(each.node).kind != NodeKind::start_event)) return false;
    if (!each.is_paused) step_.effects.emplace_back(Effect{.kind = Effect::Kind::timer_cancelled, .token = token, .node = &model_.node(each.node)}).timer = each.id;
    return true;
  });
}

void Machine::apply(const TimerDue& order) {
  if (!require_running()) return;
  const auto found = std::ranges::find(state_.timers, order.timer, &Timer::id);
  if (found == state_.timers.end()) return fault(ErrorCode::conflict, "bpmn/no-such-timer", "这个定时器已经到过时或已被取消。");
  if (found->is_paused) return fault(ErrorCode::conflict, "bpmn/held", "这个环节已暂时搁置，定时器停着。");
  if (found->due > around_.now) return fault(ErrorCode::conflict, "bpmn/not-due", "这个定时器还没有到时。");
  accept();
  const Timer timer = *found;
  state_.timers.erase(found);
  const auto& node = model_.node(timer.node);
  const auto* owner = timer.token == 0 ? nullptr : find(timer.token);
  const bool is_catch = node.kind == NodeKind::catch_event;
  const bool is_choice = owner != nullptr && owner->wait == Wait::choice;
  // An endless cycle at a catch event in the middle of the way passes once: nobody could ever stop it.
  const bool repeats = timer.left != 0 && !is_choice && (is_catch ? timer.left > 0 : !node.is_interrupting) && !(node.is_parallel_multiple && node.events.size() > 1);
  if (repeats) repeat_timer(timer);
  fire(timer.token, timer.node, timer.definition, nullptr, repeats && is_catch);
}

}  // namespace yimen::bpmn
