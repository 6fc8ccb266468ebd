#include <boost/json.hpp>

#include "yimen/trail/http.h"

namespace yimen::trail {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Schema;
using platform::Tx;

Schema event_schema() {
  const auto note = Schema::text(200).or_empty();
  return Schema::object("TrailEvent", {{"id", Schema::id()}, {"subject_kind", Schema::text(60)}, {"subject_id", Schema::text(20)}, {"case_no", Schema::text(40).describe("对象是办件时的办件编号").optional()}, {"seq", Schema::integer()}, {"action", Schema::text(80)},
                                       {"text", Schema::text(4000)}, {"actor_kind", Schema::one_of({"anonymous", "citizen", "staff", "system"})}, {"actor_name", note}, {"post_name", note},
                                       {"substitute_for_name", note}, {"happened_at", Schema::instant()}, {"captured_at", Schema::instant()}, {"facts", Schema::any()}, {"hash", Schema::text(64)}});
}

namespace {

Schema verification_schema() {
  const auto finding = Schema::object("TrailFinding", {{"kind", Schema::text(60)}, {"subject_kind", Schema::text(60).or_empty()}, {"subject_id", Schema::text(20)}, {"seq", Schema::integer()},
                                                       {"event_id", Schema::text(20)}, {"text", Schema::text(1000)}});
  return Schema::object("TrailVerification", {{"events", Schema::integer()}, {"chains", Schema::integer()}, {"roots", Schema::integer()}, {"anchored", Schema::integer()}, {"since_last_root", Schema::integer().label("最近一次锚定之后的条数")},
                                              {"findings", Schema::list(finding, 100'000)}});
}

std::map<std::int64_t, std::string> numbers_of(Tx& tx, const CaseNumbers& case_numbers, const std::vector<Event>& events) {
  std::vector<std::int64_t> ids;
  for (const auto& event : events)
    if (event.subject_kind == "case") ids.push_back(event.subject_id);
  if (ids.empty() || !case_numbers) return {};
  return case_numbers(tx, ids);
}

}  // namespace

void add_routes(platform::Routes& routes, platform::Database& database, RootKey key, CaseNumbers case_numbers) {
  constexpr const char* tag = "留痕审计";
  routes.get("/api/v1/trail", Needs::permission_of("trail.read"), tag).operation("searchTrail").summary("检索留痕，最新在前").parameter("action", Schema::text(60).label("动作前缀").optional())
      .parameter("subject_kind", Schema::text(40).label("对象类别").optional()).parameter("subject_id", Schema::id().label("对象编号").optional())
      .parameter("actor_id", Schema::id().label("经办人").optional()).parameter("after", Schema::id().optional()).parameter("limit", Schema::integer(1, 100).optional())
      .answer(200, Schema::object("TrailPage", {{"items", Schema::list(event_schema(), 100)}, {"next", Schema::id().or_null()}, {"total", Schema::integer()}, {"total_is", Schema::one_of({"exact", "at_least"})}}))
      .reads([case_numbers](const Request& request, Tx& tx) -> Result<Response> {
        Search by{.scope_low = request.actor().scope_low, .scope_high = request.actor().scope_high, .action_prefix = request.query("action").value_or(""),
                  .subject_kind = request.query("subject_kind").value_or(""), .actor_id = request.query_int("actor_id", 0, 0, INT64_MAX),
                  .subject_id = request.query_int("subject_id", 0, 0, INT64_MAX), .before_id = request.query_int("after", 0, 0, INT64_MAX),
                  .limit = static_cast<int>(request.query_int("limit", 50, 1, 100)) + 1};
        // Events without a region (accounts, parameters) belong to the audit administrator of the whole installation.
        if (request.actor().all_departments) by.scope_low = 0;
        auto events = search(tx, by);
        const auto numbers = numbers_of(tx, case_numbers, events);
        json::array items;
        std::optional<std::string> next;
        for (const auto& event : events) {
          if (static_cast<int>(items.size()) + 1 == by.limit) break;
          auto item = to_json(event);
          if (const auto number = event.subject_kind == "case" ? numbers.find(event.subject_id) : numbers.end(); number != numbers.end()) item["case_no"] = number->second;
          items.push_back(std::move(item));
          if (static_cast<int>(events.size()) == by.limit) next = std::to_string(event.id);
        }
        const auto count = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), next, count, !next));
      });
  routes.post("/api/v1/trail/verification", Needs::permission_of("trail.verify"), tag).operation("verifyTrail").summary("核验全部留痕链和签名锚点").rate(6).answer(200, verification_schema())
      .handles([&database, key](const Request&) -> Result<Response> {
        const auto report = verify(database, key);
        return Response::json(json::parse(to_json(report)));
      });
}

}  // namespace yimen::trail
