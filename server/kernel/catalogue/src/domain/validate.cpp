#include "domain/validate.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/row_words.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

using calendar::LimitUnit;

std::string limit_words(const std::optional<calendar::Limit>& limit, const std::string& raw) {
  return limit ? calendar::zh_limit(*limit) : raw;
}

std::string join_names(const auto& list) {
  std::vector<std::string> names;
  for (const auto& item : list) names.push_back(item.name);
  return platform::join(names, "、");
}

std::string basis_words(const MatterVersion& version) {
  std::vector<std::string> all;
  for (const auto& basis : version.legal_basis) all.push_back("《" + basis.law + "》" + basis.article);
  return platform::join(all, "；");
}

std::string fee_words(const MatterVersion& version) {
  if (!version.is_charged) return {};
  if (!*version.is_charged) return version.fee_raw.empty() ? "不收费" : version.fee_raw;
  std::vector<std::string> all;
  for (const auto& fee : version.fees) all.push_back(fee.name + " " + fee.standard_raw);
  return platform::join(all, "；") + (version.fee_basis.empty() ? "" : "（依据：" + version.fee_basis + "）");
}

/// Collects problems; one method per group of rules (numbers: domain rules of the README).
class Checker {
 public:
  explicit Checker(const MatterVersion& version) : v_{version} {}
  std::vector<ValidationProblem> run() {
    check_identity();
    check_eight();
    check_limits();
    check_materials();
    check_situations();
    check_fees();
    check_service();
    check_form();
    if (const int open = open_issues(v_); open > 0)
      warn("issues", "issues/open", fmt::format("还有{}处与原文不能完全对应，待编辑核定。", open));
    return std::move(found_);
  }

 private:
  void error(std::string field, std::string rule, std::string reason) {
    found_.push_back({std::move(field), std::move(reason), Severity::error, std::move(rule)});
  }
  void warn(std::string field, std::string rule, std::string reason) {
    found_.push_back({std::move(field), std::move(reason), Severity::warning, std::move(rule)});
  }

  void check_identity() {
    if (v_.type == MatterType::unstated) error("type", "type/unstated", "事项类型没有核定。");
    if (v_.type == MatterType::legacy_non_licence_approval)
      error("type", "type/abolished", "非行政许可审批类别2015年已取消，不能再对外提供。");
    if (v_.department_id == 0) error("department", "department/missing", "没有对应到本级实施机关，请指定部门。");
    if (v_.is_name_inferred && v_.name.find("名称未显示") != v_.name.npos)
      error("name", "name/unknown", "事项名称没有核定，不能对外公布。");
    if (v_.type != MatterType::public_service && v_.type != MatterType::life_event && !v_.name.empty() && v_.service_objects.empty())
      warn("service_objects", "objects/missing", "没有写明服务对象。");
  }

  void check_eight() {
    for (const auto& item : eight_disclosures(v_))
      if (item.text.empty())
        error(item.field, "eight/" + item.field, fmt::format("八公开第{}项“{}”没有内容，不能发布。", item.number, item.title));
  }

  void check_limits() {
    if (v_.promised && v_.statutory && v_.promised->unit == v_.statutory->unit && v_.promised->length > v_.statutory->length)
      error("promised", "limit/promise-longer", "承诺时限比法定时限长。");
    if (v_.case_class == CaseClass::instant && v_.promised && v_.promised->unit != LimitUnit::instant)
      warn("promised", "limit/instant-not-same-day", "即办件的承诺时限应当是当场办结。");
    if (v_.case_class && *v_.case_class != CaseClass::instant && v_.promised && v_.promised->unit == LimitUnit::instant)
      warn("case_class", "limit/same-day-not-instant", "当场办结的事项应当是即办件。");
    if (!v_.joint_departments.empty() && v_.case_class && *v_.case_class != CaseClass::joint)
      warn("case_class", "joint/class", "填写了联办机构，办件类型应当是联办件（统一办理时间不超过四十五日）。");
    for (const auto& special : v_.special_procedures)
      if (!special.is_counted) warn("special_procedures", "special/counted", fmt::format("特别程序“{}”没有写明是否计入时限。", special.name));
  }

  void check_materials() {
    std::set<std::string> keys;
    for (const auto& material : v_.materials) {
      const auto field = "materials/" + material.key;
      if (!keys.insert(material.key).second || material.key.empty()) error(field, "material/key", "材料编号重复或为空。");
      if (material.name.empty() || material.name.find("名称未显示") != material.name.npos) error(field, "material/name", "材料没有名称。");
      if (is_catch_all(material.name))
        error(field, "material/catch-all", fmt::format("材料“{}”是兜底条款，应当写明具体材料或删除。", material.name));
      if (material.necessity == Necessity::tolerable && material.tolerance_days <= 0)
        error(field, "material/tolerance", fmt::format("可容缺材料“{}”没有写明补齐期限。", material.name));
      if (material.source_channel == SourceChannel::government && material.waivable_by_certificate.empty())
        warn(field, "material/held-by-government", fmt::format("“{}”由政府部门核发，应当通过数据共享取得，不应要求申请人提交。", material.name));
    }
  }

  void check_situations() {
    std::set<std::string> materials, keys;
    for (const auto& material : v_.materials) materials.insert(material.key);
    for (const auto& situation : v_.situations) {
      const auto field = "situations/" + situation.key;
      if (!keys.insert(situation.key).second || situation.key.empty()) error(field, "situation/key", "情形编号重复或为空。");
      if (situation.question.empty() || situation.options.size() < 2) error(field, "situation/options", "情形要有问题和至少两个选项。");
      for (const auto& option : situation.options) {
        auto named = option.materials_added;
        named.insert(named.end(), option.materials_removed.begin(), option.materials_removed.end());
        for (const auto& key : named)
          if (!materials.contains(key)) error(field, "situation/material", fmt::format("选项“{}”指向不存在的材料“{}”。", option.text, key));
      }
    }
  }

  void check_fees() {
    if (!v_.is_charged) return;
    if (*v_.is_charged && v_.fees.empty()) error("fees", "fee/no-rows", "写明收费，但没有收费项目。");
    if (*v_.is_charged && v_.fee_basis.empty()) error("fee_basis", "fee/no-basis", "写明收费，但没有收费依据。");
    if (!*v_.is_charged && !v_.fees.empty()) error("fees", "fee/rows-though-free", "写明不收费，却列有收费项目。");
  }

  void check_service() {
    if (v_.visit_count.value_or(0) > 0 && v_.visit_reason.empty())
      warn("visit_reason", "visit/reason", "需要到现场，但没有写明原因。");
    if (v_.online_level == 4 && v_.visit_count.value_or(0) > 0) error("visit_count", "visit/full-online", "全程网办的事项到现场次数应当为0。");
    if (!v_.consult_phone.empty() && v_.consult_phone == v_.supervise_phone)
      warn("supervise_phone", "phone/same", "咨询电话与监督投诉电话不应相同。");
    if (v_.consult_phone.empty()) warn("consult_phone", "phone/consult", "没有咨询电话。");
    if (v_.supervise_phone.empty()) warn("supervise_phone", "phone/supervise", "没有监督投诉电话。");
    if (const auto type = result_type_of(v_.result_name); !v_.result_type.empty() && !type.empty() && type != v_.result_type)
      warn("result_type", "result/type", "结果名称与结果类型不一致。");
    if (!v_.result_name.empty() && v_.result_name != "无" && v_.result_sample.empty())
      warn("result_sample", "result/sample", "有办理结果，但没有结果样本。");
    if (v_.type == MatterType::licensing) check_licence();
    if (v_.places.empty()) warn("places", "place/missing", "没有办理地点。");
  }

  void check_licence() {
    if (v_.faqs.empty()) warn("faqs", "faq/missing", "行政许可事项应当至少有一条常见问题。");
    std::set<std::string> roles;
    for (const auto& step : v_.steps) roles.insert(step.role);
    for (const auto& [role, name] : {std::pair{"accept", "受理"}, {"review", "审查"}, {"decide", "决定"}, {"deliver", "送达"}})
      if (!roles.contains(role)) warn("steps", fmt::format("step/{}", role), fmt::format("办理环节中没有“{}”。", name));
  }

  /// Names the field by its place where it stands at the top, which is where the editor shows it.
  void check_form() {
    if (v_.form.empty()) return;
    std::vector<form::Problem> problems;
    (void)forms::read(v_.form, problems);
    const auto* name = v_.form.contains("components") ? "components" : "fields";
    const auto* list = platform::array_at(v_.form, name);
    for (const auto& problem : problems) {
      std::string place = "form";
      for (std::size_t i = 0; list && i < list->size(); ++i)
        if (const auto* item = (*list)[i].if_object(); item && !problem.field.empty() && (platform::text_or(*item, "key") == problem.field || platform::text_or(*item, "id") == problem.field))
          place = fmt::format("form/{}/{}", name, i);
      if (problem.is_error) error(place, problem.rule, problem.zh);
      else warn(place, problem.rule, problem.zh);
    }
  }

  const MatterVersion& v_;
  std::vector<ValidationProblem> found_;
};

}  // namespace

std::vector<Disclosure> eight_disclosures(const MatterVersion& v) {
  std::string standard = v.review_standard;
  if (standard.empty()) standard = v.discretion_rule;
  if (standard.empty()) standard = platform::join(v.conditions, "；");
  return {
      {1, "项目名称", "name", v.name},
      {2, "设立依据", "legal_basis", basis_words(v)},
      {3, "申报材料", "materials", join_names(v.materials)},
      {4, "审批标准和文件", "review_standard", standard},
      {5, "办理程序", "steps", v.steps.empty() ? v.process_text : join_names(v.steps)},
      {6, "承诺期限", "promised", limit_words(v.promised, v.promised_raw)},
      {7, "收费标准及依据", "is_charged", fee_words(v)},
      {8, "窗口权限", "window_authority", v.window_authority},
  };
}

std::vector<ValidationProblem> validate(const MatterVersion& version) { return Checker{version}.run(); }

int open_issues(const MatterVersion& version) {
  return static_cast<int>(std::count_if(version.issues.begin(), version.issues.end(), [](auto& issue) { return !issue.is_settled; }));
}

int completeness(const MatterVersion& v) {
  const auto eight = eight_disclosures(v);
  const auto named = std::count_if(eight.begin(), eight.end(), [](auto& item) { return !item.text.empty(); });
  const bool others[] = {v.department_id != 0,       !v.conditions.empty(),       v.statutory.has_value(),      !v.result_name.empty(),
                         !v.result_sample.empty(),   !v.consult_phone.empty(),    !v.supervise_phone.empty(),   !v.places.empty(),
                         v.visit_count.has_value(),  v.online_level > 0,          !v.delivery_ways.empty(),     !v.faqs.empty(),
                         !v.service_objects.empty(), v.case_class.has_value(),    !v.form.empty(),              !v.remedy_review.empty(),
                         !v.impl_code.empty(),       open_issues(v) == 0};
  const auto further = std::count(std::begin(others), std::end(others), true);
  // The eight weigh as much as everything else together.
  return static_cast<int>(named * 50 / 8 + further * 50 / static_cast<long>(std::size(others)));
}

}  // namespace yimen::catalogue
