#pragma once
#include <span>

#include <boost/json.hpp>

#include "yimen/bpmn/state.h"
#include "yimen/platform/json.h"

namespace yimen::bpmn {

/// Reads the text form of a state; the first thing that is not as it should be makes the whole text one that is none of ours.
class StateReader {
 public:
  static constexpr std::int64_t most = 2'000'000'000;
  explicit StateReader(const Model& model) : model_{model} {}

  Result<State> read(const json::object&, State, std::span<const std::string_view> wait_words);
  Result<State> read_first_version(const json::object&, State);
  static tl::unexpected<platform::Error> bad() { return platform::fail(platform::ErrorCode::malformed, "bpmn/bad-state", "流程状态无法识别。"); }

 private:
  void read_token(const json::value&, std::span<const std::string_view> wait_words, State&);
  void read_frame(const json::value&, State&);
  LoopState read_loop(const json::value&);
  void read_visit(const json::value&, State&);
  void read_joined(const json::value&, State&);
  void read_parked(const json::value&, State&);
  void read_work(const json::value&, State&);
  Timer read_timer(const json::value&);
  void check(const State&);

  // The n-th item of an array, the member of an object; a wrong kind spoils the reading.
  const json::value& item(const json::value& array, std::size_t index);
  const json::object& object(const json::value&);
  std::int64_t whole(const json::value&);
  int number(const json::value& value) { return static_cast<int>(whole(value)); }
  int number_or(const json::object&, std::string_view name);
  std::string text(const json::value&);
  std::vector<int> numbers(const json::value&);
  std::vector<int> numbers_or(const json::object&, std::string_view name);
  std::vector<std::string> texts_or(const json::object&, std::string_view name);
  Variables variables(const json::value&);
  int node(const json::value&);
  std::vector<int> nodes(const json::value&);
  int flow(const json::value&);

  const Model& model_;
  bool is_bad_ = false, is_foreign_ = false;
};

}  // namespace yimen::bpmn
