#include "answering.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/feel/json.h"
#include "yimen/platform/text.h"

namespace yimen::form {

namespace {

json::value tidy(const json::value& answer) {
  if (answer.is_string()) return json::string(platform::trim(std::string_view(answer.as_string())));
  return answer;
}
const json::object no_answers;

}  // namespace

Answering::Answering(const Form& form, const Host& host)
    : form_{form}, plan_{Access::plan(form)}, session_{host.now, host.zone}, shown_(form.fields().size(), 1) {
  const auto& root = plan_.containers.front();
  // The form's outer names are the host's, in the order in which they were announced.
  for (std::size_t at = 0; at + root.own < root.names.size(); ++at) {
    const auto* value = host.values.if_contains(root.names[root.own + at]);
    auto read = value ? feel::from_json(*value) : Result<feel::Value>{feel::Value{}};
    host_values_.push_back(read ? *read : feel::Value{});
  }
}

Outcome Answering::run(const json::object& answers) {
  outcome_.answers = go_through(0, -1, answers, "", 0, outcome_.hidden);
  check_rules();
  return std::move(outcome_);
}

void Answering::fill_outer(Frame& frame) {
  const auto& container = plan_.containers[static_cast<std::size_t>(frame.container)];
  for (std::size_t at = 0; at < container.outer_slots.size(); ++at)
    frame.values[container.own + at] = frame.outer < 0 ? host_values_[at] : frames_[static_cast<std::size_t>(frame.outer)].values[static_cast<std::size_t>(container.outer_slots[at])];
}

json::object Answering::go_through(int container_index, int outer_frame, const json::object& given, std::string pointer, int row, json::object& hidden) {
  const auto& container = plan_.containers[static_cast<std::size_t>(container_index)];
  const auto at = frames_.size();
  {
    auto& frame = frames_.emplace_back();
    frame.container = container_index;
    frame.outer = outer_frame;
    frame.pointer = std::move(pointer);
    frame.values.resize(container.names.size());
    fill_outer(frame);
    if (row > 0 && container.own > 0 && container.names[container.own - 1] == "i") frame.values[container.own - 1] = feel::Value{row};
  }
  json::object shown;
  for (const auto index : container.order) {
    const auto& field = form_.fields()[static_cast<std::size_t>(index)];
    shown_[static_cast<std::size_t>(index)] = is_shown(field, frames_[at]);
    if (shown_[static_cast<std::size_t>(index)]) take(index, at, given, shown, hidden);
    else hide(index, given, frames_[at].pointer, hidden);
  }
  check_unknown(frames_[at], given);
  return shown;
}

bool Answering::is_shown(const Field& field, const Frame& frame) {
  if (field.parent >= 0 && plan_.opens[static_cast<std::size_t>(field.parent)] < 0 && !shown_[static_cast<std::size_t>(field.parent)]) return false;
  return field.hide.is_empty() || !field.hide.evaluate(frame.values, session_).is_true();
}

void Answering::hide(int index, const json::object& given, const std::string& pointer, json::object& hidden) {
  const auto& field = form_.fields()[static_cast<std::size_t>(index)];
  if (!field.has_key()) return;
  outcome_.hidden_fields.push_back(pointer + "/" + field.key);
  if (field.shape == Shape::computed) return;
  if (const auto* answer = given.if_contains(field.key); answer && is_answered(field, *answer)) hidden[field.key] = *answer;
}

void Answering::set(std::size_t frame, int index, feel::Value value) {
  const auto slot = plan_.slot[static_cast<std::size_t>(index)];
  if (slot >= 0) frames_[frame].values[static_cast<std::size_t>(slot)] = std::move(value);
}

void Answering::take(int index, std::size_t frame, const json::object& given, json::object& shown, json::object& hidden) {
  const auto& field = form_.fields()[static_cast<std::size_t>(index)];
  if (field.shape == Shape::display || !field.has_key()) return;
  const auto* answer = given.if_contains(field.key);
  if (field.shape == Shape::computed) return take_computed(index, frame, shown);
  if (field.shape == Shape::group) return take_group(index, frame, answer, shown, hidden);
  if (field.shape == Shape::repeated) return take_rows(index, frame, answer, shown, hidden);
  const auto pointer = frames_[frame].pointer + "/" + field.key;
  if (!answer || !is_answered(field, *answer)) {
    const auto is_choice = field.shape != Shape::text && field.shape != Shape::number && field.shape != Shape::object;
    const auto* kind = Access::kinds(form_).find(field.type);
    const auto asking = kind && !kind->asking.empty() ? std::string_view{kind->asking} : is_choice ? "选择" : "填写";
    if (field.is_required) problem(pointer, fmt::format("请{}{}。", asking, field.label));
    if (field.shape == Shape::yes_no) set(frame, index, feel::Value{false});
    return;
  }
  shown[field.key] = tidy(*answer);
  if (auto words = problem_of(Access::kinds(form_), field, *answer, session_.now()); !words.empty()) problem(pointer, std::move(words));
  else set(frame, index, value_of(field, *answer));
  frames_[frame].answered.push_back(index);
}

void Answering::take_computed(int index, std::size_t frame, json::object& shown) {
  const auto& field = form_.fields()[static_cast<std::size_t>(index)];
  auto value = field.compute.evaluate(frames_[frame].values, session_);
  if (!value.is_null()) shown[field.key] = feel::to_json(value, feel::JsonForm::plain);
  set(frame, index, std::move(value));
  frames_[frame].answered.push_back(index);
}

/// A scope as expressions outside see it: values with their types, not the JSON.
feel::Value Answering::seen(const Frame& frame) const {
  const auto& container = plan_.containers[static_cast<std::size_t>(frame.container)];
  std::vector<feel::ContextEntry> entries;
  for (std::size_t slot = 0; slot < container.own; ++slot)
    if (slot + 1 < container.own || container.names[slot] != "i") entries.push_back({container.names[slot], frame.values[slot]});
  return feel::Value::context(std::move(entries));
}

void Answering::take_group(int index, std::size_t frame, const json::value* given, json::object& shown, json::object& hidden) {
  const auto& field = form_.fields()[static_cast<std::size_t>(index)];
  const auto pointer = frames_[frame].pointer + "/" + field.key;
  const auto* answers = given ? given->if_object() : nullptr;
  if (given && !given->is_null() && !answers) problem(pointer, fmt::format("{}应为一组填写项。", field.label));
  json::object inner_hidden;
  const auto inner = frames_.size();
  auto result = go_through(plan_.opens[static_cast<std::size_t>(index)], static_cast<int>(frame), answers ? *answers : no_answers, pointer, 0, inner_hidden);
  set(frame, index, seen(frames_[inner]));
  if (!result.empty()) shown[field.key] = std::move(result);
  if (!inner_hidden.empty()) hidden[field.key] = std::move(inner_hidden);
}

void Answering::take_rows(int index, std::size_t frame, const json::value* given, json::object& shown, json::object& hidden) {
  const auto& field = form_.fields()[static_cast<std::size_t>(index)];
  const auto pointer = frames_[frame].pointer + "/" + field.key;
  const auto* rows = given ? given->if_array() : nullptr;
  const auto is_list = rows || !given || given->is_null();
  if (!is_list) problem(pointer, fmt::format("{}应为一列填写项。", field.label));
  const auto count = rows ? rows->size() : 0;
  const auto least = std::max<std::size_t>(static_cast<std::size_t>(field.min_rows), field.is_required ? 1 : 0);
  if (is_list && count < least) problem(pointer, fmt::format("{}至少填写 {} 行。", field.label, least));
  if (count > static_cast<std::size_t>(field.max_rows)) {
    problem(pointer, fmt::format("{}最多 {} 行，现在有 {} 行。", field.label, field.max_rows, count));
    return;
  }
  json::array kept, kept_hidden;
  feel::List values;
  bool has_hidden = false;
  for (std::size_t row = 0; row < count; ++row) {
    const auto* answers = (*rows)[row].if_object();
    const auto row_pointer = fmt::format("{}/{}", pointer, row);
    if (!answers) problem(row_pointer, fmt::format("{}第 {} 行应为一组填写项。", field.label, row + 1));
    json::object row_hidden;
    const auto inner = frames_.size();
    auto result = go_through(plan_.opens[static_cast<std::size_t>(index)], static_cast<int>(frame), answers ? *answers : no_answers, row_pointer, static_cast<int>(row) + 1, row_hidden);
    values.push_back(seen(frames_[inner]));
    kept.emplace_back(std::move(result));
    has_hidden = has_hidden || !row_hidden.empty();
    kept_hidden.emplace_back(std::move(row_hidden));
  }
  set(frame, index, feel::Value{std::move(values)});
  if (!kept.empty()) shown[field.key] = std::move(kept);
  if (has_hidden) hidden[field.key] = std::move(kept_hidden);
}

void Answering::check_unknown(const Frame& frame, const json::object& given) {
  const auto& container = plan_.containers[static_cast<std::size_t>(frame.container)];
  const auto own_end = container.names.begin() + static_cast<std::ptrdiff_t>(container.own);
  for (const auto& [key, value] : given)
    if (std::find(container.names.begin(), own_end, std::string_view(key)) == own_end)
      problem(frame.pointer + "/" + std::string(key), "申请表里没有这一项，可能表单已更新，请重新载入。");
}

void Answering::check_rules() {
  for (auto& frame : frames_) {
    fill_outer(frame);  // outer ones come first, so theirs are final
    for (const auto index : frame.answered) {
      const auto& field = form_.fields()[static_cast<std::size_t>(index)];
      for (const auto& rule : field.rules)
        if (rule.expression.evaluate(frame.values, session_).is_false()) {
          problem(frame.pointer + "/" + field.key, rule.message);
          break;
        }
    }
  }
}

Outcome answer(const Form& form, const json::object& answers, const Host& host) { return Answering{form, host}.run(answers); }

void add_hidden(json::object& answers, const json::object& hidden) {
  for (const auto& [key, value] : hidden) {
    auto* kept = answers.if_contains(key);
    if (!kept) answers[key] = value;
    else if (kept->is_object() && value.is_object()) add_hidden(kept->as_object(), value.as_object());
    else if (kept->is_array() && value.is_array())
      for (std::size_t row = 0; row < kept->as_array().size() && row < value.as_array().size(); ++row)
        if (kept->as_array()[row].is_object() && value.as_array()[row].is_object()) add_hidden(kept->as_array()[row].as_object(), value.as_array()[row].as_object());
  }
}

json::object initial_answers(const Form& form) {
  json::object answers;
  for (const auto index : form.roots()) {
    const auto& field = form.fields()[static_cast<std::size_t>(index)];
    if (field.has_key() && !field.default_value.is_null()) answers[field.key] = field.default_value;
  }
  return answers;
}

}  // namespace yimen::form
