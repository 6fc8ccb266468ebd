#pragma once
#include <string>

#include "yimen/cases/service_case.h"
#include "yimen/platform/db.h"

namespace yimen::cases {

inline constexpr std::string_view case_columns =
    "c.id, c.case_no, c.query_code, c.region_code, c.department_id, c.department_name, c.matter_id, "
    "c.matter_version_id, c.matter_name, c.handling_class, c.channel, c.state, c.state_before_stop, c.version, "
    "c.applicant_party_id, c.agent_party_id, c.submitted_by, c.applicant_name, c.contact_name, c.contact_phone, "
    "c.form_text, c.situation_text, c.process_key, c.process_version, c.process_state, c.window_id, "
    "c.first_contact_id, c.first_contact_name, c.submitted_at, c.received_at, c.accepted_at, c.decided_at, "
    "c.closed_at, c.received_on, c.acceptance_due_on, c.accepted_on, c.is_deemed_accepted, c.correction_rounds, "
    "c.answer_due_on, c.promised_length, c.promised_unit, c.promised_reason, c.statutory_length, c.statutory_unit, "
    "c.extension_days, c.promised_due_on, c.statutory_due_on, c.delivery_due_on, c.due_on, c.warned_level, "
    "c.decision, c.close_result, c.result_no, c.delivery_way, c.changed_at";

inline std::string select_case() { return "select " + std::string(case_columns) + " from service_case c"; }

/// Reads the columns above beginning at column `at`.
ServiceCase case_from(const platform::Row&, int at);

}  // namespace yimen::cases
