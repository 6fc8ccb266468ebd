#pragma once
#include "yimen/catalogue/matter_version.h"

/// One list of members per type, used for writing and for reading: a member cannot be stored and forgotten.
/// `Visitor` is called as v("name", member); V is `T` or `const T`.
namespace yimen::catalogue::fields {

template <class V, class Visitor>
void visit_basis(V& x, Visitor&& v) {
  v("law", x.law), v("number", x.number), v("article", x.article), v("text", x.text);
}
template <class V, class Visitor>
void visit_material(V& x, Visitor&& v) {
  v("key", x.key), v("name", x.name), v("kind", x.kind), v("format", x.format), v("necessity", x.necessity);
  v("source_channel", x.source_channel), v("source_note", x.source_note), v("issuing_org", x.issuing_org);
  v("issue_date_rule", x.issue_date_rule), v("paper_size", x.paper_size), v("fill_note", x.fill_note);
  v("accept_standard", x.accept_standard), v("basis", x.basis), v("form_stated", x.form_stated);
  v("waivable_by_certificate", x.waivable_by_certificate), v("original_count", x.original_count);
  v("copy_count", x.copy_count), v("tolerance_days", x.tolerance_days), v("blank_file", x.blank_file);
  v("sample_file", x.sample_file), v("is_on_request", x.is_on_request);
}
template <class V, class Visitor>
void visit_option(V& x, Visitor&& v) {
  v("key", x.key), v("text", x.text), v("note", x.note);
  v("materials_added", x.materials_added), v("materials_removed", x.materials_removed);
}
template <class V, class Visitor>
void visit_situation(V& x, Visitor&& v) {
  v("key", x.key), v("question", x.question), v("hint", x.hint), v("is_multiple", x.is_multiple), v("when", x.when);
  v("options", x.options);
}
template <class V, class Visitor>
void visit_step(V& x, Visitor&& v) {
  v("name", x.name), v("role", x.role), v("content", x.content), v("standard", x.standard);
  v("result_doc", x.result_doc), v("limit", x.limit), v("limit_raw", x.limit_raw), v("checks", x.checks);
}
template <class V, class Visitor>
void visit_fee(V& x, Visitor&& v) {
  v("name", x.name), v("standard_raw", x.standard_raw), v("unit", x.unit), v("condition", x.condition);
  v("amount_fen", x.amount_fen), v("is_reducible", x.is_reducible), v("reduce_basis", x.reduce_basis);
}
template <class V, class Visitor>
void visit_special(V& x, Visitor&& v) {
  v("name", x.name), v("kind", x.kind), v("basis", x.basis), v("limit", x.limit), v("limit_raw", x.limit_raw);
  v("is_counted", x.is_counted);
}
template <class V, class Visitor>
void visit_issue(V& x, Visitor&& v) {
  v("field", x.field), v("stated", x.stated), v("reason", x.reason), v("is_settled", x.is_settled);
  v("settled_note", x.settled_note), v("settled_by", x.settled_by);
}
template <class V, class Visitor>
void visit_identity(V& x, Visitor&& v) {
  v("name", x.name), v("is_name_inferred", x.is_name_inferred), v("scenario", x.scenario), v("type", x.type);
  v("type_stated", x.type_stated), v("case_class", x.case_class), v("base_code", x.base_code), v("impl_code", x.impl_code);
  v("stated_code", x.stated_code), v("handling_item_code", x.handling_item_code), v("exercise_level", x.exercise_level);
  v("level_stated", x.level_stated), v("stated_department", x.stated_department), v("stated_region", x.stated_region);
  v("department_category", x.department_category), v("authority_division", x.authority_division);
  v("exercise_content", x.exercise_content), v("power_source", x.power_source), v("subject_code", x.subject_code);
  v("subject_nature", x.subject_nature), v("entrusting_department", x.entrusting_department);
  v("joint_departments", x.joint_departments), v("service_objects", x.service_objects);
  v("person_topics", x.person_topics), v("corp_topics", x.corp_topics), v("life_events", x.life_events);
  v("legal_basis", x.legal_basis);
}
template <class V, class Visitor>
void visit_handling(V& x, Visitor&& v) {
  v("statutory", x.statutory), v("statutory_raw", x.statutory_raw), v("promised", x.promised);
  v("promised_raw", x.promised_raw), v("special_procedures", x.special_procedures), v("conditions", x.conditions);
  v("refusal_conditions", x.refusal_conditions), v("quantity_limit", x.quantity_limit), v("steps", x.steps);
  v("review_standard", x.review_standard), v("discretion_rule", x.discretion_rule), v("process_text", x.process_text);
  v("materials", x.materials), v("situations", x.situations), v("annual_check", x.annual_check);
}
template <class V, class Visitor>
void visit_service(V& x, Visitor&& v) {
  v("result_name", x.result_name), v("result_type", x.result_type), v("result_validity", x.result_validity);
  v("result_sample", x.result_sample), v("delivery_ways", x.delivery_ways), v("is_charged", x.is_charged);
  v("fee_raw", x.fee_raw), v("fee_basis", x.fee_basis), v("fee_relief", x.fee_relief), v("fees", x.fees);
  v("handling_forms", x.handling_forms), v("channels_stated", x.channels_stated);
  v("scope_of_service", x.scope_of_service), v("window_authority", x.window_authority), v("visit_reason", x.visit_reason);
  v("online_level", x.online_level), v("visit_count", x.visit_count), v("has_appointment", x.has_appointment);
  v("places", x.places), v("consult_phone", x.consult_phone), v("supervise_phone", x.supervise_phone);
  v("remedy_review", x.remedy_review), v("remedy_litigation", x.remedy_litigation), v("rights", x.rights);
  v("duties", x.duties), v("intermediaries", x.intermediaries), v("faqs", x.faqs), v("form", x.form);
  v("process_key", x.process_key), v("discretion_key", x.discretion_key), v("issues", x.issues), v("source", x.source), v("extra", x.extra);
  v("is_demo", x.is_demo);
}

}  // namespace yimen::catalogue::fields
