#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/validate.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

using calendar::LimitUnit;

json::array list_of(const std::vector<std::string>& texts) {
  json::array list;
  for (const auto& text : texts) list.push_back(json::string(text));
  return list;
}

std::string limit_words(const std::optional<calendar::Limit>& limit, const std::string& raw) {
  return limit ? calendar::zh_limit(*limit) : raw;
}

template <class E>
json::object word_of(E value) {
  return {{"code", platform::EnumText<E>::to(value)}, {"text", chinese(value)}};
}

/// "原件1份、复印件2份"; what the guide does not print is not invented.
std::string copies_text(const Material& m) {
  std::vector<std::string> parts;
  if (m.original_count.value_or(0) > 0) parts.push_back(fmt::format("原件{}份", *m.original_count));
  if (m.copy_count.value_or(0) > 0) parts.push_back(fmt::format("复印件{}份", *m.copy_count));
  if (!parts.empty()) return platform::join(parts, "、");
  if (m.kind != MaterialKind::unstated) return std::string(chinese(m.kind));
  return m.form_stated;
}

json::object material_json(const Material& m) {
  return {{"key", m.key},
          {"name", m.name},
          {"kind", word_of(m.kind)},
          {"format", word_of(m.format)},
          {"necessity", word_of(m.necessity)},
          {"copies_text", copies_text(m)},
          {"original_count", m.original_count ? json::value(*m.original_count) : json::value(nullptr)},
          {"copy_count", m.copy_count ? json::value(*m.copy_count) : json::value(nullptr)},
          {"source", word_of(m.source_channel)},
          {"source_note", m.source_note},
          {"issuing_org", m.issuing_org},
          {"fill_note", m.fill_note},
          {"accept_standard", m.accept_standard},
          {"basis", m.basis},
          {"waivable_by_certificate", m.waivable_by_certificate},
          {"tolerance_days", m.tolerance_days},
          {"blank_file", m.blank_file},
          {"sample_file", m.sample_file},
          {"is_on_request", m.is_on_request}};
}

json::array situations_json(const MatterVersion& v) {
  json::array list;
  for (const auto& situation : v.situations) {
    json::array options;
    for (const auto& option : situation.options)
      options.push_back(json::object{{"key", option.key}, {"text", option.text}, {"note", option.note},
                                     {"materials_added", list_of(option.materials_added)},
                                     {"materials_removed", list_of(option.materials_removed)}});
    list.push_back(json::object{{"key", situation.key}, {"question", situation.question}, {"hint", situation.hint},
                                {"is_multiple", situation.is_multiple}, {"when", situation.when}, {"options", std::move(options)}});
  }
  return list;
}

json::array steps_json(const MatterVersion& v) {
  json::array list;
  for (const auto& step : v.steps)
    list.push_back(json::object{{"name", step.name}, {"role", step.role}, {"limit_text", limit_words(step.limit, step.limit_raw)},
                                {"content", step.content}, {"standard", step.standard}, {"result_doc", step.result_doc},
                                {"checks", list_of(step.checks)}});
  return list;
}

json::array specials_json(const MatterVersion& v) {
  json::array list;
  for (const auto& special : v.special_procedures)
    list.push_back(json::object{{"name", special.name},
                                {"kind", special.kind},
                                // A sentinel such as 999 is no length people should read.
                                {"limit_text", special.limit ? calendar::zh_limit(*special.limit) : std::string("依实际需要")},
                                {"counted_text", !special.is_counted ? "指南未写明是否计入办理时限" : *special.is_counted ? "计入办理时限" : "不计入办理时限"},
                                {"basis", special.basis}});
  return list;
}

json::object fee_json(const MatterVersion& v) {
  json::array rows;
  for (const auto& fee : v.fees)
    rows.push_back(json::object{{"name", fee.name}, {"standard", fee.standard_raw}, {"unit", fee.unit}, {"condition", fee.condition},
                                {"amount_fen", fee.amount_fen ? json::value(*fee.amount_fen) : json::value(nullptr)},
                                {"is_reducible", fee.is_reducible}, {"reduce_basis", fee.reduce_basis}});
  const auto* text = !v.is_charged ? "未写明" : *v.is_charged ? "收费" : "不收费";
  return {{"is_charged", v.is_charged ? json::value(*v.is_charged) : json::value(nullptr)},
          {"text", text}, {"note", v.fee_raw}, {"basis", v.fee_basis}, {"relief", v.fee_relief}, {"items", std::move(rows)}};
}

json::array basis_json(const MatterVersion& v) {
  json::array list;
  for (const auto& basis : v.legal_basis)
    list.push_back(json::object{{"law", basis.law}, {"number", basis.number}, {"article", basis.article}, {"text", basis.text}});
  return list;
}

json::array places_json(const MatterVersion& v) {
  json::array list;
  for (const auto& place : v.places)
    list.push_back(json::object{{"hall", place.hall}, {"window", place.window}, {"address", place.address}, {"hours", place.hours}, {"traffic", place.traffic}});
  return list;
}

json::array faqs_json(const MatterVersion& v) {
  json::array list;
  for (const auto& faq : v.faqs) list.push_back(json::object{{"question", faq.question}, {"answer", faq.answer}});
  return list;
}

json::array eight_json(const MatterVersion& v) {
  json::array list;
  for (const auto& item : eight_disclosures(v)) list.push_back(json::object{{"number", item.number}, {"title", item.title}, {"text", item.text}});
  return list;
}

/// The four figures under the title.
json::object facts_json(const MatterVersion& v) {
  const auto handling = handling_limit(v);
  const auto statutory = statutory_limit(v);
  json::object facts{{"promised_text", limit_words(v.promised, v.promised_raw)},
                     {"statutory_text", limit_words(v.statutory, v.statutory_raw)},
                     {"handling_text", calendar::zh_limit(handling.limit)},
                     {"handling_reason", handling.reason},
                     {"visit_count", v.visit_count ? json::value(*v.visit_count) : json::value(nullptr)},
                     {"visit_reason", v.visit_reason},
                     {"fee_text", v.is_charged ? (*v.is_charged ? "收费" : "不收费") : "未写明"}};
  const bool is_comparable = v.promised && statutory && v.promised->unit == statutory->limit.unit && statutory->limit.length > 0;
  if (is_comparable && v.promised->length <= statutory->limit.length)
    facts["reduction_percent"] = 100 - v.promised->length * 100 / statutory->limit.length;
  int asked = 0, waivable = 0;
  for (const auto& material : v.materials) {
    if (material.is_on_request) continue;
    ++asked;
    waivable += material.waivable_by_certificate.empty() ? 0 : 1;
  }
  facts["material_count"] = asked;
  facts["waivable_count"] = waivable;
  return facts;
}

void add_identity(json::object& guide, const MatterVersion& v, const MatterSummary& summary) {
  guide["id"] = v.matter.str();
  guide["version_id"] = v.id.str();
  guide["version"] = v.version;
  guide["effective_on"] = v.effective_on ? json::value(platform::iso_date(*v.effective_on)) : json::value(nullptr);
  guide["name"] = v.name;
  guide["scenario"] = v.scenario;
  guide["type"] = word_of(v.type);
  guide["case_class"] = word_of(handled_as(v));
  guide["status"] = word_of(summary.status);
  guide["region"] = json::object{{"code", fmt::format("{:012}", v.region_code)}, {"name", v.region_name}};
  guide["department"] = json::object{{"id", std::to_string(v.department_id)}, {"name", v.department_name}};
  guide["base_code"] = v.base_code;
  guide["impl_code"] = v.impl_code;
  guide["stated_code"] = v.stated_code;
  guide["exercise_level"] = v.exercise_level;
  guide["authority_division"] = v.authority_division;
  guide["service_objects"] = list_of(v.service_objects);
  guide["joint_departments"] = list_of(v.joint_departments);
  guide["person_topics"] = list_of(v.person_topics);
  guide["corp_topics"] = list_of(v.corp_topics);
  guide["life_events"] = list_of(v.life_events);
}

void add_service(json::object& guide, const MatterVersion& v) {
  guide["result"] = json::object{{"name", v.result_name}, {"type", v.result_type}, {"validity", v.result_validity}, {"sample_file", v.result_sample},
                                 {"delivery_ways", list_of(v.delivery_ways)}, {"annual_check", v.annual_check}};
  guide["channels"] = json::object{{"handling_forms", list_of(v.handling_forms)}, {"stated", v.channels_stated}, {"scope_of_service", v.scope_of_service},
                                   {"online_level", v.online_level}, {"has_appointment", v.has_appointment}, {"window_authority", v.window_authority}};
  guide["places"] = places_json(v);
  guide["contacts"] = json::object{{"consult_phone", v.consult_phone}, {"supervise_phone", v.supervise_phone}};
  guide["remedies"] = json::object{{"review", v.remedy_review}, {"litigation", v.remedy_litigation}, {"rights", v.rights}, {"duties", v.duties}};
  guide["faqs"] = faqs_json(v);
}

}  // namespace

json::object guide_json(const MatterVersion& v, const MatterSummary& summary) {
  json::object guide;
  add_identity(guide, v, summary);
  guide["facts"] = facts_json(v);
  guide["conditions"] = list_of(v.conditions);
  guide["refusal_conditions"] = list_of(v.refusal_conditions);
  guide["quantity_limit"] = v.quantity_limit;
  guide["review_standard"] = v.review_standard;
  guide["discretion_rule"] = v.discretion_rule;
  json::array materials;
  for (const auto& material : v.materials) materials.push_back(material_json(material));
  guide["materials"] = std::move(materials);
  guide["situations"] = situations_json(v);
  guide["steps"] = steps_json(v);
  guide["process_text"] = v.process_text;
  guide["special_procedures"] = specials_json(v);
  guide["fee"] = fee_json(v);
  guide["legal_basis"] = basis_json(v);
  add_service(guide, v);
  auto form = v.form;
  form.erase("samples");  // answers to try a draft with are the editors' own
  guide["form"] = std::move(form);
  guide["eight_disclosures"] = eight_json(v);
  guide["is_demo"] = v.is_demo;
  guide["open_issues"] = open_issues(v);
  return guide;
}

}  // namespace yimen::catalogue
