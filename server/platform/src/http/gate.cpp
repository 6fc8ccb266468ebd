#include "http/gate.h"

#include "http/answers.h"
#include "http/idempotency.h"
#include "http/schema_node.h"
#include "http/text_tools.h"
#include "yimen/platform/log.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

bool is_unsafe(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

bool is_form(const Request& request) {
  return request.header("content-type").starts_with("application/x-www-form-urlencoded");
}

bool is_json(const Request& request) {
  auto type = request.header("content-type");
  type = trim_blanks(type.substr(0, type.find(';')));
  return equal_ignoring_case(type, "application/json");
}

Error error_of(const DbError& trouble) {
  switch (trouble.fault()) {
    case DbFault::connection:
    case DbFault::busy:
    case DbFault::serialization:
    case DbFault::cancelled:
      return {ErrorCode::unavailable, "platform/database-unavailable",
              "系统暂时繁忙，您的操作没有保存，也没有丢失已办理的内容。请稍等几秒后重试。"};
    case DbFault::full:
      return {ErrorCode::unavailable, "platform/storage-full",
              "存储空间已满，您的操作没有保存，已办理的内容不受影响。请稍后重试，或联系系统管理员清理空间。"};
    case DbFault::other:
    case DbFault::unique:
    case DbFault::foreign_key:
    case DbFault::not_null:
    case DbFault::check:
    case DbFault::syntax:
    case DbFault::too_new:
      break;
  }
  return {ErrorCode::internal, "platform/internal",
          "系统出现错误，您的操作没有保存。请稍后重试；如再次出现，请把页面上的编号告诉工作人员。"};
}

/// Answers an exception that is being handled; logs it once.
void answer_exception(Exchange& exchange) {
  Error error = error_of(DbError{DbFault::other, "", ""});
  std::string what = "unknown exception", state;
  try {
    throw;
  } catch (const DbError& trouble) {
    error = error_of(trouble);
    what = trouble.what();
    state = trouble.state();
  } catch (const BodyTrouble& trouble) {
    exchange.keep_alive = false;
    exchange.refuse(trouble.error(), trouble.status());
    return;
  } catch (const std::exception& trouble) { what = trouble.what(); } catch (...) {
  }
  log_error("request failed", {{"trace_id", exchange.request.request_id},
                               {"route", exchange.route ? exchange.route->path : ""},
                               {"what", what},
                               {"state", state}});
  exchange.refuse(error);
}

void check_parameters(const Route& route, const Request& request, std::vector<FieldProblem>& problems) {
  for (const auto& parameter : route.parameters) {
    auto text = request.query(parameter.name);
    if (const auto from_path = request.path_text(parameter.name); !from_path.empty()) text = std::string(from_path);
    if (text && text->empty() && parameter.schema.is_optional()) continue;
    const auto value = text ? value_from_text(parameter.schema, *text) : json::value{};
    const auto named =
        parameter.schema.node().label.empty() ? parameter.schema.label(parameter.name) : parameter.schema;
    const auto checked = named.check(value);
    if (checked) continue;
    for (const auto& problem : checked.error().fields) problems.push_back({parameter.name, problem.detail});
  }
}

Result<void> read_body(const Route& route, Request& request) {
  std::vector<FieldProblem> problems;
  check_parameters(route, request, problems);
  if (!problems.empty()) {
    auto detail = problems.front().detail;
    return fail(ErrorCode::invalid_input, "platform/invalid-parameter", std::move(detail), std::move(problems));
  }
  if (route.body.is_nothing() || route.is_streaming) return {};
  auto value = std::make_shared<json::value>(nullptr);
  if (!request.raw_body.empty()) {
    if (!is_json(request))
      return fail(ErrorCode::malformed, "platform/not-json", "提交的内容应为 JSON（Content-Type: application/json）。");
    *value = TRY(parse_json(request.raw_body));
  }
  if (value->is_null() && !route.body.is_optional())
    return fail(ErrorCode::malformed, "platform/body-missing", "没有收到提交的内容，请重新提交。");
  TRY(route.body.check(*value));
  request.set_body(std::move(value));
  return {};
}

}  // namespace

void Exchange::refuse(const Error& error) {
  refuse(error, http_status(error.code));
}

void Exchange::refuse(const Error& error, int status) {
  slug = error.slug;
  response = error_answer(error, request, status, is_page());
}

void Gate::admit(Exchange& exchange) {
  try {
    if (const auto checked = check_caller(exchange); !checked) exchange.refuse(checked.error());
    exchange.is_admitted = true;
  } catch (...) { answer_exception(exchange); }
}

void Gate::answer(Exchange& exchange) {
  if (!exchange.is_admitted) admit(exchange);
  if (exchange.response) return;
  try {
    auto result = call(exchange);
    if (result) {
      exchange.response = std::move(*result);
      return;
    }
    const auto& error = result.error();
    if (error.code == ErrorCode::internal)
      log_error("request failed", {{"trace_id", exchange.request.request_id},
                                   {"route", exchange.route->path},
                                   {"slug", error.slug},
                                   {"what", error.detail},
                                   {"where", error.where.to_string()}});
    exchange.refuse(error);
  } catch (...) { answer_exception(exchange); }
}

Result<void> Gate::check_caller(Exchange& exchange) {
  auto& request = exchange.request;
  auto actor = exchange.route->asks_who ? authenticator_.authenticate(request) : Actor{};
  actor.ip = request.ip;
  actor.request_id = request.request_id;
  request.set_actor(std::move(actor));
  TRY(check_permission(exchange));
  if (!is_unsafe(request.method)) return {};
  TRY(check_origin(exchange));
  // A form carries its token in the body, which has not been read yet: call() looks there.
  if (request.header("x-csrf-token").empty() && is_form(request)) return {};
  return check_token(exchange);
}

Result<void> Gate::check_permission(const Exchange& exchange) {
  const auto& actor = exchange.request.actor();
  const auto& needs = exchange.route->needs;
  bool is_allowed = false;
  switch (needs.who) {
    case Needs::Who::anybody:
      is_allowed = true;
      break;
    case Needs::Who::signed_in:
      is_allowed = actor.is_citizen() || actor.is_staff();
      break;
    case Needs::Who::citizen:
      is_allowed = actor.is_citizen();
      break;
    case Needs::Who::staff:
      is_allowed = actor.is_staff();
      break;
    case Needs::Who::permission:
      is_allowed = !needs.permission.empty() && actor.may(needs.permission);
      break;
  }
  if (is_allowed) return {};
  if (actor.kind == ActorKind::anonymous)
    return fail(ErrorCode::unauthenticated, "platform/not-signed-in",
                "请先登录后再进行这项操作。如果刚才已登录，可能是登录已过期，请重新登录。");
  authenticator_.note_refusal(actor, *exchange.route, exchange.request);
  return fail(ErrorCode::forbidden, "platform/not-permitted",
              "您没有进行这项操作的权限。如工作需要，请联系本单位的系统管理员。");
}

/// Browsers say where a request comes from; programs do not. What says "another site" is refused.
Result<void> Gate::check_origin(const Exchange& exchange) const {
  const auto& request = exchange.request;
  // An interface without token (callbacks of other systems) that brings no cookie has nothing to steal; a page always
  // asks.
  if (!exchange.route->needs_csrf && !exchange.route->is_hidden && request.header("cookie").empty()) return {};
  const auto site = request.header("sec-fetch-site");
  auto origin = request.header("origin");
  bool is_foreign = !site.empty() && site != "same-origin" && site != "none";
  if (!origin.empty()) {
    const auto scheme = origin.find("://");
    origin = scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
    auto host = request.header("host");
    if (const auto forwarded = request.header("x-forwarded-host"); options_.trust_forwarded_for && !forwarded.empty())
      host = forwarded;
    is_foreign = is_foreign || !equal_ignoring_case(origin, host);
  }
  if (!is_foreign) return {};
  return fail(ErrorCode::forbidden, "platform/foreign-origin",
              "这次提交来自其他网站，为了您的安全已被拒绝。请从本网站的页面重新操作。");
}

Result<void> Gate::check_token(const Exchange& exchange) {
  const auto& request = exchange.request;
  // Only a browser's cookie is sent without the person's doing; a bearer token is not.
  const bool rides_on_cookie = !request.header("cookie").empty() && request.header("authorization").empty();
  if (!exchange.route->needs_csrf || !rides_on_cookie || request.actor().session_id == 0) return {};
  std::string token{request.header("x-csrf-token")};
  if (token.empty()) token = request.form("csrf_token").value_or("");
  if (!token.empty() && authenticator_.csrf_matches(request.actor(), token)) return {};
  return fail(ErrorCode::forbidden, "platform/csrf-token",
              "页面已过期，请刷新页面后重新提交，已填写的内容不会因此提交两次。");
}

Result<Response> Gate::call(Exchange& exchange) {
  auto& request = exchange.request;
  const auto& route = *exchange.route;
  if (is_unsafe(request.method) && request.header("x-csrf-token").empty() && is_form(request))
    TRY(check_token(exchange));
  TRY(read_body(route, request));
  if (route.read) return database_.read([&](Tx& tx) { return route.read(request, tx); });
  if (route.command) return run_command(database_, route, request);
  return route.plain(request);
}

}  // namespace yimen::platform
