#pragma once
#include <string>

#include <boost/json/object.hpp>

#include "opened.h"
#include "yimen/discretion/discretion.h"

/// What is known of a case: the one place that says what conditions and assignments of its process, decision rules and trials may read.
namespace yimen::approval {

/// Answers as they are kept; what is no object is empty.
json::object answers_in(const std::string& text);
/// What the row of the case says: handling_class, channel, form, situation.
json::object known_of_row(const cases::ServiceCase&);
/// handling_class, channel, form, situation, applicant ("person" | "enterprise").
json::object known_of(Services&, Tx&, const cases::ServiceCase&);
/// The same for a rule; `stated`: what whoever decides, or the process, adds by name of input.
discretion::Facts facts_of(const json::object& known, const json::object& stated);

}  // namespace yimen::approval
