#include "commands/model_file.h"

#include <filesystem>
#include <iostream>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "commands/commands.h"

namespace yimen::app {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_json(std::string_view text) {
  boost::system::error_code fault;
  boost::json::parse(text, fault);
  return !fault;
}

std::ifstream open_file(const std::string& path) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) throw StartError(fmt::format("“{}”是目录，应当写一个文件。", path));
  std::ifstream in{path, std::ios::binary};
  if (!in) throw StartError(fmt::format("打不开文件“{}”：请检查路径和权限。", path));
  return in;
}

}  // namespace

std::string read_whole(const std::string& path) {
  std::stringstream content;
  if (path == "-") content << std::cin.rdbuf();
  else content << open_file(path).rdbuf();
  auto text = std::move(content).str();
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

InputLines::InputLines(const std::string& path) : file_{path == "-" ? std::ifstream{} : open_file(path)}, in_{path == "-" ? std::cin : file_} {}

bool InputLines::next(std::string& line) {
  while (std::getline(in_, line)) {
    if (++number_ == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    if (!std::exchange(has_begun_, true)) take_laid_out(line);
    return true;
  }
  return false;
}

void InputLines::take_laid_out(std::string& first) {
  if (!file_.is_open() || !first.starts_with('{') || is_json(first)) return;
  const auto behind_first = file_.tellg();
  std::stringstream rest;
  rest << file_.rdbuf();
  if (auto whole = first + "\n" + std::move(rest).str(); is_json(whole)) {
    first = std::move(whole);
    return;
  }
  file_.clear();
  file_.seekg(behind_first);
}

std::string InputLines::at_line(std::string_view detail) const {
  constexpr std::string_view of_one_line = "JSON 第 1 行";
  if (detail.starts_with(of_one_line)) return fmt::format("第 {} 行{}", number_, detail.substr(of_one_line.size()));
  return fmt::format("第 {} 行：{}", number_, detail);
}

}  // namespace yimen::app
