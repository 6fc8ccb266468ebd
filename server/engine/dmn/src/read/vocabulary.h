#pragma once
#include <string_view>

#include "yimen/xml/xml.h"

/// What DMN 1.1 to 1.5 allow where: the words of the five XML schemas in one table.
namespace yimen::dmn::vocabulary {

/// Is it one of the five model namespaces (1.1, 1.2, 1.3, 1.4, 1.5)?
bool is_model_space(std::string_view space);
/// Diagrams (DMNDI, DI, DC): kept in the source, not looked at.
bool is_diagram_space(std::string_view space);
/// FEEL's namespaces, with or without the slash at the end.
bool is_feel_space(std::string_view space);

bool is_known_element(std::string_view name);
bool may_contain(std::string_view parent, std::string_view child);
bool may_have(std::string_view element, std::string_view attribute);
/// Elements whose own character data counts (`text`, `typeRef`, `description`, …).
bool holds_text(std::string_view element);
bool is_expression(std::string_view element);

}  // namespace yimen::dmn::vocabulary
