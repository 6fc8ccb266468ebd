// 作废申请: what waits for the second person.
#include <boost/json.hpp>

#include "../service/opened.h"
#include "answer_schemas.h"
#include "views.h"
#include "yimen/approval/http.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;

json::object void_request_json(const Actor& actor, const VoidRequest& v) {
  return {{"reason", v.reason}, {"asked_by_name", v.asked_by_name}, {"asked_at", platform::iso_instant(v.asked_at)}, {"is_own", v.asked_by == actor.id}};
}

void add_void_routes(Routes& routes, Approval& a) {
  routes.get("/api/v1/void-requests", Needs::permission_of("cases.void"), "办件").operation("listVoidRequests").summary("待确认的作废申请")
      .parameter("after", Schema::id().optional()).parameter("limit", Schema::integer(1, 100).optional()).answer(200, page_schema("VoidRequestPage", void_request_line_schema()))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        const int limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
        const CaseId after{request.query_int("after", 0, 0, INT64_MAX)};
        auto found = void_requests(tx, a.viewer_of(tx, actor), after, limit + 1);
        std::optional<std::string> next;
        if (static_cast<int>(found.size()) > limit) {
          found.pop_back();
          next = found.back().case_id.str();
        }
        json::array items;
        for (const auto& v : found) {
          const auto file = TRY(cases::get_case(tx, v.case_id));
          auto line = case_line(file, *a.services().calendars.for_region(tx, file.region_code), tx.today());
          line["void_request"] = void_request_json(actor, v);
          items.push_back(std::move(line));
        }
        const auto count = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), next, count, !next));
      });
}

}  // namespace yimen::approval
