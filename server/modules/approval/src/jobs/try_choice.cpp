#include "jobs/try_choice.h"

#include <algorithm>

namespace yimen::approval {

bpmn::Command choose_like_then(const bpmn::Model& model, const bpmn::State& state, const bpmn::Awaited& choice, const std::function<int(const std::string& node)>& next_done) {
  const auto& part = *choice.node;
  const auto frame = std::ranges::find(state.frames, choice.token, &bpmn::Frame::token);
  const auto was_performed = [&](int index) { return frame != state.frames.end() && std::ranges::find(frame->performed, index) != frame->performed.end(); };
  const bpmn::Node* chosen = nullptr;
  int earliest = -1;
  for (const int index : model.scope(part.inner).starts) {
    const auto& node = model.node(index);
    const int place = next_done(node.id);
    if (place < 0 || (node.is_once && was_performed(index)) || (earliest >= 0 && place > earliest)) continue;
    earliest = place;
    chosen = &node;
  }
  for (const int index : model.scope(part.inner).starts) {
    const auto& node = model.node(index);
    // What ends by itself ends when each has been done; what people end, when the needed ones have been.
    const bool is_due = (!part.ends_by_people || node.is_needed) && !was_performed(index);
    if (chosen == nullptr && is_due) chosen = &node;
  }
  if (chosen == nullptr) return bpmn::FinishInner{choice.token, true};
  return bpmn::StartInner{choice.token, chosen->id};
}

}  // namespace yimen::approval
