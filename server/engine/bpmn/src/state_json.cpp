#include <array>

#include <boost/json.hpp>

#include "state_reader.h"
#include "yimen/platform/json.h"

namespace yimen::bpmn {
namespace {

constexpr std::array<std::string_view, 5> status_words{"not_started", "running", "ended", "terminated", "failed"};
constexpr std::array<std::string_view, 8> wait_words{"work", "join", "event", "choice", "inside", "loop", "handlers", "signers"};

json::array numbers(const std::vector<int>& list) { return json::array(list.begin(), list.end()); }

/// Writes only what is not as usual: a waiting task is [7,"review"], or [7,"review",{"past":[3]}].
class Writer {
 public:
  explicit Writer(const Model& model) : model_{model} {}

  json::array token(const Token& from) const {
    json::array to{from.id, model_.node(from.node).id};
    json::object more;
    if (from.wait != Wait::work) more["wait"] = wait_words[static_cast<std::size_t>(from.wait)];
    put(more, "scope", from.scope);
    put(more, "holder", from.holder);
    put(more, "index", from.index);
    put(more, "held", from.held_by);
    if (from.flow >= 0) more["flow"] = model_.flow(from.flow).id;
    if (from.has_acted) more["acted"] = true;
    if (!from.past.empty()) more["past"] = numbers(from.past);
    if (!more.empty()) to.push_back(std::move(more));
    return to;
  }

  json::object frame(const Frame& from) const {
    json::object to{{"of", from.token}};
    if (from.scope >= 0 && from.token != 0) to["runs"] = scope_id(from.scope);
    if (from.is_process) to["process"] = true;
    if (from.is_interrupted) to["interrupted"] = true;
    put(to, "restores", from.restores);
    if (from.is_detour) to["detour"] = true;
    if (!from.past.empty()) to["past"] = numbers(from.past);
    if (!from.performed.empty()) to["performed"] = ids(from.performed);
    if (!from.variables.is_empty()) to["variables"] = to_json(from.variables);
    return to;
  }

  json::object loop(const LoopState& from) const {
    json::object to{{"of", from.token}, {"started", from.started}, {"total", from.total}, {"completed", from.completed}};
    put(to, "terminated", from.terminated);
    if (from.has_thrown) to["thrown"] = true;
    if (!from.items.empty()) to["items"] = values(from.items);
    if (!from.outputs.empty()) to["outputs"] = values(from.outputs);
    json::array votes;
    for (const auto& vote : from.votes) votes.push_back(json::array{vote.token, vote.index, vote.participant, vote.outcome});
    if (!votes.empty()) to["votes"] = std::move(votes);
    return to;
  }

  json::array timer(const Timer& from) const { return {from.id, from.token, id(from.node), from.definition, from.due, from.left, from.is_paused ? 1 : 0}; }
  json::array mark(const Mark& from) const { return {from.token, id(from.node), from.received, from.was_true}; }
  json::array key(const MessageKey& from) const { return {from.token, id(from.node), from.definition, from.text}; }
  json::array done(const Done& from) const { return {from.id, id(from.node), from.scope, from.inside, to_json(from.snapshot)}; }
  json::array compensation(const Compensation& from) const { return {from.token, from.is_cancel ? 1 : 0, numbers(from.queue)}; }
  json::array visit(const Visit& from) const {
    json::array to{from.id, id(from.node), from.scope, from.closed_at, from.count, numbers(from.past)};
    if (!from.participant.empty() || !from.outcome.empty()) to.emplace_back(from.participant), to.emplace_back(from.outcome);
    return to;
  }
  json::array joined(const Joined& from) const {
    json::array parts;
    for (const auto& part : from.parts) parts.push_back(json::array{id(part.node), part.flow < 0 ? json::string{} : json::string{model_.flow(part.flow).id}, numbers(part.past)});
    return {from.scope, std::move(parts)};
  }
  json::array closed(const ClosedScope& from) const {
    json::array to{from.id, id(from.node), from.scope, numbers(from.past), to_json(from.variables)};
    if (!from.performed.empty()) to.emplace_back(ids(from.performed));
    return to;
  }
  json::array parked(const Parked& from) const {
    json::array timers;
    for (const auto& each : from.timers) timers.push_back(timer(each));
    return {id(from.node), from.scope, std::move(timers), loop(from.loop)};
  }
  json::object work(const Work& from) const {
    json::object to{{"of", from.token}, {"who", from.participant}};
    if (!from.owner.empty()) to["owner"] = from.owner;
    if (from.comes_back) to["back"] = true;
    if (from.is_claimed) to["claimed"] = true;
    put(to, "urged", from.urged);
    if (!from.after.empty()) to["after"] = json::array(from.after.begin(), from.after.end());
    if (!from.outcomes.empty()) to["outcomes"] = json::array(from.outcomes.begin(), from.outcomes.end());
    if (from.is_done) to["done"] = from.outcome;
    if (from.place != Place::beside) to["place"] = static_cast<int>(from.place);
    return to;
  }

 private:
  static void put(json::object& to, std::string_view name, int value) {
    if (value != 0) to[name] = value;
  }
  static json::array values(const std::vector<feel::Value>& list) {
    json::array to;
    for (const auto& value : list) to.push_back(value_to_json(value));
    return to;
  }
  json::string id(int node) const { return json::string{model_.node(node).id}; }
  json::array ids(const std::vector<int>& nodes) const {
    json::array to;
    for (const int node : nodes) to.emplace_back(id(node));
    return to;
  }
  json::string scope_id(int scope) const {
    const auto& spec = model_.scope(scope);
    return json::string{spec.owner >= 0 ? model_.node(spec.owner).id : "#" + model_.process(spec.process).id};
  }
  const Model& model_;
};

template <class Item, class Write>
void write_list(json::object& to, std::string_view name, const std::vector<Item>& list, const Writer& writer, Write write) {
  if (list.empty()) return;
  json::array array;
  for (const auto& item : list) array.push_back((writer.*write)(item));
  to[name] = std::move(array);
}

}  // namespace

std::string to_json(const Model& model, const State& state) {
  const Writer writer{model};
  json::object to{{"v", 2}, {"status", status_words[static_cast<std::size_t>(state.status)]}, {"next", state.next_token}};
  if (state.process != 0) to["process"] = model.process(state.process).id;
  if (!state.error.empty()) to["error"] = state.error;
  write_list(to, "tokens", state.tokens, writer, &Writer::token);
  write_list(to, "frames", state.frames, writer, &Writer::frame);
  write_list(to, "loops", state.loops, writer, &Writer::loop);
  write_list(to, "timers", state.timers, writer, &Writer::timer);
  write_list(to, "marks", state.marks, writer, &Writer::mark);
  write_list(to, "keys", state.keys, writer, &Writer::key);
  write_list(to, "done", state.done, writer, &Writer::done);
  write_list(to, "compensations", state.compensations, writer, &Writer::compensation);
  write_list(to, "visits", state.visits, writer, &Writer::visit);
  write_list(to, "joined", state.joined, writer, &Writer::joined);
  write_list(to, "closed", state.closed, writer, &Writer::closed);
  write_list(to, "parked", state.parked, writer, &Writer::parked);
  write_list(to, "works", state.works, writer, &Writer::work);
  return platform::to_text(to);
}

Result<State> from_json(const Model& model, std::string_view text) {
  State state;
  if (text.empty()) return state;
  const auto value = TRY(platform::parse_json(text));
  StateReader reader{model};
  const auto* object = value.if_object();
  if (object == nullptr) return reader.bad();
  const auto status = std::ranges::find(status_words, platform::text_or(*object, "status"));
  const auto next = platform::int_or(*object, "next", 0);
  if (status == status_words.end() || next < 1 || next > StateReader::most) return reader.bad();
  state.status = static_cast<Status>(status - status_words.begin());
  state.next_token = static_cast<int>(next);
  const auto version = platform::int_or(*object, "v");
  if (version == 1) return reader.read_first_version(*object, std::move(state));
  if (version != 2) return reader.bad();
  return reader.read(*object, std::move(state), wait_words);
}

}  // namespace yimen::bpmn
