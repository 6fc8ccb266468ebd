#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/dmn/model.h"
#include "yimen/platform/db.h"

/// 裁量基准: what a published decision rule (DMN) proposes for one case, and whether a choice keeps to it.
/// Law: 国办发〔2022〕27号 — benchmarks bound discretion; who departs from one gives reasons, with the approval of the head or after
/// collective discussion, and keeps the record.
namespace yimen::discretion {

namespace json = boost::json;
using platform::Result;
using platform::Tx;

/// Namespace of our attribute on input data: y:source="form:area".
inline constexpr std::string_view space = "https://yimen.org/dmn";

struct Input {
  std::string id, name, type;
  std::string source;                // "form:area", "situation:s1", "applicant"; empty: stated by who decides
  std::vector<std::string> choices;  // of texts, when the model names the values
  bool is_stated() const { return source.empty(); }
};

/// An output of that name says whether to grant at all: its words are those below. Rules without it bound only what is granted.
inline constexpr std::string_view decision_output = "决定";
inline constexpr std::string_view grant_word = "准予", refuse_word = "不予";

/// A rule that can be asked. Its main decision is the one on which no other rests.
struct Rule {
  std::string key, name;
  int version = 0;
  dmn::Model model;
  std::string decision;
  std::vector<Input> inputs;
  bool judges_decision = false;      // has the output `decision_output`
};
/// @returns malformed with all problems at once; invalid_input "discretion/no-decision", "discretion/several-decisions".
Result<Rule> read_rule(std::string_view xml, std::vector<dmn::Problem>& problems);
/// The version that holds today, read once per process. @returns rule_violated "discretion/no-rule" when there is none.
Result<std::shared_ptr<const Rule>> rule_of_today(Tx&, const std::string& key);

/// What is known of a case.
struct Facts {
  json::object form, situation;  // answers by key
  bool is_enterprise = false;
  json::object stated;           // by name of input
};

/// What is proposed for one output. A range or a list leaves a choice, anything else is the proposal itself.
struct Band {
  std::string name, text;            // "有效期（年）", "[1..3]"
  std::string kind;                  // value | range | list
  json::value proposed;              // plain JSON; of ranges their text
  std::vector<json::value> choices;  // of lists
};
struct Proposal {
  json::object inputs;               // by name, as they were read
  std::vector<std::string> missing;  // stated inputs nobody has stated yet
  std::vector<Band> bands;           // empty: the rule has no answer
  std::vector<std::string> notes;    // problems met, Chinese
};
Proposal propose(const Rule&, const Facts&, platform::Instant now);

/// The answer itself, for processes that branch on it; inputs that nobody stated are null. @returns as dmn::Model::decide.
Result<feel::Value> answer(const Rule&, const Facts&, platform::Instant now);

/// Inputs by name from plain JSON, each as the type its declaration says; what does not fit is null.
feel::Value inputs_from(const Rule&, const json::object& values);

/// Names of the bands that a choice (by name of band) leaves.
std::vector<std::string> departures(const Proposal&, const json::object& chosen);

}  // namespace yimen::discretion
