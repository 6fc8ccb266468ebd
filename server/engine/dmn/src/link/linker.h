#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "type_linker.h"

namespace yimen::dmn {

/// Files that were read, to one program: imports, references, types, requirements as slots, logic.
class Linker {
 public:
  explicit Linker(std::vector<Problem>& problems) : program_{std::make_shared<Program>()}, problems_{problems}, types_{*program_, problems} {}
  void add(syntax::Definitions, std::string source);
  /// Null where the files cannot be one program: imports that are missing, requirements in circles.
  std::shared_ptr<const Program> link();

 private:
  bool link_imports();
  void add_elements();
  void add_element(int unit, const syntax::Element&);
  void link_references();
  void link_service(Element&, const syntax::Element&);
  bool find_circles();
  bool visit(int element, std::vector<int>& state);
  bool is_recursion(const std::vector<std::pair<int, std::size_t>>& path, int target) const;
  void declare_functions();
  void declare_function(Element&, const syntax::Element&);
  void compile(Element&, const syntax::Element&);
  /// Names for what the element requires; slots come in the order of the requirements.
  feel::Scope scope_for(Element&, std::vector<Requirement>& slots);
  void add_imported(Element&, feel::Scope&);
  void keep_what_is_read(Element&, const std::vector<Requirement>& slots, const class Compiler&);
  void name_inputs();

  /// The element a reference means, or -1 with an error on `user`.
  int resolve(Element& user, const syntax::Reference&);
  void check_kind(const Element& user, const syntax::Reference&, const Element& target);
  /// How `user` calls `used`: its name, or with the names of imports before it.
  std::string name_for(int user_unit, int used) const;
  void report(int unit, const std::string& element, int line, Severity, std::string rule, std::string zh, std::string en);
  const syntax::Element& syntax_of(int element) const;

  std::shared_ptr<Program> program_;
  std::vector<Problem>& problems_;
  TypeLinker types_;
  std::vector<feel::Scope> type_scopes_;             // by unit
  std::vector<std::vector<int>> requires_, knows_;   // information and knowledge, by element
  std::vector<const syntax::Element*> syntax_;       // by element
};

}  // namespace yimen::dmn
