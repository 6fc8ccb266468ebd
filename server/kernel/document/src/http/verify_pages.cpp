#include <fmt/format.h>

#include "domain/number.h"
#include "http/routes.h"
#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

using platform::escape_html;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Tx;

constexpr const char* tag = "文书核验";

std::string form_html(std::string_view number, std::string_view code) {
  return fmt::format(R"html(<form class="card" method="get" action="/verify">
  <p>文号和核验码印在文书上；扫文书上的二维码可以直接核验。</p>
  <div class="field">
    <label for="number">文号</label>
    <p class="hint" id="number-hint">例如 玉农许受〔2026〕12号，括号可以用 ( ) 代替；可以不填</p>
    <input class="control" id="number" name="number" value="{}" maxlength="100" autocomplete="off" aria-describedby="number-hint">
  </div>
  <div class="field">
    <label for="code">核验码</label>
    <p class="hint" id="code-hint">16 位字母和数字，例如 ABCD-EFGH-JKLM-NPQR</p>
    <input class="control w-middle" id="code" name="code" value="{}" maxlength="40" autocomplete="off" required aria-describedby="code-hint">
  </div>
  <div class="actions"><button type="submit" class="btn main">核验</button></div>
</form>)html",
                     escape_html(number), escape_html(code));
}

std::string row_html(std::string_view label, std::string_view value) {
  if (value.empty()) return {};
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", label, escape_html(value));
}

/// One plain sentence first; what was checked and what it means below it.
std::string verdict_html(const Verification& found) {
  const auto& document = found.document;
  if (!found.is_signature_valid || !found.is_content_unchanged)
    return R"html(<div class="notice bad" role="alert"><strong>核验不通过</strong><p>系统保存的内容与签名不一致，这份文书不能作为凭据。请联系出具机关。</p></div>)html";
  if (document.is_revoked)
    return fmt::format(R"html(<div class="notice warn" role="alert"><strong>文书已撤销</strong><p>这份文书由该机关出具，但已经撤销。理由：{}</p></div>)html",
                       escape_html(document.revoke_reason));
  return R"html(<div class="notice ok" role="status"><strong>核验通过</strong><p>这份文书由下列机关出具，签名有效，内容未被改动。请核对您手中的文书与下列内容一致。</p></div>)html";
}

std::string result_html(const Verification& found) {
  const auto& document = found.document;
  std::string html = verdict_html(found);
  html += "<dl class=\"answers card\">\n";
  html += row_html("文书", document.title);
  html += row_html("文号", document.number);
  html += row_html("出具机关", document.department_name);
  html += row_html("出具日期", platform::zh_date(platform::shanghai_date(document.issued_at)));
  html += row_html("申请人", found.masked_applicant);
  html += row_html("事项", found.matter_name);
  html += row_html("电子签名", found.is_signature_valid ? "有效（SM2）" : "无效");
  html += row_html("内容", found.is_content_unchanged ? "未被改动" : "与签名时不一致");
  html += row_html("状态", document.is_revoked ? "已撤销" : "有效");
  html += "</dl>\n";
  html += fmt::format("<p>SM3 摘要：<code style=\"overflow-wrap:anywhere\">{}</code></p>\n", found.sm3);
  html += "<p><a href=\"/verify\">核验另一份文书</a></p>\n";
  return html;
}

std::string not_found_html(std::string_view number, std::string_view code) {
  return R"html(<div class="notice bad" role="alert"><strong>没有找到这份文书</strong><p>请核对文号和核验码：核验码共 16 位，不含数字 0、1 和字母 I、O。若输入无误，这份文书可能不是本平台出具的。</p></div>
)html" +
         form_html(number, code);
}

std::string outcome_html(const std::optional<Verification>& found, std::string_view number, std::string_view code) {
  return "<div class=\"verify stack\"><h1>文书核验</h1>\n" + (found ? result_html(*found) : not_found_html(number, code)) + "</div>";
}

Response page(const PageShell& shell, const std::string& body, int status) {
  auto answer = Response::html(shell("文书核验", body), status);
  // Codes are in the address: other sites must not learn them, search engines must not keep them.
  answer.header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex");
  return answer;
}

}  // namespace

std::string plain_page(std::string_view title, std::string_view body) {
  return fmt::format(R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{0}</title>
<link rel="stylesheet" href="/assets/portal.css">
</head>
<body>
<header class="band"><a class="band-name" href="/">政务服务</a></header>
<main class="content" id="main">
{1}
</main>
</body>
</html>
)html",
                     escape_html(title), body);
}

void add_verify_pages(platform::Routes& routes, Documents& documents, PageShell shell) {
  // Limited, although a code is 80 random bits: it keeps people from trying.
  constexpr int tries_per_minute = 60;
  routes.get("/verify", Needs::anybody(), tag)
      .summary("核验文书：填写文号和核验码")
      .operation("verify_form")
      .hidden()
      .rate(tries_per_minute)
      .reads([&documents, shell](const Request& request, Tx& tx) -> Result<Response> {
        const auto number = request.query("number").value_or(""), code = request.query("code").value_or("");
        if (code.empty()) return page(shell, "<div class=\"verify stack\"><h1>文书核验</h1>\n" + form_html(number, code) + "</div>", 200);
        const auto found = number.empty() ? documents.verify(tx, code, "") : documents.verify(tx, number, code);
        return page(shell, outcome_html(found, number, code), found ? 200 : 404);
      });
  routes.get("/verify/{code}", Needs::anybody(), tag)
      .summary("核验文书：二维码指向的页面")
      .operation("verify_code")
      .hidden()
      .rate(tries_per_minute)
      .reads([&documents, shell](const Request& request, Tx& tx) -> Result<Response> {
        const auto code = request.path_text("code");
        const auto found = documents.verify(tx, code, "");
        return page(shell, outcome_html(found, "", code), found ? 200 : 404);
      });
}

}  // namespace yimen::document
