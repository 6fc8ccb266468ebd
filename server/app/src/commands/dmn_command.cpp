// dmn: decides models from the command line and checks them.
#include <iostream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "commands/commands.h"
#include "commands/model_file.h"
#include "yimen/dmn/model.h"
#include "yimen/dmn/table.h"
#include "yimen/feel/json.h"
#include "yimen/platform/time.h"

namespace yimen::app {

namespace {

namespace json = boost::json;

std::string_view word_of(feel::Severity severity) { return severity == feel::Severity::error ? "error" : "warning"; }

json::object to_json(const dmn::Problem& problem) {
  return {{"severity", word_of(problem.severity)}, {"file", problem.file}, {"element", problem.element}, {"line", problem.line},
          {"rule", problem.rule},                  {"message", problem.zh}, {"message_en", problem.en}};
}

json::object to_json(const feel::Problem& problem) {
  return {{"severity", word_of(problem.severity)}, {"element", problem.element}, {"rule", problem.slug}, {"message", problem.text()}, {"message_en", problem.message_en}};
}

/// The model and its imports. One that cannot be read leaves its problems on standard error.
std::optional<dmn::Model> open_model(Arguments& arguments, std::vector<dmn::Problem>& problems) {
  std::vector<dmn::File> imports;
  while (const auto path = arguments.take_option("import")) imports.push_back({*path, read_whole(*path)});
  const auto path = arguments.take_word("模型文件");
  arguments.finish();
  auto model = dmn::read_model({path, read_whole(path)}, imports, problems);
  if (model) return *std::move(model);
  return std::nullopt;
}

void print_to_error(const std::vector<dmn::Problem>& problems) {
  for (const auto& problem : problems) std::cerr << json::serialize(to_json(problem)) << "\n";
}

struct Question {
  std::optional<std::string> decision, service;
  feel::JsonForm form = feel::JsonForm::tagged;
};

std::string no_such_english(const Question& question) {
  return fmt::format("the model has no decision or service named {}", question.decision ? *question.decision : *question.service);
}

/// One line of inputs, one line of answer.
std::string answer(const dmn::Model& model, const Question& question, const std::string& line, const InputLines& lines) {
  feel::Session session{platform::SystemClock{}.now()};
  feel::Value value;
  const auto inputs = feel::read_json(line);
  if (!inputs || !(inputs->is(feel::Kind::context) || inputs->is_null())) {
    session.add({.severity = feel::Severity::error, .slug = "dmn/input-line", .message = lines.at_line(inputs ? "应当是一个JSON对象。" : inputs.error().detail),
                 .message_en = "the line is no JSON object"});
  } else {
    auto decided = question.decision ? model.decide(*question.decision, *inputs, session) : model.call_service(*question.service, *inputs, session);
    if (decided) value = *std::move(decided);
    else session.add({.severity = feel::Severity::error, .slug = decided.error().slug, .message = decided.error().detail, .message_en = no_such_english(question)});
  }
  json::array problems;
  for (const auto& problem : session.problems()) problems.push_back(to_json(problem));
  return fmt::format(R"({{"value":{},"problems":{}}})", feel::json_text(value, question.form), json::serialize(problems));
}

int evaluate(Arguments& arguments) {
  const Question question{.decision = arguments.take_option("decision"), .service = arguments.take_option("service"),
                          .form = arguments.take_flag("plain") ? feel::JsonForm::plain : feel::JsonForm::tagged};
  const auto input = arguments.take_option("input").value_or("-");
  if (question.decision.has_value() == question.service.has_value()) throw StartError("--decision 和 --service 应当写且只写一个。", usage_exit_code);
  std::vector<dmn::Problem> problems;
  const auto model = open_model(arguments, problems);
  if (!model) {
    print_to_error(problems);
    return 1;
  }
  if (const auto known = model->inputs_of(question.decision ? *question.decision : *question.service); !known) {
    print_to_error({{feel::Severity::error, {}, {}, 0, known.error().slug, known.error().detail, no_such_english(question)}});
    return 1;
  }
  InputLines lines{input};
  for (std::string line; lines.next(line);) std::cout << answer(*model, question, line, lines) << std::endl;
  return 0;
}

json::object to_json(const dmn::Region& region, const std::vector<std::string>& inputs) {
  json::object conditions, example;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    conditions[inputs[i]] = region.conditions[i];
    example[inputs[i]] = feel::to_json(region.example[i]);
  }
  return {{"conditions", std::move(conditions)}, {"example", std::move(example)}};
}

/// @returns whether the table breaks its own hit policy somewhere.
bool print_analysis(const dmn::TableAnalysis& table) {
  auto has_conflict = false;
  const auto print = [&](std::string_view kind, json::object more) {
    json::object line{{"kind", kind}, {"element", table.element}, {"line", table.line}};
    for (auto& [name, value] : more) line[name] = std::move(value);
    std::cout << json::serialize(line) << "\n";
  };
  for (const auto& overlap : table.overlaps) {
    auto line = to_json(overlap.region, table.inputs);
    line["rules"] = json::array{overlap.first, overlap.second};
    line["conflict"] = overlap.is_conflict;
    has_conflict = has_conflict || overlap.is_conflict;
    print("overlap", std::move(line));
  }
  for (const auto& gap : table.gaps) print("gap", to_json(gap, table.inputs));
  for (const auto& masked : table.masked) print("masked", {{"rule", masked.rule}});
  if (!table.unread_rules.empty()) print("unread", {{"rules", json::value_from(table.unread_rules)}});
  if (table.is_cut_short) print("cut_short", {});
  return has_conflict;
}

int check(Arguments& arguments) {
  std::vector<dmn::Problem> problems;
  const auto model = open_model(arguments, problems);
  for (const auto& problem : problems) {
    auto line = to_json(problem);
    line["kind"] = "problem";
    std::cout << json::serialize(line) << "\n";
  }
  auto is_fine = model.has_value() && !dmn::has_errors(problems);
  if (model)
    for (const auto& table : dmn::analyse_tables(*model)) is_fine = !print_analysis(table) && is_fine;
  std::cout.flush();
  return is_fine ? 0 : 1;
}

}  // namespace

Command dmn_command() {
  return {.name = "dmn", .usage = "dmn evaluate|check 模型文件",
          .chinese = "计算或检查 DMN 决策模型", .english = "Decide or check a DMN decision model",
          .details = "yimen dmn evaluate MODEL.dmn (--decision 名称 | --service 名称) [--import FILE.dmn]… --input FILE.jsonl [--plain]\n"
                     "    每行一个输入对象（只有一个的，可以分行写），每行一个结果：{\"value\":…,\"problems\":[…]}；--input - 读标准输入；--plain 输出普通 JSON\n"
                     "    one line of inputs (a single object may take several), one line of answer; a model that cannot be read ends with 1 and its problems on standard error\n"
                     "yimen dmn check MODEL.dmn [--import FILE.dmn]…\n"
                     "    逐行列出问题、规则重叠和空缺；有错误或违反命中策略时退出码为 1\n"
                     "    problems, overlaps and gaps, one a line; ends with 1 on errors and on overlaps the hit policy forbids",
          .run = [](Arguments& arguments) {
            const auto what = arguments.take_word("子命令（evaluate 或 check）");
            if (what == "evaluate") return evaluate(arguments);
            if (what == "check") return check(arguments);
            throw StartError(fmt::format("dmn 没有“{}”这个子命令：有 evaluate 和 check。", what), usage_exit_code);
          }};
}

}  // namespace yimen::app
