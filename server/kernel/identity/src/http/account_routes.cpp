#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/routes.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

/// Accounts as the system administrator sees them: who may sign in, never what they may do (that is the security
/// administrator's, in organisation).
namespace yimen::identity::http {

namespace {

using store::AccountRow;

json::object view_of(const Context& context, const AccountRow& account, Instant now) {
  const bool is_staff = account.kind == AccountKind::staff;
  const auto phone = context.cipher.decrypt(account.phone_sealed);
  return {{"id", account.id.str()},
          {"kind", platform::EnumText<AccountKind>::to(account.kind)},
          {"login", account.login},
          {"name", is_staff ? account.name : party::mask_name(account.name)},
          {"phone", phone ? party::mask_phone(*phone) : ""},
          {"real_name_level", account.real_name_level},
          {"is_active", account.is_active},
          {"is_locked", account.is_locked(now)},
          {"is_demo", account.is_demo},
          {"must_change_password", account.must_change_password},
          {"is_otp_enrolled", account.is_otp_enrolled},
          {"last_sign_in_at", instant_or_null(account.last_sign_in_at)},
          {"created_at", platform::iso_instant(account.created_at)},
          {"version", account.version}};
}

Schema account_schema() {
  return Schema::object("Account", {{"id", Schema::id()}, {"kind", Schema::one_of({"citizen", "staff"})}, {"login", Schema::text(32)},
                                    {"name", Schema::text(120)}, {"phone", Schema::text(30).or_empty()}, {"real_name_level", Schema::integer(0, 4)},
                                    {"is_active", Schema::boolean()}, {"is_locked", Schema::boolean()}, {"is_demo", Schema::boolean()},
                                    {"must_change_password", Schema::boolean()}, {"is_otp_enrolled", Schema::boolean()},
                                    {"last_sign_in_at", Schema::instant().or_null()}, {"created_at", Schema::instant()}, {"version", Schema::integer()}});
}

/// Staff of the administrator's region; citizens belong to no region and are found by their login only.
bool is_in_scope(const Actor& actor, const AccountRow& account) {
  return account.kind == AccountKind::citizen || (account.region_code >= actor.scope_low && account.region_code < actor.scope_high);
}

Result<Response> list_accounts(Context& context, const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  const auto limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
  const auto words = platform::trim(request.query("q").value_or(""));
  std::vector<AccountRow> rows;
  if (request.query("kind").value_or("staff") == "citizen") {
    if (auto one = words.empty() ? std::nullopt : store::find(tx, words); one && one->kind == AccountKind::citizen) rows.push_back(std::move(*one));
  } else {
    rows = store::list(tx, {.kind = AccountKind::staff, .login_start = words, .scope_low = actor.scope_low, .scope_high = actor.scope_high,
                            .before = UserId{cursor_of(request)}, .limit = limit});
  }
  json::array items;
  for (const auto& row : rows) items.push_back(view_of(context, row, tx.now()));
  const auto total = static_cast<std::int64_t>(items.size());
  auto next = next_cursor(rows, limit, [](const auto& row) { return row.id.value(); });
  const bool is_whole = !next && cursor_of(request) == 0;
  return Response::json(platform::page_of(std::move(items), std::move(next), total, is_whole));
}

Result<NewStaff> new_staff_from(Tx& tx, Context& context, const Request& request) {
  const auto& body = request.body();
  NewStaff staff{.id = UserId{platform::id_or_zero(body, "staff_id")}, .login = platform::trim(platform::text_or(body, "login"))};
  const auto person = TRY(context.organisation.staff(tx, staff.id));
  const auto& actor = request.actor();
  if (person.region_code < actor.scope_low || person.region_code >= actor.scope_high)
    return fail(ErrorCode::not_found, "identity/staff-not-found", "没有找到该工作人员，可能不在您管理的区划内。");
  staff.name = person.name;
  staff.phone = person.phone;
  staff.region_code = person.region_code;
  if (staff.login.empty()) staff.login = person.login;
  if (staff.login.empty()) return fail(ErrorCode::invalid_input, "identity/login-missing", "请填写登录名。", {{"/login", "请填写登录名"}});
  return staff;
}

/// The first password is shown once to the administrator and must be changed at the first sign-in.
Result<Response> create_account(Context& context, const Request& request) {
  const auto password = one_time_password();
  const auto hash = TRY(platform::hash_password(password));
  const auto id = TRY(context.database.transact([&](Tx& tx) -> Result<UserId> {
    auto staff = TRY(new_staff_from(tx, context, request));
    staff.password_hash = hash;
    return create_staff_account(tx, context.cipher, request.actor(), staff);
  }));
  return Response::created({{"id", id.str()}, {"one_time_password", password}});
}

Result<AccountRow> lock_other(Tx& tx, const Request& request) {
  const auto id = TRY(request.path_id<UserId>("account_id"));
  auto account = store::lock(tx, id);
  if (!account || !is_in_scope(request.actor(), *account))
    return fail(ErrorCode::not_found, "identity/account-not-found", "没有找到该账号，可能不在您管理的区划内。");
  if (id == request.actor().id) return fail(ErrorCode::forbidden, "identity/own-account", "不能管理自己的账号，请由另一名系统管理员操作。");
  return std::move(*account);
}

void note(Tx& tx, const Actor& actor, std::string action, const AccountRow& account, std::string text) {
  trail::append(tx, actor, {.action = std::move(action), .subject_kind = "account", .subject_id = account.id.value(),
                            .region_code = account.region_code, .text = std::move(text), .facts = {{"login", account.login}}});
}

using Change = void (*)(Tx&, AccountRow&);

void add_change(Routes& routes, std::string path, std::string summary, std::string operation, std::string action, Change change) {
  routes.post("/api/v1/accounts/{account_id}/" + path, Needs::permission_of("account.edit"), tag)
      .summary(summary).operation(std::move(operation)).answer(204, Schema::nothing())
      .body(Schema::object("AccountChange", {{"reason", Schema::text(200).label("理由")}}))
      .commands([=](const Request& request, Tx& tx) -> Result<Response> {
        auto account = TRY(lock_other(tx, request));
        change(tx, account);
        ++account.version;
        store::update(tx, account);
        note(tx, request.actor(), action, account, fmt::format("{}，理由：{}", summary, party::mask_text(platform::text_or(request.body(), "reason"))));
        return Response::no_content();
      });
}

Result<Response> reset_password_of(Context& context, const Request& request) {
  const auto password = one_time_password();
  const auto hash = TRY(platform::hash_password(password));
  TRY(context.database.transact([&](Tx& tx) -> Result<void> {
    auto account = TRY(lock_other(tx, request));
    account.password_hash = hash;
    account.password_changed_at = tx.now();
    account.must_change_password = true;
    account.failed_attempts = 0;
    account.locked_until.reset();
    ++account.version;
    store::update(tx, account);
    store::end_sessions(tx, account.id);
    note(tx, request.actor(), "identity.reset_password_of", account, "管理员重置密码");
    return {};
  }));
  return Response::json({{"one_time_password", password}});
}

}  // namespace

void add_account_routes(Routes& routes, Context& context) {
  const auto needs = Needs::permission_of("account.edit");
  routes.get("/api/v1/accounts", needs, tag)
      .summary("账号列表").operation("listAccounts")
      .parameter("kind", Schema::one_of({"staff", "citizen"}).optional())
      .parameter("q", Schema::text(50).optional().describe("登录名或姓名的开头；公众账号须输入完整登录名"))
      .parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, page_schema("AccountPage", account_schema()))
      .reads([&](const Request& request, Tx& tx) { return list_accounts(context, request, tx); });
  routes.get("/api/v1/accounts/{account_id}", needs, tag)
      .summary("账号").operation("readAccount").answer(200, account_schema())
      .reads([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto account = store::find(tx, TRY(request.path_id<UserId>("account_id")));
        if (!account || !is_in_scope(request.actor(), *account)) return fail(ErrorCode::not_found, "identity/account-not-found", "没有找到该账号。");
        return Response::json(view_of(context, *account, tx.now())).etag(account->version);
      });
  routes.post("/api/v1/accounts", needs, tag)
      .summary("为工作人员建立账号").operation("createAccount")
      .body(Schema::object("NewAccount", {{"staff_id", Schema::id().label("工作人员")}, {"login", Schema::text(32).label("登录名").optional()}}))
      .answer(201, Schema::object("CreatedAccount", {{"id", Schema::id()}, {"one_time_password", Schema::text(20)}}))
      .handles([&](const Request& request) { return create_account(context, request); });
  routes.post("/api/v1/accounts/{account_id}/password-reset", needs, tag)
      .summary("重置密码").operation("resetAccountPassword").answer(200, Schema::object("OneTimePassword", {{"one_time_password", Schema::text(20)}}))
      .handles([&](const Request& request) { return reset_password_of(context, request); });
  add_change(routes, "disabling", "停用账号", "disableAccount", "identity.disable_account", [](Tx& tx, AccountRow& account) {
    account.is_active = false;
    store::end_sessions(tx, account.id);
  });
  add_change(routes, "enabling", "启用账号", "enableAccount", "identity.enable_account", [](Tx&, AccountRow& account) { account.is_active = true; });
  add_change(routes, "unlocking", "解除锁定", "unlockAccount", "identity.unlock_account", [](Tx&, AccountRow& account) {
    account.failed_attempts = 0;
    account.locked_until.reset();
  });
  add_change(routes, "otp-reset", "重置动态口令", "resetAccountOtp", "identity.reset_otp_of", [](Tx& tx, AccountRow& account) {
    account.is_otp_enrolled = false;
    account.otp_secret_sealed.clear();
    store::end_sessions(tx, account.id);
  });
}

}  // namespace yimen::identity::http
