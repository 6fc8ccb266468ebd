#include "command.h"

#include <iostream>

#include "start_error.h"

namespace yimen::app {

namespace {

void print_overview() {
  std::cout << "一门政务服务平台 " << program_version()
            << "\n\n用法：yimen <命令> [参数]\nUsage: yimen <command> [arguments]\n\n";
  for (const auto& command : all_commands())
    std::cout << "  " << command.usage << "\n      " << command.chinese << "\n      " << command.english << "\n";
  std::cout << "\n通用参数 Common options:\n"
               "  --config 文件            配置文件（TOML 或 JSON）；全部配置项见 yimen config\n"
               "                           configuration file (TOML or JSON); see `yimen config` for every key\n"
               "  --set 节.键=值           只对这一次运行改一个配置项 set one key for this run\n"
               "  --help                   显示说明；yimen <命令> --help 显示一个命令的说明 show help\n";
}

void print_help(const Command& command) {
  std::cout << "用法 Usage: yimen " << command.usage << "\n\n" << command.chinese << "\n" << command.english << "\n";
  if (!command.details.empty()) std::cout << "\n" << command.details << "\n";
}

bool asks_for_help(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const auto& word) { return word == "--help" || word == "-h"; });
}

int run_command(const std::vector<std::string>& words) {
  if (words.empty() || words.front() == "help" || words.front() == "--help" || words.front() == "-h") {
    print_overview();
    return words.empty() ? usage_exit_code : 0;
  }
  const auto name = words.front() == "--version" ? std::string("version") : words.front();
  for (const auto& command : all_commands()) {
    if (command.name != name) continue;
    if (asks_for_help(words)) {
      print_help(command);
      return 0;
    }
    Arguments arguments{{words.begin() + 1, words.end()}};
    return command.run(arguments);
  }
  throw StartError(fmt::format("没有“{}”这个命令：运行 yimen --help 查看全部命令。", name), usage_exit_code);
}

}  // namespace

Arguments::Arguments(std::vector<std::string> words) : settings_{declared_settings()}, words_{std::move(words)} {
  const auto environment = platform::process_environment();
  auto file = take_option("config");
  if (!file)
    if (const auto found = environment.find("YIMEN_CONFIG"); found != environment.end()) file = found->second;
  settings_.load(file.value_or(""), environment);
  while (const auto pair = take_option("set")) {
    const auto equals = pair->find('=');
    if (equals == std::string::npos)
      throw StartError("--set 后应写成 节.键=值，例如 --set http.port=9000。", usage_exit_code);
    settings_.set(pair->substr(0, equals), pair->substr(equals + 1), "命令行参数 --set");
  }
}

std::optional<std::string> Arguments::take_option(std::string_view name) {
  const auto full = "--" + std::string(name);
  for (auto word = words_.begin(); word != words_.end(); ++word) {
    if (word->starts_with(full + "=")) {
      auto value = word->substr(full.size() + 1);
      words_.erase(word);
      return value;
    }
    if (*word != full) continue;
    if (word + 1 == words_.end())
      throw StartError(fmt::format("参数 {} 后缺少内容：运行 yimen --help 查看用法。", full), usage_exit_code);
    auto value = *(word + 1);
    words_.erase(word, word + 2);
    return value;
  }
  return std::nullopt;
}

bool Arguments::take_flag(std::string_view name) {
  return std::erase(words_, "--" + std::string(name)) > 0;
}

std::string Arguments::take_word(std::string_view what) {
  for (auto word = words_.begin(); word != words_.end(); ++word) {
    if (word->starts_with("--")) continue;
    auto taken = *word;
    words_.erase(word);
    return taken;
  }
  throw StartError(fmt::format("缺少{}：在命令后加 --help 查看用法。", what), usage_exit_code);
}

void Arguments::finish() const {
  if (!words_.empty())
    throw StartError(fmt::format("不认识的参数“{}”：在命令后加 --help 查看用法。", words_.front()), usage_exit_code);
}

int run_program(const std::vector<std::string>& words) {
  try {
    return run_command(words);
  } catch (...) {
    const auto error = current_start_error();
    std::cerr << "yimen: " << error.what() << std::endl;
    return error.exit_code();
  }
}

}  // namespace yimen::app
