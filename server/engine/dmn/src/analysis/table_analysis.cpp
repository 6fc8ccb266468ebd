#include <algorithm>
#include <map>

#include "../link/compiler.h"
#include "../link/program.h"
#include "axis.h"
#include "yimen/dmn/model.h"
#include "yimen/dmn/table.h"

namespace yimen::dmn {
namespace {

using Box = std::vector<Atoms>;  // a set of inputs: one set of atoms for each axis
using Rules = std::vector<int>;

class Analyst {
 public:
  Analyst(const TableLogic& table, const AnalysisLimits& limits) : parts_{table.parts()}, limits_{limits}, has_defaults_{table.has_defaults()} {
    for (std::size_t column = 0; column < parts_.inputs.size(); ++column) add_axis(column);
    for (const auto& rule : parts_.rules) add_box(rule);
  }

  TableAnalysis analyse() {
    TableAnalysis analysis{.element = {}, .path = {}, .id = {}, .line = parts_.line, .policy = parts_.policy};
    for (const auto& input : parts_.inputs) analysis.inputs.push_back(input.text);
    for (std::size_t i = 0; i < boxes_.size(); ++i)
      if (!boxes_[i]) analysis.unread_rules.push_back(static_cast<int>(i) + 1);
    find_overlaps(analysis);
    if (!has_defaults_) find_gaps(analysis);
    if (parts_.policy == HitPolicy::first) find_masked(analysis);
    analysis.is_cut_short = is_cut_short_;
    return analysis;
  }

 private:
  void add_axis(std::size_t column) {
    Axis::Cells cells;
    for (const auto& rule : parts_.rules) cells.push_back(&rule.tests[column]);
    const auto& input = parts_.inputs[column];
    const auto* allowed = input.allowed ? &*input.allowed : input.expression->type().allowed_values();
    if (allowed == nullptr && input.possible) allowed = &*input.possible;
    axes_.emplace_back(cells, allowed, known_type(*input.expression).kind());
  }

  void add_box(const TableLogic::Rule& rule) {
    Box box;
    for (std::size_t column = 0; column < axes_.size(); ++column) {
      auto atoms = axes_[column].read(rule.tests[column]);
      if (!atoms) {
        boxes_.emplace_back();
        return;
      }
      *atoms &= axes_[column].domain();
      box.push_back(*std::move(atoms));
    }
    boxes_.emplace_back(std::move(box));
  }

  bool spend(std::int64_t steps) {
    steps_ += steps;
    if (steps_ > limits_.steps) is_cut_short_ = true;
    return !is_cut_short_;
  }

  Region region_of(const Box& box) const {
    Region region;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      region.conditions.push_back(axes_[i].text(box[i]));
      region.example.push_back(axes_[i].example(box[i]));
    }
    return region;
  }

  void find_overlaps(TableAnalysis& analysis) {
    for (std::size_t i = 0; i < boxes_.size(); ++i)
      for (std::size_t j = i + 1; boxes_[i] && j < boxes_.size(); ++j) {
        if (!spend(static_cast<std::int64_t>(axes_.size()) + 1)) return;
        if (!boxes_[j] || !meet(*boxes_[i], *boxes_[j])) continue;
        if (analysis.overlaps.size() >= limits_.overlaps) {
          is_cut_short_ = true;
          return;
        }
        auto common = *boxes_[i];
        for (std::size_t column = 0; column < common.size(); ++column) common[column] &= (*boxes_[j])[column];
        analysis.overlaps.push_back({static_cast<int>(i) + 1, static_cast<int>(j) + 1, is_conflict(i, j), region_of(common)});
      }
  }

  static bool meet(const Box& one, const Box& other) {
    for (std::size_t column = 0; column < one.size(); ++column)
      if (!one[column].meets(other[column])) return false;
    return true;
  }

  bool is_conflict(std::size_t i, std::size_t j) const {
    if (parts_.policy == HitPolicy::unique) return true;
    return parts_.policy == HitPolicy::any && !std::ranges::equal(parts_.rules[i].outputs, parts_.rules[j].outputs, [](const LogicPtr& a, const LogicPtr& b) {
      const auto* first = dynamic_cast<const LiteralLogic*>(a.get());
      const auto* second = dynamic_cast<const LiteralLogic*>(b.get());
      if (first == nullptr || second == nullptr) return false;
      const auto *left = first->expression().constant(), *right = second->expression().constant();
      if (left != nullptr && right != nullptr) return feel::same(*left, *right);
      return !first->expression().is_empty() && !second->expression().is_empty() && first->expression().text() == second->expression().text();
    });
  }

  void find_gaps(TableAnalysis& analysis) {
    Box whole;
    for (const auto& axis : axes_) whole.push_back(axis.required());
    Rules rules;
    for (std::size_t i = 0; i < boxes_.size(); ++i)
      if (boxes_[i]) rules.push_back(static_cast<int>(i));
    auto gaps = uncovered(0, rules, whole);
    memory_.clear();
    if (gaps.size() > limits_.gaps) is_cut_short_ = true;
    for (std::size_t i = 0; i < std::min(gaps.size(), limits_.gaps); ++i) analysis.gaps.push_back(region_of(gaps[i]));
  }

  /// A rule whose every input a rule before it takes.
  void find_masked(TableAnalysis& analysis) {
    Rules before;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (!boxes_[i]) continue;
      const auto is_empty = std::ranges::any_of(*boxes_[i], [](const Atoms& atoms) { return atoms.is_empty(); });
      if (is_empty || uncovered(0, before, *boxes_[i]).empty()) {
        if (!is_cut_short_) analysis.masked.push_back({static_cast<int>(i) + 1});
      }
      memory_.clear();
      before.push_back(static_cast<int>(i));
    }
  }

  /// The parts of `whole` (from the column on) that none of the rules takes. Atoms that the same rules take go on together, and parts that differ
  /// in one column only are joined.
  std::vector<Box> uncovered(std::size_t column, const Rules& rules, const Box& whole) {
    if (rules.empty()) return {Box{whole.begin() + static_cast<std::ptrdiff_t>(column), whole.end()}};
    if (column == axes_.size() || !spend(static_cast<std::int64_t>(axes_[column].size() * rules.size()))) return {};
    const auto key = std::pair{column, rules};
    if (const auto known = memory_.find(key); known != memory_.end()) return known->second;
    std::map<Rules, Atoms> groups;
    for (std::size_t atom = 0; atom < axes_[column].size(); ++atom) {
      if (!whole[column].contains(atom)) continue;
      Rules inner;
      for (const auto rule : rules)
        if ((*boxes_[rule])[column].contains(atom)) inner.push_back(rule);
      groups.try_emplace(std::move(inner), axes_[column].size()).first->second.insert(atom);
    }
    std::map<Box, Atoms> by_tail;
    for (const auto& [inner, atoms] : groups)
      for (auto& tail : uncovered(column + 1, inner, whole)) by_tail.try_emplace(std::move(tail), axes_[column].size()).first->second |= atoms;
    std::vector<Box> parts;
    for (auto& [tail, atoms] : by_tail) {
      if (parts.size() > most_parts) {
        is_cut_short_ = true;
        break;
      }
      Box part{atoms};
      part.insert(part.end(), tail.begin(), tail.end());
      parts.push_back(std::move(part));
    }
    memory_.emplace(key, parts);
    return parts;
  }

  static constexpr std::size_t most_parts = 1000;
  const TableLogic::Parts& parts_;
  const AnalysisLimits& limits_;
  bool has_defaults_;
  std::vector<Axis> axes_;
  std::vector<std::optional<Box>> boxes_;  // by rule; none: could not be read
  std::map<std::pair<std::size_t, Rules>, std::vector<Box>> memory_;
  std::int64_t steps_ = 0;
  bool is_cut_short_ = false;
};

}  // namespace

std::vector<TableAnalysis> analyse_tables(const Model& model, const AnalysisLimits& limits) {
  std::vector<TableAnalysis> all;
  for (const auto& [index, table] : model.program().tables) {
    const auto& element = model.program().elements[index];
    if (element.unit != 0) continue;
    auto analysis = Analyst{*table, limits}.analyse();
    analysis.element = element.name;
    analysis.path = table->label();
    analysis.id = table->parts().id;
    all.push_back(std::move(analysis));
  }
  return all;
}

}  // namespace yimen::dmn
