#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/time.h"

namespace yimen::feel {

enum class Severity { warning, error };

/// Where in the text: character counted from 1 in its line; 0 when the place is not known.
struct Position {
  int line = 0;
  int column = 0;
};

struct Problem {
  Severity severity = Severity::warning;
  std::string slug;     ///< stable: "feel/unknown-name"
  std::string message;  ///< Chinese
  std::string message_en;
  Position position;
  std::string element;       ///< the caller's label of the expression (Session::enter)
  std::string text() const;  ///< "第 1 行第 5 列：…"
};

/// Line and column of a byte offset.
Position position_in(std::string_view text, std::size_t offset);

/// How much one evaluation may use; whatever would pass it yields null and one error "feel/limit".
struct Budget {
  std::int64_t steps = 2'000'000;
  std::int64_t bytes = 64 << 20;
  int depth = 1'000;
};

/// One evaluation's surroundings: the moment and zone that now() and today() give, the budget, the problems met.
class Session {
 public:
  Session() = default;
  explicit Session(platform::Instant now, std::string_view zone = "Asia/Shanghai", Budget budget = {});

  platform::Instant now() const { return now_; }
  std::string_view zone() const { return zone_; }

  /// The label that problems from here on carry (a decision's or node's name). @returns the one before.
  std::string enter(std::string element);
  void leave(std::string previous) { element_ = std::move(previous); }
  const std::vector<Problem>& problems() const { return problems_; }
  std::vector<Problem> take_problems();
  /// At most 100 are kept; wants_problem() tells whether another would be.
  bool wants_problem() const { return problems_.size() < most_problems; }
  void add(Problem);

  /// Takes from the budget; false once it is used up, and from then on.
  bool step() { return --steps_ > 0 || stop(Limit::steps); }
  bool steps(std::int64_t count) { return (steps_ -= count) > 0 || stop(Limit::steps); }
  bool allocate(std::int64_t bytes) { return (bytes_ -= bytes) > 0 || stop(Limit::memory); }
  bool descend() { return --depth_ > 0 || stop(Limit::depth); }
  void ascend() { ++depth_; }
  bool is_stopped() const { return stopped_; }
  std::int64_t steps_left() const { return steps_; }

  /// Where evaluation stands, for problems that give no position themselves.
  struct Place {
    const std::string* text = nullptr;
    std::uint32_t offset = 0;
  };
  Place place() const { return place_; }
  void set_place(Place place) { place_ = place; }

 private:
  static constexpr std::size_t most_problems = 100;
  enum class Limit { steps, memory, depth };
  bool stop(Limit);

  platform::Instant now_{};
  std::string zone_ = "Asia/Shanghai";
  std::int64_t steps_ = Budget{}.steps;
  std::int64_t bytes_ = Budget{}.bytes;
  int depth_ = Budget{}.depth;
  bool stopped_ = false;
  Place place_;
  std::string element_;
  std::vector<Problem> problems_;
};

}  // namespace yimen::feel
