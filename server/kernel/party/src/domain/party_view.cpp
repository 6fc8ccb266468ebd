#include <boost/json.hpp>

#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/party/party.h"
#include "yimen/platform/text.h"

namespace yimen::party {

PartyView masked(const Party& party) {
  const bool is_enterprise = party.kind == PartyKind::enterprise;
  return {.id = party.id,
          .kind = party.kind,
          .name = is_enterprise ? party.name : mask_name(party.name),
          .id_type = party.id_type,
          .id_no = is_enterprise ? party.id_no : mask_id_no(party.id_no),
          .phone = mask_phone(party.phone),
          .address = is_enterprise ? party.address : mask_address(party.address),
          .legal_person_name = mask_name(party.legal_person_name),
          .version = party.version};
}

boost::json::object to_json(const PartyView& view) {
  return {{"id", view.id.str()},
          {"kind", platform::EnumText<PartyKind>::to(view.kind)},
          {"name", view.name},
          {"id_type", view.id_type},
          {"id_no", view.id_no},
          {"phone", view.phone},
          {"address", view.address},
          {"legal_person_name", view.legal_person_name},
          {"version", view.version}};
}

Result<PartyInput> checked(PartyInput input, Date today, std::string_view prefix) {
  std::vector<platform::FieldProblem> problems;
  const auto take = [&](std::string& into, std::string_view field, Result<std::string> value) {
    if (value) into = std::move(*value);
    else problems.push_back({std::string(prefix) + "/" + std::string(field), value.error().detail});
  };
  if (input.kind == PartyKind::person) {
    if (input.id_type.empty()) input.id_type = "111";
    take(input.name, "name", check_person_name(input.name));
    if (input.id_type == "uscc") problems.push_back({std::string(prefix) + "/id_type", "自然人不能使用统一社会信用代码。"});
    else take(input.id_no, "id_no", check_id_no(input.id_type, input.id_no, today));
    input.legal_person_name.clear();
    input.legal_person_id_number.clear();
  } else {
    input.id_type = "uscc";
    take(input.name, "name", check_organisation_name(input.name));
    take(input.id_no, "id_no", check_uscc(input.id_no));
    if (!input.legal_person_name.empty())
      take(input.legal_person_name, "legal_person_name", check_person_name(input.legal_person_name));
    if (!input.legal_person_id_number.empty())
      take(input.legal_person_id_number, "legal_person_id_number", check_id_number(input.legal_person_id_number, today));
  }
  if (!input.phone.empty()) take(input.phone, "phone", check_phone(input.phone));
  input.address = platform::trim(input.address);
  if (platform::count_characters(input.address) > 200)
    problems.push_back({std::string(prefix) + "/address", "地址最多200个字。"});
  if (!problems.empty()) {
    // The first sentence is the summary: one mistake needs no "see below".
    auto detail = problems.size() == 1 ? problems.front().detail : "填写的内容有" + std::to_string(problems.size()) + "处需要修改。";
    return platform::fail(platform::ErrorCode::invalid_input, "party/invalid-input", std::move(detail), std::move(problems));
  }
  return input;
}

}  // namespace yimen::party
