#include <boost/json.hpp>

#include "domain/totp.h"
#include "http/routes.h"
#include "yimen/trail/trail.h"

/// Second factor for administrators, open to every member of staff. 等保 8.1.4.1: two factors, one of them cryptographic.
namespace yimen::identity::http {

namespace {

void note(Tx& tx, const Actor& actor, std::string action, std::string text) {
  trail::append(tx, actor, {.action = std::move(action), .subject_kind = "account", .subject_id = actor.id.value(),
                            .region_code = actor.scope_low, .text = std::move(text)});
}

/// The secret is shown once; it counts only after a first code has been typed.
Result<Response> start_enrolment(Context& context, const Request& request) {
  const auto secret = platform::random_bytes(20);
  const auto uri = TRY(context.database.transact([&](Tx& tx) -> Result<std::string> {
    auto account = *store::lock(tx, request.actor().id);
    if (account.is_otp_enrolled) return fail(ErrorCode::conflict, "identity/otp-enrolled", "已绑定动态口令器，更换前请先解绑。");
    account.otp_secret_sealed = context.cipher.encrypt(secret);
    account.otp_last_step = 0;
    store::update(tx, account);
    return totp::enrolment_uri(context.options.issuer, account.login, secret);
  }));
  return Response::json({{"secret", totp::to_base32(secret)}, {"uri", uri}});
}

/// Ends with the factor on or off; a code proves that the device is in hand.
Result<Response> prove(Context& context, const Request& request, bool should_be_on) {
  const auto& actor = request.actor();
  auto kept = context.database.transact([&](Tx& tx) -> Kept<void> {
    const auto run = [&]() -> Result<void> {
      auto account = *store::lock(tx, actor.id);
      if (account.is_locked(tx.now())) return fail(ErrorCode::rate_limited, "identity/locked", "输错次数过多，请稍后再试。");
      if (account.is_otp_enrolled == should_be_on || account.otp_secret_sealed.empty())
        return fail(ErrorCode::conflict, "identity/otp-state", should_be_on ? "请先获取绑定二维码。" : "没有绑定动态口令器。");
      if (!should_be_on && context.options.require_otp_for_admins && is_administrator(tx, context, actor.id, tx.today()))
        return fail(ErrorCode::rule_violated, "identity/otp-required-for-admins", "管理员必须使用动态口令，不能自行解绑；更换设备请由另一名系统管理员重置。");
      const auto secret = TRY(context.cipher.decrypt(account.otp_secret_sealed));
      const auto step = totp::matching_step(secret, platform::text_or(request.body(), "code"), tx.now(), account.otp_last_step);
      if (!step) {
        if (++account.failed_attempts >= context.options.max_failures) account.locked_until = tx.now() + std::chrono::minutes{context.options.lock_minutes};
        store::update(tx, account);
        return fail(ErrorCode::invalid_input, "identity/otp-wrong", "动态口令不正确，请核对手机时间后重试。", {{"/code", "动态口令不正确"}});
      }
      account.otp_last_step = *step;
      account.is_otp_enrolled = should_be_on;
      if (!should_be_on) account.otp_secret_sealed.clear();
      ++account.version;
      store::update(tx, account);
      note(tx, actor, should_be_on ? "identity.enrol_otp" : "identity.drop_otp", should_be_on ? "绑定动态口令器" : "解绑动态口令器");
      return {};
    };
    return {run()};
  });
  TRY(std::move(kept.result));
  return Response::no_content();
}

}  // namespace

void add_second_factor_routes(Routes& routes, Context& context) {
  const auto code = Schema::object("OtpCode", {{"code", Schema::text(10).label("动态口令")}});
  routes.post("/api/v1/my/otp", Needs::staff(), tag)
      .summary("开始绑定动态口令器").operation("startOtpEnrolment")
      .answer(200, Schema::object("OtpEnrolment", {{"secret", Schema::text(64)}, {"uri", Schema::text(500).describe("二维码内容")}}))
      .handles([&](const Request& request) { return start_enrolment(context, request); });
  routes.post("/api/v1/my/otp/confirmation", Needs::staff(), tag)
      .summary("完成绑定动态口令器").operation("confirmOtpEnrolment").rate(20).body(code).answer(204, Schema::nothing())
      .handles([&](const Request& request) { return prove(context, request, true); });
  routes.post("/api/v1/my/otp/removal", Needs::staff(), tag)
      .summary("解绑动态口令器").operation("removeOtp").rate(20).body(code).answer(204, Schema::nothing())
      .handles([&](const Request& request) { return prove(context, request, false); });
}

}  // namespace yimen::identity::http
