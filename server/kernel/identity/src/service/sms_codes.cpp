#include <fmt/format.h>

#include "service/context.h"
#include "yimen/party/checks.h"

namespace yimen::identity {

namespace {

constexpr std::chrono::seconds between_codes{60};
constexpr int codes_per_day = 10;

std::string_view purpose_words(std::string_view purpose) {
  if (purpose == "register") return "注册账号";
  if (purpose == "sign_in") return "登录";
  if (purpose == "password_reset") return "重设密码";
  return "更换手机号";
}

/// Bound to phone and purpose: a code for signing in resets no password.
std::string code_hash(const Context& context, std::string_view phone_hash, std::string_view purpose, std::string_view code) {
  return context.cipher.search_hash(fmt::format("sms-code/{}/{}/{}", phone_hash, purpose, code));
}

}  // namespace

Result<SentCode> send_code(Context& context, std::string_view raw_phone, std::string_view purpose) {
  const auto checked = party::check_phone(raw_phone);
  if (!checked) return fail(ErrorCode::invalid_input, "identity/phone", checked.error().detail, {{"/phone", checked.error().detail}});
  const auto& phone = *checked;
  const auto phone_hash = context.cipher.search_hash(phone);
  const auto code = platform::random_digits(6);
  return context.database.transact([&](Tx& tx) -> Result<SentCode> {
    const auto last = store::newest_code(tx, phone_hash, purpose);
    if (last && tx.now() - last->created_at < between_codes)
      return fail(ErrorCode::rate_limited, "identity/code-too-soon", "验证码已发送，请在一分钟后再获取。");
    if (store::codes_since(tx, phone_hash, tx.now() - std::chrono::hours{24}) >= codes_per_day)
      return fail(ErrorCode::rate_limited, "identity/code-too-many", "该手机号今天获取验证码的次数已达上限，请明天再试或到窗口办理。");
    const auto minutes = context.options.sms_code_minutes;
    store::insert_code(tx, platform::next_id(), phone_hash, purpose, code_hash(context, phone_hash, purpose, code),
                       tx.now() + std::chrono::minutes{minutes});
    context.messages.send_sms(tx, phone, fmt::format("验证码{}，用于{}，{}分钟内有效。请勿告诉他人，工作人员不会向您索取。", code, purpose_words(purpose), minutes), "code");
    return SentCode{minutes * 60, code};
  });
}

Result<void> check_code(Tx& tx, Context& context, std::string_view phone, std::string_view purpose, std::string_view code, CodeUse use) {
  const auto phone_hash = context.cipher.search_hash(phone);
  const auto last = store::newest_code(tx, phone_hash, purpose);
  if (!last || last->is_used || last->expires_at <= tx.now())
    return fail(ErrorCode::rule_violated, "identity/code-expired", "验证码已过期或尚未获取，请重新获取。", {{"/sms_code", "请重新获取验证码"}});
  if (last->attempts >= context.options.sms_code_attempts)
    return fail(ErrorCode::rule_violated, "identity/code-void", "验证码输错次数过多，已作废，请重新获取。", {{"/sms_code", "请重新获取验证码"}});
  if (!platform::equal_constant_time(last->code_hash, code_hash(context, phone_hash, purpose, code))) {
    store::count_attempt(tx, last->id);
    return fail(ErrorCode::rule_violated, "identity/code-wrong", "验证码不正确，请核对短信后重新输入。", {{"/sms_code", "验证码不正确"}});
  }
  if (use == CodeUse::use_up) store::use_code(tx, last->id);
  return {};
}

}  // namespace yimen::identity
