#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "program.h"

namespace yimen::dmn {

/// Item definitions to types: references across files, prefixes of DMN 1.1, collections, structures, functions, allowed values.
class TypeLinker {
 public:
  TypeLinker(Program& program, std::vector<Problem>& problems) : program_{program}, problems_{problems} {}
  /// All item definitions of all units.
  void link();
  /// The type a reference means in a unit; Any with an error when nobody knows it.
  DataType resolve(int unit, std::string_view reference, int line, const std::string& element);
  /// The unit's types by the names its expressions may use ("tLoan", "imported.tLoan").
  feel::Scope scope_of(int unit) const;

 private:
  DataType link(int unit, const syntax::ItemDefinition&);
  DataType base_of(int unit, const syntax::ItemDefinition&);
  std::optional<DataType> find(int unit, std::string_view name, int depth);
  std::optional<DataType> find_own(int unit, std::string_view name);
  std::optional<DataType> find_prefixed(int unit, std::string_view prefix, std::string_view name, int depth);
  std::optional<feel::UnaryTests> tests(int unit, const std::optional<syntax::Tests>&, const std::string& element, const feel::Type& input);

  Program& program_;
  std::vector<Problem>& problems_;
  std::vector<std::pair<int, std::string_view>> linking_;  // definitions being linked, to find circles
};

}  // namespace yimen::dmn
