#pragma once
#include <span>
#include <string>
#include <vector>

#include "plan.h"

namespace yimen::form {

/// One run over a form's answers.
class Answering {
 public:
  Answering(const Form& form, const Host& host);
  Outcome run(const json::object& answers);

 private:
  /// One scope that has been gone through: the form, a group, a row. Kept for the validation rules, which read final values.
  struct Frame {
    int container = 0;
    int outer = -1;  // frame
    std::string pointer;
    std::vector<feel::Value> values;
    std::vector<int> answered;  // fields shown and answered
  };
  json::object go_through(int container, int outer_frame, const json::object& given, std::string pointer, int row, json::object& hidden);
  void fill_outer(Frame& frame);
  feel::Value seen(const Frame& frame) const;
  bool is_shown(const Field& field, const Frame& frame);
  void hide(int index, const json::object& given, const std::string& pointer, json::object& hidden);
  void take(int index, std::size_t frame, const json::object& given, json::object& shown, json::object& hidden);
  void take_group(int index, std::size_t frame, const json::value* given, json::object& shown, json::object& hidden);
  void take_rows(int index, std::size_t frame, const json::value* given, json::object& shown, json::object& hidden);
  void take_computed(int index, std::size_t frame, json::object& shown);
  void set(std::size_t frame, int index, feel::Value value);
  void check_rules();
  void check_unknown(const Frame& frame, const json::object& given);
  void problem(const std::string& pointer, std::string detail) { outcome_.problems.push_back({pointer, std::move(detail)}); }

  const Form& form_;
  const Form::Plan& plan_;
  feel::Session session_;
  std::vector<feel::Value> host_values_;
  std::vector<Frame> frames_;
  std::vector<char> shown_;  // of each field, in the scope gone through last
  Outcome outcome_;
};

/// Words of what is wrong with an answer, empty when it will do; `value` is given and answered.
std::string problem_of(const Kinds& kinds, const Field& field, const json::value& value, platform::Instant now);

}  // namespace yimen::form
