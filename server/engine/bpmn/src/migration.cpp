#include "yimen/bpmn/migration.h"

#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {
namespace {

std::string mapped(const Mapping& mapping, const std::string& id) {
  const auto found = mapping.find(id);
  return found == mapping.end() ? id : found->second;
}

/// Looks at one token after the other; what each needs in the new model is said in one place, for the plan and for the move.
class Planner {
 public:
  Planner(const Model& from, const Model& to, const State& state, const Mapping& mapping) : from_{from}, to_{to}, state_{state}, mapping_{mapping} {}

  MigrationPlan plan() {
    if (state_.status != Status::running) block({}, "migration/not-running", "流程没有在办，不能迁移。", "the instance is not running");
    else if (to_.process_index(mapped(mapping_, from_.process(state_.process).id)) < 0) block({}, "migration/process-gone", "新版本里没有这个流程。", "the new model lacks the process");
    else
      for (const auto& token : state_.tokens) look_at(token);
    return std::move(plan_);
  }

  int node(int old) const { return to_.node_index(mapped(mapping_, from_.node(old).id)); }
  int flow(int old) const { return to_.flow_index(mapped(mapping_, from_.flow(old).id)); }

 private:
  void block(const Token& token, std::string rule, std::string zh, std::string en) {
    plan_.blocked.push_back({token.id, token.id == 0 ? std::string{} : from_.node(token.node).id, std::move(rule), std::move(zh), std::move(en)});
  }

  void look_at(const Token& token) {
    const auto& old = from_.node(token.node);
    const auto name = old.name.empty() ? old.id : old.name;
    const int index = node(token.node);
    if (index < 0) return block(token, "migration/node-gone", fmt::format("新版本里没有环节“{}”，请指明它对应哪个环节。", name), fmt::format("the new model lacks {}", old.id));
    const auto& present = to_.node(index);
    if (old.kind != present.kind)
      return block(token, "migration/other-kind", fmt::format("“{}”在新版本里是{}，原来是{}。", name, zh_name(present.kind), zh_name(old.kind)), fmt::format("{} is another kind of element now", present.id));
    if (!fits_scope(token, present)) return block(token, "migration/other-scope", fmt::format("“{}”在新版本里不在同一个子流程中。", name), fmt::format("{} is in another sub-process now", present.id));
    if (token.wait == Wait::join && (flow(token.flow) < 0 || to_.flow(flow(token.flow)).target != index))
      return block(token, "migration/flow-gone", fmt::format("在“{}”前等待的连线在新版本里不通到这里。", name), fmt::format("the flow waited on does not lead to {} now", present.id));
    const bool was_loop = token.wait == Wait::loop || token.holder != 0;
    const bool is_like = (old.loop == nullptr) == (present.loop == nullptr) && (!old.loop || old.loop->is_multiple == present.loop->is_multiple);
    if (was_loop && !is_like) return block(token, "migration/other-loop", fmt::format("“{}”的循环或多实例方式变了。", name), fmt::format("{} loops otherwise now", present.id));
    const bool needs_definitions = token.wait == Wait::event && old.events.size() != present.events.size();
    if (needs_definitions) return block(token, "migration/other-events", fmt::format("“{}”等待的事件变了。", name), fmt::format("{} waits for other events now", present.id));
    plan_.moves.push_back({token.id, old.id, present.id});
  }

  bool fits_scope(const Token& token, const Node& present) const {
    const auto& scope = to_.scope(present.scope);
    if (token.scope == 0) return scope.owner < 0 && to_.process(scope.process).id == mapped(mapping_, from_.process(state_.process).id);
    const auto* owner = state_.find(token.scope);
    const auto& around = from_.node(owner->node);
    if (around.kind == NodeKind::call_activity) return scope.owner < 0;
    return scope.owner >= 0 && scope.owner == node(owner->node);
  }

  const Model& from_;
  const Model& to_;
  const State& state_;
  const Mapping& mapping_;
  MigrationPlan plan_;
};

/// Everything that is kept beside the tokens: what the new model no longer has is left behind.
class Mover {
 public:
  Mover(const Model& from, const Model& to, const Planner& planner, State state) : from_{from}, to_{to}, planner_{planner}, state_{std::move(state)} {}

  State run(const Mapping& mapping) {
    state_.process = to_.process_index(mapped(mapping, from_.process(state_.process).id));
    for (auto& token : state_.tokens) {
      token.node = planner_.node(token.node);
      if (token.flow >= 0) token.flow = planner_.flow(token.flow);
    }
    for (auto& frame : state_.frames) {
      if (frame.scope >= 0) frame.scope = scope_of(frame);
      keep_nodes(frame.performed);
    }
    keep(state_.visits);
    keep(state_.done);
    keep(state_.marks);
    keep(state_.keys);
    keep(state_.closed);
    for (auto& closed : state_.closed) keep_nodes(closed.performed);
    keep(state_.parked);
    for (auto& parked : state_.parked) keep(parked.timers);
    keep(state_.timers);
    std::erase_if(state_.joined, [&](Joined& join) {
      for (auto& part : join.parts) {
        part.node = planner_.node(part.node);
        part.flow = part.flow < 0 ? -1 : planner_.flow(part.flow);
        if (part.node < 0 || part.flow < 0) return true;
      }
      return false;
    });
    forget_lost_visits();
    return std::move(state_);
  }

 private:
  template <class Item>
  void keep(std::vector<Item>& list) {
    for (auto& each : list) each.node = planner_.node(each.node);
    std::erase_if(list, [](const Item& each) { return each.node < 0; });
    if constexpr (requires(const Item& each) { each.definition; })
      std::erase_if(list, [&](const Item& each) { return each.definition >= std::ssize(to_.node(each.node).events); });
  }
  void keep_nodes(std::vector<int>& nodes) {
    for (int& each : nodes) each = planner_.node(each);
    std::erase(nodes, -1);
  }
  int scope_of(const Frame& frame) const {
    if (frame.token == 0) return to_.process(state_.process).scope;
    const auto& node = to_.node(state_.find(frame.token)->node);
    return node.kind == NodeKind::call_activity ? to_.process(node.called_process).scope : node.inner;
  }
  void forget_lost_visits() {
    const auto drop = [&](std::vector<int>& past) {
      std::erase_if(past, [&](int id) { return std::ranges::find(state_.visits, id, &Visit::id) == state_.visits.end(); });
    };
    for (auto& each : state_.tokens) drop(each.past);
    for (auto& each : state_.frames) drop(each.past);
    for (auto& each : state_.visits) drop(each.past);
    for (auto& each : state_.closed) drop(each.past);
    for (auto& join : state_.joined)
      for (auto& part : join.parts) drop(part.past);
  }

  const Model& from_;
  const Model& to_;
  const Planner& planner_;
  State state_;
};

}  // namespace

MigrationPlan plan_migration(const Model& old_model, const Model& new_model, const State& state, const Mapping& mapping) {
  return Planner{old_model, new_model, state, mapping}.plan();
}

Result<Migration> migrate(const Model& old_model, const Model& new_model, const State& state, const Mapping& mapping, std::int64_t now) {
  Planner planner{old_model, new_model, state, mapping};
  const auto plan = planner.plan();
  if (!plan.is_possible())
    return platform::fail(platform::ErrorCode::rule_violated, "bpmn/cannot-migrate", fmt::format("不能迁移到新版本：{}", plan.blocked.front().zh));
  Migration migration{.before = state};
  auto moved = Mover{old_model, new_model, planner, state}.run(mapping);
  const Surroundings around{.now = now};
  migration.step = TRY(rearm(new_model, std::move(moved), around));
  // Timers of events the new model lacks are gone.
  for (const auto& timer : state.timers)
    if (std::ranges::find(migration.step.state.timers, timer.id, &Timer::id) == migration.step.state.timers.end() && !timer.is_paused)
      migration.step.effects.emplace_back(Effect{.kind = Effect::Kind::timer_cancelled, .token = timer.token}).timer = timer.id;
  return migration;
}

Result<State> undo_migration(const Migration& migration, const State& present) {
  if (!(present == migration.step.state)) return platform::fail(platform::ErrorCode::conflict, "bpmn/moved-on", "迁移之后流程又办了新的环节，不能撤销迁移。");
  return migration.before;
}

}  // namespace yimen::bpmn
