#include <mutex>

#include "http/answers.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

using ErrorPage = std::function<std::string(const Error&, const Request&)>;

std::string plain_error_page(const Error& error, const Request& request) {
  return fmt::format(R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{0}</title>
<style>
body {{ margin: 0; font: 1rem/1.75 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1f2329; background: #f5f6f7; }}
main {{ max-width: 36rem; margin: 12vh auto; padding: 2.5rem; background: #fff; border-radius: .5rem; }}
h1 {{ margin: 0 0 1rem; font-size: 1.5rem; }}
a {{ color: #0b5cad; }}
.trace {{ color: #5c6370; font-size: .875rem; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{0}</h1>
<p>{1}</p>
<p><a href="/">返回首页</a></p>
<p class="trace">如需向工作人员反映，请提供编号：{2}</p>
</main>
</body>
</html>
)html",
                     escape_html(chinese_title(error.code)), escape_html(error.detail),
                     escape_html(request.request_id));
}

struct Hook {
  std::mutex mutex;
  ErrorPage page = plain_error_page;
};

Hook& hook() {
  static Hook instance;
  return instance;
}

}  // namespace

void set_error_page(ErrorPage page) {
  const std::lock_guard lock{hook().mutex};
  hook().page = page ? std::move(page) : ErrorPage{plain_error_page};
}

Response error_answer(const Error& error, const Request& request, int status, bool is_page) {
  auto answer = problem_with_status(error, request, status);
  if (!is_page || !request.wants_html()) return answer;
  ErrorPage page;
  {
    const std::lock_guard lock{hook().mutex};
    page = hook().page;
  }
  try {
    answer.body = page(error, request);
  } catch (const std::exception&) {
    answer.body = plain_error_page(error, request);  // a broken page must not hide the trouble it should tell of
  }
  return answer.header("Content-Type", "text/html; charset=utf-8");
}

}  // namespace yimen::platform
