#pragma once
#include <optional>
#include <vector>

#include "opened.h"
#include "yimen/cases/step_documents.h"

/// 文书 that a step must produce (`y:documents` of the model).
namespace yimen::approval {

struct AskedDocument {
  const cases::StepDocument* shape = nullptr;
  std::int64_t document_id = 0;  // 0: not made yet
  std::string number;
};
/// What the open step asks for, in the order of the model. A document that was made before counts, as long as it is not revoked.
std::vector<AskedDocument> asked_documents(Services&, Tx&, const cases::ServiceCase&, const cases::CaseTask&);
/// @returns invalid_input "approval/documents-missing" naming each, and how it is made.
Result<void> require_documents(Services&, Tx&, const cases::ServiceCase&, const cases::CaseTask&);

}  // namespace yimen::approval
