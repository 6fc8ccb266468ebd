// 申请表: drawn from the answers, for the applicant before he submits and for everybody who sees the case afterwards.
// Law: 行政许可法 Art. 29 (the form), 31 (who answers for what it says).
#include <functional>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "facts.h"
#include "known.h"
#include "opened.h"
#include "yimen/approval/application_form.h"
#include "yimen/forms/forms.h"
#include "yimen/party/masking.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::approval {

namespace {

json::object row(std::string_view label, std::string value) { return {{"label", label}, {"value", std::move(value)}}; }

json::array situation_rows(const catalogue::MatterVersion& matter, const json::object& answers) {
  json::array rows;
  for (const auto& situation : matter.situations) {
    const auto* given = answers.if_contains(situation.key);
    std::string chosen;
    for (const auto& option : situation.options) {
      const bool is_chosen = given && ((given->is_string() && std::string_view(given->get_string()) == option.key) ||
                                       (given->is_array() && std::any_of(given->get_array().begin(), given->get_array().end(), [&](const json::value& one) { return one.is_string() && std::string_view(one.get_string()) == option.key; })));
      if (is_chosen) chosen += (chosen.empty() ? "" : "、") + option.text;
    }
    if (!chosen.empty()) rows.push_back(row(situation.question, chosen));
  }
  return rows;
}

using FindFile = std::function<Result<platform::StoredFile>(platform::FileId)>;

/// A drawn signature is seen and not named. A file of another kind (PDF) keeps its name.
json::object signature_row(Services& s, const FindFile& find, const forms::AnswerLine& line) {
  constexpr std::int64_t largest_picture = 10ll << 20;
  auto out = row(line.label, "签名图像未能读取");
  const auto file = find(platform::FileId{line.signature_file});
  if (!file || file->size_bytes > largest_picture) return out;
  if (!file->content_type.starts_with("image/")) return row(line.label, line.text);
  if (const auto bytes = s.files.read(*file)) out["picture"] = platform::to_base64(*bytes);
  return out;
}

json::array answer_rows(Services& s, Tx& tx, const FindFile& find, const catalogue::MatterVersion& matter, const json::object& answers, const json::object& situation, party::PartyKind kind) {
  const auto region_name = [&tx](std::string_view code) {
    const auto found = region::Regions{}.find(tx, region::pad_code(code));
    return found ? found->name : std::string(code);
  };
  json::array rows;
  const forms::Facts facts{.applicant_kind = kind == party::PartyKind::person ? "person" : "enterprise", .situation = situation, .now = tx.now()};
  for (auto& line : forms::answer_lines(matter.form, answers, facts, region_name)) rows.push_back(line.signature_file ? signature_row(s, find, line) : row(line.label, std::move(line.text)));
  return rows;
}

std::string delivery_words(std::string_view way, const std::optional<DeliveryAddress>& to) {
  if (way == "online") return "电子送达（申请人同意）";
  if (way != "express") return "到窗口领取";
  return to ? fmt::format("邮寄送达：{}，{}，{}", to->recipient_name, to->phone, to->address) : std::string("邮寄送达");
}

/// What both forms say of the applicant; numbers are masked for everybody but himself.
json::object applicant_facts(const party::Party& applicant, bool is_own) {
  const bool is_person = applicant.kind == party::PartyKind::person;
  json::object facts{{"applicant_name", applicant.name}, {"applicant_kind", is_person ? "自然人" : "法人或其他组织"},
                     {"id_no", is_person && !is_own ? party::mask_id_no(applicant.id_no) : applicant.id_no}};
  if (!applicant.legal_person_name.empty()) facts["legal_person_name"] = applicant.legal_person_name;
  if (!applicant.address.empty()) facts["address"] = is_person && !is_own ? party::mask_address(applicant.address) : applicant.address;
  return facts;
}

void put(json::object& facts, std::string_view name, std::string value) {
  if (!value.empty()) facts[name] = std::move(value);
}

document::IssueDocument order_of(const catalogue::MatterVersion& matter, std::int64_t region_code, json::object facts) {
  facts["matter_name"] = matter.name;
  facts["department_name"] = matter.department_name;
  return {.type = document::DocumentType::application_form, .region_code = region_code, .department_id = matter.department_id, .department_name = matter.department_name,
          .is_sealed = false, .facts = std::move(facts)};
}

}  // namespace

Result<std::string> application_form_of(Approval& a, Tx& tx, const Actor& actor, const cases::ServiceCase& file) {
  auto& s = a.services();
  const auto matter = TRY(s.catalogue.version(tx, catalogue::MatterVersionId{file.matter_version_id}));
  const auto applicant = TRY(s.parties.get(tx, party::PartyId{file.applicant_party_id}));
  const bool is_own = actor.is_citizen();
  const auto situation = answers_in(file.situation_text);
  auto facts = applicant_facts(applicant, is_own);
  put(facts, "case_no", file.case_no);
  put(facts, "submitted_on", platform::iso_date(platform::shanghai_date(file.submitted_at)));
  put(facts, "contact_name", file.contact_name);
  if (const auto phone = s.cipher.decrypt(file.contact_phone)) put(facts, "contact_phone", is_own ? *phone : party::mask_phone(*phone));
  if (file.agent_party_id)
    if (const auto agent = s.parties.get(tx, party::PartyId{file.agent_party_id})) put(facts, "agent_name", agent->name);
  auto to = delivery_address_of(s, tx, file.id);
  if (to && !is_own) *to = {party::mask_name(to->recipient_name), party::mask_phone(to->phone), party::mask_address(to->address)};
  put(facts, "delivery", delivery_words(file.delivery_way, to));
  facts["situation"] = situation_rows(*matter, situation);
  const auto of_case = [&](platform::FileId id) { return s.files.find(tx, id); };  // the answers were checked when they came
  auto answers = answer_rows(s, tx, of_case, *matter, answers_in(file.form_text), situation, applicant.kind);
  if (!is_own)
    for (auto& one : answers) one.as_object()["value"] = party::mask_text(platform::text_or(one.as_object(), "value"));
  facts["answers"] = std::move(answers);
  json::array materials;
  for (const auto& m : cases::materials_of(tx, file.id)) materials.push_back(json::object{{"name", m.name}, {"form", received_words(m.received_as)}});
  facts["materials"] = std::move(materials);
  auto order = order_of(*matter, file.region_code, std::move(facts));
  order.at = file.submitted_at;
  return s.documents.preview_pdf(tx, std::move(order), document::Copy::plain);
}

Result<std::string> application_form_of(Approval& a, Tx& tx, const Actor& actor, const FormDraft& draft) {
  auto& s = a.services();
  const auto matter = TRY(s.catalogue.current(tx, catalogue::MatterId{draft.matter_id}));
  const party::PartyId id{draft.party_id};
  if (!s.parties.may_act_for(tx, actor.id, id, tx.today(), draft.matter_id))
    return fail(ErrorCode::rule_violated, "approval/applicant-first", "请先选择为谁办理，再看申请表。");
  const auto applicant = TRY(s.parties.get(tx, id));
  const auto text = [&](std::string_view name) { return platform::text_or(draft.content, name); };
  const auto* given_situation = platform::object_at(draft.content, "situation");
  const auto* given_form = platform::object_at(draft.content, "form");
  const auto situation = given_situation ? *given_situation : json::object{};
  auto facts = applicant_facts(applicant, true);
  const auto contact = contact_of(s, tx, actor, applicant, {text("contact_name"), text("contact_phone")});
  put(facts, "contact_name", contact.name);
  put(facts, "contact_phone", contact.phone);
  if (s.parties.own_party(tx, actor.id) != id) put(facts, "agent_name", actor.name);
  if (const auto way = text("delivery_way"); !way.empty())
    put(facts, "delivery", delivery_words(way, DeliveryAddress{text("delivery_name").empty() ? std::string(platform::text_or(facts, "contact_name")) : text("delivery_name"),
                                                              text("delivery_phone").empty() ? std::string(platform::text_or(facts, "contact_phone")) : text("delivery_phone"), text("delivery_address")}));
  facts["situation"] = situation_rows(*matter, situation);
  const auto own = [&](platform::FileId id) { return s.files.find_own(tx, actor, id); };
  facts["answers"] = answer_rows(s, tx, own, *matter, given_form ? *given_form : json::object{}, situation, applicant.kind);
  json::array materials;
  const auto* given = platform::object_at(draft.content, "materials");
  for (const auto& material : s.catalogue.materials_for(*matter, situation)) {
    const auto* one = given ? platform::object_at(*given, material.key) : nullptr;
    const auto way = one ? platform::text_or(*one, "way") : std::string();
    materials.push_back(json::object{{"name", material.name}, {"form", received_words(way.empty() ? "missing" : way)}});
  }
  facts["materials"] = std::move(materials);
  return s.documents.preview_pdf(tx, order_of(*matter, matter->region_code, std::move(facts)), document::Copy::draft);
}

}  // namespace yimen::approval
