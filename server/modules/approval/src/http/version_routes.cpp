// 流程换版：迁移预览、迁移、撤回、用旧件试走。
#include <algorithm>
#include <span>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "service/move_plan.h"
#include "yimen/approval/process_versions.h"
#include "yimen/bpmn/model.h"
#include "yimen/cases/models.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "流程模型";

std::string key_of(const Request& request) { return std::string(request.path_text("key")); }

Schema element_schema(std::string name) {
  return Schema::object(std::move(name), {{"id", Schema::text(200)}, {"name", Schema::text(200)}, {"kind", Schema::text(40)}, {"stage", Schema::text(20).or_empty()}, {"cases", Schema::integer()}});
}
json::array elements_json(const std::vector<MovePreview::Element>& elements) {
  json::array list;
  for (const auto& one : elements) list.push_back(json::object{{"id", one.id}, {"name", one.name}, {"kind", one.kind}, {"stage", one.stage}, {"cases", one.cases}});
  return list;
}

constexpr std::size_t most_listed = 200;
Schema standing_schema(std::string name) {
  return Schema::list(Schema::object(std::move(name), {{"case_id", Schema::id()}, {"case_no", Schema::text(40)}, {"step", Schema::text(2'000).or_empty()}, {"why", Schema::text(500).or_empty()}}), most_listed);
}
json::array standing_json(const std::vector<MovePreview::Standing>& cases) {
  json::array list;
  for (const auto& one : std::span{cases}.first(std::min(cases.size(), most_listed)))
    list.push_back(json::object{{"case_id", one.case_id.str()}, {"case_no", one.case_no}, {"step", one.step}, {"why", one.why}});
  return list;
}

Schema preview_schema() {
  return Schema::object("ProcessMovePreview", {{"missing", Schema::list(element_schema("MissingElement"), 5'000)}, {"choices", Schema::list(element_schema("MappingChoice"), 5'000)}, {"movable_count", Schema::integer()}, {"blocked_count", Schema::integer()}, {"is_cut_off", Schema::boolean()},
                                               {"movable", standing_schema("MovableCase")}, {"blocked", standing_schema("BlockedCase")}});
}

Result<Response> show_preview(const Request& request, Tx& tx) {
  const auto preview = TRY(preview_move(tx, request.actor(), key_of(request), static_cast<int>(request.query_int("from", 0, 1, 1'000'000)), static_cast<int>(request.query_int("to", 0, 1, 1'000'000)), mapping_from(request.query("mapping").value_or(""))));
  return Response::json(json::object{{"movable_count", preview.movable.size()}, {"blocked_count", preview.blocked.size()}, {"is_cut_off", preview.is_cut_off},
                                    {"movable", standing_json(preview.movable)}, {"blocked", standing_json(preview.blocked)},
                                    {"missing", elements_json(preview.missing)}, {"choices", elements_json(preview.choices)}});
}

Result<Response> order_move(const Request& request, Tx& tx) {
  const auto key = key_of(request);
  const int from = static_cast<int>(platform::int_or(request.body(), "from")), to = static_cast<int>(platform::int_or(request.body(), "to"));
  const auto reason = platform::text_or(request.body(), "reason");
  if (reason.empty()) return fail(ErrorCode::invalid_input, "approval/text-needed", "请填写迁移理由。", {{"/reason", "请填写迁移理由。"}});
  const auto target = cases::process_model(tx, key, to);
  if (!target || !cases::process_model(tx, key, from) || from == to) return fail(ErrorCode::not_found, "processes/no-version", "没有找到这一版流程。");
  bpmn::Mapping mapping;
  if (const auto* pairs = platform::array_at(request.body(), "mapping"))
    for (const auto& one : *pairs) mapping[platform::text_or(one.as_object(), "from")] = platform::text_or(one.as_object(), "to");
  TRY(check_move(tx, key, from, to, mapping));
  const auto job = TRY(platform::order_job(tx, request.actor(), {.kind = move_kind, .title = fmt::format("“{}”的在办件由第{}版转到第{}版", target->name, from, to), .unit = "件", .permission = "process.publish",
                                                                 .args = {{"key", key}, {"from", from}, {"to", to}, {"reason", reason}, {"mapping", mapping_text(mapping)}}}));
  return platform::job_accepted(job);
}

Result<Response> order_undo(const Request& request, Tx& tx) {
  const auto moved = TRY(request.path_id<platform::JobId>("job_id"));
  const auto count = *tx.scalar<std::int64_t>("select count(*) from process_move where job_id = ? and undone_at is null", moved);
  if (count == 0) return fail(ErrorCode::not_found, "approval/nothing-to-undo", "没有可以撤回的迁移，可能已经撤回。");
  const auto job = TRY(platform::order_job(tx, request.actor(), {.kind = undo_kind, .title = "撤回流程迁移", .unit = "件", .permission = "process.publish", .args = {{"job", moved.str()}}}));
  return platform::job_accepted(job);
}

Result<Response> order_trial(const Request& request, Tx& tx) {
  const auto xml = platform::text_or(request.body(), "xml");
  std::vector<bpmn::Problem> problems;
  if (const auto model = bpmn::read_model(xml, problems); !model)
    return fail(ErrorCode::rule_violated, "processes/cannot-simulate", fmt::format("流程图有{}处需要修改，改好后再试走。", std::max<std::size_t>(problems.size(), 1)));
  const auto job = TRY(platform::order_job(tx, request.actor(), {.kind = trial_kind, .title = "用过去一年的办件试走流程", .unit = "件", .permission = "process.edit", .args = {{"key", key_of(request)}, {"xml", xml}}}));
  return platform::job_accepted(job);
}

json::array names_json(const std::vector<std::pair<std::string, std::string>>& mapping) {
  json::array list;
  for (const auto& [before, after] : mapping) list.push_back(json::object{{"from", before}, {"to", after}});
  return list;
}

Result<Response> list_moves(const Request& request, Tx& tx) {
  json::array items;
  for (const auto& one : moves_of(tx, key_of(request)))
    items.push_back(json::object{{"job_id", one.job.str()}, {"from", one.from}, {"to", one.to}, {"moved", one.moved}, {"undone", one.undone}, {"moved_at", platform::iso_instant(one.moved_at)}, {"mapping", names_json(one.mapping)}});
  return Response::json(json::object{{"items", std::move(items)}});
}

}  // namespace

void add_version_routes(platform::Routes& routes) {
  const auto renamed = Schema::object("RenamedElement", {{"from", Schema::text(200).label("原来的元素")}, {"to", Schema::text(200).label("现在的元素")}});
  const auto edit = Needs::permission_of("process.edit"), publish = Needs::permission_of("process.publish");
  routes.get("/api/v1/processes/{key}/move-preview", edit, tag).operation("previewProcessMove").summary("在办件迁移到另一版：哪些能转，哪些不能、为什么")
      .parameter("from", Schema::integer(1, 1'000'000)).parameter("to", Schema::integer(1, 1'000'000))
      .parameter("mapping", Schema::text(20'000).optional()).answer(200, preview_schema()).reads(show_preview);
  routes.get("/api/v1/processes/{key}/moves", edit, tag).operation("listProcessMoves").summary("做过的迁移")
      .answer(200, Schema::object("ProcessMoveList", {{"items", Schema::list(Schema::object("ProcessMove", {{"job_id", Schema::id()}, {"from", Schema::integer()}, {"to", Schema::integer()}, {"moved", Schema::integer()},
                                                                                                            {"undone", Schema::integer()}, {"moved_at", Schema::instant()}, {"mapping", Schema::list(renamed, 5'000)}}), 50)}})).reads(list_moves);
  routes.post("/api/v1/processes/{key}/moves", publish, tag).operation("moveProcessCases").summary("把在办件迁移到另一版（后台任务）")
      .body(Schema::object("MoveProcessCases", {{"from", Schema::integer(1, 1'000'000).label("现在的版本")}, {"to", Schema::integer(1, 1'000'000).label("转到")}, {"reason", Schema::text(200).label("迁移理由")},
                                              {"mapping", Schema::list(renamed, 500).label("改了编号的环节").optional()}}))
      .answer(202, platform::job_schema()).commands(order_move);
  routes.post("/api/v1/process-moves/{job_id}/undo", publish, tag).operation("undoProcessMove").summary("撤回迁移：没有继续办理的办件回到原来的版本（后台任务）")
      .answer(202, platform::job_schema()).commands(order_undo);
  routes.post("/api/v1/processes/{key}/trials", edit, tag).operation("tryProcess").summary("用过去一年已办结的办件试走一版流程（后台任务）")
      .body(Schema::object("TryProcess", {{"xml", Schema::text(1 << 20).label("流程图")}})).body_limit(2 << 20).answer(202, platform::job_schema()).commands(order_trial);
}

}  // namespace yimen::approval
