#pragma once
#include <deque>
#include <set>

#include "simulation/correlation.h"
#include "yimen/bpmn/simulation.h"

namespace yimen::bpmn {

/// The instances of one run, what is on its way between them, and the clock.
class World {
 public:
  World(const Model& model, const RunOptions& options, const std::function<void(const RunEvent&)>& tell);
  RunResult run();

 private:
  struct Instance {
    int number = 0;
    State state;
    Correlation::Keys keys;  // of the first messages it sent and took
  };
  struct Order {
    int instance = 0;
    Command command;
  };
  struct Post {  // a message or signal on its way
    bool is_message = true;
    int from = -1;  // instance; -1: from outside
    std::string name, key;
    Variables variables;
    const Node* source = nullptr;  // who sent it; null: from outside
  };
  struct Begin {  // a process whose timer has not come yet
    int process = 0;
    std::string node;
    std::int64_t due = 0;
    int left = 0;  // how often again
  };

  void begin_processes();
  bool is_called(int process) const;
  void begin_process(int process);
  void begin_again(const Begin&);
  bool condition_holds(const Node& start) const;
  void open(int process, Command command);
  void advance_instance(int instance, const Command&);
  void follow(int instance, const std::vector<Effect>&);
  void answer(int instance, const Effect&);
  DriverLine* line_for(const Node&);
  bool deliver(const Post&);
  bool deliver_message(const Post&);
  bool is_meant_for(const Post&, const Node&, int process) const;
  bool deliver_signal(const Post&);
  bool offer_choices();
  bool tick();
  void settle();
  std::optional<std::int64_t> next_moment() const;
  RunResult conclude();

  const Model& model_;
  const RunOptions& options_;
  const std::function<void(const RunEvent&)>& tell_;
  Correlation correlation_;
  Surroundings around_;
  std::deque<Instance> instances_;
  std::deque<Order> orders_;
  std::deque<Post> posts_, undelivered_;
  std::vector<Begin> begins_;
  std::vector<DriverLine> driver_;
  std::vector<bool> posted_;  // driver lines that have been sent
  std::set<std::pair<int, std::pair<int, int>>> offered_;  // instance, ad-hoc token, node
  int steps_ = 0;
  bool is_over_limit_ = false;
  std::vector<Problem> problems_;
  std::string refusal_;
};

}  // namespace yimen::bpmn
