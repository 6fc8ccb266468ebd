#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/document/document.h"

namespace yimen::document {

struct Fact {
  std::string name, label;
  bool is_optional = false;
};

struct Column {
  std::string title, text;
  int width = 1;  // shares of the line
};

/// One part of the page, from top to bottom.
struct Block {
  enum class Kind { addressee, paragraph, heading, fields, table, signing, seal } kind{};
  std::string text;
  std::string when;                                           // shown only when this fact is there
  std::string list;                                           // table: the fact that holds the rows
  std::vector<std::pair<std::string, std::string>> rows;      // fields: label and value
  std::vector<Column> columns;                                // table
  std::vector<std::string> lines;                             // signing
};

/// A template as stored: published ones never change, so documents may share them.
struct Template {
  DocumentType type{};
  int version = 0;
  std::string sm3;  // of the stored text
  std::string title, number_word, copies;
  std::vector<Fact> facts;
  std::vector<Block> blocks;
  json::object samples;
};

/// Reads and checks: known blocks, every placeholder declared as a fact, at least one seal block.
/// @returns invalid_input "document/template-invalid" with one problem per mistake.
platform::Result<Template> parse_template(std::string_view body);

/// Where placeholders look: the row of a table first, then the document's facts.
struct Scope {
  const json::object& facts;
  const json::object* row = nullptr;
  int row_number = 0;
};
/// "{name}", "{name:date}", "{name?what else}", "{#}". Missing facts give nothing or what stands behind the "?".
std::string fill(std::string_view text, const Scope&);
bool has_fact(const json::object& facts, std::string_view name);
/// Names used in `text`, without "#".
std::vector<std::string> placeholders_of(std::string_view text);
/// @returns invalid_input "document/fact-missing", one field problem per missing fact.
platform::Result<void> check_facts(const Template&, const json::object& facts);

}  // namespace yimen::document
