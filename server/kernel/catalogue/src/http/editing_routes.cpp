#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/render.h"
#include "http/routes.h"
#include "http/schemas.h"
#include "service/editing.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

/// What editors and publishers do. The ETag of everything is the matter's revision.
namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "事项目录";

Result<Response> answer(Result<store::MatterRow> done, int status = 200) {
  const auto matter = TRY(std::move(done));
  return Response::json(to_json(matter), status).etag(matter.revision);
}

/// The matter of the path and the version the editor has seen.
struct Target {
  MatterId id;
  int revision = 0;
};
Result<Target> target_of(const Request& request) {
  const auto id = TRY(request.path_id<MatterId>("matter_id"));
  const int revision = TRY(request.if_match());
  return Target{id, revision};
}

std::string trimmed(const Request& request, std::string_view name) { return platform::trim(platform::text_or(request.body(), name)); }

Result<std::string> reason_of(const Request& request) {
  auto reason = trimmed(request, "reason");
  if (reason.empty()) return fail(ErrorCode::invalid_input, "catalogue/reason-missing", "请填写原因。", {{"/reason", "请填写原因。"}});
  return reason;
}

Result<json::object> content_of_body(const Request& request) {
  const auto* content = platform::object_at(request.body(), "content");
  if (content == nullptr) return fail(ErrorCode::invalid_input, "catalogue/content-missing", "缺少事项内容。", {{"/content", "应为一个对象。"}});
  return *content;
}

Result<Response> create(const Request& request, Tx& tx, const DepartmentResolver& resolve) {
  NewMatter order;
  order.region_code = TRY(region_of(platform::text_or(request.body(), "region_code")));
  if (order.region_code == 0) return fail(ErrorCode::invalid_input, "catalogue/region-missing", "请选择地区。", {{"/region_code", "请选择地区。"}});
  order.category = trimmed(request, "category");
  order.content = TRY(content_of_body(request));
  return answer(create_matter(tx, request.actor(), order, resolve), 201);
}

Result<Response> save(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  auto content = TRY(content_of_body(request));
  return answer(save_draft(tx, request.actor(), {target.id, target.revision, std::move(content), trimmed(request, "note")}));
}

Result<Response> discard(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  return answer(discard_draft(tx, request.actor(), target.id, target.revision));
}

Result<Response> submit(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  return answer(submit_draft(tx, request.actor(), target.id, target.revision));
}

Result<Response> give_back(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  return answer(return_draft(tx, request.actor(), target.id, target.revision, TRY(reason_of(request))));
}

Result<Response> publish(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  std::optional<platform::Date> day;
  if (const auto text = trimmed(request, "effective_on"); !text.empty()) day = TRY(platform::parse_date(text));
  return answer(publish_draft(tx, request.actor(), target.id, target.revision, day));
}

Result<Response> set_status(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  const auto to = platform::EnumText<MatterStatus>::from(trimmed(request, "status"));
  if (!to) return fail(ErrorCode::invalid_input, "catalogue/unknown-status", "不是已知的状态。", {{"/status", "不是已知的状态。"}});
  const auto reason = TRY(reason_of(request));
  return answer(change_status(tx, request.actor(), {target.id, target.revision, *to, reason}));
}

Result<Response> transfer(const Request& request, Tx& tx, const DepartmentResolver& resolve) {
  const auto target = TRY(target_of(request));
  const auto reason = TRY(reason_of(request));
  return answer(transfer_matter(tx, request.actor(), target.id, target.revision, trimmed(request, "category"), reason, resolve));
}

Result<Response> settle(const Request& request, Tx& tx) {
  const auto target = TRY(target_of(request));
  Settlement order{.matter = target.id, .revision = target.revision, .issue = 0, .note = trimmed(request, "note"), .limit = {}};
  order.issue = static_cast<std::size_t>(platform::int_or(request.body(), "issue"));
  if (order.note.empty()) return fail(ErrorCode::invalid_input, "catalogue/note-missing", "请填写核定意见。", {{"/note", "请填写核定意见。"}});
  if (const auto* limit = platform::object_at(request.body(), "limit")) {
    const auto unit = platform::EnumText<calendar::LimitUnit>::from(platform::text_or(*limit, "unit"));
    const auto length = platform::int_or(*limit, "length", -1);
    if (!unit || length < 0 || length > 998)
      return fail(ErrorCode::invalid_input, "catalogue/bad-limit", "时限的数值或单位不对。", {{"/limit", "数值应为 0 至 998，单位应在列表中选择。"}});
    order.limit = calendar::Limit{static_cast<int>(length), *unit};
  }
  return answer(settle_issue(tx, request.actor(), order));
}

Schema reason_body(std::string name) { return Schema::object(std::move(name), {{"reason", Schema::text(500).label("原因")}}); }

}  // namespace

void add_editing_routes(platform::Routes& routes, DepartmentResolver resolve) {
  const auto edit = Needs::permission_of("matter.edit");
  const auto review = Needs::permission_of("matter.publish");
  const std::string one = "/api/v1/matters/{matter_id}";
  const auto content = Schema::any().label("事项内容").describe("实施清单要素，见 GET /api/v1/matters/{matter_id} 的 content");
  constexpr std::size_t content_limit = 2u << 20;
  routes.post("/api/v1/matters", edit, tag).summary("新增事项").operation("createMatter").body_limit(content_limit)
      .body(Schema::object("NewMatter", {{"region_code", Schema::text(12).label("地区")}, {"category", Schema::text(60).label("部门类别")}, {"content", content}}))
      .answer(201, schemas::matter()).commands([resolve](const Request& r, Tx& tx) { return create(r, tx, resolve); });
  routes.put(one + "/draft", edit, tag).summary("保存事项草稿").operation("saveMatterDraft").body_limit(content_limit)
      .body(Schema::object("MatterDraft", {{"content", content}, {"note", Schema::text(500).label("修改说明").optional()}}))
      .answer(200, schemas::matter()).commands(save);
  routes.del(one + "/draft", edit, tag).summary("丢弃事项草稿").operation("discardMatterDraft").answer(200, schemas::matter()).commands(discard);
  routes.post(one + "/submission", edit, tag).summary("提交审核").operation("submitMatter").answer(200, schemas::matter()).commands(submit);
  routes.post(one + "/return", review, tag).summary("退回修改").operation("returnMatter").body(reason_body("ReturnMatter")).answer(200, schemas::matter()).commands(give_back);
  routes.post(one + "/publication", review, tag).summary("发布").operation("publishMatter")
      .body(Schema::object("PublishMatter", {{"effective_on", Schema::date().label("施行日期").optional()}})).answer(200, schemas::matter()).commands(publish);
  routes.put(one + "/status", review, tag).summary("暂停、恢复或取消").operation("setMatterStatus")
      .body(Schema::object("MatterStatusChange", {{"status", Schema::one_of({"in_force", "suspended", "cancelled"}).label("状态")}, {"reason", Schema::text(500).label("原因")}}))
      .answer(200, schemas::matter()).commands(set_status);
  routes.put(one + "/department", review, tag).summary("划转到另一部门").operation("transferMatter")
      .body(Schema::object("TransferMatter", {{"category", Schema::text(60).label("部门类别")}, {"reason", Schema::text(500).label("原因")}}))
      .answer(200, schemas::matter()).commands([resolve](const Request& r, Tx& tx) { return transfer(r, tx, resolve); });
  routes.post(one + "/settlements", edit, tag).summary("核定一处与原文不能完全对应的内容").operation("settleMatterIssue")
      .body(Schema::object("SettleIssue", {{"issue", Schema::integer(0, 100000).label("序号")}, {"note", Schema::text(500).label("核定意见")},
                                           {"limit", Schema::any().label("时限").describe("{\"length\": 20, \"unit\": \"working_day\"}").optional()}}))
      .answer(200, schemas::matter()).commands(settle);
}

}  // namespace yimen::catalogue
