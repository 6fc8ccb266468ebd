#include <boost/json.hpp>
#include <fmt/format.h>

#include "answer_schemas.h"
#include "read_orders.h"
#include "service/prefill.h"
#include "views.h"
#include "yimen/approval/application_form.h"
#include "yimen/approval/http.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Row;

namespace {

constexpr const char* tag = "我的办件";
using DraftId = platform::Id<struct DraftIdTag>;
constexpr int most_drafts = 50;

struct Draft {
  DraftId id;
  std::int64_t matter_id = 0, party_id = 0;
  std::string matter_name, step, content;
  int version = 1;
  std::int64_t case_id = 0;
  platform::Instant changed_at{};
};

constexpr const char* select_draft =
    "select id, matter_id, party_id, matter_name, step, content, version, case_id, changed_at from application_draft";

Draft draft_from(const Row& row) {
  auto [id, matter, party, name, step, content, version, case_id, at] =
      row.as<DraftId, std::int64_t, std::int64_t, std::string, std::string, std::string, int, std::int64_t, platform::Instant>();
  return {id, matter, party, name, step, content, version, case_id, at};
}

json::object draft_json(const Draft& d, bool with_content) {
  json::object out{{"id", d.id.str()}, {"matter_id", std::to_string(d.matter_id)}, {"matter_name", d.matter_name}, {"party_id", std::to_string(d.party_id)},
                   {"step", d.step}, {"version", d.version}, {"case_id", d.case_id ? json::value(std::to_string(d.case_id)) : json::value(nullptr)},
                   {"changed_at", platform::iso_instant(d.changed_at)}};
  if (with_content) {
    boost::system::error_code broken;
    auto content = json::parse(d.content, broken);
    out["content"] = broken ? json::value(json::object{}) : content;
  }
  return out;
}

Result<Draft> own_draft(Tx& tx, const Request& request) {
  const auto id = TRY(request.path_id<DraftId>("draft_id"));
  return tx.one("这份草稿", std::string(select_draft) + " where id = ? and account_id = ?" , draft_from, id, request.actor().id);
}

Schema draft_schema() {
  return Schema::object("ApplicationDraft", {{"matter_id", Schema::id().label("事项")}, {"party_id", Schema::id().label("申请人").optional()},
                                             {"step", Schema::text(30).label("步骤").optional()}, {"content", Schema::any().label("已填内容").optional()}});
}

std::string content_text(const json::object& body) {
  const auto* content = platform::object_at(body, "content");
  return json::serialize(content ? *content : json::object{});
}

void add_drafts(Routes& routes, Approval& a) {
  routes.get("/api/v1/my/drafts", Needs::citizen(), tag).operation("listDrafts").summary("我的草稿").answer(200, Schema::object("DraftList", {{"items", Schema::list(draft_answer_schema(), 100)}}))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        json::array items;
        for (const auto& d : tx.all(std::string(select_draft) + " where account_id = ? and case_id = 0 order by changed_at desc limit 50", draft_from, request.actor().id))
          items.push_back(draft_json(d, false));
        return Response::json(json::object{{"items", std::move(items)}});
      });
  routes.post("/api/v1/my/drafts", Needs::citizen(), tag).operation("createDraft").summary("开始填写").body(draft_schema()).answer(201, draft_answer_schema()).body_limit(512 << 10)
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto& body = request.body();
        const auto matter = TRY(a.services().catalogue.current(tx, catalogue::MatterId{platform::id_or_zero(body, "matter_id")}));
        const auto open = tx.scalar<std::int64_t>("select count(*) from application_draft where account_id = ? and case_id = 0", request.actor().id).value_or(0);
        if (open >= most_drafts) return fail(ErrorCode::rule_violated, "approval/too-many-drafts", fmt::format("草稿最多保存 {} 份，请先删除不用的草稿。", most_drafts));
        Draft d{.id = platform::new_id<DraftId>(), .matter_id = matter->matter.value(), .party_id = platform::id_or_zero(body, "party_id"), .matter_name = matter->name,
                .step = platform::text_or(body, "step", "start"), .content = content_text(body), .changed_at = tx.now()};
        tx.exec(R"sql(
            insert into application_draft (id, account_id, matter_id, matter_name, party_id, step, content, version, case_id, created_at, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?))sql",
                d.id, request.actor().id, d.matter_id, d.matter_name, d.party_id, d.step, d.content, tx.now(), tx.now());
        auto response = Response::created(draft_json(d, true));
        return response.etag(1);
      });
  routes.get("/api/v1/my/drafts/{draft_id}", Needs::citizen(), tag).operation("getDraft").summary("一份草稿").answer(200, draft_answer_schema())
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        const auto d = TRY(own_draft(tx, request));
        auto response = Response::json(draft_json(d, true));
        return response.etag(d.version);
      });
  routes.get("/api/v1/my/drafts/{draft_id}/form", Needs::citizen(), tag).operation("getDraftForm").summary("申请表预览 PDF，标明草稿").answer(200, Schema::nothing())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto d = TRY(own_draft(tx, request));
        const auto content = TRY(platform::parse_json(d.content));
        auto pdf = TRY(application_form_of(a, tx, request.actor(), FormDraft{d.matter_id, d.party_id, content.is_object() ? content.get_object() : json::object{}}));
        return Response::bytes(std::move(pdf), "application/pdf", "申请表（草稿）.pdf", Response::Disposition::inline_view);
      });
  routes.put("/api/v1/my/drafts/{draft_id}", Needs::citizen(), tag).operation("saveDraft").summary("保存草稿").body(draft_schema()).answer(200, draft_answer_schema()).body_limit(512 << 10)
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        auto d = TRY(own_draft(tx, request));
        if (d.case_id) return fail(ErrorCode::conflict, "approval/draft-submitted", "这份草稿已经提交，请到“我的办件”查看。");
        if (TRY(request.if_match()) != d.version)
          return fail(ErrorCode::stale_version, "approval/draft-changed", "这份草稿在别处改过，请重新载入，以免覆盖。");
        const auto& body = request.body();
        d.step = platform::text_or(body, "step", d.step);
        d.party_id = platform::id_or_zero(body, "party_id");
        d.content = content_text(body);
        tx.exec("update application_draft set step = ?, party_id = ?, content = ?, version = ?, changed_at = ? where id = ?", d.step, d.party_id, d.content, ++d.version, tx.now(), d.id);
        d.changed_at = tx.now();
        auto response = Response::json(draft_json(d, false));
        return response.etag(d.version);
      });
  routes.del("/api/v1/my/drafts/{draft_id}", Needs::citizen(), tag).operation("deleteDraft").summary("删除草稿").answer(204, Schema::nothing())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto d = TRY(own_draft(tx, request));
        if (!d.case_id) tx.exec("delete from application_draft where id = ?", d.id);
        return Response::no_content();
      });
}

}  // namespace

void add_citizen_routes(Routes& routes, Approval& a) {
  add_drafts(routes, a);
  routes.post("/api/v1/my/applications", Needs::citizen(), tag).operation("submitApplication").summary("提交申请（同一草稿或同一幂等键只提交一次）").body(submission_schema())
      .answer(201, done_schema()).body_limit(1 << 20)
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto done = TRY(a.submit(tx, request.actor(), application_from(request.body())));
        auto response = Response::created(done_json(done));
        return response.etag(done.version);
      });
  const auto known = Schema::object("PrefilledAnswer", {{"pointer", Schema::text(300)}, {"value", Schema::any()}, {"source", Schema::text(300)}});
  routes.get("/api/v1/my/prefill", Needs::citizen(), tag).operation("prefillForm").summary("申请表中已经知道的内容及其来源").parameter("matter_id", Schema::id().label("事项"))
      .parameter("party_id", Schema::id().label("申请人")).answer(200, Schema::object("PrefilledAnswers", {{"items", Schema::list(known, 3000)}}))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto matter = TRY(platform::parse_id(request.query("matter_id").value_or("")));
        const auto party = TRY(platform::parse_id(request.query("party_id").value_or("")));
        json::array items;
        const auto list = TRY(prefill(a, tx, request.actor(), matter, party::PartyId{party}));
        for (const auto& one : list) items.push_back(json::object{{"pointer", one.pointer}, {"value", one.value}, {"source", one.source}});
        return Response::json(json::object{{"items", std::move(items)}});
      });
  routes.get("/api/v1/my/cases", Needs::citizen(), tag).operation("listMyCases").summary("我的办件").parameter("state", Schema::text(200).optional())
      .parameter("q", Schema::text(60).optional()).parameter("after", Schema::text(60).optional()).parameter("limit", Schema::integer(1, 100).optional()).answer(200, page_schema("MyCasePage", case_line_schema()))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto filter = TRY(filter_from(request, tx.today()));
        const auto page = cases::list_cases(tx, a.viewer_of(tx, request.actor()), filter);
        PageCalendars days{a.services().calendars, tx};
        json::array items;
        for (const auto& file : page.items) items.push_back(case_line(file, days.of(file.region_code), tx.today()));
        return Response::json(platform::page_of(std::move(items), page.next, page.total, page.is_exact));
      });
  routes.get("/api/v1/my/cases/{case_id}", Needs::citizen(), tag).operation("getMyCase").summary("我的办件：进度、期限怎么算、文书、材料").answer(200, case_page_schema(Reader::applicant))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        auto response = Response::json(case_page(a, tx, request.actor(), file, true));
        return response.etag(file.version);
      });
  routes.post("/api/v1/my/cases/{case_id}/correction-answer", Needs::citizen(), tag).operation("answerCorrection").summary("提交补正").body(correction_answer_schema())
      .answer(200, done_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.answer_correction(tx, request.actor(), id, version, correction_answer_from(request.body())));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
  routes.put("/api/v1/my/cases/{case_id}/delivery", Needs::citizen(), tag).operation("changeDelivery").summary("改领取方式或收件地址，送达前都可以")
      .body(delivery_choice_schema()).answer(200, done_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.change_delivery(tx, request.actor(), id, version, delivery_choice_from(request.body())));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
  routes.post("/api/v1/my/cases/{case_id}/withdrawal", Needs::citizen(), tag).operation("withdrawCase").summary("撤回申请")
      .body(Schema::object("Withdrawal", {{"reason", Schema::text(500).label("撤回理由").optional()}})).answer(200, done_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.withdraw(tx, request.actor(), id, version, platform::text_or(request.body(), "reason")));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
}

}  // namespace yimen::approval
