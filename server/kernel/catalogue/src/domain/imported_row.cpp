#include "domain/imported_row.h"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/codes.h"
#include "domain/limit_text.h"
#include "domain/row_words.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

using calendar::Limit;
using calendar::LimitUnit;

/// Reads one row part by part; doubts go to the version, trouble with the shape to the problems.
class RowReader {
 public:
  RowReader(const json::object& row, ImportedRow& out) : row_{row, "", out.problems}, out_{out}, v_{out.version} {}

  void read() {
    read_identity();
    read_basis();
    read_limit("statutory_limit", v_.statutory, v_.statutory_raw);
    read_limit("promised_limit", v_.promised, v_.promised_raw);
    read_steps();
    read_special_procedures();
    read_materials();
    read_fee();
    read_result();
    read_service();
    read_source();
    auto extra = row_.rest();
    for (auto& [name, value] : extra) v_.extra[name] = std::move(value);
    check_limits();
  }

 private:
  void doubt(std::string field, std::string stated, std::string reason) {
    v_.issues.push_back({std::move(field), std::move(stated), std::move(reason), false, {}, {}});
  }
  void keep_rest(Members& members, std::string_view where) {
    auto rest = members.rest();
    if (!rest.empty()) v_.extra[where] = std::move(rest);
  }

  void read_identity() {
    out_.id = row_.text("id");
    if (out_.id.empty()) out_.problems.push_back({"id", "缺少编号，无法识别是哪一条", Severity::error});
    v_.name = row_.text("name");
    if (v_.name.empty()) out_.problems.push_back({"name", "缺少事项名称", Severity::error});
    if (platform::count_characters(v_.name) > 1000) out_.problems.push_back({"name", "事项名称超过1000字", Severity::error});
    v_.is_name_inferred = row_.boolean("name_inferred").value_or(false);
    if (v_.is_name_inferred) doubt("name", v_.name, "来源页面没有印出事项名称，名称是按条件、材料或结果推出的");
    v_.scenario = row_.text("scenario");
    v_.type_stated = row_.text("item_type");
    const auto type = type_of_words(v_.type_stated);
    v_.type = type.value_or(MatterType::unstated);
    if (!type) doubt("type", v_.type_stated, v_.type_stated.empty() ? "没有写明事项类型" : "不是已知的事项类型");
    if (v_.type == MatterType::legacy_non_licence_approval)
      doubt("type", v_.type_stated, "非行政许可审批类别2015年已取消，只能保留历史，不能再对外提供");
    read_class();
    read_place_of_origin();
  }

  void read_class() {
    const auto stated = row_.text("case_class");
    v_.case_class = class_of_words(stated);
    if (!stated.empty() && !v_.case_class) doubt("case_class", stated, "不是已知的办件类型");
    v_.stated_code = row_.text("item_code");
    switch (scheme_of(v_.stated_code)) {
      case CodeScheme::none:
      case CodeScheme::national_impl_31: break;
      case CodeScheme::handling_item_33: v_.handling_item_code = v_.stated_code; break;
      case CodeScheme::other: doubt("stated_code", v_.stated_code, "不是国家31位实施编码，按原样保存的地方编码"); break;
    }
  }

  void read_place_of_origin() {
    v_.stated_department = row_.text("department");
    v_.department_category = row_.text("department_category");
    v_.stated_region = row_.text("region");
    v_.level_stated = row_.text("level");
    v_.exercise_level = level_of_words(v_.level_stated);
    out_.is_county_level = names_county(v_.level_stated);
    if (!v_.level_stated.empty() && v_.exercise_level == 0) doubt("exercise_level", v_.level_stated, "不是已知的行使层级");
    if (v_.exercise_level == 7) doubt("exercise_level", v_.level_stated, "一份指南写了几级，按分级管理保存，各级权限待核定");
    for (const auto* name : {"province", "division_code"})
      if (auto text = row_.text(name); !text.empty()) v_.source[name] = text;
  }

  void read_basis() {
    const auto* list = row_.list("legal_basis");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto where = fmt::format("legal_basis/{}", i);
      if ((*list)[i].is_string()) {
        v_.legal_basis.push_back({platform::trim(std::string_view((*list)[i].get_string())), {}, {}, {}});
        continue;
      }
      if (!is_object((*list)[i], where)) continue;
      Members m{(*list)[i].get_object(), where + "/", out_.problems};
      v_.legal_basis.push_back({m.text("law"), m.text("number"), m.text("article"), m.text("text")});
      keep_rest(m, where);
    }
    v_.conditions = row_.texts("conditions");
    v_.service_objects = row_.texts("target");
    v_.joint_departments = row_.texts("joint_departments");
  }

  bool is_object(const json::value& item, const std::string& where) {
    if (item.is_object()) return true;
    out_.problems.push_back({where, "应为对象，原样留在“其他”中待核定", Severity::warning});
    v_.extra[where] = item;
    return false;
  }

  /// {raw, value, unit, max?, excludes?}: the raw text decides; value and unit are somebody's reading and only compared.
  void read_limit(const char* name, std::optional<Limit>& limit, std::string& raw) {
    const std::string field = name == std::string_view("statutory_limit") ? "statutory" : "promised";
    const auto* value = row_.any(name);
    if (value == nullptr) return;
    if (value->is_string()) {
      raw = platform::trim(std::string_view(value->get_string()));
      hold(field, raw, limit);
      return;
    }
    if (!is_object(*value, name)) return;
    Members m{value->get_object(), std::string(name) + "/", out_.problems};
    raw = m.text("raw");
    const auto stated = m.integer("value");
    const auto unit = m.text("unit");
    const auto longest = m.integer("max");
    const auto excludes = m.texts("excludes");
    if (raw.empty() && stated) raw = fmt::format("{}{}", *stated, unit == "月" ? "个月" : unit == "工作日" ? "个工作日" : unit);
    hold(field, raw, limit);
    if (stated && limit && limit->unit != LimitUnit::instant && *stated != limit->length)
      doubt(field, fmt::format("{}{}", *stated, unit), fmt::format("数值与原文“{}”不一致", raw));
    if (longest) doubt(field, fmt::format("最长{}{}", *longest, unit), "原文另有最长时限，请在特别程序中登记延长");
    for (const auto& text : excludes) doubt(field, text, "原文说这一时间不计入时限，请在特别程序中登记");
    keep_rest(m, name);
  }

  void hold(const std::string& field, const std::string& raw, std::optional<Limit>& limit) {
    auto reading = read_limit_text(raw);
    limit = reading.limit;
    for (auto& reason : reading.doubts) doubt(field, raw, std::move(reason));
  }

  void read_steps() {
    const auto* list = row_.list("steps");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto where = fmt::format("steps/{}", i);
      if (!is_object((*list)[i], where)) continue;
      Members m{(*list)[i].get_object(), where + "/", out_.problems};
      Step step;
      step.name = m.text("name");
      step.role = step_role(step.name);
      step.standard = m.text("standard");
      step.content = m.text("content");
      read_length(m, where, step.limit, step.limit_raw);
      v_.steps.push_back(std::move(step));
      keep_rest(m, where);
    }
  }

  /// {limit, unit} of a step or a special procedure.
  void read_length(Members& m, const std::string& where, std::optional<Limit>& limit, std::string& raw) {
    const auto* value = m.any("limit");
    const auto unit = m.text("unit");
    if (value == nullptr) return;
    if (value->is_string()) raw = platform::trim(std::string_view(value->get_string())) + unit;
    else raw = json::serialize(*value) + (unit == "月" ? "个月" : unit == "工作日" ? "个工作日" : unit);
    hold(where, raw, limit);
  }

  void read_special_procedures() {
    const auto* list = row_.list("special_procedures");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto where = fmt::format("special_procedures/{}", i);
      if (!is_object((*list)[i], where)) continue;
      Members m{(*list)[i].get_object(), where + "/", out_.problems};
      SpecialProcedure special;
      special.name = m.text("name");
      special.kind = special.name.find("延长") == special.name.npos ? "other" : "extension";
      special.basis = m.text("basis");
      special.is_counted = m.boolean("counted_in_limit");
      read_length(m, where, special.limit, special.limit_raw);
      if (!special.is_counted) doubt(where, special.name, "没有写明这一程序的时间是否计入办理时限");
      v_.special_procedures.push_back(std::move(special));
      keep_rest(m, where);
    }
  }

  void read_materials() {
    const auto* list = row_.list("materials");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto where = fmt::format("materials/{}", i);
      if (!is_object((*list)[i], where)) continue;
      Members m{(*list)[i].get_object(), where + "/", out_.problems};
      v_.materials.push_back(read_material(m, where));
      v_.materials.back().key = fmt::format("m{}", i + 1);
      keep_rest(m, where);
    }
  }

  Material read_material(Members& m, const std::string& where) {
    Material material;
    material.name = m.text("name");
    if (material.name.empty() || material.name.find("名称未显示") != material.name.npos)
      doubt(where, material.name, "来源没有印出材料名称");
    material.form_stated = m.text("form");
    if (!read_material_form(material.form_stated, material)) doubt(where, material.form_stated, "不是已知的材料形式");
    material.original_count = m.integer("original_count");
    material.copy_count = m.integer("copy_count");
    if (const auto required = m.boolean("required"))
      material.necessity = *required ? Necessity::necessary : Necessity::optional;
    const auto source = m.text("source");
    if (!read_material_source(source, material)) doubt(where, source, "不是已知的来源渠道，记在出具机构");
    material.fill_note = m.text("note");
    return material;
  }

  void read_fee() {
    const auto* fee = row_.object("fee");
    if (fee == nullptr) return;
    Members m{*fee, "fee/", out_.problems};
    v_.is_charged = m.boolean("charged");
    v_.fee_raw = m.text("raw");
    v_.fee_basis = m.text("basis");
    v_.fee_relief = m.text("relief");
    const auto* list = m.list("standards");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto where = fmt::format("fee/standards/{}", i);
      if (is_object((*list)[i], where)) read_fee_item((*list)[i].get_object(), where);
    }
    if (v_.is_charged.value_or(false) && v_.fees.empty()) doubt("fees", v_.fee_raw, "写明收费，但没有收费项目和标准");
    if (!v_.is_charged.value_or(true) && v_.fee_raw.find("暂停") != v_.fee_raw.npos)
      doubt("fees", v_.fee_raw, "是暂停征收，不是不收费");
    keep_rest(m, "fee");
  }

  void read_fee_item(const json::object& object, const std::string& where) {
    Members m{object, where + "/", out_.problems};
    FeeItem item;
    item.name = m.text("item");
    item.unit = m.text("unit");
    item.condition = m.text("condition");
    const auto* amount = m.any("amount");
    if (amount != nullptr && amount->is_number() && amount->to_number<double>() >= 0 && amount->to_number<double>() < 1e12) {
      item.amount_fen = std::llround(amount->to_number<double>() * 100);
      item.standard_raw = json::serialize(*amount) + item.unit;
    } else if (amount != nullptr) {
      item.standard_raw = amount->is_string() ? std::string(std::string_view(amount->get_string())) : json::serialize(*amount);
      doubt(where, item.standard_raw, "收费标准不是金额，按原文保存");
    }
    v_.fees.push_back(std::move(item));
    keep_rest(m, where);
  }

  void read_result() {
    const auto* result = row_.object("result");
    if (result == nullptr) return;
    Members m{*result, "result/", out_.problems};
    v_.result_name = m.text("name");
    v_.result_validity = m.text("validity");
    v_.result_type = result_type_of(v_.result_name);
    keep_rest(m, "result");
  }

  void read_service() {
    v_.visit_count = row_.integer("on_site_visits");
    const auto channels = row_.texts("channels");
    v_.channels_stated = platform::join(channels, "、");
    for (const auto& channel : channels) {
      auto form = handling_form(channel);
      if (std::find(v_.handling_forms.begin(), v_.handling_forms.end(), form) == v_.handling_forms.end())
        v_.handling_forms.push_back(std::move(form));
    }
    v_.scope_of_service = row_.text("handling_scope");
    v_.quantity_limit = row_.text("quantity_limit");
    v_.consult_phone = row_.text("consult_phone");
    v_.supervise_phone = row_.text("complaint_phone");
    Place place;
    place.address = row_.text("place");
    place.hours = row_.text("hours");
    if (!place.address.empty() || !place.hours.empty()) v_.places.push_back(std::move(place));
  }

  void read_source() {
    if (const auto* source = row_.object("source")) {
      for (const auto& [name, value] : *source)
        if (!value.is_null()) v_.source[name] = value;
    }
    if (auto notes = row_.text("notes"); !notes.empty()) v_.source["notes"] = notes;
    if (auto inferred = row_.texts("inferred_fields"); !inferred.empty()) {
      json::array list;
      for (auto& field : inferred) list.push_back(json::string(field));
      v_.source["inferred_fields"] = std::move(list);
    }
  }

  void check_limits();
  static std::optional<int> days_of_steps(const std::vector<Step>&, LimitUnit);

  Members row_;
  ImportedRow& out_;
  MatterVersion& v_;
};

/// Sum of the steps' limits when all that are printed share the unit.
std::optional<int> RowReader::days_of_steps(const std::vector<Step>& steps, LimitUnit unit) {
  int sum = 0;
  bool is_any = false;
  for (const auto& step : steps) {
    if (!step.limit) continue;
    if (step.limit->unit != unit) return std::nullopt;
    sum += step.limit->length;
    is_any = true;
  }
  return is_any ? std::optional{sum} : std::nullopt;
}

/// Contradictions between the limits a guide prints. They are listed, none is corrected.
void RowReader::check_limits() {
  if (v_.statutory && v_.promised && v_.statutory->unit == v_.promised->unit && v_.promised->length > v_.statutory->length)
    doubt("promised", v_.promised_raw, fmt::format("承诺时限比法定时限“{}”长", v_.statutory_raw));
  if (v_.promised && v_.promised->unit != LimitUnit::instant) {
    if (const auto sum = days_of_steps(v_.steps, v_.promised->unit); sum && *sum != v_.promised->length)
      doubt("steps", calendar::zh_limit({*sum, v_.promised->unit}), fmt::format("各环节时限合计与承诺时限“{}”不一致", v_.promised_raw));
    if (const auto hours = days_of_steps(v_.steps, LimitUnit::hour); hours && v_.promised->unit != LimitUnit::hour)
      doubt("steps", fmt::format("{}小时", *hours), fmt::format("各环节以小时计，承诺时限是“{}”，无法直接比较", v_.promised_raw));
  }
  if (v_.case_class == CaseClass::instant && v_.promised && v_.promised->unit != LimitUnit::instant)
    doubt("case_class", "即办件", fmt::format("写为即办件，承诺时限却是“{}”", v_.promised_raw));
  if (v_.statutory)
    for (const auto& special : v_.special_procedures)
      if (special.limit && special.limit->unit == v_.statutory->unit && special.limit->length > v_.statutory->length)
        doubt("special_procedures", special.name + special.limit_raw, fmt::format("特别程序比法定时限“{}”还长", v_.statutory_raw));
  if (!v_.consult_phone.empty() && v_.consult_phone == v_.supervise_phone)
    doubt("supervise_phone", v_.supervise_phone, "咨询电话与监督投诉电话相同");
}

}  // namespace

bool ImportedRow::is_usable() const {
  return std::none_of(problems.begin(), problems.end(), [](auto& problem) { return problem.severity == Severity::error; });
}

ImportedRow read_row(const json::value& row) {
  ImportedRow result;
  if (!row.is_object()) {
    result.problems.push_back({"", "这一行不是对象", Severity::error});
    return result;
  }
  RowReader{row.get_object(), result}.read();
  return result;
}

}  // namespace yimen::catalogue
