#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// The one trail: every act is an event appended in the transaction of its effect, chained per subject by SM3 and
/// anchored in signed roots, so that a supervisor can verify it without trusting the administrator.
namespace yimen::trail {

namespace json = boost::json;

struct Entry {
  std::string action;        // "cases.accept": permission, use case and audit action share the word
  std::string subject_kind;  // "case", "matter", "department", "account", …: one chain per (kind, id)
  std::int64_t subject_id = 0;
  std::int64_t region_code = 0;
  std::string text;          // one Chinese sentence for the case page; no clear personal data
  json::object facts = {};   // what changed, machine-readable
  std::optional<platform::Instant> happened_at = std::nullopt;  // when it differs from the time of entry (二次录入)
};

struct Event {
  std::int64_t id;
  std::string subject_kind;
  std::int64_t subject_id;
  int seq;
  std::int64_t region_code;
  std::string action, text;
  std::string actor_kind;
  std::int64_t actor_id;
  std::string actor_name, post_name, substitute_for_name;
  platform::Instant happened_at, captured_at;
  std::string facts;  // canonical JSON text
  std::string ip, request_id;
  std::string previous_hash, hash;
  std::int64_t post_id = 0, substitute_for_id = 0;
  int hash_version = 1;  // which rule made the hash: rows keep the rule of their day
};

/// Appends to the subject's chain. When two transactions race for one chain the loser is retried by Database::transact.
void append(platform::Tx&, const platform::Actor&, const Entry&);

/// Oldest first, at most `limit`.
std::vector<Event> of_subject(platform::Tx&, std::string_view kind, std::int64_t id, int limit = 500);

struct Search {
  std::int64_t scope_low = 0, scope_high = 0;  // region range; events without region are seen with the widest scope only
  std::string action_prefix, subject_kind;
  std::int64_t actor_id = 0, subject_id = 0;
  std::int64_t before_id = 0;  // keyset: ids below; 0 = newest
  int limit = 50;
};
std::vector<Event> search(platform::Tx&, const Search&);

/// Signs and checks roots; the key lives outside the database.
struct RootKey {
  std::string algorithm = "SM2-SM3";
  std::function<std::string(std::string_view)> sign;                          // base64url
  std::function<bool(std::string_view text, std::string_view signature)> is_valid;
};

/// Anchors every chain that has grown since the last root. @returns number of chains anchored (0: nothing new).
int anchor(platform::Tx&, const RootKey&);

struct Finding {
  std::string kind;  // changed | removed | inserted | root_changed | root_removed
  std::string subject_kind;
  std::int64_t subject_id = 0;
  int seq = 0;
  std::int64_t event_id = 0;
  std::string text;  // Chinese: which row, what is wrong
};
struct Report {
  std::int64_t events = 0, chains = 0, roots = 0, anchored = 0;
  std::int64_t since_last_root = 0;  // newest rows no root vouches for yet: cutting them off would not be seen
  std::vector<Finding> findings;
};
/// Walks all chains in bounded memory and compares them with the signed roots.
Report verify(platform::Database&, const RootKey&, const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

std::string to_json(const Report&);
json::object to_json(const Event&);

}  // namespace yimen::trail
