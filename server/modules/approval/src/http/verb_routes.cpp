// 加签、委托、撤回、催办、跳转: routes of what people in offices do on a running case.
#include <boost/json.hpp>

#include "answer_schemas.h"
#include "views.h"
#include "yimen/approval/http.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Schema;

namespace {

constexpr const char* tag = "办件";

/// One verb on a task in the version of its case that was looked at; answers where the case stands now.
template <class Act>
void add_verb(Routes& routes, std::string path, std::string permission, std::string operation, std::string summary, Schema body, Act act) {
  routes.post("/api/v1/tasks/{task_id}" + path, Needs::permission_of(std::move(permission)), tag).operation(std::move(operation)).summary(std::move(summary)).body(std::move(body)).answer(200, done_schema())
      .commands([act](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<TaskId>("task_id"));
        const int version = TRY(request.if_match());
        const auto done = TRY(act(tx, request.actor(), id, version, request.body()));
        auto response = Response::json(done_json(done));
        return response.etag(done.version);
      });
}

template <class Act>
void add_quiet_verb(Routes& routes, std::string path, Needs needs, std::string operation, std::string summary, Schema body, Act act) {
  routes.post("/api/v1/tasks/{task_id}" + path, std::move(needs), tag).operation(std::move(operation)).summary(std::move(summary)).body(std::move(body)).answer(204, Schema::nothing())
      .commands([act](const Request& request, Tx& tx) -> Result<Response> {
        TRY(act(tx, request.actor(), TRY(request.path_id<TaskId>("task_id")), request.body()));
        return Response::no_content();
      });
}

SignOrder sign_from(const json::object& body) {
  SignOrder order{.place = platform::text_or(body, "place", "before"), .reason = platform::text_or(body, "reason")};
  if (const auto* people = platform::array_at(body, "people"))
    for (const auto& one : *people)
      if (const auto id = platform::parse_id(one.is_string() ? std::string_view(one.as_string()) : std::string_view())) order.people.emplace_back(*id);
  return order;
}

json::object place_json(const Approval::Place& place) { return {{"node", place.node}, {"name", place.name}, {"stage", place.stage}}; }
json::object colleague_json(const Approval::Colleague& one) { return {{"id", one.id.str()}, {"name", one.name}, {"role", one.role}}; }

template <class Item, class Render>
json::array list_json(const std::vector<Item>& items, Render render) {
  json::array list;
  for (const auto& item : items) list.push_back(render(item));
  return list;
}

Schema choices_schema() {
  const auto place = Schema::object("ProcessPlace", {{"node", Schema::text(100)}, {"name", Schema::text(200)}, {"stage", Schema::text(20)}});
  const auto colleague = Schema::object("Colleague", {{"id", Schema::id()}, {"name", Schema::text(100)}, {"role", Schema::text(40)}});
  return Schema::object("TaskChoices", {{"return_places", Schema::list(place, 500)}, {"jump_places", Schema::list(place, 500)}, {"signers", Schema::list(colleague, 1000)}, {"substitutes", Schema::list(colleague, 1000)}});
}

Schema reason_schema(const char* name) { return Schema::object(name, {{"reason", Schema::text(200).label("理由")}}); }

}  // namespace

void add_verb_routes(Routes& routes, Approval& a) {
  using Body = json::object;
  routes.get("/api/v1/tasks/{task_id}/choices", Needs::permission_of("cases.read"), tag).operation("getTaskChoices").summary("一项待办可以退回、跳转、加签、委托给谁")
      .answer(200, choices_schema())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto found = TRY(a.choices(tx, request.actor(), TRY(request.path_id<TaskId>("task_id"))));
        return Response::json(json::object{{"return_places", list_json(found.return_places, place_json)}, {"jump_places", list_json(found.jump_places, place_json)},
                                           {"signers", list_json(found.signers, colleague_json)}, {"substitutes", list_json(found.substitutes, colleague_json)}});
      });
  add_verb(routes, "/signers", "cases.review", "addSigners", "加签：办前、同时或办后请人提意见",
           Schema::object("AddSigners", {{"people", Schema::list(Schema::id(), 10).label("加签给")}, {"place", Schema::one_of({"before", "after", "beside"}).label("何时").optional()}, {"reason", Schema::text(200).label("加签理由")}}),
           [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.add_signers(tx, who, id, v, sign_from(b)); });
  add_verb(routes, "/signature-cancellation", "cases.read", "cancelSignature", "取消还没有办完的加签", reason_schema("CancelSignature"),
           [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.cancel_signature(tx, who, id, v, platform::text_or(b, "reason")); });
  add_verb(routes, "/retraction", "cases.review", "takeBackTask", "撤回自己提交的环节（后面的人还没有开始办）", reason_schema("TakeBackTask"),
           [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) { return a.take_back(tx, who, id, v, platform::text_or(b, "reason")); });
  add_verb(routes, "/jump", "cases.jump", "jumpTask", "跳转到流程的另一个环节",
           Schema::object("JumpTask", {{"to_node", Schema::text(100).label("跳转到")}, {"reason", Schema::text(500).label("跳转理由")}, {"stops_others", Schema::boolean().label("一并停止其他分支").optional()}}),
           [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) {
             return a.jump(tx, who, id, v, {.to_node = platform::text_or(b, "to_node"), .reason = platform::text_or(b, "reason"), .stops_others = platform::bool_or(b, "stops_others")});
           });
  add_verb(routes, "/documents", "cases.read", "makeStepDocument", "制作环节要求的文书",
           Schema::object("MakeStepDocument", {{"type", Schema::text(40).label("文书")}, {"facts", Schema::any().label("内容")}}),
           [&a](Tx& tx, const Actor& who, TaskId id, int v, const Body& b) {
             const auto* facts = platform::object_at(b, "facts");
             return a.make_step_document(tx, who, id, v, platform::text_or(b, "type"), facts ? *facts : Body{});
           });
  add_quiet_verb(routes, "/delegation", Needs::permission_of("cases.review"), "delegateTask", "委托同岗位人员办理，办完由本人确认",
                 Schema::object("DelegateTask", {{"to", Schema::id().label("委托给")}, {"reason", Schema::text(200).label("委托理由")}}),
                 [&a](Tx& tx, const Actor& who, TaskId id, const Body& b) { return a.delegate(tx, who, id, platform::UserId{platform::id_or_zero(b, "to")}, platform::text_or(b, "reason")); });
  add_quiet_verb(routes, "/delegation-recall", Needs::permission_of("cases.review"), "recallTask", "收回委托", Schema::nothing(),
                 [&a](Tx& tx, const Actor& who, TaskId id, const Body&) { return a.recall(tx, who, id); });
  add_quiet_verb(routes, "/urging", Needs::permission_of("cases.urge"), "urgeTask", "催办", Schema::object("UrgeTask", {{"words", Schema::text(200).label("催办的话")}}),
                 [&a](Tx& tx, const Actor& who, TaskId id, const Body& b) { return a.urge(tx, who, id, platform::text_or(b, "words")); });
}

}  // namespace yimen::approval
