#include "yimen/platform/metrics.h"
#include "yimen/platform/site.h"

namespace yimen::platform {

namespace {

/// What waits in the database: shown by whichever instance is asked.
void measure(Database& database) {
  const bool is_up = database.healthy();
  gauge("yimen_database_up", "1 when a trivial read answers").set(is_up ? 1 : 0);
  if (!is_up) return;
  database.read([](Tx& tx) {
    for (const auto* state : {"queued", "running", "failed"})
      gauge("yimen_jobs", "Jobs by state", {{"state", state}})
          .set(static_cast<double>(
              tx.scalar<std::int64_t>("select count(*) from job where state = ?", state).value_or(0)));
    for (const int is_parked : {0, 1})
      gauge("yimen_outbox_events", "Events not yet delivered; parked ones need an administrator",
            {{"parked", is_parked ? "yes" : "no"}})
          .set(static_cast<double>(
              tx.scalar<std::int64_t>("select count(*) from outbox_event where is_parked = ?", is_parked).value_or(0)));
  });
}

}  // namespace

void add_probe_routes(Routes& routes, Database& database, ProbeOptions options) {
  routes.get("/healthz", Needs::anybody(), "").hidden().for_everybody().handles([](const Request&) -> Result<Response> {
    return Response::text("ok\n");
  });
  routes.get("/readyz", Needs::anybody(), "")
      .hidden()
      .for_everybody()
      .handles([&database](const Request&) -> Result<Response> {
        if (database.healthy()) return Response::text("ready\n");
        return fail(ErrorCode::unavailable, "platform/not-ready", "数据库暂时没有响应，系统正在恢复，请稍后重试。");
      });
  routes.get("/metrics", Needs::anybody(), "")
      .hidden()
      .for_everybody()
      .handles([&database, options](const Request& request) -> Result<Response> {
        const bool is_local = request.ip == "127.0.0.1" || request.ip == "::1";
        if (!is_local && !options.are_metrics_public)
          return fail(ErrorCode::not_found, "platform/no-such-page",
                      "没有找到您要的页面，网址可能已变更，请从首页重新查找。");
        measure(database);
        return Response::text(metrics_text(), 200, "text/plain; version=0.0.4; charset=utf-8");
      });
}

}  // namespace yimen::platform
