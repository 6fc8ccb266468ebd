#include "yimen/catalogue/answer_sources.h"

#include <boost/json.hpp>

#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

std::vector<AnswerSource::Choice> choices_of(const json::object& field) {
  std::vector<AnswerSource::Choice> choices;
  if (const auto* values = platform::array_at(field, "values"))
    for (const auto& one : *values)
      if (one.is_object()) choices.push_back({platform::text_or(one.as_object(), "value"), platform::text_or(one.as_object(), "label")});
  return choices;
}

/// Fields of a form in whatever group they stand.
void add_fields(const json::value& part, std::vector<AnswerSource>& sources) {
  if (part.is_array())
    for (const auto& item : part.as_array()) add_fields(item, sources);
  if (!part.is_object()) return;
  const auto& object = part.as_object();
  if (const auto key = platform::text_or(object, "key"); !key.empty()) sources.push_back({"form:" + key, platform::text_or(object, "label", key), choices_of(object)});
  for (const auto* inner : {"fields", "components"})
    if (const auto* found = object.if_contains(inner)) add_fields(*found, sources);
}

}  // namespace

std::vector<AnswerSource> answer_sources(const MatterVersion& matter) {
  std::vector<AnswerSource> sources;
  add_fields(matter.form, sources);
  for (const auto& situation : matter.situations) {
    AnswerSource source{"situation:" + situation.key, situation.question};
    for (const auto& option : situation.options) source.choices.push_back({option.key, option.text});
    sources.push_back(std::move(source));
  }
  sources.push_back({"applicant", "申请人类型", {{"person", "自然人"}, {"enterprise", "法人或其他组织"}}});
  return sources;
}

}  // namespace yimen::catalogue
