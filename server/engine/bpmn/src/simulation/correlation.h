#pragma once
#include <map>

#include "yimen/bpmn/engine.h"

namespace yimen::bpmn {

/// Which instance a message is for, by what the model says of correlation (`Model::correlation`, which must outlive it).
class Correlation {
 public:
  /// By key: the values of its properties, in their order.
  using Keys = std::map<std::string, feel::List>;

  explicit Correlation(const CorrelationSpec& spec) : spec_{spec} {}
  /// Those keys all of whose properties the message has.
  Keys of_message(const std::string& name, const Variables& payload, const Surroundings&) const;
  /// An instance takes what fits its subscriptions, or else the keys its earlier messages had.
  bool fits(const Keys& of_message, const Keys& of_instance, int process, const Variables& variables, const Surroundings&) const;

 private:
  bool is_subscribed(const CorrelationSpec::Subscription&, const feel::List& values, const Variables&, const Surroundings&) const;
  const CorrelationSpec& spec_;
};

}  // namespace yimen::bpmn
