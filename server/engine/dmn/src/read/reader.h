#pragma once
#include <map>
#include <optional>
#include <string>

#include "syntax.h"
#include "yimen/dmn/problem.h"
#include "yimen/xml/xml.h"

namespace yimen::dmn {

/// XML elements to syntax. Whatever it does not understand becomes an error with file, line and element.
class Reader {
 public:
  Reader(std::string file, std::vector<Problem>& problems) : file_{std::move(file)}, problems_{problems} {}
  /// Nothing when the root is no DMN definitions; otherwise as much as could be read (see the problems).
  std::optional<syntax::Definitions> read(const xml::Element& root);

 private:
  // The whole tree against the vocabulary, before anything is read.
  void check(const xml::Element&);
  void check_child(const xml::Element& parent, const xml::Element& child);
  bool is_ours(const xml::Element&) const;

  syntax::Import read_import(const xml::Element&);
  syntax::Element read_element(const xml::Element&);
  void read_decision(const xml::Element&, syntax::Element&);
  void read_knowledge_model(const xml::Element&, syntax::Element&);
  void read_service(const xml::Element&, syntax::Element&);
  void read_requirements(const xml::Element&, syntax::Element&);
  syntax::Reference read_reference(const xml::Element&);
  syntax::Variable read_variable(const xml::Element&);
  syntax::ItemDefinition read_type(const xml::Element&);
  std::optional<syntax::Tests> read_tests(const xml::Element& parent, std::string_view name);

  syntax::ExpressionPtr read_expression(const xml::Element&);
  /// The one expression child; `what` is said when it is missing.
  syntax::ExpressionPtr read_expression_in(const xml::Element& parent, std::string_view name);
  syntax::ExpressionPtr only_expression(const xml::Element& parent);
  syntax::Literal read_literal(const xml::Element&);
  syntax::Invocation read_invocation(const xml::Element&);
  syntax::Context read_context(const xml::Element&);
  syntax::Relation read_relation(const xml::Element&);
  syntax::FunctionDefinition read_function(const xml::Element&);
  syntax::Iteration read_iteration(const xml::Element&, syntax::IterationKind);
  syntax::Table read_table(const xml::Element&);
  syntax::InputClause read_input(const xml::Element&);
  syntax::OutputClause read_output(const xml::Element&);
  syntax::Rule read_rule(const xml::Element&, const syntax::Table&);
  syntax::ExpressionPtr literal_of(const xml::Element&);

  const xml::Element* child(const xml::Element& parent, std::string_view name);  // at most one: a second is refused
  std::string text_of(const xml::Element& parent, std::string_view name);
  bool flag(const xml::Element&, std::string_view attribute);
  void refuse(const xml::Element&, std::string rule, std::string zh, std::string en);
  void report(Severity, const xml::Element&, std::string rule, std::string zh, std::string en);
  /// An error that leaves the rest at work: the file is read, publication refuses it.
  void object(const xml::Element&, std::string rule, std::string zh, std::string en);
  void check_id(const xml::Element&);
  /// Children of that kind whose names must differ, and must be there.
  void check_names(const xml::Element& parent, std::string_view kind);

  std::string file_;
  std::string space_;  // the DMN namespace of this file
  std::vector<Problem>& problems_;
  std::vector<Problem> objections_;
  std::map<std::string, int, std::less<>> ids_;  // with the line where each stands first
};

}  // namespace yimen::dmn
