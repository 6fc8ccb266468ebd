#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "yimen/designs/designs.h"
#include "yimen/discretion/discretion.h"

namespace yimen::catalogue { class Catalogue; }

/// 决策规则: what is particular to DMN on the way from draft to publication (designs).
namespace yimen::rules {

namespace json = boost::json;
using platform::Result;
using platform::Tx;

/// What a person should know of a rule; errors keep it from publication.
struct Problem {
  bool is_error = true;
  std::string element;    // name of the decision or input, as drawn
  std::string table = {};  // id of the table it is of, which may be a part of the element; empty: another matter, or a table without id
  std::vector<int> rows;  // of that table, from 1
  int line = 0;
  std::string rule;       // stable: "rules/gap"
  std::string zh, en;
  json::object example;   // inputs that show it, by the words of their columns
};

/// One stored example: inputs with the answer they must have.
struct SampleRun {
  std::string name;
  bool is_met = false;
  json::value actual;
  std::string problem;  // Chinese; empty when it is met
};

struct Verdict {
  std::string decision;
  std::vector<discretion::Input> inputs;
  std::vector<Problem> problems;
  std::vector<SampleRun> samples;
};
/// Everything that can be said of a text by itself: the model, overlaps, gaps and masked rows of its tables, its examples.
Verdict judge(std::string_view xml, const json::array& samples, platform::Instant now);
/// Inputs that name a field or situation which a matter that uses the rule does not have.
std::vector<Problem> check_sources(Tx&, catalogue::Catalogue&, const std::string& key, const std::vector<discretion::Input>&);

/// Row by row. @returns invalid_input when one of them cannot be read.
Result<std::vector<designs::Change>> compare(std::string_view before, std::string_view after);

/// The catalogue must outlive the kind and its routes.
designs::Kind kind(catalogue::Catalogue&);
void add_routes(platform::Routes&, catalogue::Catalogue&);

}  // namespace yimen::rules
