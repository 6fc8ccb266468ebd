#include "state_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace yimen::bpmn {

Result<State> StateReader::read(const json::object& from, State state, std::span<const std::string_view> wait_words) {
  if (const auto* process = from.if_contains("process")) state.process = model_.process_index(text(*process));
  if (state.process < 0) is_foreign_ = true, state.process = 0;
  state.error = platform::text_or(from, "error");
  const auto each = [&](std::string_view name, const auto& read) {
    const auto* list = from.if_contains(name);
    if (list == nullptr) return;
    if (!list->is_array()) is_bad_ = true;
    else
      for (const auto& value : list->get_array()) read(value);
  };
  each("tokens", [&](const auto& value) { read_token(value, wait_words, state); });
  each("frames", [&](const auto& value) { read_frame(value, state); });
  each("loops", [&](const auto& value) { state.loops.push_back(read_loop(value)); });
  each("timers", [&](const auto& value) { state.timers.push_back(read_timer(value)); });
  each("marks", [&](const auto& value) {
    state.marks.push_back({number(item(value, 0)), node(item(value, 1)), static_cast<std::uint32_t>(whole(item(value, 2))), static_cast<std::uint32_t>(whole(item(value, 3)))});
  });
  each("keys", [&](const auto& value) { state.keys.push_back({number(item(value, 0)), node(item(value, 1)), number(item(value, 2)), text(item(value, 3))}); });
  each("done", [&](const auto& value) { state.done.push_back({number(item(value, 0)), node(item(value, 1)), number(item(value, 2)), number(item(value, 3)), variables(item(value, 4))}); });
  each("compensations", [&](const auto& value) { state.compensations.push_back({number(item(value, 0)), whole(item(value, 1)) != 0, numbers(item(value, 2))}); });
  each("visits", [&](const auto& value) { read_visit(value, state); });
  each("joined", [&](const auto& value) { read_joined(value, state); });
  each("closed", [&](const auto& value) {
    auto& closed = state.closed.emplace_back(ClosedScope{number(item(value, 0)), node(item(value, 1)), number(item(value, 2)), variables(item(value, 4)), numbers(item(value, 3)), {}});
    if (value.is_array() && value.get_array().size() > 5) closed.performed = nodes(value.get_array()[5]);
  });
  each("parked", [&](const auto& value) { read_parked(value, state); });
  each("works", [&](const auto& value) { read_work(value, state); });
  if (is_bad_) return bad();
  if (!is_foreign_) check(state);
  if (is_foreign_) return platform::fail(platform::ErrorCode::internal, "bpmn/wrong-model", "流程状态里有流程图中没有的环节，状态与流程图版本不符。");
  if (is_bad_) return bad();
  return state;
}

/// Version 1: tokens on user tasks only, tasks that have been open, one set of variables.
namespace {

/// Every node from which flows lead to this one.
std::vector<char> leading_to(const Model& model, int node) {
  std::vector<char> leads(model.nodes().size());
  std::vector<int> open{node};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    for (const int flow : model.node(at).incoming)
      if (const int source = model.flow(flow).source; std::exchange(leads[static_cast<std::size_t>(source)], 1) == 0) open.push_back(source);
  }
  return leads;
}

}  // namespace

Result<State> StateReader::read_first_version(const json::object& from, State state) {
  const auto* tokens = platform::array_at(from, "tokens");
  const auto* visited = platform::array_at(from, "visited");
  if (tokens == nullptr || visited == nullptr) return bad();
  Variables variables;
  if (const auto* given = platform::object_at(from, "variables")) variables = *given;
  if (state.status != Status::not_started) state.frames.push_back({.token = 0, .scope = model_.process(0).scope, .variables = std::move(variables)});
  for (const auto& token : *tokens) state.tokens.push_back({.id = number(item(token, 0)), .node = node(item(token, 1))});
  // It knew only the order of the first openings: whatever was open before and leads here counts as a step the present ones come from.
  int number = -std::ssize(*visited);
  for (const auto& each : *visited) {
    Visit visit{.id = number++, .node = node(each)};
    const auto open = std::ranges::find(state.tokens, visit.node, &Token::node);
    if (open != state.tokens.end()) visit.id = open->id;
    else visit.closed_at = 1;
    state.visits.push_back(std::move(visit));
  }
  for (auto& token : state.tokens) {
    const auto leads = leading_to(model_, token.node);
    for (const auto& visit : state.visits)
      if (visit.closed_at != 0 && leads[static_cast<std::size_t>(visit.node)] != 0) token.past.push_back(visit.id);
    std::ranges::sort(token.past);
  }
  if (is_bad_) return bad();
  if (!is_foreign_) check(state);
  if (is_foreign_) return platform::fail(platform::ErrorCode::internal, "bpmn/wrong-model", "流程状态里有流程图中没有的环节，状态与流程图版本不符。");
  return is_bad_ ? Result<State>{bad()} : Result<State>{std::move(state)};
}

void StateReader::read_token(const json::value& from, std::span<const std::string_view> wait_words, State& state) {
  Token token{.id = number(item(from, 0)), .node = node(item(from, 1))};
  if (from.is_array() && from.get_array().size() > 2) {
    const auto& more = object(item(from, 2));
    const auto word = platform::text_or(more, "wait", "work");
    const auto found = std::ranges::find(wait_words, word);
    if (found == wait_words.end()) is_bad_ = true;
    else token.wait = static_cast<Wait>(found - wait_words.begin());
    token.scope = number_or(more, "scope");
    token.holder = number_or(more, "holder");
    token.index = number_or(more, "index");
    token.held_by = number_or(more, "held");
    if (const auto* over = more.if_contains("flow")) token.flow = flow(*over);
    token.has_acted = platform::bool_or(more, "acted");
    token.past = numbers_or(more, "past");
  }
  state.tokens.push_back(std::move(token));
}

void StateReader::read_frame(const json::value& from, State& state) {
  const auto& fields = object(from);
  Frame frame{.token = number_or(fields, "of")};
  if (frame.token == 0) frame.scope = model_.process(state.process).scope;
  if (const auto* runs = fields.if_contains("runs")) {
    const auto name = text(*runs);
    if (name.starts_with('#')) {
      const int process = model_.process_index(std::string_view{name}.substr(1));
      process < 0 ? static_cast<void>(is_foreign_ = true) : static_cast<void>(frame.scope = model_.process(process).scope);
    } else if (const int owner = node(*runs); owner >= 0) {
      frame.scope = model_.node(owner).inner;
      is_foreign_ = is_foreign_ || frame.scope < 0;
    }
  }
  frame.is_process = platform::bool_or(fields, "process");
  frame.is_interrupted = platform::bool_or(fields, "interrupted");
  frame.restores = number_or(fields, "restores");
  frame.is_detour = platform::bool_or(fields, "detour");
  frame.past = numbers_or(fields, "past");
  if (const auto* performed = fields.if_contains("performed")) frame.performed = nodes(*performed);
  if (const auto* given = fields.if_contains("variables")) frame.variables = variables(*given);
  state.frames.push_back(std::move(frame));
}

LoopState StateReader::read_loop(const json::value& from) {
  const auto& fields = object(from);
  LoopState loop{.token = number_or(fields, "of"), .started = number_or(fields, "started"), .total = number_or(fields, "total"), .completed = number_or(fields, "completed"),
                 .terminated = number_or(fields, "terminated"), .has_thrown = platform::bool_or(fields, "thrown")};
  for (auto* list : {&loop.items, &loop.outputs})
    if (const auto* values = fields.if_contains(list == &loop.items ? "items" : "outputs"); values != nullptr && values->is_array())
      for (const auto& value : values->get_array()) list->push_back(value_from_json(value));
  if (const auto* votes = fields.if_contains("votes"); votes != nullptr && votes->is_array())
    for (const auto& vote : votes->get_array()) loop.votes.push_back({number(item(vote, 0)), number(item(vote, 1)), text(item(vote, 2)), text(item(vote, 3))});
  return loop;
}

Timer StateReader::read_timer(const json::value& from) {
  return {number(item(from, 0)), number(item(from, 1)), node(item(from, 2)), number(item(from, 3)), whole(item(from, 4)), number(item(from, 5)), whole(item(from, 6)) != 0};
}

void StateReader::read_visit(const json::value& from, State& state) {
  Visit visit{.id = number(item(from, 0)), .node = node(item(from, 1)), .scope = number(item(from, 2)), .closed_at = number(item(from, 3)), .count = number(item(from, 4)),
              .past = numbers(item(from, 5))};
  if (from.is_array() && from.get_array().size() > 7) {
    visit.participant = text(item(from, 6));
    visit.outcome = text(item(from, 7));
  }
  state.visits.push_back(std::move(visit));
}

void StateReader::read_joined(const json::value& from, State& state) {
  Joined joined{.scope = number(item(from, 0))};
  const auto& parts = item(from, 1);
  if (!parts.is_array()) is_bad_ = true;
  else
    for (const auto& part : parts.get_array()) {
      const auto& over = item(part, 1);
      joined.parts.push_back({node(item(part, 0)), over.is_string() && over.get_string().empty() ? -1 : flow(over), numbers(item(part, 2))});
    }
  state.joined.push_back(std::move(joined));
}

void StateReader::read_parked(const json::value& from, State& state) {
  Parked parked{.node = node(item(from, 0)), .scope = number(item(from, 1))};
  const auto& timers = item(from, 2);
  if (!timers.is_array()) is_bad_ = true;
  else
    for (const auto& timer : timers.get_array()) parked.timers.push_back(read_timer(timer));
  parked.loop = read_loop(item(from, 3));
  state.parked.push_back(std::move(parked));
}

void StateReader::read_work(const json::value& from, State& state) {
  const auto& fields = object(from);
  Work work{.token = number_or(fields, "of"), .participant = platform::text_or(fields, "who"), .owner = platform::text_or(fields, "owner"),
            .comes_back = platform::bool_or(fields, "back"), .is_claimed = platform::bool_or(fields, "claimed"), .urged = number_or(fields, "urged"),
            .after = texts_or(fields, "after"), .outcomes = texts_or(fields, "outcomes")};
  if (const auto* done = fields.if_contains("done")) {
    work.is_done = true;
    work.outcome = text(*done);
  }
  const int place = fields.contains("place") ? number_or(fields, "place") : static_cast<int>(Place::beside);
  if (place < 0 || place > 2) is_bad_ = true;
  else work.place = static_cast<Place>(place);
  state.works.push_back(std::move(work));
}

/// Whatever refers to something finds it there and of the right kind: a state that passes can be run.
void StateReader::check(const State& state) {
  const auto has_token = [&](int token) { return token == 0 || state.find(token) != nullptr; };
  const auto has_frame = [&](int token) { return std::ranges::find(state.frames, token, &Frame::token) != state.frames.end(); };
  const auto spoil = [&](bool is_wrong) { is_bad_ = is_bad_ || is_wrong; };
  std::vector<int> ids;
  for (const auto& token : state.tokens) {
    spoil(token.id < 1 || token.id >= state.next_token || !has_token(token.scope) || !has_token(token.holder) || token.scope == token.id || token.holder == token.id);
    spoil(token.wait == Wait::join && (token.flow < 0 || model_.flow(token.flow).target != token.node));
    spoil(token.wait == Wait::loop && (!model_.node(token.node).loop || std::ranges::find(state.loops, token.id, &LoopState::token) == state.loops.end()));
    spoil(token.wait == Wait::handlers && is_activity(model_.node(token.node).kind) && !has_frame(token.id));
    const auto* holder = token.holder == 0 ? nullptr : state.find(token.holder);
    spoil(holder != nullptr && holder->wait != Wait::handlers && holder->node != token.node);
    spoil(holder != nullptr && holder->wait == Wait::loop && (token.index < 1 || token.index > 1'000'000));
    const auto* around = token.scope == 0 ? nullptr : state.find(token.scope);
    spoil(around != nullptr && !has_frame(token.scope));
    const auto inside = std::ranges::find(state.frames, token.id, &Frame::token);
    spoil(token.wait == Wait::inside && (inside == state.frames.end() || inside->scope < 0));
    spoil(token.past.size() > state.visits.size());
    ids.push_back(token.id);
  }
  std::ranges::sort(ids);
  spoil(std::ranges::adjacent_find(ids) != ids.end());
  spoil(state.status == Status::running && !has_frame(0));
  // No round of scopes and holders: every way outward ends at the process.
  for (const auto& token : state.tokens) {
    std::size_t depth = 0;
    for (const auto* each = &token; each != nullptr && depth <= state.tokens.size(); each = state.find(each->parent())) ++depth;
    spoil(depth > state.tokens.size());
    depth = 0;
    for (const auto* each = &token; each != nullptr && depth <= state.tokens.size(); each = state.find(each->scope)) ++depth;
    spoil(depth > state.tokens.size());
  }
  for (const auto& frame : state.frames) spoil(!has_token(frame.token));
  for (const auto& timer : state.timers)
    spoil(!has_token(timer.token) || timer.definition < 0 || timer.definition >= std::ssize(model_.node(timer.node).events));
  for (const auto& each : state.marks) spoil(!has_token(each.token));
  for (const auto& each : state.keys) spoil(!has_token(each.token));
  for (const auto& each : state.works) spoil(!has_token(each.token) || each.token == 0);
  for (const auto& each : state.loops) spoil(!has_token(each.token) || each.token == 0 || !model_.node(state.find(each.token) == nullptr ? 0 : state.find(each.token)->node).loop || each.total < 0 || each.started < 0);
  for (const auto& each : state.compensations) spoil(!has_token(each.token) || each.token == 0);
}

const json::value& StateReader::item(const json::value& array, std::size_t index) {
  static const json::value none;
  if (array.is_array() && index < array.get_array().size()) return array.get_array()[index];
  is_bad_ = true;
  return none;
}
const json::object& StateReader::object(const json::value& value) {
  static const json::object none;
  if (value.is_object()) return value.get_object();
  is_bad_ = true;
  return none;
}
std::int64_t StateReader::whole(const json::value& value) {
  if (value.is_int64() && value.get_int64() > -(std::int64_t{1} << 52) && value.get_int64() < std::int64_t{1} << 52) return value.get_int64();
  is_bad_ = true;
  return 0;
}
int StateReader::number_or(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found == nullptr ? 0 : number(*found);
}
std::string StateReader::text(const json::value& value) {
  if (value.is_string()) return std::string{value.get_string()};
  is_bad_ = true;
  return {};
}
std::vector<int> StateReader::numbers(const json::value& value) {
  std::vector<int> list;
  if (!value.is_array()) is_bad_ = true;
  else
    for (const auto& each : value.get_array()) list.push_back(number(each));
  if (!std::ranges::is_sorted(list)) is_bad_ = true;
  return list;
}
std::vector<int> StateReader::numbers_or(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found == nullptr ? std::vector<int>{} : numbers(*found);
}
std::vector<std::string> StateReader::texts_or(const json::object& from, std::string_view name) {
  std::vector<std::string> list;
  const auto* found = from.if_contains(name);
  if (found != nullptr && !found->is_array()) is_bad_ = true;
  if (found != nullptr && found->is_array())
    for (const auto& each : found->get_array()) list.push_back(text(each));
  return list;
}
Variables StateReader::variables(const json::value& value) { return object(value); }

/// An element of the model; index 0 stands in when there is none, so that reading can go on to the end.
int StateReader::node(const json::value& value) {
  const int found = model_.node_index(text(value));
  is_foreign_ = is_foreign_ || found < 0;
  return std::max(found, 0);
}
std::vector<int> StateReader::nodes(const json::value& value) {
  std::vector<int> list;
  if (!value.is_array()) is_bad_ = true;
  else
    for (const auto& each : value.get_array()) list.push_back(node(each));
  return list;
}
int StateReader::flow(const json::value& value) {
  const int found = model_.flow_index(text(value));
  is_foreign_ = is_foreign_ || found < 0;
  return std::max(found, 0);
}

}  // namespace yimen::bpmn
