#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/routes.h"
#include "yimen/trail/trail.h"

namespace yimen::identity::http {

namespace {

Schema account_schema() {
  return Schema::object("SessionAccount", {{"id", Schema::id()},
                                           {"login", Schema::text(32)},
                                           {"name", Schema::text(120)},
                                           {"kind", Schema::one_of({"citizen", "staff"})},
                                           {"real_name_level", Schema::integer(0, 4)},
                                           {"party_id", Schema::id().optional()},
                                           {"is_demo", Schema::boolean()}});
}

Schema post_schema() {
  return Schema::object("SessionPost", {{"id", Schema::id()},
                                        {"name", Schema::text(100)},
                                        {"department_id", Schema::id()},
                                        {"department_name", Schema::text(100)},
                                        {"region_code", Schema::text(15)},
                                        {"center_id", Schema::text(20).describe("所在大厅，0 表示没有")},
                                        {"is_substitute", Schema::boolean().describe("代理他人岗位（AB岗）")},
                                        {"absent_holder_name", Schema::text(50).optional()}});
}

Result<Response> read_session(Context& context, const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  const auto token = request.cookie(cookie_name);
  const auto found = token.empty() ? std::nullopt : store::find_session(tx, platform::sm3_hex(token));
  // A restricted or expired session is anonymous for the gate; only a session the gate let in is shown.
  if (!found || found->session.id != actor.session_id || !actor.id) return Response::json({{"account", nullptr}});
  const auto account = store::find(tx, actor.id);
  return Response::json(session_view(tx, context, *account, found->session, csrf_token_of(token)));
}

Result<Response> create_session(Context& context, const Request& request) {
  const auto& body = request.body();
  const auto caller = caller_of(request);
  const auto phone = platform::text_or(body, "phone"), code = platform::text_or(body, "sms_code");
  const auto login = platform::text_or(body, "login"), password = platform::text_or(body, "password");
  if (!phone.empty() && !code.empty())
    return signed_in(context, TRY(sign_in_with_code(context, caller, phone, code)), 200);
  if (login.empty() || password.empty())
    return fail(ErrorCode::invalid_input, "identity/credentials-missing", "请填写登录名和密码，或手机号和验证码。");
  return signed_in(context, TRY(sign_in_with_password(context, caller, login, password, platform::text_or(body, "otp"))), 200);
}

Result<Response> delete_session(Context& context, const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  if (actor.session_id) {
    store::end_session(tx, actor.id, actor.session_id);
    trail::append(tx, actor, {.action = "identity.sign_out", .subject_kind = "account", .subject_id = actor.id.value(),
                              .region_code = actor.scope_low, .text = "退出登录"});
  }
  (void)context;
  return Response::no_content().cookie(cookie_name, "", 0);
}

Result<Response> choose_post(Context& context, const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  const auto post_id = platform::id_or_zero(request.body(), "post_id");
  const auto held = context.organisation.posts_of(tx, actor.id, tx.today());
  const auto chosen = std::find_if(held.begin(), held.end(), [&](const auto& one) { return one.post.id.value() == post_id; });
  if (chosen == held.end())
    return fail(ErrorCode::forbidden, "identity/not-your-post", "该岗位今天不由您担任，也没有由您代理，请刷新后重新选择。");
  store::set_post(tx, actor.session_id, post_id);
  auto account = *store::lock(tx, actor.id);
  account.last_post_id = post_id;
  store::update(tx, account);
  trail::append(tx, actor, {.action = "identity.choose_post", .subject_kind = "account", .subject_id = actor.id.value(),
                            .region_code = chosen->post.region_code,
                            .text = chosen->is_substitute ? fmt::format("代理{}的岗位“{}”", chosen->absent_holder_name, chosen->post.name)
                                                          : fmt::format("切换到岗位“{}”", chosen->post.name),
                            .facts = {{"post_id", std::to_string(post_id)}, {"is_substitute", chosen->is_substitute}}});
  const auto token = request.cookie(cookie_name);
  return Response::json(session_view(tx, context, account, store::find_session(tx, platform::sm3_hex(token))->session, csrf_token_of(token)));
}

Result<Response> choose_window(Context& context, const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  const auto window_id = platform::id_or_zero(request.body(), "window_id");
  if (window_id)
    TRY(context.organisation.require_window(tx, organisation::PostId{actor.post_id}, organisation::WindowId{window_id}));
  store::set_window(tx, actor.session_id, window_id);
  std::string text = "离开窗口";
  if (window_id) {
    const auto window = TRY(context.organisation.window(tx, organisation::WindowId{window_id}));
    text = fmt::format("在{}上岗", window.name);
  }
  trail::append(tx, actor, {.action = "identity.choose_window", .subject_kind = "account", .subject_id = actor.id.value(),
                            .region_code = actor.scope_low, .text = text, .facts = {{"window_id", std::to_string(window_id)}}});
  const auto account = *store::find(tx, actor.id);
  const auto token = request.cookie(cookie_name);
  return Response::json(session_view(tx, context, account, store::find_session(tx, platform::sm3_hex(token))->session, csrf_token_of(token)));
}

}  // namespace

Schema session_schema() {
  return Schema::object("Session", {{"account", account_schema().optional()},
                                    {"csrf_token", Schema::text(100).optional()},
                                    {"permissions", Schema::list(Schema::text(100), 1000).optional()},
                                    {"posts", Schema::list(post_schema()).optional()},
                                    {"post_id", Schema::id().optional()},
                                    {"window_id", Schema::id().optional()},
                                    {"must_change_password", Schema::boolean().optional()},
                                    {"must_enrol_otp", Schema::boolean().optional()},
                                    {"privacy_version_due", Schema::text(20).optional().describe("需要重新同意的隐私政策版本")},
                                    {"unread_messages", Schema::integer().optional()},
                                    {"expires_at", Schema::instant().optional()},
                                    {"ends_in_seconds", Schema::integer().optional().describe("不再操作时，多少秒后自动退出；后台请求（X-Background: 1）不算操作")},
                                    {"closes_in_seconds", Schema::integer().optional().describe("无论是否操作，多少秒后必须重新登录")}});
}

Response signed_in(const Context& context, OpenedSession opened, int status) {
  auto response = Response::json(opened.view, status);
  response.cookie(cookie_name, opened.token, context.options.absolute_hours * 3600);
  return response;
}

void add_session_routes(Routes& routes, Context& context) {
  routes.get("/api/v1/session", Needs::anybody(), tag)
      .summary("当前登录的账号").operation("readSession").answer(200, session_schema())
      .reads([&](const Request& request, Tx& tx) { return read_session(context, request, tx); });
  routes.post("/api/v1/session", Needs::anybody(), tag)
      .summary("登录").operation("createSession").without_csrf().rate(60).body_limit(4096)
      .body(Schema::object("SignIn", {{"login", Schema::text(64).label("登录名").optional()},
                                      {"password", Schema::text(200).label("密码").optional()},
                                      {"otp", Schema::text(10).label("动态口令").optional()},
                                      {"phone", Schema::text(30).label("手机号").optional()},
                                      {"sms_code", Schema::text(10).label("验证码").optional()}}))
      .answer(200, session_schema())
      .handles([&](const Request& request) { return create_session(context, request); });
  routes.del("/api/v1/session", Needs::anybody(), tag)
      .summary("退出登录").operation("deleteSession").answer(204, Schema::nothing())
      .commands([&](const Request& request, Tx& tx) { return delete_session(context, request, tx); });
  routes.post("/api/v1/session/post", Needs::staff(), tag)
      .summary("切换岗位").operation("chooseSessionPost").answer(200, session_schema())
      .body(Schema::object("ChoosePost", {{"post_id", Schema::id().label("岗位")}}))
      .commands([&](const Request& request, Tx& tx) { return choose_post(context, request, tx); });
  routes.post("/api/v1/session/window", Needs::staff(), tag)
      .summary("窗口上岗或离岗").operation("chooseSessionWindow").answer(200, session_schema())
      .body(Schema::object("ChooseWindow", {{"window_id", Schema::id().label("窗口").optional().describe("不填表示离岗")}}))
      .commands([&](const Request& request, Tx& tx) { return choose_window(context, request, tx); });
}

}  // namespace yimen::identity::http
