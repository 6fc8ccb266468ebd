#pragma once
#include <span>
#include <string_view>

namespace yimen::bpmn::rules {

/// One line of the schema. `attributes`: "name:kind", "!" when required, kinds as in Attribute::Kind, "A|B" a choice,
/// ">type|type" a reference (">>" checked only when found, ">~" tools may differ, ">*" anything).
/// `children`: "name", ":type" when it is not its own, then "" once, "?" at most once, "*" any number, "+" at least one,
/// and ">type" when its text refers to something. "any" alone: not looked into.
struct Row {
  std::string_view name, zh, base, attributes, children;
};

std::span<const Row> schema_rows();

}  // namespace yimen::bpmn::rules
