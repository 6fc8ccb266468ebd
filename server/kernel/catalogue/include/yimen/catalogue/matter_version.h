#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/calendar/calendar.h"
#include "yimen/catalogue/types.h"

/// One version of an implementation list (实施清单) with every element of the service guide. Plain values; once published
/// it never changes, and an open case keeps the version it was accepted under.
namespace yimen::catalogue {

namespace json = boost::json;

/// 设定依据.
struct LegalBasis {
  std::string law, number, article, text;
};
/// 申请材料. `key` is stable within the matter over its versions ("m3"): situations and uploads name it.
struct Material {
  std::string key, name;
  MaterialKind kind = MaterialKind::unstated;
  MaterialFormat format = MaterialFormat::unstated;
  Necessity necessity = Necessity::unstated;
  SourceChannel source_channel = SourceChannel::unstated;
  std::string source_note, issuing_org, issue_date_rule, paper_size, fill_note, accept_standard, basis;
  std::string form_stated;                         // 形式 as printed ("原件照片")
  std::string waivable_by_certificate;             // certificate type that replaces it ("business_licence"); empty: none
  std::optional<int> original_count, copy_count;   // absent: not printed
  int tolerance_days = 0;                          // 容缺补齐期限, working days; only for Necessity::tolerable
  std::string blank_file, sample_file;             // platform file ids as text; empty: none
  bool is_on_request = false;                      // asked only when a situation adds it
};
/// 情形: a question whose answers select materials.
struct Option {
  std::string key, text, note;
  std::vector<std::string> materials_added, materials_removed;  // material keys
};
struct Situation {
  std::string key, question, hint;
  bool is_multiple = false;
  std::string when;  // shown when another answer holds: `other_key = "option"`; empty: always
  std::vector<Option> options;
};
/// 环节. `name` as printed; `role` is the legal act it belongs to: accept, review, decide, close, deliver or "".
struct Step {
  std::string name, role, content, standard, result_doc;
  std::optional<calendar::Limit> limit;
  std::string limit_raw;
  std::vector<std::string> checks;  // 审查要点, ticked one by one
};
/// 收费项目. An amount that is no plain figure stays in `standard_raw` only.
struct FeeItem {
  std::string name, standard_raw, unit, condition;
  std::optional<std::int64_t> amount_fen;
  bool is_reducible = false;
  std::string reduce_basis;
};
/// 特别程序. `is_counted`: whether its time counts in the limit; absent: the guide does not say.
struct SpecialProcedure {
  std::string name, kind, basis;  // kind: extension or other (GB/T 39046 A.7)
  std::optional<calendar::Limit> limit;
  std::string limit_raw;
  std::optional<bool> is_counted;
};
struct Faq {
  std::string question, answer;
};
struct Place {
  std::string hall, window, address, hours, traffic;
};
struct Intermediary {
  std::string name, basis, limit_raw, fee_nature;
};
/// 待编辑核定: what could not be held exactly is kept as stated, with the reason, until an editor settles it.
struct StatedIssue {
  std::string field, stated, reason;
  bool is_settled = false;
  std::string settled_note, settled_by;
};

struct MatterVersion {
  MatterVersionId id;
  MatterId matter;
  MatterBaseId base;
  int version = 1;
  VersionState state = VersionState::draft;
  std::optional<platform::Date> effective_on, retired_on;
  std::int64_t region_code = 0, department_id = 0;
  std::string region_name, department_name;

  std::string name;
  bool is_name_inferred = false;  // the source did not print the name; never an exact-match key
  std::string base_code, impl_code, stated_code, handling_item_code, scenario;
  MatterType type = MatterType::public_service;
  std::string type_stated;
  std::optional<CaseClass> case_class;  // absent: not stated; see handled_as()
  int exercise_level = 0;               // 1 国家 … 6 村, 7 分级管理; 0 not stated
  std::string level_stated, stated_department, stated_region, department_category;
  std::string authority_division, exercise_content, power_source, subject_code, subject_nature, entrusting_department;
  std::vector<std::string> joint_departments, service_objects, person_topics, corp_topics, life_events;
  std::vector<LegalBasis> legal_basis;

  std::optional<calendar::Limit> statutory, promised;
  std::string statutory_raw, promised_raw;
  std::vector<SpecialProcedure> special_procedures;
  std::vector<std::string> conditions, refusal_conditions;
  std::string quantity_limit, review_standard, discretion_rule, process_text, annual_check;
  std::vector<Step> steps;
  std::vector<Material> materials;
  std::vector<Situation> situations;

  std::string result_name, result_type, result_validity, result_sample;  // type: certificate, document, other, none
  std::vector<std::string> delivery_ways;                                // window, express, online, kiosk
  std::optional<bool> is_charged;
  std::string fee_raw, fee_basis, fee_relief;
  std::vector<FeeItem> fees;

  std::vector<std::string> handling_forms;  // window, online, mobile, express, other
  std::string channels_stated, scope_of_service, window_authority, visit_reason;
  int online_level = 0;                     // Ⅰ–Ⅳ as 1–4; 0 not stated
  std::optional<int> visit_count;
  bool has_appointment = false;
  std::vector<Place> places;
  std::string consult_phone, supervise_phone, remedy_review, remedy_litigation, rights, duties;
  std::vector<Intermediary> intermediaries;
  std::vector<Faq> faqs;

  json::object form;        // application form: {"fields": [{key, type, label, validate, description, conditional}]}
  std::string process_key;     // published process by which its cases run
  std::string discretion_key;  // published decision rule that proposes the band of a decision (裁量基准); empty: none
  std::vector<StatedIssue> issues;
  json::object source;      // url, title, published, notes
  json::object extra;       // members of the imported row we have no place for, kept as they came
  bool is_demo = false;     // holds design defaults for the demonstration
};

/// Everything but the keys of the row (id, matter, version, state, dates, region, department), as stored and sent.
json::object content_of(const MatterVersion&);
/// Lenient: absent members keep their default. The keys of the row are the caller's.
MatterVersion version_from(const json::object& content);
json::object limit_json(const calendar::Limit&);

}  // namespace yimen::catalogue
