#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/pattern.h"
#include "yimen/platform/schema.h"

namespace yimen::platform {

enum class SchemaKind { text, integer, boolean, id, date, instant, money, one_of, list, object, any, nothing };

struct Schema::Node {
  SchemaKind kind = SchemaKind::any;
  std::string name;  // of an object: its component
  std::string label, description;
  bool is_optional = false;   // may be absent, null or empty
  bool may_be_null = false;   // must be there
  bool may_be_empty = false;  // must be there, a text
  std::int64_t low = 0, high = 0;         // integers
  std::size_t at_least = 0, at_most = 0;  // characters or items
  std::vector<std::string> words;
  std::vector<Field> fields;
  std::optional<Schema> item;
  std::string pattern_source, pattern_hint;
  std::shared_ptr<const Pattern> pattern;
};

/// A query or path value as the JSON its schema speaks of: "5" becomes 5 for an integer; what does not fit stays text
/// and is then refused by check().
json::value value_from_text(const Schema&, std::string_view text);

}  // namespace yimen::platform
