// bpmn: checks, runs and simulates process models from the command line.
#include <charconv>
#include <iostream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "commands/commands.h"
#include "commands/model_file.h"
#include "yimen/bpmn/policy.h"
#include "yimen/bpmn/simulation.h"
#include "yimen/dmn/model.h"
#include "yimen/platform/json.h"
#include "yimen/platform/time.h"

namespace yimen::app {

namespace {

namespace json = boost::json;

int number(const std::string& text, const char* option, int least = 1) {
  int value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || value < least)
    throw StartError(fmt::format("参数 --{} 后应写一个不小于{}的整数，现为“{}”。", option, least, text), usage_exit_code);
  return value;
}

using Libraries = std::vector<std::shared_ptr<const bpmn::Model>>;

Libraries open_libraries(Arguments& arguments) {
  Libraries libraries;
  while (const auto path = arguments.take_option("library")) {
    std::vector<bpmn::Problem> problems;
    auto model = bpmn::read_model(read_whole(*path), problems);
    if (!model) throw StartError(fmt::format("“{}”：{}", *path, model.error().detail));
    libraries.push_back(std::move(*model));
  }
  return libraries;
}

/// The model with the called processes of the libraries; null when it is refused.
std::shared_ptr<const bpmn::Model> open_model(const std::string& path, const Libraries& libraries, std::vector<bpmn::Problem>& problems) {
  const auto model = bpmn::read_model(read_whole(path), problems);
  if (!model) return nullptr;
  if (libraries.empty()) return *model;
  const auto linked = bpmn::link(**model, [&](std::string_view name) -> std::shared_ptr<const bpmn::Model> {
    for (const auto& library : libraries)
      if (library->process_index(name) >= 0) return library;
    return nullptr;
  });
  if (linked) return *linked;
  problems.push_back({{}, 0, linked.error().slug, linked.error().detail, "too many nodes with all called processes"});
  return nullptr;
}

int validate(Arguments& arguments) {
  const bool is_strict = arguments.take_flag("strict");
  const auto path = arguments.take_word("模型文件");
  arguments.finish();
  std::vector<bpmn::Problem> problems;
  const auto model = bpmn::read_model(read_whole(path), problems);
  if (model && is_strict) {
    for (auto& problem : bpmn::check_structure(**model)) problems.push_back(std::move(problem));
    for (auto& problem : bpmn::check_roles(**model)) problems.push_back(std::move(problem));
  }
  for (const auto& problem : problems) std::cout << bpmn::to_line(problem) << "\n";
  return problems.empty() ? 0 : 1;
}

bpmn::RunOptions run_options(Arguments& arguments) {
  bpmn::RunOptions options;
  while (auto process = arguments.take_option("process")) options.processes.push_back(std::move(*process));
  if (const auto file = arguments.take_option("variables")) {
    const auto value = platform::parse_json(read_whole(*file));
    if (!value) throw StartError(fmt::format("变量文件“{}”：{}", *file, value.error().detail));
    if (!value->is_object()) throw StartError(fmt::format("变量文件“{}”应当是一个JSON对象。", *file));
    options.variables = value->get_object();
  }
  if (const auto file = arguments.take_option("driver")) {
    auto lines = bpmn::read_driver(read_whole(*file));
    if (!lines) throw StartError(lines.error().detail);
    options.has_driver = true;
    options.driver = std::move(*lines);
  }
  if (const auto until = arguments.take_option("until")) {
    const auto milliseconds = bpmn::span_milliseconds(*until);
    if (!milliseconds) throw StartError(fmt::format("--until 后应写成PT60S这样的时长，现为“{}”。", *until), usage_exit_code);
    options.until = *milliseconds;
  }
  if (const auto now = arguments.take_option("now")) {
    const auto instant = platform::parse_instant(*now);
    if (!instant) throw StartError(fmt::format("--now 后应写成2025-06-02T09:00:00+08:00，现为“{}”。", *now), usage_exit_code);
    options.now = platform::millis(*instant);
  }
  if (const auto steps = arguments.take_option("max-steps")) options.max_steps = number(*steps, "max-steps");
  return options;
}

/// Business-rule tasks ask these decisions; one nobody has completes without a result.
void use_decisions(bpmn::RunOptions& options, std::optional<dmn::Model>& decisions, const std::optional<std::string>& path) {
  if (!path) return;
  std::vector<dmn::Problem> problems;
  auto model = dmn::read_model({*path, read_whole(*path)}, {}, problems);
  if (!model) throw StartError(fmt::format("“{}”：{}", *path, model.error().detail));
  decisions = std::move(*model);
  options.decide = [&decisions](const bpmn::Node& node, const feel::Value& context, platform::Instant now) -> std::optional<feel::Value> {
    feel::Session session{now};
    auto value = decisions->decide(node.task.implementation, context, session);
    if (!value) return std::nullopt;
    return std::move(*value);
  };
}

int run(Arguments& arguments) {
  const bool is_plain = arguments.take_flag("plain");
  auto options = run_options(arguments);
  std::optional<dmn::Model> decisions;
  use_decisions(options, decisions, arguments.take_option("dmn"));
  const auto libraries = open_libraries(arguments);
  const auto path = arguments.take_word("模型文件");
  arguments.finish();
  std::vector<bpmn::Problem> problems;
  const auto model = open_model(path, libraries, problems);
  if (model) problems.clear();  // formal ones keep nothing from running
  for (const auto& id : options.processes)
    if (model && model->process_index(id) < 0) problems.push_back({id, 0, "process/unknown", fmt::format("文件里没有流程“{}”。", id), fmt::format("there is no process {}", id)});
  if (!problems.empty()) {
    std::cout << bpmn::to_line(bpmn::RunResult{.outcome = bpmn::RunResult::Outcome::refused, .problems = std::move(problems)}, is_plain) << "\n";
    return 1;
  }
  const auto result = bpmn::run(*model, options, [](const bpmn::RunEvent& event) { std::cout << bpmn::to_line(event) << "\n"; });
  std::cout << bpmn::to_line(result, is_plain) << "\n";
  return 0;
}

int simulate(Arguments& arguments) {
  bpmn::SimulationOptions options;
  if (const auto count = arguments.take_option("instances")) options.instances = number(*count, "instances");
  if (const auto seed = arguments.take_option("seed")) options.seed = static_cast<std::uint64_t>(number(*seed, "seed", 0));
  const auto libraries = open_libraries(arguments);
  const auto path = arguments.take_word("模型文件");
  arguments.finish();
  std::vector<bpmn::Problem> problems;
  const auto model = open_model(path, libraries, problems);
  if (!model) {
    for (const auto& problem : problems) std::cout << bpmn::to_line(problem) << "\n";
    return 1;
  }
  const auto statistics = bpmn::simulate(*model, options);
  const auto mean_days = statistics.completed == 0 ? 0.0 : static_cast<double>(statistics.milliseconds) / statistics.completed / 86'400'000.0;
  std::cout << fmt::format("实例 {}，办结 {}，卡住 {}，出错 {}，未办完 {}；共 {} 步，平均 {:.1f} 天\n", statistics.instances, statistics.completed, statistics.stuck, statistics.failed,
                           statistics.unfinished, statistics.steps, mean_days);
  for (const auto& node : statistics.nodes)
    std::cout << fmt::format("{:>8} 件 {:>5.1f}%  {:>8} 次  {}（{}）{}\n", node.instances, statistics.instances == 0 ? 0.0 : 100.0 * node.instances / statistics.instances, node.entered,
                             node.node->name.empty() ? node.node->id : node.node->name, bpmn::zh_name(node.node->kind), node.cancelled == 0 ? "" : fmt::format("，取消 {} 次", node.cancelled));
  return 0;
}

}  // namespace

Command bpmn_command() {
  return {.name = "bpmn",
          .usage = "bpmn validate|run|simulate 模型.bpmn",
          .chinese = "检查、试运行、模拟流程图（BPMN 2.0）",
          .english = "check, run and simulate process models (BPMN 2.0)",
          .details = "  bpmn validate 模型.bpmn [--strict]           没有问题时返回0；否则每行一个问题（JSON），runs 为 false 的是合乎BPMN而这里不运行的；--strict 另按本平台发布流程的要求检查\n"
                     "  bpmn run 模型.bpmn [--process ID]… [--variables 文件.json] [--driver 文件.jsonl] [--until PT60S] [--max-steps N]\n"
                     "           [--library 被调用的流程.bpmn]… [--dmn 决策.dmn] [--now 时刻] [--plain]\n"
                     "                                                按模拟时间运行，每行一个事件（JSON），末行是结果\n"
                     "  bpmn simulate 模型.bpmn [--instances N] [--seed S]   随机运行许多实例，给出统计\n"
                     "  exit 0, or 1 when the model is refused; driver lines and output: docs/conformance.md",
          .run = [](Arguments& arguments) {
            const auto what = arguments.take_word("要做的事（validate、run 或 simulate）");
            if (what == "validate") return validate(arguments);
            if (what == "run") return run(arguments);
            if (what == "simulate") return simulate(arguments);
            throw StartError(fmt::format("不认识“{}”：应为 validate、run 或 simulate。", what), usage_exit_code);
          }};
}

}  // namespace yimen::app
