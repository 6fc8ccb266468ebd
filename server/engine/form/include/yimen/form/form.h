#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "yimen/feel/expression.h"
#include "yimen/platform/result.h"

/// Forms described by the JSON schema of form-js (docs/form-schema.md): read, checked, and answered. No database, no HTTP, no trade.
namespace yimen::form {

namespace json = boost::json;
using platform::Result;

/// What an answer is made of. Hosts give further types one of these shapes (Kinds).
enum class Shape {
  text,       // JSON text; trimmed; "" is no answer
  number,     // JSON number, or a number as text
  date,       // "2026-03-01"
  time,       // "08:30"
  date_time,  // "2026-03-01T08:30"
  period,     // {"from": date, "to": date}
  choice,     // one of the options
  choices,    // a list of options, none twice
  yes_no,     // true or false; false is no answer
  object,     // whatever the host's check accepts: an address, a person, a file
  computed,   // result of an expression; what a person sends counts for nothing
  group,      // fields together; with a path they form an object of their own
  repeated,   // rows of the same fields
  display,    // a note, a picture, a line: no answer
};

/// A type that the host brings: "id_number" is a text that its check accepts.
struct Kind {
  Shape shape = Shape::text;
  /// Empty when the answer (never absent) will do, otherwise what is wrong: finished words without the label.
  std::function<std::string(const json::value&, platform::Instant now)> problem;
  /// What is asked of whoever leaves it empty: the word before the label ("上传"); empty: 填写, or 选择 where one chooses.
  std::string asking = {};
};
/// The types of form-js ("textfield", "number", "radio", …) are there from the start.
class Kinds {
 public:
  Kinds();
  void add(std::string type, Kind kind);
  const Kind* find(std::string_view type) const;

 private:
  std::vector<std::pair<std::string, Kind>> kinds_;  // by name
};

struct Option {
  json::value value;
  std::string label;
};

/// An expression that must hold for an answered, shown field; compared with other fields as it likes.
struct Rule {
  feel::Expression expression;
  std::string message;
};

struct Field {
  std::string id, key, type, label, description;
  Shape shape = Shape::text;
  int parent = -1;            // index of the group around it
  std::vector<int> children;  // of groups and repeated groups

  bool is_required = false;
  std::optional<feel::Value> min, max;  // number, date
  int min_length = 0, max_length = 2000;
  int min_rows = 0, max_rows = 200;     // of repeated groups
  std::string pattern, pattern_message;
  std::vector<Option> options;
  std::vector<Rule> rules;
  feel::Expression hide, compute;
  json::value default_value;
  /// Where prefilled values come from, as the host understands it ("party.name"); empty: nowhere.
  std::string prefill;
  json::object source;  // the component as it was written

  bool has_key() const { return !key.empty(); }
};

/// One thing to mend in a schema. `rule` is stable ("field/key-doubled").
struct Problem {
  std::string field;  // key or id of the component
  std::string rule;
  std::string zh, en;
  bool is_error = true;  // otherwise a warning: it can be published
  std::string id = {};   // of the component, where it has one: keys may stand twice
};

/// A schema that has been read and checked: immutable, shared by threads.
class Form {
 public:
  const std::vector<Field>& fields() const { return fields_; }
  const std::vector<int>& roots() const { return roots_; }
  /// Of the top level, groups without path included; nothing when there is none.
  const Field* find(std::string_view key) const;
  struct Plan;  // what depends on what; src/plan.h

 private:
  friend class Reader;
  friend struct Access;
  Form() = default;
  std::vector<Field> fields_;
  std::vector<int> roots_;
  std::shared_ptr<const Plan> plan_;
  const Kinds* kinds_ = nullptr;
};

struct Limits {
  int fields = 3'000;
  int depth = 8;
  /// The schema was taken once and is being filled in: what is only asked of whoever designs, and came later perhaps, does not refuse it.
  bool is_in_use = false;
};

/// Reads {"components": […]} ("fields" in schemas of before). Everything to mend at once in `problems` (emptied first).
/// `host_names`: further names for expressions, e.g. "applicant". `kinds` must outlive the form.
/// @returns invalid_input "form/invalid-schema" when there is an error among the problems.
Result<std::shared_ptr<const Form>> read_form(const json::object& schema, const Kinds& kinds, const std::vector<std::string>& host_names,
                                              std::vector<Problem>& problems, const Limits& = {});

struct Host {
  platform::Instant now;
  std::string zone = "Asia/Shanghai";
  json::object values;  // of host_names
};

/// What the rules make of a set of answers.
struct Outcome {
  json::object answers;                           // of the fields that show, trimmed, computed fields filled in
  json::object hidden;                            // answers given to fields that do not show: kept, count for nothing
  std::vector<std::string> hidden_fields;         // pointers: "/beds", "/rooms/0/size"
  std::vector<platform::FieldProblem> problems;   // pointer and finished Chinese sentence
};

/// Judges answers. Never fails: bad answers are problems, an expression that yields no truth hides nothing.
Outcome answer(const Form&, const json::object& answers, const Host&);

/// Puts what hidden fields were given back beside the answers, rows and groups included: what is to be kept.
void add_hidden(json::object& answers, const json::object& hidden);

/// The values that fields start with: defaults of the schema.
json::object initial_answers(const Form&);

/// "表单有 2 处需要修改：……" for logs and command lines.
std::string zh_summary(const std::vector<Problem>&);

}  // namespace yimen::form
