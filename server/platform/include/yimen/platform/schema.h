#pragma once
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/result.h"

namespace yimen::platform {

namespace json = boost::json;

/// The shape of a body, an answer or a parameter, declared once: checks input, writes OpenAPI, feeds the TypeScript types.
/// A cheap value (shared, immutable after building). Labels are Chinese and used in problem details.
class Schema {
 public:
  static Schema text(std::size_t max_characters = 200);  ///< trimmed by the checker? no: handlers trim; required means non-blank
  static Schema integer(std::int64_t min = 0, std::int64_t max = 1'000'000'000'000);
  static Schema boolean();
  static Schema id();       ///< decimal string
  static Schema date();     ///< 2025-06-02
  static Schema instant();  ///< RFC 3339
  static Schema money();    ///< integer fen, >= 0
  static Schema one_of(std::vector<std::string> words);
  static Schema list(Schema item, std::size_t max_items = 200);
  struct Field;
  /// `name` becomes the component's name in OpenAPI ("AcceptCase"); unknown members are refused on input.
  static Schema object(std::string name, std::vector<Field> fields);
  static Schema any();      ///< free JSON (a form's answers, a model): size limits of the route apply
  static Schema nothing();  ///< no body

  Schema label(std::string chinese) const;       ///< for problems: "联系电话"
  Schema describe(std::string text) const;       ///< for the document
  Schema optional() const;                       ///< member may be absent or null
  Schema or_null() const;                        ///< member is always there, its value may be null: for answers
  Schema or_empty() const;                       ///< text that is always there and may say nothing: for answers
  Schema pattern(std::string regex, std::string chinese_hint) const;  ///< simple anchored ECMA pattern, checked with a small matcher
  Schema min(std::size_t characters_or_items) const;

  /// All problems at once, each with a JSON Pointer. @returns invalid_input "platform/invalid-input".
  Result<void> check(const json::value&) const;
  json::value to_openapi(json::object& components) const;
  bool is_nothing() const;
  bool is_optional() const;
  struct Node;
  const Node& node() const { return *node_; }

 private:
  std::shared_ptr<const Node> node_;
  explicit Schema(std::shared_ptr<const Node> node) : node_{std::move(node)} {}
};

struct Schema::Field {
  std::string name;
  Schema schema;
};

}  // namespace yimen::platform
