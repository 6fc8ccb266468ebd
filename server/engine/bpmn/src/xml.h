#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/model.h"

/// XML as the reader wants it: names with their namespaces resolved and the line of each element.
namespace yimen::bpmn::xml {

struct Attribute {
  std::string space;  // namespace URI; empty for attributes without prefix
  std::string name;
  std::string value;
};

struct Element {
  std::string space;
  std::string name;  // without prefix
  int line = 0;
  std::string text;  // its own character data, not that of its children
  std::vector<Attribute> attributes;
  std::vector<Element> children;

  std::string_view attribute(std::string_view name, std::string_view space = {}) const;
  bool is(std::string_view space, std::string_view name) const { return this->space == space && this->name == name; }
};

/// Refused: more than the limits allow, a document type (entities are the way in for attacks), encodings but UTF-8,
/// undeclared prefixes, anything not well-formed. @returns nothing and fills `problems` then.
std::optional<Element> parse(std::string_view text, const Limits&, std::vector<Problem>& problems);

}  // namespace yimen::bpmn::xml
