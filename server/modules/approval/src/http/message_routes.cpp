// 消息和信号: the catalogue for who draws, recording what came for a case, signals to many cases.
#include <boost/json.hpp>

#include "answer_schemas.h"
#include "service/process_messages.h"
#include "views.h"
#include "yimen/approval/http.h"
#include "yimen/cases/process_messages.h"
#include "yimen/cases/step_documents.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Schema;

namespace {

constexpr const char* tag = "流程消息";

Result<Response> list_catalogue(const Request&, Tx&) {
  json::array items;
  for (const auto& one : cases::process_messages)
    items.push_back(json::object{{"name", one.name}, {"label", one.label}, {"is_recorded", !one.permission.empty()}});
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> list_step_documents(const Request&, Tx&) {
  json::array items;
  for (const auto& one : cases::step_documents) items.push_back(json::object{{"type", one.type}, {"label", one.label}});
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> list_signals(const Request& request, Tx& tx) {
  json::array items;
  for (const auto& one : awaited_signals(tx, request.actor())) items.push_back(json::object{{"name", one.name}, {"cases", one.cases}});
  return Response::json(json::object{{"items", std::move(items)}});
}

Schema words_schema(const char* name, const char* what, const char* words) {
  return Schema::object(name, {{"name", Schema::text(100).label(what)}, {"words", Schema::text(500).label(words)}});
}

}  // namespace

void add_message_routes(Routes& routes, Approval& a) {
  const auto edit = Needs::permission_of("process.edit");
  routes.get("/api/v1/process-messages", edit, tag).operation("listProcessMessages").summary("流程可以等待的消息：由办件的动作发出的，和由人记录的")
      .answer(200, Schema::object("ProcessMessageList", {{"items", Schema::list(Schema::object("ProcessMessage", {{"name", Schema::text(100)}, {"label", Schema::text(100)}, {"is_recorded", Schema::boolean()}}), 100)}}))
      .reads(list_catalogue);
  routes.get("/api/v1/step-documents", edit, tag).operation("listStepDocuments").summary("环节可以要求作出的文书")
      .answer(200, Schema::object("StepDocumentList", {{"items", Schema::list(Schema::object("StepDocument", {{"type", Schema::text(40)}, {"label", Schema::text(100)}}), 50)}})).reads(list_step_documents);
  routes.get("/api/v1/process-signals", edit, tag).operation("listProcessSignals").summary("管辖范围内的在办件正在等待的信号")
      .answer(200, Schema::object("ProcessSignalList", {{"items", Schema::list(Schema::object("ProcessSignal", {{"name", Schema::text(100)}, {"cases", Schema::integer()}}), 200)}})).reads(list_signals);
  routes.post("/api/v1/process-signals", Needs::permission_of("process.publish"), tag).operation("sendProcessSignal").summary("发出信号：等待它的在办件各收到一次（后台送达）")
      .body(words_schema("SendProcessSignal", "信号", "理由")).answer(202, Schema::object("SentProcessSignal", {{"cases", Schema::integer()}}))
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto waiting = TRY(a.send_signal(tx, request.actor(), platform::text_or(request.body(), "name"), platform::text_or(request.body(), "words")));
        return Response::json(json::object{{"cases", waiting}}, 202);
      });
  routes.post("/api/v1/cases/{case_id}/messages", Needs::permission_of("cases.read"), tag).operation("recordCaseMessage").summary("记录办件流程正在等待的一条消息")
      .body(words_schema("RecordCaseMessage", "消息", "消息内容")).answer(200, done_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<CaseId>("case_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(a.record_message(tx, request.actor(), id, version, platform::text_or(request.body(), "name"), platform::text_or(request.body(), "words")));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
}

}  // namespace yimen::approval
