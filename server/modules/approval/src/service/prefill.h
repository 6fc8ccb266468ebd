#pragma once
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "yimen/approval/approval.h"
#include "yimen/party/party.h"

/// What is known already about who applies, for the fields of a form that ask for it (`properties.prefill`).
namespace yimen::approval {

/// A value for one field and where it was taken from, in words for the person who fills the form.
struct Prefilled {
  std::string pointer;  // "/shop/name"
  json::value value;
  std::string source;   // "营业执照信息"
};
/// For a citizen and a party he may act for in that matter. Nothing is written: what stands in the form already is the caller's to keep.
/// An agent of a person learns the name only; the numbers stay with the person. Law: 个人信息保护法 Art. 6.
/// @returns forbidden "approval/not-principal".
Result<std::vector<Prefilled>> prefill(Approval&, Tx&, const Actor&, std::int64_t matter_id, party::PartyId);

}  // namespace yimen::approval
