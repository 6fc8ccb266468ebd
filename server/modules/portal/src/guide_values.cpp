#include <algorithm>

#include <fmt/format.h>

#include "locator.h"
#include "matter_pages.h"
#include "yimen/platform/text.h"

namespace yimen::portal {

using catalogue::chinese;
using catalogue::MatterVersion;

json::object crumb(std::string_view text, std::string_view href) {
  if (href.empty()) return {{"here", json::object{{"text", text}, {"lang", "zh-CN"}}}};
  return {{"link", json::object{{"text", text}, {"href", href}, {"lang", "zh-CN"}}}};
}

std::string rate_text(std::int64_t part, std::int64_t whole) { return whole ? fmt::format("{:.1f}%", 100.0 * static_cast<double>(part) / static_cast<double>(whole)) : "暂无"; }

json::object matter_line(const catalogue::MatterSummary& m) {
  json::array tags{json::object{{"text", chinese(m.type)}, {"colour", "blue"}}, json::object{{"text", chinese(m.case_class)}, {"colour", ""}}};
  if (m.online_level >= 4) tags.push_back(json::object{{"text", "全程网办"}, {"colour", "ok"}});
  if (m.status != catalogue::MatterStatus::in_force) tags.push_back(json::object{{"text", chinese(m.status)}, {"colour", "warn"}});
  return {{"id", m.id.str()}, {"name", m.name}, {"department", m.department_name}, {"promised", m.promised_text.empty() ? "指南未写明" : m.promised_text},
          {"materials", m.material_count}, {"visits", m.visit_count ? fmt::format("{} 次", *m.visit_count) : "未写明"}, {"tags", std::move(tags)}};
}

namespace {

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& text : list) out.push_back(json::object{{"text", text}});
  return out;
}

json::object material_row(const catalogue::Material& m, int position) {
  std::string form;
  if (m.original_count.value_or(0) > 0) form += fmt::format("原件 {} 份", *m.original_count);
  if (m.copy_count.value_or(0) > 0) form += fmt::format("{}复印件 {} 份", form.empty() ? "" : "，", *m.copy_count);
  if (form.empty()) form = chinese(m.kind);
  json::object row{{"position", position}, {"name", m.name}, {"form", form}, {"source", m.source_note.empty() ? std::string(chinese(m.source_channel)) : m.source_note},
                   {"note", m.fill_note.empty() ? m.accept_standard : m.fill_note}};
  for (const auto& [file, name] : {std::pair{&m.blank_file, "blank"}, {&m.sample_file, "sample"}}) {
    if (!file->empty()) row[name] = json::object{{"href", "/api/v1/public/matter-files/" + *file}, {"of", m.name}};
    else row[fmt::format("no_{}", name)] = true;
  }
  if (!m.waivable_by_certificate.empty()) row["tag"] = json::object{{"text", "免交：证照库"}, {"colour", "ok"}};
  else if (m.necessity == catalogue::Necessity::tolerable) row["tag"] = json::object{{"text", fmt::format("可容缺，{} 个工作日内补", m.tolerance_days)}, {"colour", "warn"}};
  else if (m.necessity == catalogue::Necessity::optional) row["tag"] = json::object{{"text", "选交"}, {"colour", ""}};
  return row;
}

void add_basic(json::object& v, const MatterVersion& m) {
  json::array rows;
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) rows.push_back(json::object{{"label", label}, {"value", value}});
  };
  add("事项类型", std::string(chinese(m.type)));
  add("办件类型", std::string(chinese(catalogue::handled_as(m))));
  add("实施主体", m.department_name);
  add("情形", m.scenario);
  add("服务对象", platform::join(m.service_objects, "、"));
  add("联办机构", platform::join(m.joint_departments, "、"));
  add("通办范围", m.scope_of_service);
  add("数量限制", m.quantity_limit);
  add("窗口权限", m.window_authority);
  add("审查标准", m.review_standard);
  add("指南来源编码", m.stated_code);
  v["basic"] = std::move(rows);
}

/// What the national database of laws holds: laws, administrative and local regulations; rules of ministries are elsewhere.
bool is_in_law_database(std::string_view law) {
  return law.starts_with("中华人民共和国") || law.ends_with("法") || law.ends_with("条例");
}

/// Which post works on a step; the guide says what is done, the department's posts are the same everywhere.
std::string_view post_of(std::string_view role) {
  if (role == "accept") return "窗口受理人员";
  if (role == "review") return "承办岗、审核岗";
  if (role == "decide") return "审批岗（机关负责人）";
  return role == "close" || role == "deliver" ? "承办岗制证，窗口送达" : "";
}

json::object step_row(const catalogue::Step& s) {
  std::string note = s.limit ? calendar::zh_limit(*s.limit) : s.limit_raw;
  json::object row{{"name", s.name}, {"limit", note.empty() ? "计入总时限" : note}, {"post", post_of(s.role)}, {"content", s.content}};
  if (!s.result_doc.empty()) row["result"] = json::object{{"text", s.result_doc}};
  return row;
}

void add_lists(json::object& v, const MatterVersion& m) {
  v["conditions"] = texts(m.conditions);
  v["has_conditions"] = !m.conditions.empty();
  json::array steps, special, basis, fees, faqs, places, issues;
  for (const auto& s : m.steps) steps.push_back(step_row(s));
  for (const auto& p : m.special_procedures)
    special.push_back(json::object{{"name", p.name}, {"limit", p.limit ? calendar::zh_limit(*p.limit) : p.limit_raw}, {"basis", p.basis}});
  for (const auto& b : m.legal_basis) {
    json::object row{{"law", b.law}, {"article", b.article}, {"number", b.number}};
    if (is_in_law_database(b.law)) row["search"] = json::object{{"href", "https://flk.npc.gov.cn/?keyword=" + platform::url_encode(b.law)}, {"of", b.law}};
    if (!b.text.empty()) row["text_block"] = json::object{{"text", b.text}};
    basis.push_back(std::move(row));
  }
  for (const auto& f : m.fees)
    fees.push_back(json::object{{"name", f.name}, {"standard", f.amount_fen ? fmt::format("{:.2f} 元/{} {}", static_cast<double>(*f.amount_fen) / 100, f.unit, f.condition) : f.standard_raw}});
  for (const auto& f : m.faqs) faqs.push_back(json::object{{"question", f.question}, {"answer", f.answer}});
  for (const auto& p : m.places) places.push_back(json::object{{"hall", p.hall}, {"window", p.window}, {"address", p.address}, {"hours", p.hours}});
  for (const auto& i : m.issues)
    if (auto words = catalogue::element_words(m, i.field); !i.is_settled && !words.empty())
      issues.push_back(json::object{{"field", std::move(words)}, {"stated", i.stated}, {"reason", i.reason}});
  v["has_steps"] = !steps.empty();
  v["has_fee_items"] = !fees.empty();
  v["has_special"] = !special.empty();
  v["has_basis"] = !basis.empty();
  v["has_faqs"] = !faqs.empty();
  v["has_issues"] = !issues.empty();
  v["steps"] = std::move(steps);
  v["special"] = std::move(special);
  v["basis_rows"] = std::move(basis);
  v["fees"] = std::move(fees);
  v["faqs"] = std::move(faqs);
  v["places"] = std::move(places);
  v["issues"] = std::move(issues);
}

void add_situations(json::object& v, const MatterVersion& m, const json::object& answers) {
  json::array rows;
  for (const auto& s : m.situations) {
    json::array options;
    for (const auto& o : s.options) {
      json::object option{{"key", o.key}, {"text", o.text}};
      if (const auto* given = answers.if_contains(s.key); given && given->is_string() && std::string_view(given->as_string()) == o.key) option["selected"] = true;
      options.push_back(std::move(option));
    }
    rows.push_back(json::object{{"key", s.key}, {"question", s.question}, {"options", std::move(options)}});
  }
  json::array chosen;
  std::string query;
  for (const auto& s : m.situations)
    for (const auto& o : s.options)
      if (const auto* given = answers.if_contains(s.key); given && given->is_string() && std::string_view(given->as_string()) == o.key) {
        chosen.push_back(json::object{{"question", s.question}, {"option", o.text}});
        query += fmt::format("{}s.{}={}", query.empty() ? "?" : "&", platform::url_encode(s.key), platform::url_encode(o.key));
      }
  if (!chosen.empty()) v["chosen"] = json::object{{"parts", std::move(chosen)}};
  v["print_query"] = query;
  v["has_situations"] = !rows.empty();
  v["situations"] = std::move(rows);
}

void add_anchors(json::object& v) {
  json::array anchors;
  const auto add = [&](std::string_view id, std::string_view text, std::string_view when) {
    if (when.empty() || (v.contains(when) && v.at(when).as_bool())) anchors.push_back(json::object{{"id", id}, {"text", text}});
  };
  add("basic", "基本信息", "");
  add("conditions", "受理条件", "has_conditions");
  add("materials", "申请材料", "");
  add("flow", "办理流程", "has_steps");
  add("fees", "收费", "has_fees");
  add("special", "特别程序", "has_special");
  add("legal", "设定依据", "has_basis");
  add("result", "办理结果", "");
  add("place", "地点与时间", "");
  add("faq", "常见问题", "has_faqs");
  add("issues", "待核定内容", "has_issues");
  add("remedy", "咨询与救济", "");
  v["anchors"] = std::move(anchors);
}

/// The promise, and by how much it is shorter than the law's.
void add_limits(json::object& v, const MatterVersion& m) {
  const auto handled = catalogue::handling_limit(m);
  const auto lawful = catalogue::statutory_limit(m);
  const bool is_stated = m.promised || !m.promised_raw.empty();
  v["promised"] = m.promised || m.promised_raw.empty() ? calendar::zh_limit(handled.limit) : m.promised_raw;
  if (!is_stated) v["promised_reason"] = json::object{{"text", handled.reason}};
  std::string statutory = lawful ? calendar::zh_limit(lawful->limit) : m.statutory_raw.empty() ? "指南未写明" : m.statutory_raw;
  if (lawful && lawful->from == catalogue::HandlingLimit::From::law_default) statutory += "，《行政许可法》第四十二条";
  if (!m.statutory && !m.statutory_raw.empty()) statutory = m.statutory_raw;
  v["statutory"] = statutory;
  if (!lawful || handled.limit.unit != lawful->limit.unit || lawful->limit.length <= 0 || handled.limit.length >= lawful->limit.length) return;
  v["shorter"] = json::object{{"percent", (lawful->limit.length - handled.limit.length) * 100 / lawful->limit.length}};
}

/// Free of charge is said once, in the strip; the section stands where there is more to say.
void add_fees(json::object& v, const MatterVersion& m) {
  const bool is_free = m.is_charged && !*m.is_charged;
  v["fee"] = is_free ? "不收费" : m.is_charged ? "收费" : "指南未写明";
  std::string note = m.fee_basis.empty() ? m.fee_raw : "依据：" + m.fee_basis;
  if (note == "不收费" || note == "无") note.clear();
  v["fee_note"] = note;
  v["has_fees"] = !is_free || !m.fees.empty() || !m.fee_relief.empty();
  if (!m.fee_relief.empty()) v["relief"] = json::object{{"text", m.fee_relief}};
}

/// Where to go: the guide's own words, the hall's address, telephone and hours, and a drawing of where it lies.
void add_places(json::object& v, const MatterVersion& m, const std::vector<Hall>& halls) {
  json::array rows;
  for (const auto& hall : halls) {
    // The guide has named the hall already, with the window in it.
    if (std::any_of(m.places.begin(), m.places.end(), [&](const auto& place) { return place.hall == hall.name; })) continue;
    json::object row{{"name", hall.name}, {"address", hall.address}, {"hours", hall.hours}};
    if (!hall.phone.empty()) row["call"] = json::object{{"phone", hall.phone}};
    rows.push_back(std::move(row));
  }
  const auto* seat = seat_of(m.region_code);
  if (seat) v["seat"] = json::object{{"name", seat->name}, {"north", fmt::format("{:.2f}", seat->latitude)}, {"east", fmt::format("{:.2f}", seat->longitude)}};
  const auto stated = m.places.empty() ? std::string() : m.places.front().hours;
  const auto hours = !stated.empty() ? stated : !halls.empty() && !halls.front().hours.empty() ? halls.front().hours : std::string("工作日办公时间");
  const std::string phone = !halls.empty() && !halls.front().phone.empty() ? halls.front().phone : m.consult_phone.empty() ? std::string("12345") : m.consult_phone;
  v["visit"] = json::object{{"hours", hours}, {"phone", phone}, {"words", m.has_appointment ? "可以电话预约窗口：" : "窗口办理不用预约，按办公时间直接来："}};
  v["halls"] = std::move(rows);
  v["hall_name"] = halls.empty() ? m.region_name + "政务服务中心" : halls.front().name;
}

}  // namespace

json::object guide_values(const MatterVersion& m, const std::vector<catalogue::Material>& materials, const json::object& answers, const GuideReader& reader) {
  json::array tags{json::object{{"text", chinese(m.type)}, {"colour", "blue"}}, json::object{{"text", chinese(catalogue::handled_as(m))}, {"colour", ""}}};
  for (const auto& object : m.service_objects) tags.push_back(json::object{{"text", object}, {"colour", ""}});
  if (m.online_level >= 4) tags.push_back(json::object{{"text", "全程网办"}, {"colour", "ok"}});
  json::array rows;
  int position = 0, waived = 0;
  for (const auto& material : materials) {
    rows.push_back(material_row(material, ++position));
    waived += !material.waivable_by_certificate.empty();
  }
  json::object v{{"id", m.matter.str()}, {"name", m.name}, {"department", m.department_name}, {"code", m.impl_code.empty() ? m.stated_code : m.impl_code}, {"version", m.version},
                 {"tags", std::move(tags)}, {"visits", m.visit_count ? fmt::format("{} 次", *m.visit_count) : "未写明"}, {"visit_note", m.visit_count == 0 ? std::string("网上办，结果可以邮寄") : m.visit_reason}, {"material_count", fmt::format("{} 份", position)},
                 {"material_note", waived ? fmt::format("其中 {} 份由证照库免交", waived) : ""}, {"materials", std::move(rows)}, {"no_materials", position == 0},
                 {"result", m.result_name.empty() ? "指南未写明" : m.result_name}, {"result_note", m.result_validity.empty() ? "" : "有效期：" + m.result_validity},
                 {"consult", m.consult_phone.empty() ? "12345" : m.consult_phone}, {"supervise", m.supervise_phone.empty() ? "12345" : m.supervise_phone},
                 {"review", m.remedy_review.empty() ? "知道该决定之日起六十日内，向本级人民政府申请" : m.remedy_review},
                 {"litigation", m.remedy_litigation.empty() ? "知道该决定之日起六个月内，向有管辖权的人民法院起诉" : m.remedy_litigation},
                 {"can_apply", catalogue::is_applicant_driven(m.type)}, {"demo", m.is_demo}};
  if (m.effective_on) v["effective"] = json::object{{"on", platform::zh_date(*m.effective_on)}};
  if (reader.is_citizen) v[reader.is_favourite ? "kept" : "not_kept"] = true;
  else v["guest_keep"] = true;
  if (!m.result_sample.empty()) v["sample"] = json::object{{"href", "/api/v1/public/matter-files/" + m.result_sample}};
  add_limits(v, m);
  add_fees(v, m);
  add_places(v, m, reader.halls);
  add_basic(v, m);
  add_situations(v, m, answers);
  add_lists(v, m);
  add_anchors(v);
  return v;
}

}  // namespace yimen::portal
