#include <boost/json.hpp>

#include "chain.h"
#include "yimen/platform/json.h"
#include "yimen/trail/trail.h"

namespace yimen::trail {

using platform::Actor;
using platform::ActorKind;
using platform::Row;
using platform::Tx;

namespace {

std::string_view kind_word(ActorKind kind) {
  switch (kind) {
    case ActorKind::anonymous: return "anonymous";
    case ActorKind::citizen: return "citizen";
    case ActorKind::staff: return "staff";
    case ActorKind::system: return "system";
  }
  return "anonymous";
}

}  // namespace

void append(Tx& tx, const Actor& actor, const Entry& entry) {
  const auto last = tx.find(
      "select seq, hash from trail_event where subject_kind = ? and subject_id = ? order by seq desc limit 1",
      [](const Row& row) { return row.as<int, std::string>(); }, entry.subject_kind, entry.subject_id);
  Event event{.id = platform::next_id(),
              .subject_kind = entry.subject_kind,
              .subject_id = entry.subject_id,
              .seq = last ? std::get<0>(*last) + 1 : 1,
              .region_code = entry.region_code,
              .action = entry.action,
              .text = entry.text,
              .actor_kind = std::string(kind_word(actor.kind)),
              .actor_id = actor.id.value(),
              .actor_name = actor.name,
              .post_name = actor.post_name,
              .substitute_for_name = actor.substitute_for_name,
              .happened_at = entry.happened_at.value_or(tx.now()),
              .captured_at = tx.now(),
              .facts = json::serialize(entry.facts),
              .ip = actor.ip,
              .request_id = actor.request_id,
              .previous_hash = last ? std::get<1>(*last) : std::string(),
              .hash = {},
              .post_id = actor.post_id,
              .substitute_for_id = actor.substitute_for.value(),
              .hash_version = newest_hash_version};
  event.hash = chain_hash(event);
  // Somebody else may have extended this chain first: then the whole use case runs again on the new state.
  tx.post(Tx::Expect::no_twin, R"sql(
      insert into trail_event (id, subject_kind, subject_id, seq, region_code, action, text, facts, actor_kind,
             actor_id, actor_name, post_id, post_name, substitute_for_id, substitute_for_name, happened_at,
             captured_at, ip, request_id, previous_hash, hash, hash_version)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          event.id, event.subject_kind, event.subject_id, event.seq, event.region_code, event.action, event.text,
          event.facts, event.actor_kind, event.actor_id, event.actor_name, event.post_id, event.post_name,
          event.substitute_for_id, event.substitute_for_name, event.happened_at, event.captured_at, event.ip,
          event.request_id, event.previous_hash, event.hash, event.hash_version);
}

Event event_from(const Row& row) {
  Event e{};
  int column = 0;
  const auto take = [&](auto& field) { field = row.get<std::decay_t<decltype(field)>>(column++); };
  take(e.id); take(e.subject_kind); take(e.subject_id); take(e.seq); take(e.region_code); take(e.action); take(e.text); take(e.facts);
  take(e.actor_kind); take(e.actor_id); take(e.actor_name); take(e.post_id); take(e.post_name); take(e.substitute_for_id);
  take(e.substitute_for_name); take(e.happened_at); take(e.captured_at); take(e.ip); take(e.request_id); take(e.previous_hash);
  take(e.hash); take(e.hash_version);
  return e;
}

std::vector<Event> of_subject(Tx& tx, std::string_view kind, std::int64_t id, int limit) {
  return tx.all(std::string(select_event) + " where subject_kind = ? and subject_id = ? order by seq limit ?",
                event_from, kind, id, limit);
}

std::vector<Event> search(Tx& tx, const Search& by) {
  std::string sql = std::string(select_event) + " where region_code >= ? and region_code < ?";
  std::vector<platform::Param> params{by.scope_low, by.scope_high};
  const auto also = [&](std::string_view condition, platform::Param value) {
    sql += condition;
    params.push_back(std::move(value));
  };
  if (by.before_id) also(" and id < ?", by.before_id);
  if (by.actor_id) also(" and actor_id = ?", by.actor_id);
  if (!by.subject_kind.empty()) also(" and subject_kind = ?", by.subject_kind);
  if (by.subject_id) also(" and subject_id = ?", by.subject_id);
  if (!by.action_prefix.empty()) {
    also(" and action >= ?", by.action_prefix);
    also(" and action < ?", by.action_prefix + "\x7f");
  }
  also(" order by id desc limit ?", std::int64_t{by.limit});
  std::vector<Event> events;
  tx.run(sql, params, [&](const Row& row) { events.push_back(event_from(row)); });
  return events;
}

json::object to_json(const Event& event) {
  boost::system::error_code broken;
  auto facts = json::parse(event.facts, broken);
  return {{"id", std::to_string(event.id)},
          {"subject_kind", event.subject_kind},
          {"subject_id", std::to_string(event.subject_id)},
          {"seq", event.seq},
          {"action", event.action},
          {"text", event.text},
          {"actor_kind", event.actor_kind},
          {"actor_name", event.actor_name},
          {"post_name", event.post_name},
          {"substitute_for_name", event.substitute_for_name},
          {"happened_at", platform::iso_instant(event.happened_at)},
          {"captured_at", platform::iso_instant(event.captured_at)},
          {"facts", broken ? json::value(json::object{}) : facts},
          {"hash", event.hash}};
}

}  // namespace yimen::trail
