#include "views.h"

#include "../service/free_order.h"
#include "../service/known.h"
#include "../service/opened.h"
#include "../service/process_messages.h"
#include "../service/process_models.h"
#include "../service/simple_way.h"
#include "../service/step_documents.h"

#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/document/document.h"
#include "yimen/document/http.h"
#include "yimen/party/masking.h"
#include "yimen/party/party.h"
#include "yimen/platform/crypto.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using cases::CaseState;
using platform::Date;
using platform::EnumText;
using platform::iso_date;
using platform::iso_instant;

namespace {

template <class T>
json::value date_or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (std::is_same_v<T, Date>) return json::value(iso_date(*value));
  else return json::value(iso_instant(*value));
}

json::value parsed(const std::string& text, json::value fallback) {
  boost::system::error_code broken;
  auto value = json::parse(text.empty() ? "null" : text, broken);
  return broken || value.is_null() ? fallback : value;
}

json::object reading_json(const calendar::ClockReading& r, bool with_days) {
  json::object out{{"due_on", iso_date(r.due_on)}, {"used", r.used}, {"remaining", r.remaining}, {"paused", r.paused},
                   {"is_beyond_known_calendar", r.is_beyond_known_calendar}};
  if (!with_days) return out;
  json::array days;
  for (const auto& d : r.days) {
    using Kind = calendar::DayCount::Kind;
    days.push_back(json::object{{"day", iso_date(d.day)}, {"kind", d.kind == Kind::counted ? "counted" : d.kind == Kind::off ? "off" : "paused"},
                                {"number", d.number}, {"note", d.note}});
  }
  out["days"] = std::move(days);
  return out;
}

/// What an open step has to produce, with the lines to fill in where it is written at the step.
json::array asked_json(Approval& approval, Tx& tx, const cases::ServiceCase& f, const cases::CaseTask& task) {
  json::array list;
  if (!task.is_open) return list;
  for (const auto& one : asked_documents(approval.services(), tx, f, task)) {
    json::array fields;
    for (const auto& field : one.shape->fields)
      if (!field.name.empty()) fields.push_back(json::object{{"name", field.name}, {"label", field.label}, {"kind", field.kind}, {"is_optional", field.is_optional}});
    list.push_back(json::object{{"type", one.shape->type}, {"name", one.shape->label}, {"act", one.shape->act}, {"number", one.number},
                                {"document_id", one.document_id ? json::value(std::to_string(one.document_id)) : json::value(nullptr)}, {"fields", std::move(fields)}});
  }
  return list;
}

json::array tasks_json(Approval& approval, Tx& tx, const cases::ServiceCase& f) {
  json::array list;
  const auto model = f.process_state.empty() ? Result<std::shared_ptr<const bpmn::Model>>(nullptr) : model_of(tx, f);
  const auto part_of = [&](const cases::CaseTask& t) { return model && *model && t.kind != "choice" ? free_part_of(**model, t.node) : std::string(); };
  const auto simple_way = [&](const cases::CaseTask& t) {
    const bool is_asked = model && *model && t.is_open && t.kind == "review" && t.vote.empty() && !t.is_signature();
    const auto way = is_asked ? simple_way_of(**model, t.node) : std::nullopt;
    return way ? json::value(*way) : json::value(nullptr);
  };
  for (const auto& t : cases::tasks_of(tx, f.id))
    list.push_back(json::object{{"id", t.id.str()}, {"kind", t.kind}, {"name", t.name}, {"role", t.role}, {"node", t.node}, {"is_open", t.is_open},
                                {"checks", parsed(t.checks, json::array{})}, {"assignee_id", t.assignee.str()}, {"assignee_name", t.assignee_name},
                                {"opened_at", iso_instant(t.opened_at)}, {"claimed_at", date_or_null(t.claimed_at)}, {"done_at", date_or_null(t.done_at)},
                                {"done_by_name", t.done_by_name}, {"substitute_for_name", t.substitute_for_name}, {"outcome", t.outcome}, {"opinion", t.opinion}, {"is_held", t.is_held},
                                {"is_begun", t.is_begun}, {"given_as", t.given_as}, {"given_by_id", t.given_by.str()}, {"given_by_name", t.given_by_name}, {"given_reason", t.given_reason}, {"vote", t.vote},
                                {"urged_count", t.urged_count}, {"urged_at", date_or_null(t.urged_at)}, {"urged_by_name", t.urged_by_name}, {"urged_words", t.urged_words},
                                {"step_due_on", date_or_null(t.step_due_on)}, {"is_opinion_required", t.is_opinion_required}, {"free_part", part_of(t)}, {"simple_way", simple_way(t)}, {"documents", asked_json(approval, tx, f, t)}});
  return list;
}

json::array materials_json(Tx& tx, cases::CaseId id) {
  json::array list;
  const auto files = cases::material_files_of(tx, id);
  for (const auto& m : cases::materials_of(tx, id)) {
    json::array versions;
    for (const auto& f : files)
      if (f.material_id == m.id)
        versions.push_back(json::object{{"file_id", std::to_string(f.file_id)}, {"name", f.file_name}, {"round", f.round}, {"added_at", iso_instant(f.added_at)}});
    list.push_back(json::object{{"key", m.key}, {"name", m.name}, {"is_required", m.is_required}, {"is_tolerable", m.is_tolerable},
                                {"received_as", m.received_as}, {"original_count", m.original_count}, {"copy_count", m.copy_count},
                                {"file_id", m.file_id ? json::value(std::to_string(m.file_id)) : json::value(nullptr)}, {"file_name", m.file_name},
                                {"trust_level", m.trust_level}, {"state", m.state}, {"problem", m.problem}, {"how_to_mend", m.how_to_mend},
                                {"due_on", date_or_null(m.due_on)}, {"versions", std::move(versions)}});
  }
  return list;
}

json::array corrections_json(Tx& tx, cases::CaseId id) {
  json::array list;
  for (const auto& c : cases::corrections_of(tx, id))
    list.push_back(json::object{{"round", c.round}, {"items", parsed(c.items, json::array{})}, {"second_reason", c.second_reason},
                                {"is_pre_review", c.is_pre_review}, {"notified_at", iso_instant(c.notified_at)}, {"answer_due_on", iso_date(c.answer_due_on)},
                                {"answered_at", date_or_null(c.answered_at)}, {"document_id", std::to_string(c.document_id)}});
  return list;
}

json::array stops_json(Tx& tx, cases::CaseId id, bool is_own) {
  json::array list;
  for (const auto& p : cases::pauses_of(tx, id)) {
    json::object stop{{"kind", p.kind}, {"name", p.name}, {"reason", p.reason}, {"basis", p.basis}, {"planned_days", p.planned_days},
                      {"started_on", iso_date(p.started_on)}, {"ended_on", date_or_null(p.ended_on)}, {"result", p.result}};
    if (!is_own) stop["started_by_name"] = p.started_by_name;
    list.push_back(std::move(stop));
  }
  return list;
}

json::array documents_json(Approval& approval, Tx& tx, cases::CaseId id, bool is_own) {
  json::array list;
  for (const auto& d : approval.services().documents.of_subject(tx, "case", id.value()))
    if (!is_own || !is_internal(d.type)) list.push_back(document::to_json(d));
  return list;
}

json::array trail_json(Tx& tx, cases::CaseId id) {
  json::array list;
  for (const auto& e : trail::of_subject(tx, "case", id.value())) list.push_back(trail::to_json(e));
  return list;
}

json::object applicant_json(Approval& approval, Tx& tx, const cases::ServiceCase& f, bool is_own) {
  const auto found = approval.services().parties.get(tx, party::PartyId{f.applicant_party_id});
  auto out = found ? party::to_json(party::masked(*found)) : json::object{};
  if (found && is_own) out["name"] = found->name;
  out["contact_name"] = is_own ? f.contact_name : party::mask_name(f.contact_name);
  const auto phone = approval.services().cipher.decrypt(f.contact_phone);
  out["contact_phone"] = phone ? party::mask_phone(*phone) : std::string();
  return out;
}

/// Where the result is sent; staff see it masked until they send the parcel.
json::value delivery_json(const std::optional<DeliveryAddress>& to, bool is_own) {
  if (!to) return nullptr;
  if (is_own) return json::object{{"recipient_name", to->recipient_name}, {"phone", to->phone}, {"address", to->address}};
  return json::object{{"recipient_name", party::mask_name(to->recipient_name)}, {"phone", party::mask_phone(to->phone)}, {"address", party::mask_address(to->address)}};
}

json::array waits_json(Tx& tx, const Actor& actor, const cases::ServiceCase& f) {
  json::array list;
  for (const auto& wait : waits_of(tx, actor, f))
    list.push_back(json::object{{"kind", wait.kind}, {"name", wait.name}, {"label", wait.label}, {"node", wait.node}, {"node_name", wait.node_name}, {"since", iso_instant(wait.since)}, {"may_record", wait.may_record}});
  return list;
}

json::array free_parts_json(Approval& approval, Tx& tx, const Actor& actor, const cases::ServiceCase& f) {
  json::array list;
  const auto parts = free_parts_of(approval, tx, actor, f);
  if (!parts) return list;
  for (const auto& part : *parts) {
    json::array steps;
    for (const auto& step : part.steps) {
      json::array done;
      for (const auto& time : step.done) done.push_back(json::object{{"by_name", time.by_name}, {"at", iso_instant(time.at)}});
      steps.push_back(json::object{{"node", step.node}, {"name", step.name}, {"role", step.role}, {"is_needed", step.is_needed}, {"is_once", step.is_once}, {"is_open", step.is_open},
                                   {"may_start", step.may_start && part.may_choose}, {"done", std::move(done)}});
    }
    list.push_back(json::object{{"token", part.token}, {"node", part.node}, {"name", part.name}, {"is_sequential", part.is_sequential}, {"ends_by_people", part.ends_by_people}, {"may_choose", part.may_choose},
                                {"may_finish", part.may_finish}, {"may_force", part.may_force}, {"missing", part.missing}, {"steps", std::move(steps)}});
  }
  return list;
}

json::array allowed_acts(const cases::ServiceCase& f) {
  json::array list;
  for (const auto& row : cases::transitions())
    if (row.from == f.state) list.push_back(json::string(EnumText<cases::Act>::to(row.act)));
  return list;
}

}  // namespace

bool is_internal(document::DocumentType type) {
  using enum document::DocumentType;
  return type == negative_report || type == internal_approval_form || type == inspection_record;
}

const calendar::WorkCalendar& PageCalendars::of(std::int64_t region_code) {
  auto& known = known_[region_code];
  if (!known) known = service_.for_region(tx_, region_code);
  return *known;
}

json::object done_json(const Done& d) {
  return {{"case_id", d.case_id.str()}, {"case_no", d.case_no}, {"query_code", d.query_code}, {"state", EnumText<CaseState>::to(d.state)},
          {"state_name", cases::chinese_name(d.state)}, {"version", d.version},
          {"document_id", d.document_id ? json::value(std::to_string(d.document_id)) : json::value(nullptr)}};
}

json::object case_line(const cases::ServiceCase& f, const calendar::WorkCalendar& days, Date today) {
  const auto remaining = cases::remaining_days(f, days, today);
  return {{"id", f.id.str()}, {"case_no", f.case_no}, {"matter_id", std::to_string(f.matter_id)}, {"matter_name", f.matter_name},
          {"department_id", std::to_string(f.department_id)}, {"department_name", f.department_name}, {"applicant_name", f.applicant_name},
          {"handling_class", EnumText<cases::HandlingClass>::to(f.handling_class)}, {"channel", EnumText<cases::Channel>::to(f.channel)},
          {"state", EnumText<CaseState>::to(f.state)}, {"state_name", cases::chinese_name(f.state)}, {"version", f.version},
          {"submitted_at", iso_instant(f.submitted_at)}, {"accepted_on", date_or_null(f.accepted_on)}, {"decided_at", date_or_null(f.decided_at)},
          {"closed_at", date_or_null(f.closed_at)}, {"due_on", date_or_null(f.due_on)}, {"answer_due_on", date_or_null(f.answer_due_on)},
          {"remaining_days", remaining ? json::value(*remaining) : json::value(nullptr)}, {"is_stopped", cases::is_stopped(f.state)},
          {"decision", EnumText<cases::Decision>::to(f.decision)}, {"result_no", f.result_no}};
}

json::object clock_json(Approval& approval, Tx& tx, const cases::ServiceCase& f) {
  const auto days = approval.services().calendars.for_region(tx, f.region_code);
  json::object out{{"is_stopped", cases::is_stopped(f.state)}, {"promised", nullptr}, {"statutory", nullptr}, {"acceptance", nullptr}};
  if (f.received_on) {
    auto reading = reading_json(calendar::read_clock(*days, *f.received_on, {cases::acceptance_working_days, calendar::LimitUnit::working_day}, 0, {},
                                                     f.accepted_at ? platform::shanghai_date(*f.accepted_at) : tx.today(), true), true);
    reading["start_on"] = iso_date(*f.received_on);
    reading["limit"] = "5个工作日";
    reading["basis"] = "《行政许可法》第三十二条：五个工作日内答复是否受理，逾期不告知的，自收到申请材料之日起即为受理";
    out["acceptance"] = std::move(reading);
  }
  if (!f.accepted_on) return out;
  const auto pauses = cases::clock_pauses(cases::pauses_of(tx, f.id));
  const auto until = f.decided_at ? platform::shanghai_date(*f.decided_at) : tx.today();
  const auto read = [&](calendar::Limit limit, std::string_view basis) {
    auto reading = reading_json(calendar::read_clock(*days, *f.accepted_on, limit, f.extension_days, pauses, until, true), true);
    reading["start_on"] = iso_date(*f.accepted_on);
    reading["limit"] = calendar::zh_limit(limit);
    reading["extension_days"] = f.extension_days;
    reading["basis"] = basis;
    return reading;
  };
  out["promised"] = read(f.promised_limit, f.promised_reason);
  if (f.has_statutory_limit) out["statutory"] = read(f.statutory_limit, "法定时限");
  return out;
}

json::object case_page(Approval& approval, Tx& tx, const Actor& actor, const cases::ServiceCase& f, bool is_own) {
  auto& s = approval.services();
  const auto days = s.calendars.for_region(tx, f.region_code);
  auto out = case_line(f, *days, tx.today());
  out["applicant"] = applicant_json(approval, tx, f, is_own);
  if (is_own) out["query_code"] = f.query_code;
  out["form"] = answers_in(f.form_text);
  out["situation"] = answers_in(f.situation_text);
  out["matter_version_id"] = std::to_string(f.matter_version_id);
  if (const auto matter = s.catalogue.version(tx, catalogue::MatterVersionId{f.matter_version_id})) {
    out["form_schema"] = (*matter)->form;
    out["result_name"] = (*matter)->result_name;
    out["consult_phone"] = (*matter)->consult_phone;
    out["supervise_phone"] = (*matter)->supervise_phone;
    json::array special;
    for (const auto& p : (*matter)->special_procedures) special.push_back(json::string(p.name));
    out["special_procedures"] = std::move(special);
  }
  out["received_on"] = date_or_null(f.received_on);
  out["acceptance_due_on"] = date_or_null(f.acceptance_due_on);
  out["promised_due_on"] = date_or_null(f.promised_due_on);
  out["statutory_due_on"] = date_or_null(f.statutory_due_on);
  out["delivery_due_on"] = date_or_null(f.delivery_due_on);
  out["promised_limit"] = f.accepted_on ? json::value(calendar::zh_limit(f.promised_limit)) : json::value(nullptr);
  out["is_deemed_accepted"] = f.is_deemed_accepted;
  out["correction_rounds"] = f.correction_rounds;
  out["extension_days"] = f.extension_days;
  out["first_contact_name"] = f.first_contact_name;
  out["delivery_way"] = f.delivery_way;
  out["delivery_to"] = delivery_json(delivery_address_of(s, tx, f.id), is_own);
  out["close_result"] = EnumText<cases::CloseResult>::to(f.close_result);
  out["clock"] = clock_json(approval, tx, f);
  out["materials"] = materials_json(tx, f.id);
  out["corrections"] = corrections_json(tx, f.id);
  out["stops"] = stops_json(tx, f.id, is_own);
  out["documents"] = documents_json(approval, tx, f.id, is_own);
  out["trail"] = is_own ? public_timeline(tx, f) : trail_json(tx, f.id);
  if (!is_own) {
    out["tasks"] = tasks_json(approval, tx, f);
    out["waits"] = waits_json(tx, actor, f);
    out["free_parts"] = free_parts_json(approval, tx, actor, f);
    const auto asked = void_request_of(tx, f.id);
    out["void_request"] = asked ? json::value(void_request_json(actor, *asked)) : json::value(nullptr);
  }
  out["allowed_acts"] = allowed_acts(f);
  out["is_mine"] = f.submitted_by == actor.id;
  return out;
}

json::object task_line(const cases::TaskRow& row, const calendar::WorkCalendar& days, Date today) {
  auto out = case_line(row.file, days, today);
  const auto& t = row.task;
  out["task"] = json::object{{"id", t.id.str()}, {"kind", t.kind}, {"name", t.name}, {"role", t.role}, {"assignee_id", t.assignee.str()},
                             {"assignee_name", t.assignee_name}, {"opened_at", iso_instant(t.opened_at)}, {"given_as", t.given_as}, {"given_by_name", t.given_by_name},
                             {"vote", t.vote}, {"urged_count", t.urged_count}, {"urged_words", t.urged_words}, {"step_due_on", date_or_null(t.step_due_on)},
                             {"step_remaining_days", t.step_due_on ? json::value(days.count_working(today, *t.step_due_on)) : json::value(nullptr)}};
  return out;
}

}  // namespace yimen::approval
