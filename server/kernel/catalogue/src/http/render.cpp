#include "http/render.h"

#include <charconv>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/catalogue/import.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

json::value or_null(const std::optional<int>& number) { return number ? json::value(*number) : json::value(nullptr); }
template <class T>
json::value text_or_null(const std::optional<T>& value, auto&& text_of) {
  return value ? json::value(text_of(*value)) : json::value(nullptr);
}
std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}
template <class E>
std::string_view stored(E value) { return platform::EnumText<E>::to(value); }

}  // namespace

json::object to_json(const MatterSummary& m) {
  return {{"id", m.id.str()},
          {"version_id", m.version_id.str()},
          {"name", m.name},
          {"department", json::object{{"id", std::to_string(m.department_id)}, {"name", m.department_name}}},
          {"region", json::object{{"code", fmt::format("{:012}", m.region_code)}, {"name", m.region_name}}},
          {"impl_code", m.impl_code},
          {"type", json::object{{"code", stored(m.type)}, {"text", chinese(m.type)}}},
          {"case_class", json::object{{"code", stored(m.case_class)}, {"text", chinese(m.case_class)}}},
          {"status", json::object{{"code", stored(m.status)}, {"text", chinese(m.status)}}},
          {"promised_text", m.promised_text},
          {"statutory_text", m.statutory_text},
          {"visit_count", or_null(m.visit_count)},
          {"online_level", m.online_level},
          {"material_count", m.material_count},
          {"view_count", m.view_count}};
}

json::object to_json(const store::MatterRow& m) {
  auto object = to_json(store::summary_of(m));
  object["base_id"] = m.base.str();
  object["status_reason"] = m.status_reason;
  object["is_published"] = m.current.has_value();
  object["draft_version_id"] = m.draft ? json::value(m.draft->str()) : json::value(nullptr);
  object["completeness"] = m.completeness;
  object["open_issues"] = m.open_issues;
  object["revision"] = m.revision;
  object["updated_at"] = platform::iso_instant(m.updated_at);
  return object;
}

json::object to_json(const store::VersionRow& v) {
  return {{"id", v.id.str()},
          {"matter_id", v.matter.str()},
          {"version", v.version},
          {"state", json::object{{"code", stored(v.state)}, {"text", chinese(v.state)}}},
          {"effective_on", text_or_null(v.effective_on, platform::iso_date)},
          {"retired_on", text_or_null(v.retired_on, platform::iso_date)},
          {"note", v.note},
          {"edited_by", v.edited_name},
          {"published_by", v.published_name},
          {"submitted_at", text_or_null(v.submitted_at, platform::iso_instant)},
          {"published_at", text_or_null(v.published_at, platform::iso_instant)},
          {"created_at", platform::iso_instant(v.created_at)},
          {"updated_at", platform::iso_instant(v.updated_at)}};
}

json::array to_json(const std::vector<ValidationProblem>& problems) {
  json::array list;
  for (const auto& problem : problems)
    list.push_back(json::object{{"field", problem.field}, {"reason", problem.reason}, {"severity", word(problem.severity)}, {"rule", problem.rule}});
  return list;
}

json::object to_json(const ImportReport& report) {
  json::array problems;
  for (const auto& p : report.problems)
    problems.push_back(json::object{{"row", p.row}, {"id", p.id}, {"field", p.field}, {"reason", p.reason}, {"severity", word(p.severity)}});
  return {{"rows", report.rows}, {"loaded", report.loaded}, {"instances", report.instances}, {"unchanged", report.unchanged}, {"problems", std::move(problems)}};
}

platform::Result<std::int64_t> region_of(std::string_view text) {
  std::int64_t code = 0;
  if (text.empty()) return code;
  const auto end = text.data() + text.size();
  if (text.size() != 12 || std::from_chars(text.data(), end, code).ptr != end)
    return platform::fail(platform::ErrorCode::malformed, "catalogue/bad-region", "区划代码应为 12 位数字。");
  return code;
}

}  // namespace yimen::catalogue
