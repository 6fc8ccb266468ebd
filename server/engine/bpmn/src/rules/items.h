#pragma once
#include "report.h"

/// What data is made of, for the rules that compare it.
namespace yimen::bpmn::rules {

/// The item definition of data; for a reference to data that of what it refers to, when it has none of its own.
inline const Part* item_of(const Document& document, const Part& data) {
  if (data.has("itemSubjectRef")) return document.find(data, data.attribute("itemSubjectRef"));
  const auto behind = data.is("dataObjectReference") ? "dataObjectRef" : "dataStoreRef";
  const auto* source = data.has(behind) ? document.find(data, data.attribute(behind)) : nullptr;
  return source == nullptr ? nullptr : document.find(*source, source->attribute("itemSubjectRef"));
}

/// The same definition, or two that name the same structure.
inline bool is_same_item(const Part* one, const Part* other) {
  if (one == other) return true;
  if (one == nullptr || other == nullptr) return false;
  return one->has("structureRef") && one->attribute("structureRef") == other->attribute("structureRef") && one->flag("isCollection") == other->flag("isCollection");
}

}  // namespace yimen::bpmn::rules
