#pragma once
#include "opened.h"
#include "yimen/approval/discretion.h"

/// 裁量基准 at the decision: proposed, chosen, departed from with reason. Law: 国办发〔2022〕27号.
namespace yimen::approval {

/// Holds the choice against the proposal and keeps both. @returns the sentence for documents and trail, empty without a rule;
/// invalid_input "approval/discretion-incomplete", "approval/departure-unexplained".
Result<std::string> keep_choice(Services&, Tx&, const Actor&, const cases::ServiceCase&, const DiscretionChoice&, cases::Decision);

struct DiscretionRecord {
  std::int64_t id = 0, case_id = 0;
  std::string case_no, department_name, matter_name, rule_key, rule_name;
  int rule_version = 0;
  json::object inputs, proposed, chosen;
  bool is_departure = false;
  std::string reason, approved_by_way, approval_record, decided_by_name;
  Date decided_on{};
};
std::optional<DiscretionRecord> discretion_of(Tx&, cases::CaseId);
struct DepartureFilter {
  std::string words;              // number, matter, rule or reason
  std::optional<Date> from, to;
  std::int64_t before_id = 0;     // 0: from the newest
  int limit = 50;
};
/// Departures in the actor's scope, newest first.
std::vector<DiscretionRecord> departures_of(Tx&, const Actor&, const DepartureFilter&);
std::string_view way_words(std::string_view way);

}  // namespace yimen::approval
