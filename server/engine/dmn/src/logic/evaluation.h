#pragma once
#include <memory>
#include <vector>

#include "../link/program.h"

namespace yimen::dmn {

/// One run: each decision is decided at most once, when it is first asked for.
class Evaluation {
 public:
  Evaluation(std::shared_ptr<const Program> program, feel::Session& session);
  /// The value stands in place of the element, converted to its type.
  void set(int element, const feel::Value& value);
  /// A service's parameters that were not given are null, even where they are decisions that could be decided.
  void set_missing_to_null(const std::vector<int>& elements);
  feel::Value value_of(int element);
  /// The value of the one output, or the context of several.
  feel::Value outputs_of(const Element& service);
  /// Inputs from outside by name; names of imports hold contexts of the imported file's inputs. Unknown names are warned of.
  void set_inputs(const feel::Value& inputs);

 private:
  void set_inputs_of(const std::string& prefix, const feel::Value& inputs, int depth);
  feel::Value decide(const Element&);

  std::shared_ptr<const Program> program_;
  feel::Session& session_;
  feel::List values_;
  std::vector<bool> is_known_;
};

/// The function a knowledge model or service is in FEEL. It does not keep the program, which keeps it.
feel::Value function_of(const std::shared_ptr<const Program>& program, int element);
/// Fills the slots of a frame that do not depend on the run.
void fill_functions(const Element&, feel::List& values);

}  // namespace yimen::dmn
