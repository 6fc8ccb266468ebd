#pragma once
#include "store/list_query.h"
#include "yimen/organisation/types.h"

/// SQL of authorisation letters and first contacts.
namespace yimen::organisation::store {

using platform::Tx;

std::optional<AuthorisationLetter> find_letter(Tx&, LetterId);
bool has_letter(Tx&, std::string_view number);
std::vector<AuthorisationLetter> list_letters(Tx&, const ListOrder&);
void insert_letter(Tx&, const AuthorisationLetter&);
void revoke_letter(Tx&, const AuthorisationLetter&);

/// Powers that letters of `owner` in force on the day give to the post, the window or the general windows of the centre.
/// Zero ids match nothing.
std::vector<Power> delegated_powers(Tx&, DepartmentId owner, PostId post, WindowId window, CenterId center, Date today);

struct FirstContact {
  std::int64_t id = 0, region_code = 0;
  CenterId center;
  UserId staff;
  std::string staff_name;
  Instant contacted_at{};
  std::string asked_by, request;
  UserId handed_to;
  std::string handed_to_name;
  std::optional<Instant> handed_over_at;
  std::string result;
  std::optional<Instant> closed_at;
  int version = 1;
};
std::optional<FirstContact> find_contact(Tx&, std::int64_t id);
/// `word`: open, closed or empty; `owner`: what this person owns or took over, 0 for all.
std::vector<FirstContact> list_contacts(Tx&, const ListOrder&, UserId owner);
void insert_contact(Tx&, const FirstContact&);
void update_contact(Tx&, const FirstContact&);

}  // namespace yimen::organisation::store
