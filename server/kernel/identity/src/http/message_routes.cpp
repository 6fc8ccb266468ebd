#include <boost/json.hpp>

#include "http/routes.h"
#include "store/record_store.h"
#include "yimen/platform/live.h"

namespace yimen::identity::http {

namespace {

json::object message_view(const store::MessageRow& message) {
  return {{"id", std::to_string(message.id)}, {"title", message.title}, {"body", message.body}, {"link", message.link},
          {"created_at", platform::iso_instant(message.created_at)}, {"read_at", instant_or_null(message.read_at)}};
}

Schema message_schema() {
  return Schema::object("Message", {{"id", Schema::id()}, {"title", Schema::text(100)}, {"body", Schema::text(2000).or_empty()},
                                    {"link", Schema::text(200).or_empty()}, {"created_at", Schema::instant()}, {"read_at", Schema::instant().or_null()}});
}

Result<Response> list_messages(const Request& request, Tx& tx) {
  const auto limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
  const bool only_unread = request.query("unread").value_or("") == "true";
  const auto rows = store::messages_of(tx, request.actor().id, only_unread, cursor_of(request), limit);
  json::array items;
  for (const auto& row : rows) items.push_back(message_view(row));
  const auto unread = store::unread_count(tx, request.actor().id);
  auto page = platform::page_of(std::move(items), next_cursor(rows, limit, [](const auto& row) { return row.id; }), unread, unread < 1000);
  page["unread"] = unread;
  return Response::json(page);
}

}  // namespace

void add_message_routes(Routes& routes, Context&) {
  routes.get("/api/v1/my/messages", Needs::signed_in(), tag)
      .summary("我的消息").operation("listMyMessages")
      .parameter("unread", Schema::one_of({"true", "false"}).optional().describe("只看未读"))
      .parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, page_schema("MessagePage", message_schema()))
      .reads(list_messages);
  routes.get("/api/v1/my/messages/unread-count", Needs::signed_in(), tag)
      .summary("未读消息数").operation("countMyUnreadMessages").answer(200, Schema::object("UnreadCount", {{"unread", Schema::integer()}}))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        return Response::json({{"unread", store::unread_count(tx, request.actor().id)}});
      });
  routes.post("/api/v1/my/messages/{message_id}/read", Needs::signed_in(), tag)
      .summary("标为已读").operation("readMyMessage").answer(204, Schema::nothing())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(platform::parse_id(request.path_text("message_id")));
        if (store::mark_read(tx, request.actor().id, id) == 0) return fail(ErrorCode::not_found, "identity/message-not-found", "没有找到这条消息。");
        return Response::no_content();
      });
  routes.post("/api/v1/my/messages/read", Needs::signed_in(), tag)
      .summary("全部标为已读").operation("readAllMyMessages").answer(200, Schema::object("ReadMessages", {{"read", Schema::integer()}}))
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        return Response::json({{"read", store::mark_all_read(tx, request.actor().id)}});
      });
  routes.put("/api/v1/my/notification-channels", Needs::signed_in(), tag)
      .summary("设置通知方式").operation("changeMyNotificationChannels").answer(204, Schema::nothing())
      .body(Schema::object("NotificationChannels", {{"sms", Schema::boolean().label("短信通知")}}))
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        store::set_channel(tx, request.actor().id, "sms", platform::bool_or(request.body(), "sms", true));
        return Response::no_content();
      });
}

}  // namespace yimen::identity::http

namespace yimen::identity {

platform::LiveTopic unread_topic() {
  return {.event = "unread",
          .signal = std::string(store::message_signal),
          .keys = [](Tx&, const Actor& actor) { return std::vector<std::int64_t>{actor.id.value()}; },
          .look = [](Tx& tx, const Actor& actor) -> std::optional<platform::LiveTopic::News> {
            return platform::LiveTopic::News{{{"unread", store::unread_count(tx, actor.id)}}};
          }};
}

}  // namespace yimen::identity
