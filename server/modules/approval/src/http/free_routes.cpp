// 自由顺序环节: which step is begun next, and that they are done.
#include <boost/json.hpp>

#include "answer_schemas.h"
#include "views.h"
#include "yimen/approval/http.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Schema;

void add_free_routes(Routes& routes, Approval& a) {
  constexpr const char* tag = "自由顺序环节";
  const auto part_of = [](const Request& request) { return static_cast<int>(platform::int_or(request.body(), "token")); };
  routes.post("/api/v1/cases/{case_id}/free-steps", Needs::permission_of("cases.read"), tag).operation("startFreeStep").summary("在自由顺序的一部分里开始一个环节")
      .body(Schema::object("StartFreeStep", {{"token", Schema::integer().label("哪一部分")}, {"node", Schema::text(100).label("环节")}})).answer(200, done_schema())
      .commands([&a, part_of](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.start_free_step(tx, request.actor(), id, version, part_of(request), platform::text_or(request.body(), "node")));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
  routes.post("/api/v1/cases/{case_id}/free-parts/completion", Needs::permission_of("cases.read"), tag).operation("finishFreePart").summary("自由顺序的一部分办完了；提前结束须有跳转权限并写明理由")
      .body(Schema::object("FinishFreePart", {{"token", Schema::integer().label("哪一部分")}, {"words", Schema::text(500).or_empty().label("说明").optional()}})).answer(200, done_schema())
      .commands([&a, part_of](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.finish_free_part(tx, request.actor(), id, version, part_of(request), platform::text_or(request.body(), "words")));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
}

}  // namespace yimen::approval
