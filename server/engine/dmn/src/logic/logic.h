#pragma once
#include <memory>
#include <string>
#include <vector>

#include "../link/data_type.h"
#include "yimen/feel/session.h"
#include "yimen/feel/value.h"

namespace yimen::dmn {

struct Program;

/// The values an evaluation works on, by slot, and what it may use.
struct Frame {
  std::vector<feel::Value>& values;
  feel::Session& session;
  const std::shared_ptr<const Program>& program;
};

/// A compiled boxed expression: immutable, shared by all evaluations.
class Logic {
 public:
  Logic(std::string label, DataType type) : label_{std::move(label)}, type_{std::move(type)} {}
  Logic(const Logic&) = delete;
  Logic& operator=(const Logic&) = delete;
  virtual ~Logic() = default;

  /// Null with an error where the value does not belong to the type.
  feel::Value run(Frame& frame) const;
  const std::string& label() const { return label_; }
  const DataType& type() const { return type_; }

 protected:
  virtual feel::Value evaluate(Frame&) const = 0;
  void complain(feel::Session&, std::string slug, std::string zh, std::string en) const;

 private:
  std::string label_;  // where it stands, for problems: "Approval › rule 2"
  DataType type_;
};

using LogicPtr = std::unique_ptr<const Logic>;

/// Null and an error "dmn/type" unless the value belongs to the type or can be converted.
feel::Value coerced(feel::Value value, const DataType&, feel::Session&, const std::string& label);
void add_error(feel::Session&, const std::string& label, std::string slug, std::string zh, std::string en);
/// Problems since `first` that carry no label yet get this one.
void label_problems(feel::Session&, std::size_t first, const std::string& label);

class TableLogic;

}  // namespace yimen::dmn
