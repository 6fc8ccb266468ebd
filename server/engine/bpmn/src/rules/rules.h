#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "../xml.h"

/// The rules of the BPMN 2.0 specification for models as written: what may stand where, what refers to what, and what
/// gateways, events, activities and data ask of each other. Whether this engine runs a thing is not asked here.
namespace yimen::bpmn {

/// In the order of the text. Empty: the model keeps the rules.
std::vector<Problem> check_rules(const xml::Element& root);

}  // namespace yimen::bpmn

namespace yimen::bpmn::rules {

struct Rule {
  std::string_view id;       // stable: "gateway/converging"
  std::string_view suite;    // its numbers in the BPMNspector suite of the University of Bamberg
  std::string_view section;  // of BPMN 2.0.2 (ISO/IEC 19510:2013)
  std::string_view zh, en;   // follow the name of the element; {0} {1} {2} stand for what was found
  enum class Force {
    strict,
    spares_tools,  // not told of files of programs that keep such things elsewhere or see no harm in them
    formal,        // so too; and what breaks it runs all the same
  };
  Force force = Force::strict;
  bool spares_tools() const { return force != Force::strict; }
  bool is_formal() const { return force == Force::formal; }
};

std::span<const Rule> all_rules();
/// Looking up a rule that the table lacks is a mistake of the program; a test looks up all that are used.
const Rule& find_rule(std::string_view id);

}  // namespace yimen::bpmn::rules
