#include "known.h"

#include <boost/json.hpp>

#include "yimen/platform/json.h"

namespace yimen::approval {

json::object answers_in(const std::string& text) {
  auto value = platform::parse_json(text.empty() ? "{}" : text);
  return value && value->is_object() ? std::move(value->get_object()) : json::object{};
}

json::object known_of_row(const cases::ServiceCase& file) {
  return {{"handling_class", platform::EnumText<cases::HandlingClass>::to(file.handling_class)},
          {"channel", platform::EnumText<cases::Channel>::to(file.channel)},
          {"form", answers_in(file.form_text)},
          {"situation", answers_in(file.situation_text)}};
}

json::object known_of(Services& s, Tx& tx, const cases::ServiceCase& file) {
  const auto applicant = s.parties.get(tx, party::PartyId{file.applicant_party_id});
  auto known = known_of_row(file);
  known["applicant"] = applicant && applicant->kind == party::PartyKind::enterprise ? "enterprise" : "person";
  return known;
}

discretion::Facts facts_of(const json::object& known, const json::object& stated) {
  return {.form = known.at("form").as_object(), .situation = known.at("situation").as_object(), .is_enterprise = known.at("applicant") == "enterprise", .stated = stated};
}

}  // namespace yimen::approval
