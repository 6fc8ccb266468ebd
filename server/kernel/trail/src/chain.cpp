#include "chain.h"

#include "yimen/platform/crypto.h"

namespace yimen::trail {

std::string chain_hash(const Event& event) {
  if (event.hash_version < 1 || event.hash_version > newest_hash_version) return {};
  std::string text;
  text.reserve(512 + event.text.size() + event.facts.size());
  const auto add = [&](std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  };
  add(event.previous_hash);
  for (const std::int64_t number : {event.id, event.subject_id, std::int64_t{event.seq}, event.region_code,
                                    event.actor_id, platform::millis(event.happened_at),
                                    platform::millis(event.captured_at)})
    add(std::to_string(number));
  for (const auto* field : {&event.subject_kind, &event.action, &event.text, &event.facts, &event.actor_kind,
                            &event.actor_name, &event.post_name, &event.substitute_for_name, &event.ip,
                            &event.request_id})
    add(*field);
  // The version stands in the text: a row cannot be moved to the older rule and keep its hash.
  if (event.hash_version >= 2)
    for (const std::int64_t number : {std::int64_t{event.hash_version}, event.post_id, event.substitute_for_id}) add(std::to_string(number));
  return platform::sm3_hex(text);
}

std::string root_digest(std::string_view previous_digest, std::string_view items) {
  return platform::sm3_hex(std::string(previous_digest) + "\n" + std::string(items));
}

}  // namespace yimen::trail
