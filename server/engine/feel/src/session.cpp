#include "yimen/feel/session.h"

#include <fmt/format.h>

#include "yimen/feel/functions.h"

namespace yimen::feel {

std::string Problem::text() const {
  return position.line == 0 ? message : fmt::format("第 {} 行第 {} 列：{}", position.line, position.column, message);
}

Position position_in(std::string_view text, std::size_t offset) {
  Position position{1, 1};
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n')
      position = {position.line + 1, 1};
    else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
      ++position.column;
  }
  return position;
}

Session::Session(platform::Instant now, std::string_view zone, Budget budget)
    : now_{now}, zone_{zone}, steps_{budget.steps}, bytes_{budget.bytes}, depth_{budget.depth} {}

std::string Session::enter(std::string element) {
  return std::exchange(element_, std::move(element));
}

std::vector<Problem> Session::take_problems() {
  return std::exchange(problems_, {});
}

void Session::add(Problem problem) {
  if (!wants_problem()) return;
  if (problem.position.line == 0 && place_.text != nullptr) problem.position = position_in(*place_.text, place_.offset);
  if (problem.element.empty()) problem.element = element_;
  problems_.push_back(std::move(problem));
}

bool Session::stop(Limit limit) {
  if (stopped_) return false;
  stopped_ = true;
  steps_ = 0;  // every later step fails as well, so that all loops end
  bytes_ = 0;
  static constexpr std::string_view chinese[] = {"计算步数", "内存用量", "嵌套层数"};
  static constexpr std::string_view english[] = {"steps", "memory", "depth"};
  const auto index = static_cast<std::size_t>(limit);
  if (!wants_problem()) problems_.pop_back();  // the last word is never crowded out by warnings
  add({.severity = Severity::error,
       .slug = "feel/limit",
       .message = fmt::format("表达式的{}超过限额，已停止计算；请化简表达式或减少数据", chinese[index]),
       .message_en =
           fmt::format("the limit on {} was reached and evaluation stopped; simplify the expression or use less data",
                       english[index])});
  return false;
}

void warn(Session& session, std::string slug, std::string chinese, std::string english) {
  if (!session.wants_problem()) return;
  session.add({.severity = Severity::warning,
               .slug = std::move(slug),
               .message = std::move(chinese),
               .message_en = std::move(english)});
}

}  // namespace yimen::feel
