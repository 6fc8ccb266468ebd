#include "run/machine.h"
#include "yimen/bpmn/around.h"

namespace yimen::bpmn {

bool Machine::raise_at_activity(EventKind kind, const std::string& code, const Variables* payload, int token) {
  const auto* at_token = find(token);
  // The boundary belongs to the activity as a whole, not to one run of its loop or one person added.
  while (at_token != nullptr && at_token->holder != 0 && find(at_token->holder) != nullptr && find(at_token->holder)->node == at_token->node) at_token = find(at_token->holder);
  if (at_token == nullptr) return false;
  const auto copy = *at_token;
  for (const bool exact : {true, false})
    for (const int boundary : at(copy).boundary) {
      const int definition = catching(model_.node(boundary), kind, code, exact);
      if (definition < 0) continue;
      fire(copy.id, boundary, definition, payload);
      return true;
    }
  return false;
}

bool Machine::raise_at_event_subs(EventKind kind, const std::string& code, const Variables* payload, int scope) {
  const auto* around = frame(scope);
  if (around == nullptr || around->scope < 0 || around->is_interrupted) return false;
  for (const bool exact : {true, false})
    for (const int sub : model_.scope(around->scope).event_subs)
      for (const int start : model_.scope(model_.node(sub).inner).nodes) {
        if (model_.node(start).kind != NodeKind::start_event) continue;
        const int definition = catching(model_.node(start), kind, code, exact);
        if (definition < 0) continue;
        fire(scope, start, definition, payload);
        return true;
      }
  return false;
}

/// From the activity outward, level by level, to whoever catches it first. `token` 0: nothing was thrown at an activity.
bool Machine::raise(EventKind kind, const std::string& code, const Variables* payload, int token, int scope) {
  if (token != 0 && is_activity(at(*find(token)).kind) && raise_at_activity(kind, code, payload, token)) return true;
  for (;;) {
    if (raise_at_event_subs(kind, code, payload, scope)) return true;
    if (scope == 0) return false;
    const auto* owner = find(scope);
    if (owner == nullptr) return false;
    const int outside = owner->scope;
    if (raise_at_activity(kind, code, payload, scope)) return true;
    scope = outside;
  }
}

/// Nobody caught it: the instance fails.
void Machine::throw_error(const std::string& code, const Variables* payload, int token, int scope) {
  if (token != 0) trace(Happened::Kind::error, find(token)->node, token);
  if (!raise(EventKind::error, code, payload, token, scope)) fail_instance(code);
}

void Machine::fail_instance(const std::string& code) {
  cancel_inside(0);
  drop_timers(0);
  state_.status = Status::failed;
  state_.error = code;
  auto& failed = step_.effects.emplace_back(Effect{.kind = Effect::Kind::failed});
  failed.name = code;
  trace(Happened::Kind::error, -1);
}

}  // namespace yimen::bpmn
