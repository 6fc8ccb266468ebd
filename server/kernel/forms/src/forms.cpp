#include "yimen/forms/forms.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yimen::forms {

namespace json = boost::json;

const std::vector<std::string>& host_names() {
  static const std::vector<std::string> names{"applicant", "situation"};
  return names;
}

namespace {

platform::Result<std::shared_ptr<const form::Form>> read_as(const json::object& schema, std::vector<form::Problem>& problems, const form::Limits& limits) {
  static const json::object empty{{"components", json::array{}}};
  return form::read_form(schema.empty() ? empty : schema, kinds(), host_names(), problems, limits);
}

}  // namespace

platform::Result<std::shared_ptr<const form::Form>> read(const json::object& schema, std::vector<form::Problem>& problems) { return read_as(schema, problems, {}); }

platform::Result<std::shared_ptr<const form::Form>> read_in_use(const json::object& schema) {
  std::vector<form::Problem> problems;
  return read_as(schema, problems, {.is_in_use = true});
}

std::string label_of(const json::object& schema, std::string_view key) {
  const auto form = read_in_use(schema);
  if (!form) return {};
  const auto name = key.substr(key.rfind('/') + 1);  // npos + 1 is 0
  for (const auto& field : (*form)->fields())
    if (field.key == name) return field.label;
  return {};
}

form::Host host_of(const Facts& facts) {
  form::Host host;
  host.now = facts.now;
  host.values["applicant"] = json::object{{"kind", facts.applicant_kind}};
  host.values["situation"] = facts.situation;
  return host;
}

platform::Result<json::object> checked(const json::object& schema, const json::object& answers, const Facts& facts, std::string_view prefix) {
  const auto form = TRY(read_in_use(schema));
  auto outcome = form::answer(*form, answers, host_of(facts));
  if (!outcome.problems.empty()) {
    for (auto& problem : outcome.problems) problem.field.insert(0, prefix);
    const auto detail = fmt::format("申请表有 {} 处需要修改。", outcome.problems.size());
    return platform::fail(platform::ErrorCode::invalid_input, "forms/invalid", detail, std::move(outcome.problems));
  }
  form::add_hidden(outcome.answers, outcome.hidden);
  return std::move(outcome.answers);
}

}  // namespace yimen::forms
