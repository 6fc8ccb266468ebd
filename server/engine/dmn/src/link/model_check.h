#pragma once
#include <string>
#include <vector>

#include "program.h"

namespace yimen::dmn {

/// What contradicts itself between elements although each can be read: services whose parts do not fit together,
/// requirements and names of imports given twice. All of it is told; nothing is kept from being decided by it.
class ModelCheck {
 public:
  using Graph = std::vector<std::vector<int>>;
  ModelCheck(const Program& program, const std::vector<const syntax::Element*>& syntax, const Graph& information, const Graph& knowledge, std::vector<Problem>& problems)
      : program_{program}, syntax_{syntax}, requires_{information}, knows_{knowledge}, problems_{problems} {}
  void check();

 private:
  void check_imports(const Unit&);
  void check_requirements(std::size_t element);
  void check_service(const Element&);
  void check_inputs(const Element& service);
  void report(const Element&, Severity, std::string rule, std::string zh, std::string en);

  const Program& program_;
  const std::vector<const syntax::Element*>& syntax_;
  const Graph &requires_, &knows_;
  std::vector<Problem>& problems_;
};

}  // namespace yimen::dmn
