#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/context.h"
#include "yimen/party/checks.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

namespace {

using party::PartyKind;
using store::AccountRow;

std::optional<std::string> login_problem(std::string_view login) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool is_plain = std::all_of(login.begin(), login.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
  if (login.size() < 4 || login.size() > 32 || !is_plain || !is_letter(login.front()))
    return "登录名应以字母开头，由4至32位字母、数字、点、下划线或连字符组成。";
  return std::nullopt;
}

/// What can be said without the database, all at once, with the names of the form's fields.
Result<Registration> checked(Registration form, const Context& context, Date today) {
  std::vector<platform::FieldProblem> problems;
  const bool is_person = form.party.kind == PartyKind::person;
  auto party = party::checked(form.party, today);
  if (party) form.party = std::move(*party);
  else
    for (auto& problem : party.error().fields) {
      if (problem.field == "/id_no") problem.field = is_person ? "/id_number" : "/uscc";
      problems.push_back(std::move(problem));
    }
  if (!is_person && form.party.legal_person_name.empty()) problems.push_back({"/legal_person_name", "请填写法定代表人姓名。"});
  if (!is_person && form.party.legal_person_id_number.empty())
    problems.push_back({"/legal_person_id_number", "请填写法定代表人的公民身份号码。"});
  form.login = platform::trim(form.login);
  if (auto problem = login_problem(form.login)) problems.push_back({"/login", std::move(*problem)});
  if (auto problem = password_problem(form.password, form.login, false)) problems.push_back({"/password", std::move(*problem)});
  if (form.privacy_version != context.options.privacy_version)
    problems.push_back({"/privacy_version", "隐私政策已更新，请阅读并同意最新版本。"});
  if (!problems.empty())
    return fail(ErrorCode::invalid_input, "identity/invalid-registration",
                problems.size() == 1 ? problems.front().detail : fmt::format("填写的内容有{}处需要修改。", problems.size()), problems);
  if (is_person && party::is_under_14(form.party.id_no, today))
    return fail(ErrorCode::rule_violated, "identity/under-14",
                "未满14周岁的未成年人请由父母或其他监护人陪同到窗口办理，或由监护人代为申请。", {{"/id_number", "未满14周岁"}});
  return form;
}

/// A record made at the window carries what was checked there; a stranger who knows name and number does not get it.
Result<void> agree_with_record(Tx& tx, Context& context, const Registration& form) {
  const auto stored = context.parties.find(tx, form.party.kind, form.party.id_no);
  if (!stored) return {};
  if (!context.parties.holders_of(tx, stored->id).empty())
    return fail(ErrorCode::conflict, "identity/already-registered", "该证件号码已注册过账号，请直接登录；忘记密码可用手机验证码重设。",
                {{form.party.kind == PartyKind::person ? "/id_number" : "/uscc", "已注册"}});
  if (stored->kind == PartyKind::person && !stored->phone.empty() && stored->phone != form.party.phone)
    return fail(ErrorCode::rule_violated, "identity/phone-differs",
                "该证件号码在窗口登记过，预留的手机号与本次填写的不同。请使用预留的手机号，或持证件到窗口更新后再注册。", {{"/phone", "与预留的不同"}});
  if (stored->kind == PartyKind::enterprise && !stored->legal_person_name.empty()) {
    const auto person = stored->legal_person_party_id ? context.parties.get(tx, stored->legal_person_party_id) : Result<party::Party>(party::Party{});
    const bool is_same = stored->legal_person_name == form.party.legal_person_name &&
                         (!person || person->id_no.empty() || person->id_no == form.party.legal_person_id_number);
    if (!is_same)
      return fail(ErrorCode::rule_violated, "identity/legal-person-differs",
                  "填写的法定代表人与该单位已登记的不一致。法定代表人已变更的，请持营业执照到窗口更新后再注册。", {{"/legal_person_name", "与已登记的不一致"}});
  }
  return {};
}

Result<OpenedSession> create(Tx& tx, Context& context, const Caller& caller, const Registration& form, const std::string& password_hash) {
  TRY(check_code(tx, context, form.party.phone, "register", form.sms_code, CodeUse::check_only));
  TRY(agree_with_record(tx, context, form));
  AccountRow account{.id = platform::new_id<UserId>(), .kind = AccountKind::citizen, .login = form.login, .name = form.party.name,
                     .phone_sealed = context.cipher.encrypt(form.party.phone), .phone_hash = context.cipher.search_hash(form.party.phone),
                     .password_hash = password_hash, .password_changed_at = tx.now(),
                     .real_name_level = context.options.self_registered_level, .created_at = tx.now()};
  const auto actor = actor_of(account, caller);
  account.party_id = TRY(context.parties.upsert(tx, actor, form.party));
  if (!store::insert(tx, account))
    return fail(ErrorCode::conflict, "identity/login-taken", "该登录名已有人使用，请换一个。", {{"/login", "已有人使用"}});
  TRY(context.parties.bind_account(tx, account.id, account.party_id));
  // Only now is he the party: a phone the record did not have is filled in.
  TRY(context.parties.upsert(tx, actor, form.party));
  TRY(check_code(tx, context, form.party.phone, "register", form.sms_code, CodeUse::use_up));
  store::remember_password(tx, account.id, password_hash);
  store::save_consent(tx, account.id, form.privacy_version, caller.ip);
  trail::append(tx, actor, {.action = "identity.register", .subject_kind = "account", .subject_id = account.id.value(),
                            .text = "注册账号并同意隐私政策",
                            .facts = {{"privacy_version", form.privacy_version}, {"real_name_level", account.real_name_level},
                                      {"party_id", account.party_id.str()}}});
  context.messages.send(tx, account.id, {.title = "欢迎使用", .body = "您的账号已注册成功，可以在线申请、查询进度和评价服务。", .link = "/my"});
  return open_session(tx, context, std::move(account), caller);
}

}  // namespace

Result<OpenedSession> register_account(Context& context, const Caller& caller, Registration raw) {
  const auto form = TRY(checked(std::move(raw), context, context.database.clock().today()));
  // The code is tried before the slow hash is made; a wrong try counts although the registration is refused.
  auto tried = context.database.transact([&](Tx& tx) -> Kept<void> {
    return {check_code(tx, context, form.party.phone, "register", form.sms_code, CodeUse::check_only)};
  });
  TRY(std::move(tried.result));
  const auto hash = TRY(platform::hash_password(form.password));
  return context.database.transact([&](Tx& tx) { return create(tx, context, caller, form, hash); });
}

}  // namespace yimen::identity
