#include "instances.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "process_models.h"
#include "yimen/feel/compare.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

namespace {

constexpr std::size_t longest_item = 30;

/// What people call an item: a text as it is, of a row of a form its name or its first text.
std::string item_words(const feel::Value& item) {
  std::string words;
  if (item.is(feel::Kind::context)) {
    for (const auto& entry : item.entries()) {
      if (!entry.value.is(feel::Kind::string)) continue;
      const bool is_name = entry.name == "name" || entry.name == "名称";
      if (is_name || words.empty()) words = entry.value.string();
      if (is_name) break;
    }
  } else if (!item.is_null()) {
    words = feel::plain_text(item);
  }
  words = platform::trim(words);
  if (platform::count_characters(words) <= longest_item) return words;
  std::size_t end = 0;
  for (std::size_t seen = 0; seen < longest_item; ++seen)
    do ++end;
    while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80);  // the rest of a UTF-8 character
  return words.substr(0, end) + "…";
}

const bpmn::LoopState* loop_of(const bpmn::Model& model, const bpmn::State& state, const bpmn::Token& token) {
  const auto& spec = model.node(token.node).loop;
  if (token.index == 0 || !spec || !spec->is_multiple || spec->participants) return nullptr;
  const auto found = std::ranges::find(state.loops, token.holder, &bpmn::LoopState::token);
  return found == state.loops.end() ? nullptr : &*found;
}

}  // namespace

std::string instance_name(const bpmn::Model& model, const bpmn::State& state, const bpmn::Token& token) {
  std::string which;
  for (const auto* at = &token; at != nullptr; at = at->parent() == 0 ? nullptr : state.find(at->parent())) {
    const auto* loop = loop_of(model, state, *at);
    if (loop == nullptr) continue;
    const auto item = at->index <= std::ssize(loop->items) ? item_words(loop->items[static_cast<std::size_t>(at->index - 1)]) : std::string();
    which = fmt::format(" · {}/{}{}{}{}", at->index, loop->total, item.empty() ? "" : " · ", item, which);
  }
  return model.node(token.node).name + which;
}

std::optional<std::pair<platform::UserId, std::string>> worker_before(Tx& tx, CaseId id, const bpmn::Model& model, const cases::CaseTask& task) {
  const auto* node = model.find(task.node);
  if (node == nullptr || task.name == node->name) return cases::last_worker(tx, id, task.node);
  std::optional<std::pair<platform::UserId, std::string>> found;
  for (const auto& done : cases::tasks_of(tx, id))
    if (done.node == task.node && done.name == task.name && !done.is_open && done.done_by && done.outcome != "cancelled" && !done.is_signature()) found.emplace(done.done_by, done.done_by_name);
  return found;
}

Result<void> add_result(const Services& s, Tx& tx, const cases::ServiceCase& file, const cases::CaseTask& task, json::object& variables) {
  const auto model = TRY(model_of(*s.models, tx, file)).model;
  const auto* node = model->find(task.node);
  if (node == nullptr || !node->loop || node->loop->output_item.empty() || variables.contains(node->loop->output_item)) return {};
  const auto done = TRY(cases::get_task(tx, task.id));
  const auto state = TRY(bpmn::from_json(*model, file.process_state));
  const auto* token = state.find(task.token);
  const auto* loop = token == nullptr ? nullptr : loop_of(*model, state, *token);
  json::value item = nullptr;
  if (loop != nullptr && token->index <= std::ssize(loop->items)) item = bpmn::value_to_json(loop->items[static_cast<std::size_t>(token->index - 1)]);
  variables[node->loop->output_item] = json::object{{"item", std::move(item)}, {"opinion", done.opinion}, {"by", done.done_by_name}};
  return {};
}

}  // namespace yimen::approval
