#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/form/form.h"

/// The forms of government matters: which types of answers there are beside form-js', and what expressions may ask about the applicant.
namespace yimen::forms {

/// phone, id_number, uscc, bank_card, region, address, money, party, material, signature; checked like everywhere else in the product.
const form::Kinds& kinds();

/// What expressions may read besides the answers: `applicant` {kind: "person" | "enterprise"} and `situation`, the answers to the
/// matter's situation questions by key.
const std::vector<std::string>& host_names();

/// Reads a matter's form. An empty schema is a form without fields. @returns as form::read_form.
platform::Result<std::shared_ptr<const form::Form>> read(const boost::json::object& schema, std::vector<form::Problem>& problems);
/// One that was published: what newer programs ask of whoever designs does not keep it from being filled in.
platform::Result<std::shared_ptr<const form::Form>> read_in_use(const boost::json::object& schema);

/// What people call the field of that key or pointer ("partners/0/name"); empty when there is none.
std::string label_of(const boost::json::object& schema, std::string_view key);

/// What a form is answered by.
struct Facts {
  std::string applicant_kind;
  boost::json::object situation;
  platform::Instant now;
};

form::Host host_of(const Facts&);

/// Judges answers and returns what is to be kept: shown answers with computed fields filled in, and what was given to hidden fields.
/// @returns invalid_input "forms/invalid" with `prefix` + pointer for each answer to mend; "form/invalid-schema" when the form itself
/// cannot be read.
platform::Result<boost::json::object> checked(const boost::json::object& schema, const boost::json::object& answers, const Facts&, std::string_view prefix);

/// One answered question, in words.
struct AnswerLine {
  std::string label, text;
  std::int64_t signature_file = 0;  // of a signature that was drawn or handed in as a file, whose name `text` is
};
/// The answers that show, in the form's order, as people read them. `region_name` gives a place its name.
std::vector<AnswerLine> answer_lines(const boost::json::object& schema, const boost::json::object& answers, const Facts&, const std::function<std::string(std::string_view code)>& region_name);

}  // namespace yimen::forms
