#include <array>

#include <boost/json.hpp>

#include "yimen/bpmn/instance.h"
#include "yimen/platform/json.h"

namespace yimen::bpmn {
namespace {

using platform::ErrorCode;
constexpr std::array<std::string_view, 4> words{"not_started", "running", "ended", "terminated"};

Result<Status> status_from(std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Status>(i);
  return platform::fail(ErrorCode::malformed, "bpmn/bad-state", "流程状态无法识别。");
}

}  // namespace

std::string to_json(const State& state) {
  json::array tokens, visited;
  for (const auto& token : state.tokens) tokens.push_back(json::array{token.id, token.node});
  for (const auto& node : state.visited) visited.emplace_back(node);
  json::object object{{"v", state.version}, {"status", words[static_cast<std::size_t>(state.status)]}, {"next", state.next_token},
                      {"tokens", std::move(tokens)}, {"visited", std::move(visited)}};
  if (!state.variables.empty()) object["variables"] = state.variables;
  return platform::to_text(object);
}

Result<State> from_json(std::string_view text) {
  State state;
  if (text.empty()) return state;
  const auto value = TRY(platform::parse_json(text));
  const auto bad = [] { return platform::fail(ErrorCode::malformed, "bpmn/bad-state", "流程状态无法识别。"); };
  const auto* object = value.if_object();
  if (object == nullptr || platform::int_or(*object, "v") != 1) return bad();
  state.status = TRY(status_from(platform::text_or(*object, "status")));
  state.next_token = static_cast<int>(platform::int_or(*object, "next", 0));
  const auto* tokens = platform::array_at(*object, "tokens");
  const auto* visited = platform::array_at(*object, "visited");
  if (tokens == nullptr || visited == nullptr || state.next_token < 1) return bad();
  for (const auto& token : *tokens) {
    if (!token.is_array() || token.get_array().size() != 2 || !token.get_array()[0].is_int64() || !token.get_array()[1].is_string()) return bad();
    state.tokens.push_back({static_cast<int>(token.get_array()[0].get_int64()), std::string{token.get_array()[1].get_string()}});
  }
  for (const auto& node : *visited) {
    if (!node.is_string()) return bad();
    state.visited.emplace_back(node.get_string());
  }
  if (const auto* variables = platform::object_at(*object, "variables")) state.variables = *variables;
  return state;
}

}  // namespace yimen::bpmn
