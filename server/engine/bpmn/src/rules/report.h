#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "document.h"
#include "rules.h"

namespace yimen::bpmn::rules {

/// One thing in both languages.
struct Words {
  std::string zh, en;
  Words(std::string_view both) : zh{both}, en{both} {}
  Words(const std::string& both) : zh{both}, en{both} {}
  Words(const char* both) : zh{both}, en{both} {}
  Words(std::size_t number) : zh{std::to_string(number)}, en{zh} {}
  Words(std::string chinese, std::string english) : zh{std::move(chinese)}, en{std::move(english)} {}
};

/// "并行网关" and "parallelGateway".
Words kind_of(std::string_view element);
/// Several kinds, as "消息、信号或定时".
Words kinds_of(const std::vector<const Type*>& types);

class Report {
 public:
  explicit Report(bool is_of_tool) : is_of_tool_{is_of_tool} {}

  void complain(const Part& at, std::string_view rule, std::initializer_list<Words> found = {});
  /// About something of `of` that stands on another line.
  void complain(const Part& of, int line, std::string_view rule, std::initializer_list<Words> found = {});

  std::vector<Problem> take();

 private:
  bool is_of_tool_;
  std::vector<Problem> problems_;
};

/// What each family of rules looks at and tells.
struct Check {
  const Document& document;
  Report& report;
};

void check_structure(const Check&);
void check_references(const Check&);
void check_expressions(const Check&);
void check_flows(const Check&);
void check_gateways(const Check&);
void check_events(const Check&);
void check_event_definitions(const Check&);
void check_activities(const Check&);
void check_loops(const Check&);
void check_services(const Check&);
void check_data(const Check&);
void check_collaborations(const Check&);
void check_choreographies(const Check&);
void check_lanes(const Check&);
void check_data_ends(const Check&);
void check_diagrams(const Check&);

}  // namespace yimen::bpmn::rules
