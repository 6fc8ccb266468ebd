#include "testing_models.h"

#include <algorithm>

#include <boost/json.hpp>

namespace yimen::bpmn::testing {
namespace {

std::string told(const Effect& effect) {
  const auto node = effect.node == nullptr ? std::string{} : effect.node->id;
  const auto at = node + "(" + std::to_string(effect.token) + ")";
  const auto who = effect.participant.empty() ? std::string{} : " " + effect.participant;
  using Kind = Effect::Kind;
  switch (effect.kind) {
    case Kind::task_opened: return "opened " + at + who;
    case Kind::task_closed: return "closed " + at + (effect.outcome.empty() ? "" : " " + effect.outcome);
    case Kind::task_assigned: return effect.name + " " + at + who;
    case Kind::task_held: return "held " + at;
    case Kind::task_resumed: return "resumed " + at + who;
    case Kind::task_urged: return "urged " + at + " " + std::to_string(effect.count);
    case Kind::work_requested: return "work " + at;
    case Kind::work_cancelled: return "no-work " + at;
    case Kind::list_empty: return "nothing-for " + at;
    case Kind::choice_opened: return "choice " + at;
    case Kind::choice_closed: return "no-choice " + at;
    case Kind::timer_set: return "timer " + node + "(" + std::to_string(effect.timer) + ") " + std::to_string(effect.due);
    case Kind::timer_cancelled: return "no-timer " + node + "(" + std::to_string(effect.timer) + ")";
    case Kind::message_sent: return "message " + effect.name + (effect.key.empty() ? "" : " " + effect.key);
    case Kind::signal_thrown: return "signal " + effect.name;
    case Kind::escalated: return "escalated " + effect.name;
    case Kind::ended: return "ended" + (node.empty() ? "" : " " + node);
    case Kind::failed: return "failed " + effect.name;
    case Kind::terminated: return "terminated";
  }
  return {};
}

}  // namespace

std::string told(const Step& step) {
  std::string text;
  for (const auto& effect : step.effects) text += (text.empty() ? "" : "; ") + told(effect);
  return text;
}

std::string played(const std::string& xml, RunOptions options) {
  const auto model = model_of(xml);
  std::string text;
  const auto result = run(*model, options, [&](const RunEvent& event) {
    if (event.node == nullptr || event.node->kind < NodeKind::task || event.node->kind > NodeKind::business_rule_task) return;
    if (event.kind == Happened::Kind::completed) text += event.node->id + " ";
    if (event.kind == Happened::Kind::cancelled) text += "-" + event.node->id + " ";
  });
  const auto last = boost::json::parse(to_line(result, true)).as_object();
  return text + (result.error.empty() ? "" : "!" + result.error + " ") + std::string{last.at("outcome").as_string()};
}

std::string Driven::tell(const Command& command) {
  auto step = must(advance(*model_, state_, command, around));
  state_ = std::move(step.state);
  const auto text = to_json(*model_, state_);
  auto read = from_json(*model_, text);
  REQUIRE_MESSAGE(read, text);
  CHECK_MESSAGE(*read == state_, text);
  CHECK(to_json(*model_, *read) == text);
  state_ = std::move(*read);
  return told(step);
}

std::string Driven::refused(const Command& command) {
  const auto before = to_json(*model_, state_);
  const auto step = advance(*model_, state_, command, around);
  CHECK(to_json(*model_, state_) == before);
  return step ? "allowed" : step.error().slug;
}

int Driven::token(const std::string& node, int which) const {
  for (const auto& each : state_.tokens)
    if (model_->node(each.node).id == node && each.wait == Wait::work && --which == 0) return each.id;
  return 0;
}

std::string Driven::open() const {
  std::vector<const Token*> tokens;
  for (const auto& each : state_.tokens)
    if (each.wait == Wait::work) tokens.push_back(&each);
  std::ranges::sort(tokens, {}, [](const Token* each) { return each->id; });
  std::string text;
  for (const auto* each : tokens) {
    bool is_held = false;
    for (const auto* up = each; up != nullptr; up = state_.find(up->parent())) is_held = is_held || up->held_by != 0;
    const auto& id = model_->node(each->node).id;
    text += (text.empty() ? "" : " ") + (is_held ? "[" + id + "]" : id);
  }
  return text;
}

std::string Driven::places(const std::string& from) const {
  std::string text;
  for (const auto* node : places_to_return(*model_, state_, token(from))) text += (text.empty() ? "" : " ") + node->id;
  return text;
}

}  // namespace yimen::bpmn::testing
