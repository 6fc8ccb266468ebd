#pragma once
#include <string>
#include <string_view>

#include "yimen/trail/trail.h"

namespace yimen::trail {

inline constexpr std::string_view select_event = R"sql(
    select id, subject_kind, subject_id, seq, region_code, action, text, facts, actor_kind, actor_id, actor_name,
           post_id, post_name, substitute_for_id, substitute_for_name, happened_at, captured_at, ip, request_id, previous_hash, hash, hash_version
      from trail_event)sql";

Event event_from(const platform::Row&);

/// What the hash of a new event covers: version 1 left the ids of post and absent holder out.
inline constexpr int newest_hash_version = 2;

/// SM3 (hex) over every stored field but the hash itself, each with its length before it, so that no two different
/// events give the same text; by the event's own hash version. Empty for a version nobody knows.
std::string chain_hash(const Event&);

/// SM3 (hex) of the previous root's digest followed by the items in order.
std::string root_digest(std::string_view previous_digest, std::string_view items);

}  // namespace yimen::trail
