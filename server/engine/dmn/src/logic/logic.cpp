#include "logic.h"

#include <fmt/format.h>

namespace yimen::dmn {
namespace {

/// A value as people may read it in a message; long ones are cut between characters.
std::string shortened(const feel::Value& value) {
  constexpr std::size_t most = 80;
  auto text = feel::literal_text(value);
  if (text.size() <= most) return text;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

feel::Value Logic::run(Frame& frame) const {
  auto value = evaluate(frame);
  return type_.is_any() ? value : coerced(std::move(value), type_, frame.session, label_);
}

void Logic::complain(feel::Session& session, std::string slug, std::string zh, std::string en) const {
  add_error(session, label_, std::move(slug), std::move(zh), std::move(en));
}

feel::Value coerced(feel::Value value, const DataType& type, feel::Session& session, const std::string& label) {
  if (value.is_null() || type.is_any()) return value;
  if (auto converted = type.coerce(value, session)) return *std::move(converted);
  if (!session.wants_problem()) return {};
  // 200 is a number; what it breaks is the range that the type allows.
  const auto is_of_kind = feel::coerce(value, type.feel()).has_value();
  const auto* allowed = type.allowed_values();
  const auto zh = is_of_kind ? fmt::format("值{}不在类型允许的取值里{}，按空值处理。", shortened(value), allowed == nullptr ? "" : fmt::format("（{}）", allowed->text()))
                             : fmt::format("值{}不符合类型{}，按空值处理。", shortened(value), type.shape().text());
  const auto en = is_of_kind ? fmt::format("the value {} is not among those the type allows{} and becomes null", shortened(value), allowed == nullptr ? "" : fmt::format(" ({})", allowed->text()))
                             : fmt::format("the value {} does not belong to the type {} and becomes null", shortened(value), type.shape().text());
  add_error(session, label, "dmn/type", zh, en);
  return {};
}

void add_error(feel::Session& session, const std::string& label, std::string slug, std::string zh, std::string en) {
  session.set_place({});
  session.add({.severity = feel::Severity::error, .slug = std::move(slug), .message = std::move(zh), .message_en = std::move(en), .element = label});
}

void label_problems(feel::Session& session, std::size_t first, const std::string& label) {
  if (session.problems().size() <= first) return;
  auto problems = session.take_problems();
  for (auto i = first; i < problems.size(); ++i)
    if (problems[i].element.empty()) problems[i].element = label;
  for (auto& problem : problems) session.add(std::move(problem));
}

}  // namespace yimen::dmn
