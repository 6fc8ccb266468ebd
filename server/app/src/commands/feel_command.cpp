#include <iostream>

#include "commands/commands.h"
#include "commands/model_file.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/json.h"
#include "yimen/platform/text.h"
#include "yimen/platform/time.h"

namespace yimen::app {

namespace {

constexpr std::size_t largest_file = 64 << 20;

std::string read_text(const std::string& path) {
  auto text = read_whole(path);
  if (text.size() > largest_file) throw StartError(fmt::format("文件 {} 超过 64 MB。", path));
  return text;
}

feel::Value read_context(const std::string& path) {
  auto value = feel::read_json(read_text(path));
  if (!value) throw StartError(fmt::format("文件 {}：{}", path, value.error().detail));
  if (!value->is(feel::Kind::context))
    throw StartError(fmt::format("文件 {} 的最外层应为一个对象，成员是变量名和值。", path));
  return std::move(*value);
}

void print_problems(const feel::Session& session) {
  for (const auto& problem : session.problems())
    std::cerr << fmt::format("{}：{}（{}）\n", problem.severity == feel::Severity::error ? "错误" : "提示",
                             problem.text(), problem.message_en);
}

[[noreturn]] void refuse(const platform::Error& error) {
  throw StartError(fmt::format("表达式不合语法。{}{}", error.detail,
                               error.fields.empty() ? "" : fmt::format("（{}）", error.fields.front().detail)));
}

struct Variables {
  feel::Scope scope;
  feel::List values;
};

Variables variables_of(const feel::Value& context) {
  Variables variables;
  for (const auto& entry : context.entries()) {
    const auto slot = static_cast<std::size_t>(variables.scope.add(entry.name, feel::type_of(entry.value)));
    variables.values.resize(std::max(variables.values.size(), slot + 1));
    variables.values[slot] = entry.value;
  }
  return variables;
}

feel::Value evaluate(const std::string& text, const Variables& variables, bool unary, feel::Session& session) {
  if (!unary) {
    const auto expression = feel::parse_expression(text, variables.scope);
    if (!expression) refuse(expression.error());
    return expression->evaluate(variables.values, session);
  }
  const auto tests = feel::parse_unary_tests(text, variables.scope);
  if (!tests) refuse(tests.error());
  const int input = variables.scope.find("?");
  return tests->evaluate(input < 0 ? feel::Value{} : variables.values[static_cast<std::size_t>(input)],
                         variables.values, session);
}

/// The one word that is left; it may begin with two dashes, as --10 does.
std::string take_expression(Arguments& arguments) {
  if (arguments.words().size() == 1) return arguments.words().front();
  auto text = arguments.take_word("FEEL 表达式");
  arguments.finish();
  return text;
}

/// {"expression":"a + 1","context":{"a":1}} to {"value":…,"problems":["feel/operands"]}; what does not parse has the one problem of that,
/// a line that is no question "feel/input-line", explained on standard error.
std::string answer_line(const std::string& line, const InputLines& lines, feel::JsonForm form) {
  const auto question = feel::read_json(line);
  const auto* text = question && question->is(feel::Kind::context) ? question->find("expression") : nullptr;
  const auto* context = text == nullptr ? nullptr : question->find("context");
  feel::Session session{platform::SystemClock{}.now()};
  feel::Value value;
  feel::List problems;
  if (text == nullptr || !text->is(feel::Kind::string) || (context != nullptr && !context->is(feel::Kind::context))) {
    problems.emplace_back("feel/input-line");
    std::cerr << lines.at_line(question ? "应为一个对象，含文本 expression，可含对象 context。" : question.error().detail) << "\n";
  } else {
    const auto variables = variables_of(context != nullptr ? *context : feel::Value::context({}));
    if (const auto expression = feel::parse_expression(text->string(), variables.scope))
      value = expression->evaluate(variables.values, session);
    else
      problems.emplace_back(expression.error().slug);
  }
  for (const auto& problem : session.problems()) problems.emplace_back(problem.slug);
  return fmt::format(R"({{"value":{},"problems":{}}})", feel::json_text(value, form), feel::json_text(feel::Value{std::move(problems)}, form));
}

int run_feel(Arguments& arguments) {
  if (const auto path = arguments.take_option("lines")) {
    const auto form = arguments.take_flag("plain") ? feel::JsonForm::plain : feel::JsonForm::tagged;
    arguments.finish();
    InputLines lines{*path};
    for (std::string line; lines.next(line);) std::cout << answer_line(line, lines, form) << "\n";
    return 0;
  }
  const auto file = arguments.take_option("context");
  const bool unary = arguments.take_flag("unary");
  const auto form = arguments.take_flag("plain") ? feel::JsonForm::plain : feel::JsonForm::tagged;
  auto text = take_expression(arguments);
  if (text == "-" && !unary) text = read_text("-");
  if (!platform::is_utf8(text)) throw StartError("表达式不是 UTF-8 编码。");
  const auto variables = variables_of(file ? read_context(*file) : feel::Value::context({}));
  feel::Session session{platform::SystemClock{}.now()};
  const auto value = evaluate(text, variables, unary, session);
  std::cout << feel::json_text(value, form) << "\n";
  print_problems(session);
  for (const auto& problem : session.problems())
    if (problem.severity == feel::Severity::error) return 1;
  return 0;
}

}  // namespace

Command feel_command() {
  return {.name = "feel",
          .usage = "feel 表达式 [--context 文件.json] [--unary] [--plain]；feel --lines 文件.jsonl",
          .chinese = "计算一个 FEEL 表达式并打印结果",
          .english = "Evaluate one FEEL expression and print its value",
          .details =
              "表达式写 - 时从标准输入读取。--context 的文件是一个 JSON 对象，成员是变量。\n"
              "--unary 把表达式当作决策表的条件，输入值取变量 \"?\"。\n"
              "结果带类型标记，如 {\"$number\":\"12.50\"}；--plain 打印普通 JSON。\n"
              "--lines 的文件每行是 {\"expression\":…,\"context\":{…}}，每行答 {\"value\":…,\"problems\":[…]}；写 - 读标准输入。\n"
              "提示写到标准错误；语法错误或超过限额时退出码为 1。",
          .run = run_feel};
}

}  // namespace yimen::app
