#include <algorithm>

#include "yimen/bpmn/simulation.h"

namespace yimen::bpmn {
namespace {

/// Same seed, same numbers, on every machine (splitmix64).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_{seed} {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::int64_t below(std::int64_t limit) { return limit <= 0 ? 0 : static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit)); }

 private:
  std::uint64_t state_;
};

constexpr std::int64_t hour = 3'600'000, day = 24 * hour;

/// One instance, driven until it ends or nothing can be done.
class RandomRun {
 public:
  RandomRun(const Model& model, const SimulationOptions& options, Chance& chance, Statistics& statistics) : model_{model}, options_{options}, chance_{chance}, statistics_{statistics} {
    around_.is_traced = true;
    around_.faults = Surroundings::Faults::end;
    around_.variables = options.variables;
    around_.choose = [this](const Flow&) { return chance_.below(2) == 0; };
  }

  void run(int process) {
    std::vector<char> met(model_.nodes().size());
    met_ = &met;
    begin(process);
    for (int i = 0; i < options_.max_steps && state_.status == Status::running && !is_stuck_; ++i) {
      schedule();
      act();
    }
    for (std::size_t i = 0; i < met.size(); ++i) statistics_.nodes[i].instances += met[i];
    if (state_.status == Status::ended || state_.status == Status::terminated) {
      ++statistics_.completed;
      statistics_.milliseconds += around_.now;
    } else if (state_.status == Status::failed) ++statistics_.failed;
    else if (is_stuck_ || state_.status == Status::not_started) ++statistics_.stuck;
    else ++statistics_.unfinished;
  }

 private:
  struct Planned {
    std::int64_t at = 0;
    Awaited what;
  };

  void begin(int process) {
    const auto points = start_points(model_, process, around_);
    if (points.empty()) return;
    const auto plain = std::ranges::find(points, EventKind::none, &StartPoint::kind);
    const auto& point = plain != points.end() ? *plain : points[static_cast<std::size_t>(chance_.below(std::ssize(points)))];
    tell(Start{.process = model_.process(process).id, .node = point.kind == EventKind::none ? std::string{} : point.node->id});
  }

  void tell(const Command& command) {
    auto step = advance(model_, state_, command, around_);
    if (!step) {
      is_stuck_ = is_stuck_ || step.error().code != platform::ErrorCode::conflict;
      return;
    }
    state_ = std::move(step->state);
    for (const auto& each : step->trace) {
      if (each.node < 0) continue;
      auto& node = statistics_.nodes[static_cast<std::size_t>(each.node)];
      (*met_)[static_cast<std::size_t>(each.node)] = 1;
      node.entered += each.kind == Happened::Kind::entered ? 1 : 0;
      node.completed += each.kind == Happened::Kind::completed ? 1 : 0;
      node.cancelled += each.kind == Happened::Kind::cancelled ? 1 : 0;
      ++statistics_.steps;
    }
  }

  /// Whatever is waited for gets a moment at which it comes.
  void schedule() {
    auto waiting = awaited(model_, state_);
    std::erase_if(planned_, [&](const Planned& each) { return std::ranges::none_of(waiting, [&](const Awaited& other) { return is_same(each.what, other); }); });
    for (auto& each : waiting) {
      if (std::ranges::any_of(planned_, [&](const Planned& other) { return is_same(other.what, each); })) continue;
      planned_.push_back({each.kind == Awaited::Kind::timer ? each.due : around_.now + duration(each), std::move(each)});
    }
  }
  static bool is_same(const Awaited& one, const Awaited& other) { return one.kind == other.kind && one.token == other.token && one.node == other.node && one.name == other.name; }

  std::int64_t duration(const Awaited& what) {
    if (what.kind == Awaited::Kind::task) return chance_.below(2 * day * std::max(1, what.node->task.limit_days));
    if (what.kind == Awaited::Kind::work || what.kind == Awaited::Kind::choice) return chance_.below(60'000);
    return chance_.below(4 * day);
  }

  void act() {
    const auto first = std::ranges::min_element(planned_, {}, &Planned::at);
    if (first == planned_.end()) {
      is_stuck_ = true;
      return;
    }
    const auto next = *first;
    planned_.erase(first);
    around_.now = std::max(around_.now, next.at);
    const auto& what = next.what;
    switch (what.kind) {
      case Awaited::Kind::task: return tell(Complete{.token = what.token, .outcome = chance_.below(4) == 0 ? "disagree" : "agree"});
      case Awaited::Kind::work: return tell(Complete{.token = what.token});
      case Awaited::Kind::message: return tell(MessageArrived{what.name, what.key, {}});
      case Awaited::Kind::signal: return tell(SignalArrived{what.name, {}});
      case Awaited::Kind::timer: return tell(TimerDue{what.token});
      case Awaited::Kind::choice: break;
    }
    choose(what);
  }

  /// In free order what is needed comes first; then sometimes once more, sometimes it is enough. While a step is open the next thing is awaited.
  void choose(const Awaited& what) {
    const bool is_busy = std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.scope == what.token; });
    std::optional<std::int64_t> next;
    for (const auto& each : planned_)
      if (each.what.kind != Awaited::Kind::choice && (!next || each.at < *next)) next = each.at;
    if (is_busy && next) return void(planned_.push_back({*next + 1, what}));
    const auto frame = std::ranges::find(state_.frames, what.token, &Frame::token);
    std::vector<int> missing, possible;
    for (const int start : model_.scope(what.node->inner).starts) {
      const bool is_done = std::ranges::find(frame->performed, start) != frame->performed.end();
      if (model_.node(start).is_needed && !is_done) missing.push_back(start);
      if (!model_.node(start).is_once || !is_done) possible.push_back(start);
    }
    if (missing.empty() && (possible.empty() || chance_.below(4) == 0)) return tell(FinishInner{what.token, true});
    const auto& from = missing.empty() ? possible : missing;
    tell(StartInner{what.token, model_.node(from[static_cast<std::size_t>(chance_.below(std::ssize(from)))]).id});
  }

  const Model& model_;
  const SimulationOptions& options_;
  Chance& chance_;
  Statistics& statistics_;
  Surroundings around_;
  State state_;
  std::vector<Planned> planned_;
  std::vector<char>* met_ = nullptr;
  bool is_stuck_ = false;
};

}  // namespace

Statistics simulate(const Model& model, const SimulationOptions& options) {
  Statistics statistics;
  for (const auto& node : model.nodes()) statistics.nodes.push_back({.node = &node});
  Chance chance{options.seed};
  for (int i = 0; i < options.instances; ++i) {
    ++statistics.instances;
    RandomRun{model, options, chance, statistics}.run(0);
  }
  return statistics;
}

}  // namespace yimen::bpmn
