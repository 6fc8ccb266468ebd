#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/dmn/problem.h"
#include "yimen/feel/value.h"
#include "yimen/platform/result.h"

/// DMN 1.1 to 1.5: decision models read, checked, decided. No database, no HTTP, no clock, nothing of any trade.
namespace yimen::dmn {

using platform::Result;

struct Limits {
  std::size_t bytes = 4 << 20;
  int elements = 100'000;
  int depth = 120;
};

struct File {
  std::string name;  // for problems
  std::string text;
};

/// An input of the model or a parameter of a service.
struct InputInfo {
  std::string name;
  std::string type;            // FEEL type as text
  std::string allowed_values;  // unary tests, may be empty
};

struct Program;

/// A model that can be decided: immutable, cheap to copy, usable from several threads at once.
class Model {
 public:
  explicit Model(std::shared_ptr<const Program> program, std::vector<Problem> problems);

  const std::string& name() const;
  const std::string& space() const;  ///< the namespace
  /// The XML of the main file as it was read, byte for byte: what is exported.
  const std::string& source() const;
  /// What was wrong but kept nothing else from working: errors make their element null, so publication should refuse them.
  const std::vector<Problem>& problems() const { return problems_; }

  std::vector<std::string> decisions() const;  ///< of the main file, in document order
  std::vector<std::string> services() const;
  std::vector<std::string> knowledge_models() const;
  /// Input data a decision rests on, over all its requirements; the parameters of a service or knowledge model. @returns not_found for other names.
  Result<std::vector<InputInfo>> inputs_of(std::string_view name) const;

  /// Decides. `inputs` is a context by names of input data; the name of a decision overrides it; the name of an import holds a context of its own.
  /// Problems met (a null that is an error among them) are in the session. @returns not_found when there is no such decision.
  Result<feel::Value> decide(std::string_view decision, const feel::Value& inputs, feel::Session&) const;
  /// Calls a decision service (or a knowledge model) with arguments by name: the value of its output decision, or the context of several.
  Result<feel::Value> call_service(std::string_view service, const feel::Value& arguments, feel::Session&) const;

  const Program& program() const { return *program_; }

 private:
  std::shared_ptr<const Program> program_;
  std::vector<Problem> problems_;
};

/// @returns malformed (and all problems at once) when the files cannot be a model: XML that is none, elements nobody knows, imports that are
/// missing, requirements in circles. Errors in single expressions leave a model whose other decisions work: see Model::problems.
Result<Model> read_model(const File& main, const std::vector<File>& imports, std::vector<Problem>& problems, const Limits& = {});

}  // namespace yimen::dmn
