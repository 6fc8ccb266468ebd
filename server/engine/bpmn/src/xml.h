#pragma once
#include "yimen/bpmn/model.h"
#include "yimen/xml/xml.h"

/// The engines' common XML reader, with its refusals as problems of the model.
namespace yimen::bpmn::xml {

using yimen::xml::Attribute;
using yimen::xml::Element;

std::optional<Element> parse(std::string_view text, const Limits&, std::vector<Problem>& problems);

}  // namespace yimen::bpmn::xml
