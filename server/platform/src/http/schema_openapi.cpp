#include "http/schema_node.h"

namespace yimen::platform {

namespace {

json::object plain_schema(const Schema::Node&, json::object& components);

json::object object_schema(const Schema::Node& node, json::object& components) {
  json::object properties;
  json::array required;
  for (const auto& [name, schema] : node.fields) {
    properties[name] = schema.to_openapi(components);
    if (!schema.is_optional()) required.emplace_back(name);
  }
  json::object out{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

json::object text_schema(const Schema::Node& node) {
  json::object out{{"type", "string"}, {"maxLength", node.at_most}};
  const bool may_say_nothing = node.is_optional || node.may_be_empty;
  const auto least = std::max<std::size_t>(node.at_least, may_say_nothing ? 0 : 1);
  if (least > 0) out["minLength"] = least;
  if (!node.pattern_source.empty()) out["pattern"] = "^(?:" + node.pattern_source + (may_say_nothing ? ")?$" : ")$");
  return out;
}

json::object plain_schema(const Schema::Node& node, json::object& components) {
  switch (node.kind) {
    case SchemaKind::text:
      return text_schema(node);
    case SchemaKind::integer:
      return {{"type", "integer"}, {"minimum", node.low}, {"maximum", node.high}};
    case SchemaKind::boolean:
      return {{"type", "boolean"}};
    case SchemaKind::id:
      return {{"type", "string"}, {"pattern", "^[1-9][0-9]{0,18}$"}};
    case SchemaKind::date:
      return {{"type", "string"}, {"format", "date"}};
    case SchemaKind::instant:
      return {{"type", "string"}, {"format", "date-time"}};
    case SchemaKind::money:
      return {{"type", "integer"}, {"minimum", 0}, {"maximum", node.high}, {"description", "金额，单位：分"}};
    case SchemaKind::one_of: {
      json::array words;
      for (const auto& word : node.words) words.emplace_back(word);
      if (node.is_optional || node.may_be_empty) words.emplace_back("");
      if (node.is_optional || node.may_be_null) words.emplace_back(nullptr);
      return {{"type", "string"}, {"enum", std::move(words)}};
    }
    case SchemaKind::list: {
      auto item = node.item->to_openapi(components);
      json::object out{{"type", "array"}, {"items", std::move(item)}, {"maxItems", node.at_most}};
      if (node.at_least > 0) out["minItems"] = node.at_least;
      return out;
    }
    case SchemaKind::object:
      return object_schema(node, components);
    case SchemaKind::any:
    case SchemaKind::nothing:
      return {};
  }
  return {};
}

}  // namespace

json::value Schema::to_openapi(json::object& components) const {
  const auto& node = *node_;
  json::object out;
  if (node.kind == SchemaKind::object && !node.name.empty()) {
    if (!components.contains(node.name)) {
      components[node.name] = nullptr;  // holds the place, should the object contain itself
      components[node.name] = plain_schema(node, components);
    }
    out["$ref"] = "#/components/schemas/" + node.name;
    if (node.is_optional || node.may_be_null) out = {{"oneOf", {json::object{{"$ref", out["$ref"]}}, json::object{{"type", "null"}}}}};
  } else {
    out = plain_schema(node, components);
    if ((node.is_optional || node.may_be_null) && out.contains("type")) out["type"] = json::array{out["type"], "null"};
  }
  if (!node.label.empty()) out["title"] = node.label;
  if (!node.description.empty()) out["description"] = node.description;
  return out;
}

}  // namespace yimen::platform
