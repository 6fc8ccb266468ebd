#pragma once
#include <map>
#include <string>
#include <vector>

#include "../logic/boxed.h"
#include "../logic/table_logic.h"
#include "type_linker.h"

namespace yimen::dmn {

/// Boxed expressions of one element to Logic. Slots of the frame are given out as names come into sight; siblings share them.
class Compiler {
 public:
  Compiler(TypeLinker& types, std::string file, int unit, std::vector<Problem>& problems) : types_{types}, file_{std::move(file)}, unit_{unit}, problems_{problems} {}

  LogicPtr compile(const syntax::Expression&, const feel::Scope&, const std::string& label);
  /// An element's whole logic, whose value will become the element's: a table takes output priorities from its type.
  LogicPtr compile_whole(const syntax::Expression&, const feel::Scope&, const std::string& label, const DataType& element_type);
  std::size_t frame_size() const { return frame_size_; }
  /// Does any expression read the slot?
  bool reads(int slot) const { return static_cast<std::size_t>(slot) < read_slots_.size() && read_slots_[slot]; }
  const std::vector<const TableLogic*>& tables() const { return tables_; }
  void reserve(const feel::Scope&);
  /// The full type of a variable; FEEL's scope knows no allowed values.
  void know(int slot, DataType type);

 private:
  LogicPtr compile_as(const syntax::Expression&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr literal(const syntax::Literal&, const feel::Scope&, const std::string& label, DataType type, int line);
  LogicPtr invocation(const syntax::Invocation&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr context(const syntax::Context&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr relation(const syntax::Relation&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr list(const syntax::ListOf&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr function(const syntax::FunctionDefinition&, const feel::Scope&, const std::string& label, const DataType& type, int line);
  LogicPtr conditional(const syntax::Conditional&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr filter(const syntax::Filter&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr iteration(const syntax::Iteration&, const feel::Scope&, const std::string& label, DataType type);
  LogicPtr table(const syntax::Table&, const syntax::Expression& whole, const feel::Scope&, const std::string& label, DataType type);
  void add_priorities(TableLogic::Parts&, const DataType& type) const;

  bool add_input(const syntax::InputClause&, const feel::Scope&, const std::string& label, TableLogic::Parts&);
  const DataType* type_behind(std::string_view text, const feel::Scope&) const;
  bool add_output(const syntax::OutputClause&, const feel::Scope&, const std::string& label, TableLogic::Parts&);
  bool add_rule(const syntax::Rule&, std::size_t number, const feel::Scope&, const std::string& label, TableLogic::Parts&);
  void check_priorities(const TableLogic::Parts&, const std::string& label);
  std::optional<feel::UnaryTests> tests(const syntax::Tests&, const feel::Scope&, const feel::Type& input, const std::string& label);
  void note_reads(const std::vector<int>& slots);
  void note_unfit(const feel::UnaryTests&, const feel::Type& input, const std::string& label, int line);
  void note_unknown(const std::vector<std::string>& names, const feel::Scope&, const std::string& label, int line);
  LogicPtr broken(const std::string& label, int line, std::string slug, std::string zh, std::string en);
  LogicPtr broken(const std::string& label, int line, const platform::Error&, std::string_view text, const feel::Scope&);

  TypeLinker& types_;
  std::string file_;
  int unit_;
  std::vector<Problem>& problems_;
  std::size_t frame_size_ = 0;
  std::vector<bool> read_slots_;
  std::map<int, DataType> known_types_;
  std::vector<const TableLogic*> tables_;
  DataType whole_type_;                    // of the element, while its outermost expression is compiled
  std::vector<std::string> last_unknown_;  // names the last literal did not know
};

/// The type an expression is known to give, for the names in filters.
feel::Type known_type(const Logic&);

}  // namespace yimen::dmn
