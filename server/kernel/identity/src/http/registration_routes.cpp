#include <boost/json.hpp>

#include "http/routes.h"

namespace yimen::identity::http {

namespace {

Registration registration_from(const json::object& body) {
  const bool is_enterprise = platform::text_or(body, "kind") == "enterprise";
  Registration form;
  form.party = {.kind = is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person,
                .name = platform::text_or(body, "name"),
                .id_type = is_enterprise ? "uscc" : "111",
                .id_no = platform::text_or(body, is_enterprise ? "uscc" : "id_number"),
                .phone = platform::text_or(body, "phone"),
                .address = platform::text_or(body, "address"),
                .legal_person_name = platform::text_or(body, "legal_person_name"),
                .legal_person_id_number = platform::text_or(body, "legal_person_id_number")};
  form.sms_code = platform::text_or(body, "sms_code");
  form.login = platform::text_or(body, "login");
  form.password = platform::text_or(body, "password");
  form.privacy_version = platform::text_or(body, "privacy_version");
  return form;
}

Schema registration_schema() {
  return Schema::object("Registration", {{"kind", Schema::one_of({"person", "enterprise"}).label("用户类型")},
                                         {"name", Schema::text(150).label("姓名或单位名称")},
                                         {"id_number", Schema::text(30).label("公民身份号码").optional()},
                                         {"uscc", Schema::text(30).label("统一社会信用代码").optional()},
                                         {"legal_person_name", Schema::text(60).label("法定代表人姓名").optional()},
                                         {"legal_person_id_number", Schema::text(30).label("法定代表人身份号码").optional()},
                                         {"phone", Schema::text(30).label("手机号")},
                                         {"address", Schema::text(200).label("联系地址").optional()},
                                         {"sms_code", Schema::text(10).label("验证码")},
                                         {"login", Schema::text(32).label("登录名")},
                                         {"password", Schema::text(200).label("密码")},
                                         {"privacy_version", Schema::text(20).label("隐私政策版本")}});
}

}  // namespace

void add_registration_routes(Routes& routes, Context& context) {
  routes.post("/api/v1/sms-codes", Needs::anybody(), tag)
      .summary("获取短信验证码").operation("createSmsCode").without_csrf().rate(10).body_limit(1024)
      .body(Schema::object("SmsCodeRequest", {{"phone", Schema::text(30).label("手机号")},
                                              {"purpose", Schema::one_of({"register", "sign_in", "password_reset", "change_phone"}).label("用途")}}))
      .answer(200, Schema::object("SmsCode", {{"expires_in_seconds", Schema::integer()},
                                              {"demo_code", Schema::text(10).optional().describe("仅演示环境")}}))
      .handles([&](const Request& request) -> Result<Response> {
        const auto sent = TRY(send_code(context, platform::text_or(request.body(), "phone"), platform::text_or(request.body(), "purpose")));
        json::object answer{{"expires_in_seconds", sent.expires_in_seconds}};
        if (context.options.show_sms_code) answer["demo_code"] = sent.code;
        return Response::json(answer);
      });
  routes.post("/api/v1/registrations", Needs::anybody(), tag)
      .summary("注册个人或法人账号").operation("createRegistration").without_csrf().rate(20).body_limit(8192)
      .body(registration_schema()).answer(201, session_schema())
      .handles([&](const Request& request) -> Result<Response> {
        return signed_in(context, TRY(register_account(context, caller_of(request), registration_from(request.body()))), 201);
      });
  routes.post("/api/v1/password-resets", Needs::anybody(), tag)
      .summary("用手机验证码重设密码").operation("createPasswordReset").without_csrf().rate(10).body_limit(4096)
      .body(Schema::object("PasswordReset", {{"phone", Schema::text(30).label("手机号")},
                                             {"sms_code", Schema::text(10).label("验证码")},
                                             {"login", Schema::text(32).label("登录名").optional().describe("手机号绑定多个账号时填写")},
                                             {"password", Schema::text(200).label("新密码")}}))
      .answer(204, Schema::nothing())
      .handles([&](const Request& request) -> Result<Response> {
        const auto& body = request.body();
        TRY(reset_password(context, caller_of(request), platform::text_or(body, "phone"), platform::text_or(body, "login"),
                           platform::text_or(body, "sms_code"), platform::text_or(body, "password")));
        return Response::no_content();
      });
}

}  // namespace yimen::identity::http
