#pragma once
#include <boost/json.hpp>

#include "yimen/approval/approval.h"
#include "yimen/cases/case_store.h"
#include "yimen/platform/http.h"

/// Bodies of the approval routes: their schemas, and the plain values the use cases take.
namespace yimen::approval {

using platform::Schema;

Schema opinion_schema(const char* name);
Schema correction_schema();
Schema refusal_schema();
Schema decision_schema();
Schema delivery_schema();
Schema delivery_choice_schema();
Schema instant_schema();
Schema stop_schema();
Schema result_schema();
Schema extension_schema();
Schema step_schema();
Schema material_check_schema();
Schema walk_in_schema();
Schema submission_schema();
Schema correction_answer_schema();

CorrectionOrder correction_from(const json::object&);
Refusal refusal_from(const json::object&);
DecisionOrder decision_from(const json::object&);
DeliveryChoice delivery_choice_from(const json::object&);
Delivery delivery_from(const json::object&);
StopOrder stop_from(const json::object&);
StepWork step_from(const json::object&);
Result<MaterialCheck> material_check_from(const json::object&);
std::vector<HandedIn> materials_from(const json::object&);
Application application_from(const json::object&);
/// One person, several matters: {"applicant", "agent", "items": [{matter_id, …}]}.
Result<std::vector<Application>> walk_ins_from(const json::object&);
CorrectionAnswer correction_answer_from(const json::object&);
Result<cases::CaseFilter> filter_from(const platform::Request&, platform::Date today);

}  // namespace yimen::approval
