#pragma once
// Who manages processes of every place, and the jobs he orders, done at once.
#include <boost/json.hpp>

#include "city_server.h"
#include "yimen/platform/job_routes.h"

namespace yimen::testing {

inline platform::Actor manager() {
  auto actor = platform::system_actor("唐立新");
  actor.kind = platform::ActorKind::staff;
  actor.scope_low = 0;
  actor.scope_high = INT64_MAX;
  return actor;
}

struct OrderedJob {
  std::string id;
  json::object result;
};
inline OrderedJob order(City& city, platform::Database& db, const char* kind, json::object args) {
  const auto job = db.transact([&](Tx& tx) { return platform::order_job(tx, manager(), {.kind = kind, .title = "试", .unit = "件", .permission = "process.publish", .args = std::move(args)}); });
  REQUIRE(job);
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  jobs.run_pending();
  const auto done = db.read([&](Tx& tx) { return platform::find_job(tx, job->id); });
  REQUIRE_MESSAGE(done->state == platform::JobState::done, done->error);
  return {job->id.str(), json::parse(*done->result).as_object()};
}

}  // namespace yimen::testing
