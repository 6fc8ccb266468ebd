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

/// Equal for the same definition and for two that name the same structure.
inline std::string kind_of_item(const Part* item) {
  if (item == nullptr) return {};
  if (!item->has("structureRef")) return "item " + std::string{item->id()};
  return (item->flag("isCollection") ? "list " : "one ") + std::string{item->attribute("structureRef")};
}

inline bool is_same_item(const Part* one, const Part* other) { return one == other || kind_of_item(one) == kind_of_item(other); }

}  // namespace yimen::bpmn::rules
