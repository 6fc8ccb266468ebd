#include "answer_schemas.h"

#include <span>

#include "yimen/cases/case_state.h"
#include "yimen/cases/service_case.h"
#include "yimen/document/http.h"
#include "yimen/trail/http.h"

namespace yimen::approval {

namespace {

using Fields = std::vector<Schema::Field>;

template <class E>
Schema word_of(std::initializer_list<E> values) {
  std::vector<std::string> words;
  for (const auto value : values) words.emplace_back(platform::EnumText<E>::to(value));
  return Schema::one_of(std::move(words));
}

Schema state_schema() {
  std::vector<std::string> words;
  for (const auto state : cases::all_states()) words.emplace_back(platform::EnumText<cases::CaseState>::to(state));
  return Schema::one_of(std::move(words));
}

Schema class_schema() {
  using enum cases::HandlingClass;
  return word_of({instant, two_step, promised, joint, upward, agency});
}
Schema channel_schema() {
  using enum cases::Channel;
  return word_of({online, mobile, window, express, upper_level, agency});
}
Schema decision_word_schema() {
  using enum cases::Decision;
  return word_of({none, granted, refused});
}
Schema close_result_schema() {
  using enum cases::CloseResult;
  return word_of({none, granted, refused, returned, voided, reported_up, not_corrected, rejected, withdrawn, other});
}

Schema days_schema() { return Schema::integer(-100'000, 100'000); }
Schema note(std::size_t most = 2000) { return Schema::text(most).or_empty(); }

Fields line_fields() {
  return {{"id", Schema::id()}, {"case_no", Schema::text(40)}, {"matter_id", Schema::id()}, {"matter_name", Schema::text(1000)},
          {"department_id", Schema::id()}, {"department_name", Schema::text(200)}, {"applicant_name", Schema::text(200)},
          {"handling_class", class_schema()}, {"channel", channel_schema()}, {"state", state_schema()}, {"state_name", Schema::text(30)},
          {"version", Schema::integer()}, {"submitted_at", Schema::instant()}, {"accepted_on", Schema::date().or_null()},
          {"decided_at", Schema::instant().or_null()}, {"closed_at", Schema::instant().or_null()}, {"due_on", Schema::date().or_null()},
          {"answer_due_on", Schema::date().or_null()}, {"remaining_days", days_schema().or_null()}, {"is_stopped", Schema::boolean()},
          {"decision", decision_word_schema()}, {"result_no", note(100)}};
}

void append(Fields& fields, Fields more) { fields.insert(fields.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); }

Schema reading_schema() {
  const auto day = Schema::object("CountedDay", {{"day", Schema::date()}, {"kind", Schema::one_of({"counted", "off", "paused"})}, {"number", Schema::integer()}, {"note", note(200)}});
  return Schema::object("ClockReading", {{"due_on", Schema::date()}, {"used", days_schema()}, {"remaining", days_schema()}, {"paused", days_schema()},
                                         {"is_beyond_known_calendar", Schema::boolean()}, {"days", Schema::list(day, 100'000)}, {"start_on", Schema::date()},
                                         {"limit", Schema::text(100)}, {"extension_days", Schema::integer().optional()}, {"basis", note()}});
}

Schema clock_schema() {
  return Schema::object("CaseClock", {{"is_stopped", Schema::boolean()}, {"promised", reading_schema().or_null()}, {"statutory", reading_schema().or_null()},
                                      {"acceptance", reading_schema().or_null()}});
}

Schema applicant_schema() {
  return Schema::object("CaseApplicant", {{"id", Schema::id()}, {"kind", Schema::one_of({"person", "enterprise"})}, {"name", Schema::text(200)}, {"id_type", Schema::text(10)},
                                          {"id_no", note(60)}, {"phone", note(40)}, {"address", note(300)}, {"legal_person_name", note(100)}, {"version", Schema::integer()},
                                          {"contact_name", note(100)}, {"contact_phone", note(40)}});
}

Schema case_material_schema() {
  const auto version = Schema::object("MaterialVersion", {{"file_id", Schema::id()}, {"name", Schema::text(300)}, {"round", Schema::integer()}, {"added_at", Schema::instant()}});
  return Schema::object("CaseMaterial", {{"key", Schema::text(60)}, {"name", Schema::text(1000)}, {"is_required", Schema::boolean()}, {"is_tolerable", Schema::boolean()},
                                         {"received_as", Schema::one_of({"electronic", "original", "copy", "deferred", "waived", "missing"})}, {"original_count", Schema::integer()}, {"copy_count", Schema::integer()},
                                         {"file_id", Schema::id().or_null()}, {"file_name", note(300)}, {"trust_level", note(10)}, {"state", Schema::text(20)},
                                         {"problem", note()}, {"how_to_mend", note()}, {"due_on", Schema::date().or_null()}, {"versions", Schema::list(version, 1000)}});
}

Schema correction_round_schema() {
  return Schema::object("CaseCorrection", {{"round", Schema::integer()}, {"items", Schema::list(Schema::any(), 100)}, {"second_reason", note()}, {"is_pre_review", Schema::boolean()},
                                           {"notified_at", Schema::instant()}, {"answer_due_on", Schema::date()}, {"answered_at", Schema::instant().or_null()},
                                           {"document_id", Schema::text(20)}});
}

Schema case_stop_schema(Reader reader) {
  Fields fields{{"kind", Schema::text(40)}, {"name", note(200)}, {"reason", note()}, {"basis", note()}, {"planned_days", Schema::integer()}, {"started_on", Schema::date()},
                {"ended_on", Schema::date().or_null()}, {"result", note()}};
  if (reader == Reader::staff) fields.push_back({"started_by_name", note(100)});
  return Schema::object(reader == Reader::staff ? "CaseStop" : "MyCaseStop", std::move(fields));
}

Schema asked_document_schema() {
  const auto field = Schema::object("StepDocumentField", {{"name", Schema::text(40)}, {"label", Schema::text(100)}, {"kind", Schema::one_of({"text", "long", "date"})}, {"is_optional", Schema::boolean()}});
  return Schema::object("AskedDocument", {{"type", Schema::text(40)}, {"name", Schema::text(100)}, {"act", note(100)}, {"number", note(100)}, {"document_id", Schema::id().or_null()}, {"fields", Schema::list(field, 20)}});
}

Schema case_task_schema() {
  return Schema::object("CaseTask", {{"id", Schema::id()}, {"kind", Schema::text(20)}, {"name", Schema::text(200)}, {"role", note(40)}, {"node", note(100)},
                                     {"is_open", Schema::boolean()}, {"checks", Schema::list(Schema::any(), 200)}, {"assignee_id", Schema::text(20)},
                                     {"assignee_name", note(100)}, {"opened_at", Schema::instant()}, {"claimed_at", Schema::instant().or_null()},
                                     {"done_at", Schema::instant().or_null()}, {"done_by_name", note(100)}, {"substitute_for_name", note(100)}, {"outcome", note(100)},
                                     {"opinion", note(4000)}, {"is_held", Schema::boolean()}, {"is_begun", Schema::boolean()},
                                     {"given_as", Schema::one_of({"sign_before", "sign_after", "sign_beside", "delegated", "confirm", "named"}).or_empty()}, {"given_by_id", Schema::text(20)},
                                     {"given_by_name", note(100)}, {"given_reason", note()}, {"vote", Schema::one_of({"all", "share", "veto", "any"}).or_empty()}, {"urged_count", Schema::integer()},
                                     {"urged_at", Schema::instant().or_null()}, {"urged_by_name", note(100)}, {"urged_words", note()}, {"step_due_on", Schema::date().or_null()},
                                     {"is_opinion_required", Schema::boolean()}, {"free_part", note(100)}, {"simple_way", note(100).or_null()}, {"documents", Schema::list(asked_document_schema(), 20)}});
}

Schema case_wait_schema() {
  return Schema::object("CaseWait", {{"kind", Schema::one_of({"message", "signal"})}, {"name", Schema::text(100)}, {"label", Schema::text(100)}, {"node", Schema::text(200)}, {"node_name", Schema::text(200)},
                                     {"since", Schema::instant()}, {"may_record", Schema::boolean()}});
}

Schema free_part_schema() {
  const auto time = Schema::object("FreeStepTime", {{"by_name", note(100)}, {"at", Schema::instant()}});
  const auto step = Schema::object("FreeStep", {{"node", Schema::text(100)}, {"name", Schema::text(200)}, {"role", note(40)}, {"is_needed", Schema::boolean()}, {"is_once", Schema::boolean()},
                                                {"is_open", Schema::boolean()}, {"may_start", Schema::boolean()}, {"done", Schema::list(time, 1000)}});
  return Schema::object("FreePart", {{"token", Schema::integer()}, {"node", Schema::text(100)}, {"name", Schema::text(200)}, {"is_sequential", Schema::boolean()}, {"ends_by_people", Schema::boolean()},
                                     {"may_choose", Schema::boolean()}, {"may_finish", Schema::boolean()}, {"may_force", Schema::boolean()}, {"missing", note()}, {"steps", Schema::list(step, 500)}});
}

Schema void_request_schema() {
  return Schema::object("VoidRequest", {{"reason", note()}, {"asked_by_name", Schema::text(100)}, {"asked_at", Schema::instant()}, {"is_own", Schema::boolean()}});
}

Schema public_step_schema() {
  return Schema::object("PublicStep", {{"at", Schema::instant()}, {"action", Schema::text(60)}, {"text", note()}, {"actor_name", Schema::text(200)}});
}

}  // namespace

Schema delivery_address_schema() {
  return Schema::object("DeliveryAddress", {{"recipient_name", note(100)}, {"phone", note(40)}, {"address", note(300)}});
}

namespace {

/// What stands on the page of a case beside its line; what comes from the matter is missing when the matter is.
Fields page_fields(Reader reader) {
  const auto matter_text = note().optional();
  return {{"applicant", applicant_schema()}, {"form", Schema::any()}, {"situation", Schema::any()}, {"matter_version_id", Schema::id()}, {"form_schema", Schema::any().optional()},
          {"result_name", matter_text}, {"consult_phone", matter_text}, {"supervise_phone", matter_text}, {"special_procedures", Schema::list(Schema::text(200), 100).optional()},
          {"received_on", Schema::date().or_null()}, {"acceptance_due_on", Schema::date().or_null()}, {"promised_due_on", Schema::date().or_null()},
          {"statutory_due_on", Schema::date().or_null()}, {"delivery_due_on", Schema::date().or_null()}, {"promised_limit", Schema::text(100).or_null()},
          {"is_deemed_accepted", Schema::boolean()}, {"correction_rounds", Schema::integer()}, {"extension_days", Schema::integer()}, {"first_contact_name", note(100)},
          {"delivery_way", Schema::one_of({"window", "express", "online"}).or_empty()}, {"delivery_to", delivery_address_schema().or_null()}, {"close_result", close_result_schema()}, {"clock", clock_schema()}, {"materials", Schema::list(case_material_schema(), 1000)},
          {"corrections", Schema::list(correction_round_schema(), 100)}, {"stops", Schema::list(case_stop_schema(reader), 100)},
          {"documents", Schema::list(document::answer_schema(), 1000)},
          {"trail", reader == Reader::staff ? Schema::list(trail::event_schema(), 1000) : Schema::list(public_step_schema(), 1000)},
          {"allowed_acts", Schema::list(Schema::text(40), 100)}, {"is_mine", Schema::boolean()}};
}

Schema figures_schema() {
  Fields fields;
  for (const auto* name : {"submitted", "accepted", "closed", "granted", "refused", "on_time", "timed"}) fields.push_back({name, Schema::integer()});
  for (const auto* name : {"average_promised_days", "average_statutory_days", "average_actual_days"}) fields.push_back({name, Schema::text(20)});
  return Schema::object("CaseFigures", std::move(fields));
}

}  // namespace

Schema done_schema() {
  return Schema::object("CaseStanding", {{"case_id", Schema::id()}, {"case_no", Schema::text(40)}, {"query_code", Schema::text(10)}, {"state", state_schema()},
                                         {"state_name", Schema::text(30)}, {"version", Schema::integer()}, {"document_id", Schema::id().or_null()}});
}

Schema page_schema(const char* name, Schema item) {
  return Schema::object(name, {{"items", Schema::list(std::move(item), 100)}, {"next", Schema::text(100).or_null()}, {"total", Schema::integer()},
                               {"total_is", Schema::one_of({"exact", "at_least"})}});
}

Schema case_line_schema() { return Schema::object("CaseLine", line_fields()); }

Schema task_line_schema() {
  auto fields = line_fields();
  fields.push_back({"task", Schema::object("OpenTask", {{"id", Schema::id()}, {"kind", Schema::text(20)}, {"name", Schema::text(200)}, {"role", note(40)},
                                                        {"assignee_id", Schema::text(20)}, {"assignee_name", note(100)}, {"opened_at", Schema::instant()},
                                                        {"given_as", note(20)}, {"given_by_name", note(100)}, {"vote", note(10)}, {"urged_count", Schema::integer()},
                                                        {"urged_words", note()}, {"step_due_on", Schema::date().or_null()}, {"step_remaining_days", Schema::integer().or_null()}})});
  return Schema::object("TaskLine", std::move(fields));
}

Schema task_counts_schema() {
  Fields fields;
  for (const auto* kind : {"acceptance", "review", "choice", "approval", "special", "superior", "suspension", "certify", "delivery", "mine"})
    fields.push_back({kind, Schema::integer().optional()});
  return Schema::object("TaskCounts", std::move(fields));
}

Schema void_request_line_schema() {
  auto fields = line_fields();
  fields.push_back({"void_request", void_request_schema()});
  return Schema::object("VoidRequestLine", std::move(fields));
}

Schema case_page_schema(Reader reader) {
  auto fields = line_fields();
  append(fields, page_fields(reader));
  if (reader == Reader::applicant) fields.push_back({"query_code", Schema::text(10)});
  else append(fields, {{"tasks", Schema::list(case_task_schema(), 1000)}, {"waits", Schema::list(case_wait_schema(), 1000)}, {"free_parts", Schema::list(free_part_schema(), 100)}, {"void_request", void_request_schema().or_null()}});
  return Schema::object(reader == Reader::applicant ? "MyCase" : "Case", std::move(fields));
}

Schema case_process_schema() {
  return Schema::object("CaseProcess", {{"key", Schema::text(100)}, {"version", Schema::integer()}, {"name", Schema::text(200)}, {"xml", Schema::text(2'000'000).label("BPMN 2.0")}});
}

Schema progress_schema() {
  auto fields = line_fields();
  std::erase_if(fields, [](const Schema::Field& field) { return field.name == "id" || field.name == "version"; });
  fields.push_back({"timeline", Schema::list(public_step_schema(), 1000)});
  return Schema::object("CaseProgress", std::move(fields));
}

Schema draft_answer_schema() {
  return Schema::object("Draft", {{"id", Schema::id()}, {"matter_id", Schema::id()}, {"matter_name", Schema::text(1000)}, {"party_id", Schema::text(20)}, {"step", note(30)},
                                  {"version", Schema::integer()}, {"case_id", Schema::id().or_null()}, {"changed_at", Schema::instant()}, {"content", Schema::any().optional()}});
}

Schema published_result_schema() {
  return Schema::object("PublishedResult", {{"id", Schema::id()}, {"department_name", Schema::text(200)}, {"matter_name", Schema::text(1000)}, {"applicant", note(200)},
                                            {"is_granted", Schema::boolean()}, {"result_no", note(100)}, {"reason", note()}, {"decided_on", Schema::date()}});
}

Schema overview_schema() {
  const auto count = Schema::object("StateCount", {{"state", state_schema()}, {"name", Schema::text(30)}, {"count", Schema::integer()}});
  return Schema::object("Overview", {{"states", Schema::list(count, 100)}, {"today", figures_schema()}, {"year", figures_schema()}, {"formula", Schema::text(500)}});
}

Schema negative_report_schema() {
  return Schema::object("NegativeReport", {{"id", Schema::id()}, {"case_id", Schema::id()}, {"case_no", Schema::text(40)}, {"matter_name", Schema::text(1000)},
                                           {"department_name", Schema::text(200)}, {"kind", Schema::text(40)}, {"reason", note()}, {"clause", note()},
                                           {"made_by_name", note(100)}, {"made_at", Schema::instant()}, {"filed_by_name", note(100)}, {"filed_at", Schema::instant().or_null()},
                                           {"document_id", Schema::id()}, {"form_document_id", Schema::id().or_null()}});
}

}  // namespace yimen::approval
