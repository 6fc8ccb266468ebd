#include "yimen/platform/metrics.h"
#include "yimen/platform/site.h"

namespace yimen::platform {

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
        gauge("yimen_database_up", "1 when a trivial read answers").set(database.healthy() ? 1 : 0);
        return Response::text(metrics_text(), 200, "text/plain; version=0.0.4; charset=utf-8");
      });
}

}  // namespace yimen::platform
