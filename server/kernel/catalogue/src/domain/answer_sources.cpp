#include "yimen/catalogue/answer_sources.h"

#include <boost/json.hpp>

#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

/// Fields of a form in whatever group they stand.
void add_fields(const json::value& part, std::vector<AnswerSource>& sources) {
  if (part.is_array())
    for (const auto& item : part.as_array()) add_fields(item, sources);
  if (!part.is_object()) return;
  const auto& object = part.as_object();
  if (const auto key = platform::text_or(object, "key"); !key.empty()) sources.push_back({"form:" + key, platform::text_or(object, "label", key)});
  for (const auto* inner : {"fields", "components"})
    if (const auto* found = object.if_contains(inner)) add_fields(*found, sources);
}

}  // namespace

std::vector<AnswerSource> answer_sources(const MatterVersion& matter) {
  std::vector<AnswerSource> sources;
  add_fields(matter.form, sources);
  for (const auto& situation : matter.situations) sources.push_back({"situation:" + situation.key, situation.question});
  sources.push_back({"applicant", "申请人类型"});
  return sources;
}

}  // namespace yimen::catalogue
