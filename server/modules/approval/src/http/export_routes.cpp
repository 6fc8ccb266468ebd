#include <boost/json.hpp>

#include "jobs/jobs.h"
#include "read_orders.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;

/// The list's own parameters, so that the file holds what the list shows.
void add_export_routes(platform::Routes& routes, Approval&) {
  const auto filter = Schema::object("CaseExportFilter", {{"state", Schema::text(200).label("状态").optional()}, {"q", Schema::text(60).label("编号、申请人或事项").optional()},
                                                          {"matter_id", Schema::id().optional()}, {"department_id", Schema::id().optional()},
                                                          {"submitted_from", Schema::date().label("提交起").optional()}, {"submitted_to", Schema::date().label("提交止").optional()},
                                                          {"overdue", Schema::boolean().optional()}});
  routes.post("/api/v1/case-exports", Needs::permission_of("cases.read"), "办件").operation("exportCases")
      .summary("导出办件列表（后台任务；与列表同样的筛选和权限，自然人姓名脱敏，导出留痕）")
      .body(Schema::object("ExportCases", {{"format", Schema::one_of({"csv", "xlsx"}).label("格式")}, {"filter", filter.optional()}}))
      .answer(202, platform::job_schema())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto* given = platform::object_at(request.body(), "filter");
        const auto query = given ? *given : json::object{};
        TRY(filter_of(query, tx.today()));
        const auto job = TRY(platform::order_job(tx, request.actor(), {.kind = export_kind, .title = "导出办件列表", .unit = "件", .permission = "cases.read",
                                                                       .args = {{"format", platform::text_or(request.body(), "format", "csv")}, {"filter", query}}}));
        return platform::job_accepted(job);
      });
}

platform::LiveTopic task_topic(Approval& approval) {
  return {.event = "tasks",
          .signal = "tasks",
          .gap = std::chrono::seconds{4},
          .keys = [&approval](Tx& tx, const Actor& actor) {
            // What this post may take: its department, or the departments of its window.
            return actor.is_staff() ? approval.viewer_of(tx, actor).departments : std::vector<std::int64_t>{};
          },
          .look = [](Tx& tx, const Actor& actor) -> std::optional<platform::LiveTopic::News> {
            // Only that something changed: the page knows which part of the list it shows.
            if (!actor.is_staff()) return std::nullopt;
            return platform::LiveTopic::News{{{"at", platform::iso_instant(tx.now())}}};
          }};
}

}  // namespace yimen::approval
