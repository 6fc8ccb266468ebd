#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "../logic/logic.h"
#include "../read/syntax.h"
#include "data_type.h"
#include "yimen/dmn/problem.h"

namespace yimen::dmn {

/// An element another one may use, at a slot of its frame.
struct Requirement {
  int slot = 0;
  int element = 0;
};

/// The requirements that come from a named import, together as one context at a slot.
struct ImportedContext {
  int slot = 0;
  std::vector<std::pair<std::string, int>> members;
};

/// One element of the requirements graph, ready to run.
struct Element {
  syntax::ElementKind kind = syntax::ElementKind::decision;
  std::string name, id;
  int unit = 0;
  int line = 0;
  DataType type;            // of the value; of knowledge models and services: of the result
  feel::Value function;     // of knowledge models and services
  std::vector<Problem> errors;  // keep it from being decided: it yields null with them

  // Decisions and knowledge models.
  LogicPtr logic;  // null: no logic is given
  std::size_t frame_size = 0;
  std::vector<std::pair<int, feel::Value>> functions;  // by slot: the same at each evaluation
  std::vector<Requirement> requirements;               // only those the logic reads
  std::vector<ImportedContext> imported;
  std::vector<int> information;  // all required elements, read or not

  // Knowledge models: names and slots of the parameters; services: the elements that stand for them.
  std::vector<std::string> parameter_names;
  std::vector<DataType> parameter_types;
  int first_parameter_slot = 0;
  std::vector<int> parameters;
  std::vector<int> outputs;
  std::vector<int> encapsulated;
};

/// One file.
struct Unit {
  syntax::Definitions syntax;
  std::string source;
  std::vector<std::pair<std::string, int>> named_imports;  // name, unit
  std::vector<int> unnamed_imports;                        // in their order, which is their precedence
  std::unordered_map<std::string, int> by_name, by_id;     // own elements
  std::unordered_map<std::string, DataType> types;         // own item definitions
};

/// A decision table inside the logic of an element, for the analysis.
struct FoundTable {
  int element = 0;
  const TableLogic* table = nullptr;
};

/// Everything that was read, linked and compiled; immutable once built. Unit 0 is the main file.
struct Program : std::enable_shared_from_this<Program> {
  std::vector<Unit> units;
  std::vector<Element> elements;
  std::vector<FoundTable> tables;
  std::unordered_map<std::string, std::vector<int>> by_input_name;  // which elements an input of that name sets

  /// The element of that name as the unit sees it: its own, then those of unnamed imports, then "import.name"; -1: none.
  int find(int unit, std::string_view name) const;
  int find_id(int unit, std::string_view id) const;
};

}  // namespace yimen::dmn
