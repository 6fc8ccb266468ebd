#pragma once
#include <set>

#include "opened.h"

/// Files that stand among the answers of a form: drawn signatures, pictures of a licence.
namespace yimen::approval {

std::set<std::int64_t> files_of_form(const json::object& answers);

/// Nobody hands in another's file by writing down its number. What the case held `before` stays, whoever uploaded it.
/// @returns invalid_input "platform/file-not-yours" with the answer's place.
Result<void> check_form_files(Services&, Tx&, const Actor&, const json::object& answers, const json::object& before = {});

}  // namespace yimen::approval
