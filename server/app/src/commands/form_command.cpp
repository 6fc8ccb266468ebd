// form: judges answers to a form from the command line, as the service does when an application comes in.
#include <iostream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "commands/commands.h"
#include "commands/model_file.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"
#include "yimen/platform/time.h"

namespace yimen::app {

namespace {

namespace json = boost::json;

json::object to_json(const form::Problem& problem) {
  return {{"severity", problem.is_error ? "error" : "warning"}, {"element", problem.field}, {"rule", problem.rule}, {"message", problem.zh}, {"message_en", problem.en}};
}

std::shared_ptr<const form::Form> open_form(const std::string& path) {
  const auto schema = platform::parse_json(read_whole(path));
  if (!schema) throw StartError(fmt::format("文件 {}：{}", path, schema.error().detail));
  if (!schema->is_object()) throw StartError(fmt::format("文件 {} 的最外层应为一个对象。", path));
  std::vector<form::Problem> problems;
  auto read = forms::read(schema->as_object(), problems);
  for (const auto& problem : problems) std::cerr << json::serialize(to_json(problem)) << "\n";
  return read ? *read : nullptr;
}

json::object judge(const form::Form& form, const std::string& line, const InputLines& lines, const form::Host& host) {
  const auto answers = platform::parse_json(line);
  if (!answers || !answers->is_object())
    return {{"refused", lines.at_line(answers ? "应当是一个JSON对象。" : answers.error().detail)}};
  const auto outcome = form::answer(form, answers->as_object(), host);
  json::array problems;
  for (const auto& problem : outcome.problems) problems.push_back({{"field", problem.field}, {"detail", problem.detail}});
  return {{"answers", outcome.answers}, {"hidden", outcome.hidden}, {"hidden_fields", json::value_from(outcome.hidden_fields)}, {"problems", std::move(problems)}};
}

int run_form(Arguments& arguments) {
  const auto input = arguments.take_option("input").value_or("-");
  const auto applicant = arguments.take_option("applicant").value_or("person");
  const auto path = arguments.take_word("表单文件");
  arguments.finish();
  if (applicant != "person" && applicant != "enterprise")
    throw StartError(fmt::format("--applicant 后应写 person（自然人）或 enterprise（法人），现为“{}”。", applicant), usage_exit_code);
  const auto form = open_form(path);
  if (form == nullptr) return 1;
  const auto host = forms::host_of({.applicant_kind = applicant, .situation = {}, .now = platform::SystemClock{}.now()});
  InputLines lines{input};
  for (std::string line; lines.next(line);) std::cout << json::serialize(judge(*form, line, lines, host)) << std::endl;
  return 0;
}

}  // namespace

Command form_command() {
  return {.name = "form",
          .usage = "form 表单文件 [--input 文件.jsonl] [--applicant person|enterprise]",
          .chinese = "按表单判断填写的内容",
          .english = "Judge answers by a form's rules",
          .details = "每行一个填写内容的 JSON 对象，每行一个结果：{\"answers\":…,\"hidden\":…,\"hidden_fields\":[…],\"problems\":[…]}；--input - 读标准输入。\n"
                     "表单读不出来时退出码为 1，问题逐行写到标准错误。",
          .run = run_form};
}

}  // namespace yimen::app
