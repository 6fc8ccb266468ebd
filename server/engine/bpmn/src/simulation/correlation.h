#pragma once
#include <map>

#include "expression.h"
#include "yimen/bpmn/variables.h"

namespace yimen::bpmn {

/// Which conversation a message belongs to (BPMN 2.0, 8.4.2): the keys of the file's collaborations, their properties read from messages, and
/// what processes subscribe to.
class Correlation {
 public:
  /// By key: the values of its properties, in their order.
  using Keys = std::map<std::string, feel::List>;

  explicit Correlation(const std::string& xml);
  /// Those keys all of whose properties the message has.
  Keys of_message(const std::string& name, const Variables& payload) const;
  /// An instance takes what fits its subscriptions, or else the keys its earlier messages had.
  bool fits(const Keys& of_message, const Keys& of_instance, const std::string& process, const Variables& variables) const;

 private:
  struct Subscription {
    std::string process, key;
    std::map<std::string, ExpressionRef> bindings;  // by property
  };
  std::map<std::string, std::vector<std::string>> keys_;                   // to their properties
  std::map<std::pair<std::string, std::string>, ExpressionRef> readings_;  // by property and name of the message
  std::vector<Subscription> subscriptions_;
};

}  // namespace yimen::bpmn
