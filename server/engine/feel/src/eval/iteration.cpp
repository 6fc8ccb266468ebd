#include <fmt/format.h>

#include "eval/evaluator.h"

namespace yimen::feel {

namespace {

/// What one iterator runs over: the items of a list, or whole numbers or days from first to last.
struct Domain {
  Value items;  // a list, when it is one
  std::int64_t first = 0, last = -1;
  bool counts = false, are_dates = false, runs_down = false;

  std::size_t size() const {
    if (!counts) return items.list().size();
    return static_cast<std::size_t>((runs_down ? first - last : last - first) + 1);
  }
  Value at(std::size_t index) const {
    if (!counts) return items.list()[index];
    const auto number = runs_down ? first - static_cast<std::int64_t>(index) : first + static_cast<std::int64_t>(index);
    return are_dates ? Value{civil_from_days(number)} : Value{number};
  }
};

std::optional<std::int64_t> countable(const Value& value) {
  if (value.is(Kind::date)) return days_from_civil(value.date());
  return value.is(Kind::number) ? value.number().to_int() : std::nullopt;
}

std::optional<Domain> counting(const Value& first, const Value& last) {
  const auto from = countable(first), to = countable(last);
  if (!from || !to || first.kind() != last.kind()) return std::nullopt;
  constexpr std::int64_t farthest = 1'000'000'000'000;
  if (*from > farthest || *from < -farthest || *to > farthest || *to < -farthest) return std::nullopt;
  return Domain{.items = {},
                .first = *from,
                .last = *to,
                .counts = true,
                .are_dates = first.is(Kind::date),
                .runs_down = *from > *to};
}

std::optional<Domain> counting(const Range& range) {
  if (range.form != RangeForm::interval) return std::nullopt;
  auto domain = counting(range.start, range.end);
  if (!domain || domain->runs_down) return std::nullopt;
  if (!range.start_included) ++domain->first;
  if (!range.end_included) --domain->last;
  if (domain->last < domain->first) return Domain{.items = Value{List{}}};
  return domain;
}

class Iteration {
 public:
  Iteration(Frame& frame, const Node& node) : frame_{frame}, node_{node} {}

  /// Runs over iterator `index` and those inside it. @returns false when all is to stop.
  bool run(std::uint32_t index) {
    if (index * 3 == node_.count) return visit();
    const auto domain = domain_of(index);
    if (!domain) return stop_with_warning(index);
    const auto local = word(index, 0);
    const auto size = domain->size();
    for (std::size_t i = 0; i < size; ++i) {
      if (!frame_.session.step()) return false;
      frame_.locals[local] = domain->at(i);
      if (!run(index + 1)) return false;
    }
    return true;
  }

  Value result() {
    if (failed_ || frame_.session.is_stopped()) return {};
    if (node_.op == Op::iterate) return Value{std::move(results_)};
    if (decided_) return node_.op == Op::some;
    return is_unknown_ ? Value{} : Value{node_.op == Op::every};
  }

 private:
  std::uint32_t word(std::uint32_t index, std::uint32_t place) const {
    return frame_.code.lists[node_.first + index * 3 + place];
  }

  std::optional<Domain> domain_of(std::uint32_t index) {
    auto first = eval(frame_, word(index, 1));
    if (const auto last = word(index, 2); last != no_node) return counting(first, eval(frame_, last));
    if (first.is_null()) return std::nullopt;
    if (first.is(Kind::range)) return counting(first.range());
    return Domain{.items = first.is(Kind::list) ? std::move(first) : Value{List{std::move(first)}}};
  }

  bool stop_with_warning(std::uint32_t index) {
    failed_ = true;
    const auto& domain = frame_.code.nodes[word(index, 1)];
    warn_at(frame_, domain, "feel/iteration", "循环的范围不是列表，也不是整数或日期的区间",
            "the iteration is over neither a list nor a range of whole numbers or dates");
    return false;
  }

  bool visit() {
    if (node_.op != Op::iterate) {
      Value room;
      const auto& answer = eval_in(frame_, node_.a, room);
      decided_ = node_.op == Op::some ? answer.is_true() : answer.is_false();
      is_unknown_ = is_unknown_ || !answer.is(Kind::boolean);
      return !decided_;
    }
    // Only a body that asks for the results so far pays for them.
    if (asks_partial_) frame_.locals[node_.b] = Value{results_};
    auto value = eval(frame_, node_.a);
    if (!frame_.session.allocate(sizeof(Value) +
                                 (asks_partial_ ? static_cast<std::int64_t>(results_.size() * sizeof(Value)) : 0)))
      return false;
    if (asks_partial_ && !frame_.session.steps(static_cast<std::int64_t>(results_.size() / 16))) return false;
    results_.push_back(std::move(value));
    return true;
  }

  Frame& frame_;
  const Node& node_;
  List results_;
  bool failed_ = false, decided_ = false, is_unknown_ = false;
  bool asks_partial_ = node_.flag != 0;
};

}  // namespace

Value eval_iteration(Frame& frame, const Node& node) {
  stand_at(frame, node);
  Iteration iteration{frame, node};
  iteration.run(0);
  return iteration.result();
}

}  // namespace yimen::feel
