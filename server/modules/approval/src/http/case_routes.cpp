#include <boost/json.hpp>
#include <fmt/format.h>

#include "../service/form_files.h"
#include "../service/known.h"
#include "answer_schemas.h"
#include "read_orders.h"
#include "views.h"
#include "yimen/approval/application_form.h"
#include "yimen/approval/http.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/document/http.h"
#include "yimen/platform/files.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using cases::CaseState;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Schema;

namespace {

constexpr const char* tag = "办件";

Response answer(const Done& done, int status = 200) {
  auto response = Response::json(done_json(done), status);
  return response.etag(done.version);
}

/// One act on a case: path id, If-Match, checked body, answer with the new version.
template <class Act>
void add_act(Routes& routes, std::string path, std::string permission, std::string operation, std::string summary, Schema body, Act act) {
  routes.post("/api/v1/cases/{case_id}" + path, Needs::permission_of(std::move(permission)), tag)
      .operation(std::move(operation)).summary(std::move(summary)).body(std::move(body)).answer(200, done_schema())
      .commands([act](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        return answer(TRY(act(tx, request.actor(), id, version, request.body())));
      });
}

template <class Act>
void add_task_act(Routes& routes, std::string path, std::string permission, std::string operation, std::string summary, Schema body, Act act) {
  routes.post("/api/v1/tasks/{task_id}" + path, Needs::permission_of(std::move(permission)), tag)
      .operation(std::move(operation)).summary(std::move(summary)).body(std::move(body)).answer(200, done_schema())
      .commands([act](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<TaskId>("task_id"));
        const int version = TRY(request.if_match());
        return answer(TRY(act(tx, request.actor(), id, version, request.body())));
      });
}

void add_acceptance(Routes& routes, Approval& a) {
  using Body = json::object;
  const Schema none = Schema::nothing();
  add_act(routes, "/pre-review", "cases.accept", "openPreReview", "开始预审", none,
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body&) { return a.open_pre_review(tx, who, id, v); });
  add_act(routes, "/pre-review/pass", "cases.accept", "passPreReview", "预审通过并收件", none,
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body&) { return a.pass_pre_review(tx, who, id, v); });
  add_act(routes, "/pre-review/return", "cases.accept", "returnPreReview", "预审退回，一次说清全部问题", correction_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.return_pre_review(tx, who, id, v, correction_from(b)); });
  add_act(routes, "/acceptance", "cases.accept", "acceptCase", "受理", opinion_schema("AcceptCase"),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.accept(tx, who, id, v, platform::text_or(b, "opinion")); });
  add_act(routes, "/correction", "cases.accept", "requestCorrection", "一次性告知补正", correction_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.request_correction(tx, who, id, v, correction_from(b)); });
  // What a walk-in brings back to the counter: he has no account that could answer for him.
  add_act(routes, "/correction-answer", "cases.receive", "receiveCorrection", "窗口收到补正的材料", correction_answer_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.answer_correction(tx, who, id, v, correction_answer_from(b)); });
  add_act(routes, "/not-needed", "cases.accept", "declareNotNeeded", "告知无需许可", refusal_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.declare_not_needed(tx, who, id, v, refusal_from(b)); });
  add_act(routes, "/out-of-competence", "cases.accept", "declareOutOfCompetence", "告知不属本机关职权", refusal_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.declare_out_of_competence(tx, who, id, v, refusal_from(b)); });
  add_act(routes, "/rejection", "cases.accept", "rejectAcceptance", "不予受理", refusal_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.reject_acceptance(tx, who, id, v, refusal_from(b)); });
  add_act(routes, "/instant", "cases.accept", "settleInstantly", "即办件当场办结", instant_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) {
            const auto* d = platform::object_at(b, "decision");
            const auto* w = platform::object_at(b, "delivery");
            return a.settle_instantly(tx, who, id, v, decision_from(d ? *d : b), delivery_from(w ? *w : b));
          });
}

void add_stops(Routes& routes, Approval& a) {
  using Body = json::object;
  const auto stop = [&](const char* path, const char* permission, const char* operation, const char* summary, auto member) {
    add_act(routes, path, permission, operation, summary, stop_schema(),
            [&a, member](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return (a.*member)(tx, who, id, v, stop_from(b)); });
  };
  const auto end = [&](const char* path, const char* permission, const char* operation, const char* summary, auto member) {
    add_act(routes, path, permission, operation, summary, result_schema(),
            [&a, member](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return (a.*member)(tx, who, id, v, platform::text_or(b, "result")); });
  };
  stop("/special-procedure", "cases.review", "startSpecialProcedure", "启动特别程序（不计时，书面告知）", &Approval::start_special);
  end("/special-procedure/end", "cases.review", "endSpecialProcedure", "结束特别程序", &Approval::end_special);
  stop("/report-up", "cases.review", "reportUp", "转报上级", &Approval::report_up);
  end("/superior-answer", "cases.review", "recordSuperiorAnswer", "登记上级答复", &Approval::record_superior_answer);
  stop("/suspension", "cases.suspend", "suspendCase", "挂起", &Approval::suspend);
  end("/resumption", "cases.suspend", "resumeCase", "解除挂起", &Approval::resume);
  add_act(routes, "/extension", "cases.extend", "extendLimit", "延长办理期限", extension_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) {
            return a.extend(tx, who, id, v, static_cast<int>(platform::int_or(b, "days")), platform::text_or(b, "reason"));
          });
}

void add_endings(Routes& routes, Approval& a) {
  using Body = json::object;
  add_act(routes, "/result", "cases.make_result", "makeResult", "制作结果", Schema::object("MakeResult", {{"validity", Schema::text(100).label("有效期").optional()}}),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.make_result(tx, who, id, v, platform::text_or(b, "validity")); });
  add_act(routes, "/delivery", "cases.deliver", "deliverResult", "送达并办结", delivery_schema(),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.deliver(tx, who, id, v, delivery_from(b)); });
  routes.post("/api/v1/cases/{case_id}/delivery-label", Needs::permission_of("cases.deliver"), tag).operation("showDeliveryLabel").summary("看邮寄的收件人、电话和地址，留痕")
      .answer(200, delivery_address_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        const auto file = TRY(a.visible(tx, actor, TRY(request.path_id<CaseId>("case_id"))));
        const auto to = delivery_address_of(a.services(), tx, file.id);
        if (!to) return platform::fail(platform::ErrorCode::not_found, "approval/not-posted", "申请人没有选择邮寄，没有收件地址。");
        trail::append(tx, actor, {.action = "cases.view_delivery_address", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code, .text = fmt::format("{}为寄送结果查看收件地址", actor.name)});
        return Response::json(json::object{{"recipient_name", to->recipient_name}, {"phone", to->phone}, {"address", to->address}});
      });
  add_act(routes, "/void", "cases.void", "voidCase", "作废（两人）", Schema::object("VoidCase", {{"reason", Schema::text(500).label("作废理由").optional()}}),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.void_case(tx, who, id, v, platform::text_or(b, "reason")); });
  add_act(routes, "/void/rejection", "cases.void", "rejectVoid", "不同意或撤回作废申请", Schema::object("RejectVoid", {{"reason", Schema::text(500).label("不作废的理由")}}),
          [&a](Tx& tx, const Actor& who, CaseId id, int v, const Body& b) { return a.reject_void(tx, who, id, v, platform::text_or(b, "reason")); });
}

void add_tasks(Routes& routes, Approval& a) {
  using Body = json::object;
  add_task_act(routes, "/forward", "cases.review", "forwardTask", "完成审查环节，提交下一环节", step_schema(),
               [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.forward(tx, who, id, v, step_from(b)); });
  add_task_act(routes, "/return", "cases.review", "returnTask", "退回上一环节", step_schema(),
               [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.return_step(tx, who, id, v, step_from(b)); });
  add_task_act(routes, "/decision", "cases.decide", "decideCase", "作出准予或不予的决定", decision_schema(),
               [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.decide(tx, who, id, v, decision_from(b), step_from(b)); });

  const auto simple = [&](const char* path, const char* operation, const char* summary, Schema body, auto work) {
    routes.post(std::string("/api/v1/tasks/{task_id}") + path, Needs::staff(), tag).operation(operation).summary(summary).body(body)
        .answer(204, Schema::nothing())
        .commands([work](const Request& request, Tx& tx) -> Result<Response> {
          TRY(work(tx, request.actor(), TRY(request.path_id<TaskId>("task_id")), request.body()));
          return Response::no_content();
        });
  };
  simple("/claim", "claimTask", "领取待办", Schema::nothing(), [&a](Tx& tx, const Actor& who, TaskId id, const Body&) { return a.claim(tx, who, id); });
  simple("/release", "releaseTask", "退回待领", Schema::nothing(), [&a](Tx& tx, const Actor& who, TaskId id, const Body&) { return a.release(tx, who, id); });
  simple("/transfer", "transferTask", "移交同岗位人员", Schema::object("TransferTask", {{"to", Schema::id().label("移交给")}, {"reason", Schema::text(200).label("移交理由")}}),
         [&a](Tx& tx, const Actor& who, TaskId id, const Body& b) {
           return a.transfer(tx, who, id, platform::UserId{platform::id_or_zero(b, "to")}, platform::text_or(b, "reason"));
         });

  routes.get("/api/v1/tasks", Needs::staff(), tag).operation("listTasks").summary("待办，按剩余时间排序")
      .parameter("kind", Schema::text(20).label("类别").optional()).parameter("mine", Schema::boolean().label("只看我领取的").optional())
      .parameter("q", Schema::text(60).label("编号、申请人或事项").optional()).parameter("after", Schema::text(60).optional())
      .parameter("limit", Schema::integer(1, 100).optional()).answer(200, page_schema("TaskPage", task_line_schema()))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        const auto page = cases::list_tasks(tx, a.viewer_of(tx, actor),
                                            {.kind = request.query("kind").value_or(""), .only_mine = request.query("mine") == "true",
                                             .roles = a.roles_of(tx, actor), .words = request.query("q").value_or(""),
                                             .after = request.query("after").value_or(""), .limit = static_cast<int>(request.query_int("limit", 20, 1, 100))});
        PageCalendars days{a.services().calendars, tx};
        json::array items;
        for (const auto& row : page.items) items.push_back(task_line(row, days.of(row.file.region_code), tx.today()));
        const auto count = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), page.next, count, !page.next));
      });
  routes.get("/api/v1/tasks/counts", Needs::staff(), tag).operation("countTasks").summary("各类待办的数量（最多数到一千）")
      .answer(200, task_counts_schema())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        json::object counts;
        for (const auto& [kind, n] : cases::count_tasks(tx, a.viewer_of(tx, request.actor()), a.roles_of(tx, request.actor()))) counts[kind] = n;
        return Response::json(counts);
      });
}

void add_reading(Routes& routes, Approval& a) {
  routes.get("/api/v1/cases", Needs::permission_of("cases.read"), tag).operation("listCases").summary("办件列表，最新提交在前")
      .parameter("state", Schema::text(200).label("状态，多个用逗号分隔").optional()).parameter("q", Schema::text(60).label("编号、申请人或事项").optional())
      .parameter("matter_id", Schema::id().optional()).parameter("department_id", Schema::id().optional())
      .parameter("submitted_from", Schema::date().optional()).parameter("submitted_to", Schema::date().optional())
      .parameter("overdue", Schema::boolean().optional()).parameter("after", Schema::text(60).optional()).parameter("limit", Schema::integer(1, 100).optional())
      .answer(200, page_schema("CasePage", case_line_schema()))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto filter = TRY(filter_from(request, tx.today()));
        const auto page = cases::list_cases(tx, a.viewer_of(tx, request.actor()), filter);
        PageCalendars days{a.services().calendars, tx};
        json::array items;
        for (const auto& file : page.items) items.push_back(case_line(file, days.of(file.region_code), tx.today()));
        return Response::json(platform::page_of(std::move(items), page.next, page.total, page.is_exact));
      });
  routes.get("/api/v1/cases/{case_id}", Needs::permission_of("cases.read"), tag).operation("getCase").summary("办件全貌：状态、期限、材料、文书、留痕")
      .answer(200, case_page_schema(Reader::staff))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        auto response = Response::json(case_page(a, tx, request.actor(), file, false));
        return response.etag(file.version);
      });
  routes.get("/api/v1/cases/{case_id}/process", Needs::permission_of("cases.read"), tag).operation("getCaseProcess").summary("办件所走流程的模型（BPMN 2.0），版本以受理时为准")
      .answer(200, case_process_schema())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto model = file.process_key.empty() ? std::nullopt : cases::process_model(tx, file.process_key, file.process_version);
        if (!model) return platform::fail(platform::ErrorCode::not_found, "approval/no-process-yet", "本件还没有进入审查流程。");
        return Response::json(json::object{{"key", model->key}, {"version", model->version}, {"name", model->name}, {"xml", model->xml}});
      });
  routes.post("/api/v1/cases", Needs::permission_of("cases.receive"), tag).operation("receiveCases").summary("窗口收件，一次可收多个部门的多个事项")
      .body(walk_in_schema()).answer(201, Schema::object("ReceivedCases", {{"items", Schema::list(done_schema(), 100)}})).body_limit(2 << 20)
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        json::array items;
        for (const auto& application : TRY(walk_ins_from(request.body()))) items.push_back(done_json(TRY(a.receive(tx, request.actor(), application))));
        return Response::created(json::object{{"items", std::move(items)}});
      });
  routes.put("/api/v1/cases/{case_id}/materials/{key}", Needs::permission_of("cases.accept"), tag).operation("checkMaterial").summary("核对一份材料")
      .body(material_check_schema()).answer(204, Schema::nothing())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        auto check = TRY(material_check_from(request.body()));
        check.key = std::string(request.path_text("key"));
        TRY(a.check_material(tx, request.actor(), TRY(request.path_id<CaseId>("case_id")), check));
        return Response::no_content();
      });
}

bool holds_in_form(const cases::ServiceCase& file, platform::FileId id) { return files_of_form(answers_in(file.form_text)).contains(id.value()); }

/// Files and documents are seen by whoever sees the case; each look of staff at a material leaves a trace.
void add_files(Routes& routes, Approval& a) {
  routes.get("/api/v1/cases/{case_id}/files/{file_id}", Needs::signed_in(), tag).operation("getCaseFile").summary("办件材料和申请表里的文件")
      .parameter("download", Schema::boolean().optional()).answer(200, Schema::nothing())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto id = TRY(request.path_id<platform::FileId>("file_id"));
        bool is_of_case = false;
        for (const auto& entry : cases::material_files_of(tx, file.id)) is_of_case |= entry.file_id == id.value();
        for (const auto& entry : cases::materials_of(tx, file.id)) is_of_case |= entry.file_id == id.value();
        if (!is_of_case) is_of_case = holds_in_form(file, id);
        if (!is_of_case) return platform::fail(platform::ErrorCode::not_found, "approval/no-such-file", "办件里没有这个文件。");
        using enum Response::Disposition;
        return a.services().files.serve(tx, id, request.query("download") == "true" ? attachment : inline_view);
      });
  routes.get("/api/v1/cases/{case_id}/application-form", Needs::signed_in(), tag).operation("getApplicationForm").summary("申请表 PDF，由填写的内容生成").answer(200, Schema::nothing())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        auto pdf = TRY(application_form_of(a, tx, request.actor(), file));
        return Response::bytes(std::move(pdf), "application/pdf", fmt::format("申请表-{}.pdf", file.case_no), Response::Disposition::inline_view);
      });
  routes.get("/api/v1/cases/{case_id}/documents/{document_id}/pdf", Needs::signed_in(), tag).operation("getCaseDocument").summary("办件文书 PDF")
      .parameter("copy", Schema::one_of({"original", "reprint"}).optional()).answer(200, Schema::nothing())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto document = TRY(a.services().documents.get(tx, TRY(request.path_id<document::DocumentId>("document_id"))));
        if (document.subject_kind != "case" || document.subject_id != file.id.value())
          return platform::fail(platform::ErrorCode::not_found, "approval/no-such-document", "办件里没有这份文书。");
        if (is_internal(document.type) && !request.actor().is_staff()) return platform::fail(platform::ErrorCode::not_found, "approval/no-such-document", "办件里没有这份文书。");
        return document::pdf_response(a.services().documents, document, request.query("copy") == "reprint" ? document::Copy::reprint : document::Copy::original);
      });
  routes.post("/api/v1/cases/{case_id}/documents/{document_id}/reprint", Needs::permission_of("cases.read"), tag).operation("noteReprint")
      .summary("登记补打").answer(204, Schema::nothing())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto document = TRY(a.services().documents.get(tx, TRY(request.path_id<document::DocumentId>("document_id"))));
        trail::append(tx, request.actor(), {.action = "cases.print", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                                            .text = fmt::format("{}补打 {}", request.actor().name, document.number)});
        return Response::no_content();
      });
}

}  // namespace

void add_citizen_routes(Routes&, Approval&);
void add_void_routes(Routes&, Approval&);
void add_verb_routes(Routes&, Approval&);
void add_message_routes(Routes&, Approval&);
void add_free_routes(Routes&, Approval&);
void add_negative_report_routes(Routes&, Approval&);
void add_discretion_routes(Routes&, Approval&);

void add_routes(Routes& routes, Approval& a) {
  add_reading(routes, a);
  add_files(routes, a);
  add_acceptance(routes, a);
  add_stops(routes, a);
  add_endings(routes, a);
  add_tasks(routes, a);
  add_verb_routes(routes, a);
  add_message_routes(routes, a);
  add_free_routes(routes, a);
  add_citizen_routes(routes, a);
  add_void_routes(routes, a);
  add_negative_report_routes(routes, a);
  add_discretion_routes(routes, a);
}

}  // namespace yimen::approval
