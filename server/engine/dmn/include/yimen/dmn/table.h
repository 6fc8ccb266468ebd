#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "yimen/feel/value.h"

namespace yimen::dmn {

enum class HitPolicy : std::uint8_t { unique, any, priority, first, rule_order, output_order, collect };
enum class Aggregation : std::uint8_t { none, sum, count, min, max };

class Model;

/// A set of inputs as the cells of a rule: one text of unary tests for each input ("-", "< 18", "\"a\",\"b\""), and one example.
struct Region {
  std::vector<std::string> conditions;
  std::vector<feel::Value> example;
};

/// Two rules that some inputs meet both. Rules are counted from 1 in the order of the table.
struct Overlap {
  int first = 0, second = 0;
  /// The hit policy does not allow it: U always, A when the outputs differ (or cannot be compared).
  bool is_conflict = false;
  Region region;
};

/// A rule that can never be the answer, because rules before it (FIRST) take all its inputs.
struct MaskedRule {
  int rule = 0;
};

struct TableAnalysis {
  std::string element;  // name of the decision or knowledge model
  std::string path;     // its place in it: "Fee › rate"; the name alone where the table is all there is
  std::string id;       // of the table, as the file gives it; may be empty
  int line = 0;
  HitPolicy policy = HitPolicy::unique;
  std::vector<std::string> inputs;  // the input expressions
  std::vector<Overlap> overlaps;
  std::vector<Region> gaps;  // empty when the table has default outputs
  std::vector<MaskedRule> masked;
  std::vector<int> unread_rules;  // their cells depend on more than the input: left out of the overlaps, taken as never true for gaps
  bool is_cut_short = false;      // the search stopped at its limits: there may be more
};

struct AnalysisLimits {
  std::int64_t steps = 2'000'000;
  std::size_t overlaps = 100;
  std::size_t gaps = 100;
};

/// One for each decision table of the model's own file, in document order.
std::vector<TableAnalysis> analyse_tables(const Model&, const AnalysisLimits& = {});

}  // namespace yimen::dmn
