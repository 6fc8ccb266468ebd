#pragma once
#include <map>
#include <string>
#include <vector>

#include "plan.h"

namespace yimen::form {

/// Builds a Form: components to fields, then scopes, expressions and their order.
class Reader {
 public:
  Reader(const Kinds& kinds, const std::vector<std::string>& host_names, std::vector<Problem>& problems, const Limits& limits)
      : kinds_{kinds}, host_names_{host_names}, problems_{problems}, limits_{limits} {}

  std::shared_ptr<const Form> read(const json::object& schema);

 private:
  // read_fields.cpp
  void read_components(const json::array& components, int parent, int container, int depth);
  void read_component(const json::object& component, int parent, int container, int depth);
  void read_validation(Field& field, const json::object& component);
  void read_options(Field& field, const json::object& component);
  void judge(const Field& field);
  // read_rules.cpp
  void name_slots();
  void compile_all();
  feel::Expression compile(const Field& field, const feel::Scope& scope, const json::object& where, std::string_view key, std::string_view place);
  void compile_field(int index, const feel::Scope& scope);
  void judge_truth(const Field& field, const feel::Expression& expression, std::string_view place);
  void try_condition(int index);
  void order_all();
  void order(int container);
  void report_cycle(const std::vector<int>& stuck);

  void problem(const Field& field, std::string rule, std::string zh, std::string en, bool is_error = true);
  static std::string name_of(const Field& field);

  const Kinds& kinds_;
  const std::vector<std::string>& host_names_;
  std::vector<Problem>& problems_;
  const Limits& limits_;
  std::shared_ptr<Form> form_;
  std::shared_ptr<Form::Plan> plan_;
  std::vector<std::vector<int>> members_;                 // of each container: its fields as they stand
  std::vector<std::vector<std::pair<int, int>>> reads_;   // of each field: (container, slot) its expressions read
};

}  // namespace yimen::form
