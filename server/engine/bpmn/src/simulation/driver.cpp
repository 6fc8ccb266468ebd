#include <boost/json.hpp>
#include <fmt/format.h>

#include "timing.h"
#include "yimen/bpmn/simulation.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

Result<DriverLine> read_line(const json::object& object) {
  const auto bad = [](const char* why) { return platform::fail(platform::ErrorCode::malformed, "bpmn/bad-driver", why); };
  DriverLine line;
  line.element = platform::text_or(object, "element");
  line.key = platform::text_or(object, "key");
  line.outcome = platform::text_or(object, "outcome");
  line.repeats = platform::bool_or(object, "repeat");
  if (const auto* variables = platform::object_at(object, "variables")) line.variables = *variables;
  if (const auto at = platform::text_or(object, "at"); !at.empty()) {
    const auto milliseconds = span_milliseconds(at);
    if (!milliseconds) return bad("at应写成PT2S这样的时长。");
    line.at = *milliseconds;
  }
  using Action = DriverLine::Action;
  for (const auto& [name, action] : {std::pair{"complete", Action::complete}, std::pair{"error", Action::error}, std::pair{"escalation", Action::escalation},
                                     std::pair{"message", Action::message}, std::pair{"signal", Action::signal}}) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) continue;
    line.action = action;
    if (action == Action::complete && !value->is_object() && !value->is_null()) return bad("complete应写成变量的JSON对象，没有变量的写{}。");
    if (action != Action::complete && !value->is_string() && !value->is_null()) return bad("error、escalation、message和signal应写成文本。");
    if (const auto* variables = value->if_object()) line.variables = *variables;
    if (value->is_string()) line.name = std::string{value->get_string()};
    const bool is_of_element = action == Action::complete || action == Action::error || action == Action::escalation;
    if (is_of_element && line.element.empty()) return bad("缺少element。");
    return line;
  }
  return bad("每行应有complete、error、escalation、message或signal之一。");
}

}  // namespace

std::optional<std::int64_t> span_milliseconds(std::string_view text) {
  const auto span = parse_span(text);
  return span ? std::optional{add(0, *span, "UTC")} : std::nullopt;
}

Result<std::vector<DriverLine>> read_driver(std::string_view text) {
  std::vector<DriverLine> lines;
  int number = 0;
  for (const auto& each : platform::split(text, '\n')) {
    ++number;
    const auto trimmed = platform::trim(each);
    if (trimmed.empty()) continue;
    const auto value = platform::parse_json(trimmed);
    const auto* object = value ? value->if_object() : nullptr;
    if (object == nullptr)
      return platform::fail(platform::ErrorCode::malformed, "bpmn/bad-driver", fmt::format("驱动文件第{}行不是JSON对象{}", number, value ? "。" : "：" + value.error().detail));
    auto line = read_line(*object);
    if (!line) return platform::fail(platform::ErrorCode::malformed, "bpmn/bad-driver", fmt::format("驱动文件第{}行：{}", number, line.error().detail));
    lines.push_back(std::move(*line));
  }
  return lines;
}

}  // namespace yimen::bpmn
