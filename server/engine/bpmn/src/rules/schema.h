#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the BPMN 2.0 XML schema allows: elements, their attributes and children, and what references point to.
namespace yimen::bpmn::rules {

constexpr std::string_view diagram_namespace = "http://www.omg.org/spec/BPMN/20100524/DI";

struct Type;

/// What a reference may point to; how strictly it has to resolve.
struct Reference {
  enum class Mode {
    must_resolve,
    if_found,         // names of things outside the file are common and meant so (calledElement)
    tools_may_differ  // programs write something of their own here (errorRef as a code); see Document::is_of_tool
  };
  Mode mode = Mode::must_resolve;
  std::vector<const Type*> targets;  // empty: anything with an id
};

struct Attribute {
  enum class Kind { id, text, boolean, integer, uri, mime, choice, reference };
  std::string_view name;
  Kind kind = Kind::text;
  bool is_required = false;
  std::vector<std::string_view> choices;
  Reference reference;
};

struct Child {
  std::string_view name;       // of the element, or of a family of elements (flowElement)
  const Type* type = nullptr;  // null: text that refers to something
  int least = 0;
  int most = 0;  // 0: any number
  Reference reference;
  bool is_family = false;
};

struct Type {
  std::string_view name;
  std::string_view zh;  // empty for families that stand for others
  const Type* base = nullptr;
  bool is_open = false;  // whatever is inside is not looked at (documentation, scripts, expressions)
  std::vector<Attribute> attributes;  // with those of the base
  std::vector<Child> children;        // with those of the base

  bool is(std::string_view family) const {
    for (const auto* type = this; type != nullptr; type = type->base)
      if (type->name == family) return true;
    return false;
  }
  bool is(const Type* family) const { return is(family->name); }
  const Attribute* attribute(std::string_view wanted) const;
  /// The row that allows an element of this name, itself or by its family.
  const Child* child(std::string_view element) const;
};

/// @returns null for names BPMN does not know.
const Type* find_type(std::string_view name);

/// "并行网关"; the name itself for what BPMN does not know.
std::string_view zh_name(std::string_view element);

}  // namespace yimen::bpmn::rules
