#pragma once
#include <string>
#include <vector>

#include "yimen/bpmn/state.h"

namespace yimen::bpmn {

/// A token on its way to a node: between two places where it could wait.
struct Moving {
  int node = -1;
  int scope = 0;
  int flow = -1;
  int holder = 0;  // an instance of that loop, a handler of that compensation
  int index = 0;   // which instance of the loop, from 1
  bool has_acted = false;
  std::string outcome = {};  // of the task just completed
  std::vector<int> past = {};
  Variables locals = {};
};

struct Subscription {
  int owner = 0;  // token, or the sub-process (0: the process) for event sub-processes
  int event = -1;
  int definition = 0;
};
/// Every event definition that waits now, in a fixed order.
std::vector<Subscription> subscriptions(const Model&, const State&);

std::string label(const Node&);
void merge(std::vector<int>& into, const std::vector<int>& from);
bool contains(const std::vector<int>& sorted, int value);

}  // namespace yimen::bpmn
