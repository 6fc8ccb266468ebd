#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// XML as the readers of models want it: names with their namespaces resolved and the line of each element.
namespace yimen::xml {

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
  std::vector<std::pair<std::string, std::string>> prefixes;  // what this element itself declares: prefix and namespace

  std::string_view attribute(std::string_view name, std::string_view space = {}) const;
  /// Tells an empty attribute from none.
  bool has(std::string_view name, std::string_view space = {}) const;
  bool is(std::string_view space, std::string_view name) const { return this->space == space && this->name == name; }
};

struct Limits {
  std::size_t bytes = 1 << 20;
  int elements = 20'000;
  int depth = 32;
};

/// Why a text was refused. `rule` is stable: "xml/too-large", "xml/not-utf8", "xml/doctype", "xml/not-well-formed",
/// "xml/too-deep", "xml/too-many", "xml/attribute-twice", "xml/unknown-prefix".
struct Refusal {
  int line = 0;  // from 1; 0 for the text as a whole
  std::string rule;
  std::string zh, en;
};

/// The text in UTF-8, with a declaration that says so, from the encodings programs of this country and of the west write:
/// GB 18030 and what it replaced, UTF-16, Windows-1252, ISO 8859-1. Nothing when there is nothing to convert.
std::optional<std::string> recode(std::string_view text);

/// Refused: more than the limits allow, a document type (entities are the way in for attacks), encodings `recode` does not
/// know, undeclared prefixes, anything not well-formed. @returns nothing and fills `refusal` then.
std::optional<Element> parse(std::string_view text, const Limits&, Refusal& refusal);

}  // namespace yimen::xml
