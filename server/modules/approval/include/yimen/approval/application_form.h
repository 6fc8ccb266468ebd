#pragma once
#include <string>

#include <boost/json/object.hpp>

#include "yimen/approval/approval.h"

/// 申请表 as PDF, drawn from its answers by the document template `application_form`.
namespace yimen::approval {

/// As it was handed in. The applicant sees himself in clear, staff see his numbers masked.
Result<std::string> application_form_of(Approval&, Tx&, const Actor&, const cases::ServiceCase&);

/// A draft as the application pages keep it: {"situation", "form", "materials": {key: {way}}, "delivery_way", "contact_name" …}.
struct FormDraft {
  std::int64_t matter_id = 0, party_id = 0;
  json::object content;
};
/// With the watermark 草稿. @returns rule_violated until the applicant has been chosen.
Result<std::string> application_form_of(Approval&, Tx&, const Actor&, const FormDraft&);

}  // namespace yimen::approval
