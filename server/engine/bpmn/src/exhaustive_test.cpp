#include <map>
#include <set>

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

/// Start, end and three nodes between, each a task or a gateway, with every set of flows among them: the start's one, and
/// from each node to the two others and the end. 8 * 3 * 512 = 12,288 drawings.
std::string drawing(unsigned kinds, unsigned first, unsigned edges) {
  const auto id_of = [](unsigned i) { return i == 3 ? std::string{"e"} : std::string(1, static_cast<char>('a' + i)); };
  std::string elements = start() + end(), flows = flow("f", "s", id_of(first));
  for (unsigned node = 0; node < 3; ++node) {
    const bool is_gateway = (kinds >> node & 1u) == 1u;
    std::string standard;
    int number = 0;
    for (unsigned way = 0; way < 3; ++way) {
      if ((edges >> (node * 3 + way) & 1u) == 0) continue;
      const auto target = way == 2 ? 3 : (node + 1 + way) % 3;
      const auto id = id_of(node) + std::to_string(way);
      flows += flow(id, id_of(node), id_of(target), is_gateway && number > 0 ? id_of(node) + " = " + std::to_string(number) : "");
      if (is_gateway && number++ == 0) standard = id;
    }
    elements += is_gateway ? gateway(id_of(node), standard) : task(id_of(node));
  }
  return wrap(elements + flows);
}

/// Each gateway asks for a variable of its own name: no answer to one decides another.
yimen::bpmn::json::object answers(int n) { return {{"a", n % 3}, {"b", n / 3 % 3}, {"c", n / 9}}; }

/// Where any sequence of answers can lead to, from place to place.
struct Explored {
  std::map<std::string, std::set<std::string>> next;
};
std::string place_of(const Model& model, const State& state) { return state.tokens.empty() ? "ended" : model.node(state.tokens.front().node).id; }

Explored explore(const Model& model) {
  Explored explored;
  std::vector<State> open;
  for (int n = 0; n < 27; ++n) open.push_back(must(advance(model, {}, Start{}, answers(n))).state);
  while (!open.empty()) {
    const State state = std::move(open.back());
    open.pop_back();
    CHECK((state.status == Status::ended) == state.tokens.empty());
    CHECK(state.tokens.size() <= 1);
    if (explored.next.contains(place_of(model, state))) continue;
    auto& next = explored.next[place_of(model, state)];
    for (int n = 0; n < 27 && !state.tokens.empty(); ++n) {
      auto after = must(advance(model, state, Complete{state.tokens.front().id}, answers(n))).state;
      next.insert(place_of(model, after));
      open.push_back(std::move(after));
    }
  }
  return explored;
}

bool can_end(const Explored& explored, const std::string& from, std::set<std::string> seen = {}) {
  if (from == "ended") return true;
  if (!seen.insert(from).second) return false;
  for (const auto& next : explored.next.at(from))
    if (can_end(explored, next, seen)) return true;
  return false;
}

}  // namespace

TEST_CASE("every accepted drawing of three nodes runs without losing its token and can always end") {
  int accepted = 0;
  for (unsigned number = 0; number < 8 * 3 * 512; ++number) {
    const unsigned kinds = number / 1536, first = number / 512 % 3, edges = number % 512;
    std::vector<Problem> problems;
    const auto model = read_model(drawing(kinds, first, edges), problems);
    if (!model || !check_structure(**model).empty()) continue;
    ++accepted;
    CAPTURE(number);
    const auto explored = explore(**model);
    for (const auto& [place, next] : explored.next) CHECK(can_end(explored, place));
  }
  CHECK(accepted > 300);
}
