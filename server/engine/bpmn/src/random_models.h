#pragma once
#include <random>
#include <string>

#include "testing_models.h"

namespace yimen::bpmn::testing {

/// Models that are well-formed by construction: blocks with one way in and one way out, put into each other.
class RandomModel {
 public:
  explicit RandomModel(std::mt19937& random) : random_{random} {}

  std::string xml() {
    const auto block = sequence(3);
    return wrap(start() + end() + block.nodes + flow("first", "s", block.in) + flow("last", block.out, "e") + event_subs());
  }

 private:
  struct Block {
    std::string in, out, nodes;
  };
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::string fresh(const char* kind) { return kind + std::to_string(++count_); }
  std::string link(const std::string& from, const std::string& to, const std::string& condition = {}) { return flow(fresh("f"), from, to, condition); }

  Block sequence(int depth) {
    auto whole = block(depth);
    for (int i = below(3); i > 0; --i) {
      auto next = block(depth);
      whole.nodes += next.nodes + link(whole.out, next.in);
      whole.out = next.out;
    }
    return whole;
  }

  Block block(int depth) {
    switch (depth <= 0 || count_ > 80 ? below(4) : below(13)) {
      case 0:
      case 1: return user();
      case 2: return leaf(script(last_ = fresh("x"), "{x: if x = null then 1 else x + 1}"));
      case 3: return below(3) == 0 ? timer() : user();
      case 4: return choice(depth);
      case 5:
      case 6: return all(depth, "parallelGateway", false);
      case 7: return all(depth, "inclusiveGateway", true);
      case 8: return inner(depth, "");
      case 9: return inner(depth, below(2) == 0 ? "<multiInstanceLoopCharacteristics>" + formal("loopCardinality", "2") + "</multiInstanceLoopCharacteristics>"
                                                : "<multiInstanceLoopCharacteristics isSequential='true'>" + formal("loopCardinality", "2") + "</multiInstanceLoopCharacteristics>");
      case 10: return vote();
      case 11: return guarded(depth);
      default: return round(depth);
    }
  }

  Block leaf(const std::string& nodes) { return {last_, last_, nodes}; }
  Block user() {
    last_ = fresh("u");
    return leaf(task(last_));
  }
  Block timer() {
    last_ = fresh("c");
    return leaf(catching(last_, duration("PT" + std::to_string(1 + below(20)) + "M")));
  }
  Block vote() {
    const char* rules[] = {"y:vote='all'", "y:vote='share' y:share='2/3'", "y:vote='veto'", "y:vote='any'", "y:vote='all' y:order='sequential'"};
    last_ = fresh("v");
    return leaf(task(last_, "handler", "", std::string{"y:participants='[\"甲\",\"乙\",\"丙\"]' "} + rules[below(5)]));
  }
  Block choice(int depth) {
    const auto split = fresh("g"), join = fresh("j"), standard = fresh("f");
    auto first = sequence(depth - 1);
    std::string nodes = gateway(split, standard) + gateway(join) + first.nodes + flow(standard, split, first.in) + link(first.out, join);
    for (int i = 1 + below(2); i > 0; --i) {
      auto next = sequence(depth - 1);
      nodes += next.nodes + link(split, next.in, "modulo(x, 4) = " + std::to_string(below(4))) + link(next.out, join);
    }
    return {split, join, nodes};
  }
  Block all(int depth, const std::string& kind, bool has_conditions) {
    const auto split = fresh("g"), join = fresh("j"), standard = fresh("f");
    auto first = sequence(depth - 1);
    std::string nodes = node(kind, split, "", has_conditions ? "default='" + standard + "'" : "") + node(kind, join) + first.nodes + flow(standard, split, first.in) + link(first.out, join);
    for (int i = 1 + below(2); i > 0; --i) {
      auto next = sequence(depth - 1);
      nodes += next.nodes + link(split, next.in, has_conditions ? "modulo(x, 3) != " + std::to_string(below(3)) : "") + link(next.out, join);
    }
    return {split, join, nodes};
  }
  Block inner(int depth, const std::string& loop) {
    const auto id = fresh("s"), begin = fresh("b"), finish = fresh("e");
    auto content = sequence(depth - 1);
    return {id, id, sub(id, loop + start(begin) + end(finish) + content.nodes + link(begin, content.in) + link(content.out, finish) + (loop.empty() ? event_subs() : ""))};
  }
  /// An activity with a timer at its edge, interrupting or not.
  Block guarded(int depth) {
    auto content = below(2) == 0 ? user() : below(2) == 0 ? vote() : inner(depth, "");
    const auto edge = fresh("t"), merge = fresh("j"), late = fresh("u");
    const bool interrupts = below(2) == 0;
    const auto rest = interrupts ? link(late, merge) : end(late + "e") + link(late, late + "e");
    return {content.in, merge, content.nodes + gateway(merge) + link(content.out, merge) +
                                   boundary(edge, content.in, below(2) == 0 ? duration("PT" + std::to_string(1 + below(30)) + "M") : cycle("R2/PT10M"), interrupts) + task(late) + link(edge, late) + rest};
  }
  Block round(int depth) {
    const auto head = fresh("j"), tail = fresh("g"), onward = fresh("f"), next = fresh("n");
    auto content = sequence(depth - 1);
    auto asked = user();
    return {head, next, gateway(head) + gateway(tail, onward) + gateway(next) + content.nodes + asked.nodes + link(head, content.in) + link(content.out, asked.in) + link(asked.out, tail) +
                            link(tail, head, "outcome = \"again\"") + flow(onward, tail, next)};
  }
  std::string event_subs() {
    if (below(3) != 0) return {};
    const auto id = fresh("q"), begin = fresh("b"), work = fresh("u"), finish = fresh("e");
    return event_sub(id, start(begin, duration("PT" + std::to_string(5 + below(60)) + "M"), "isInterrupting='false'") + task(work) + end(finish) + link(begin, work) + link(work, finish));
  }

  std::mt19937& random_;
  int count_ = 0;
  std::string last_;
};

}  // namespace yimen::bpmn::testing
