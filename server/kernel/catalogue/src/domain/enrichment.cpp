#include "domain/enrichment.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/limit_text.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

const json::object empty_object;

const json::object& part(const json::object& object, std::string_view name) {
  const auto* found = platform::object_at(object, name);
  return found == nullptr ? empty_object : *found;
}

std::vector<std::string> texts(const json::object& object, std::string_view name) {
  std::vector<std::string> result;
  if (const auto* list = platform::array_at(object, name))
    for (const auto& item : *list)
      if (item.is_string()) result.emplace_back(std::string_view(item.get_string()));
  return result;
}

std::int64_t code_of(std::string_view text) {
  std::int64_t code = 0;
  std::from_chars(text.data(), text.data() + text.size(), code);
  return code;
}

/// Reads the lists of a patch through the one reader of versions.
MatterVersion as_version(const char* member, const json::value& value) { return version_from(json::object{{member, value}}); }

/// Fills what a guide does not say; remembers what it filled.
class Filler {
 public:
  Filler(MatterVersion& version, const json::object& defaults) : v_{version}, defaults_{defaults} {}

  void run() {
    fill("窗口权限", v_.window_authority, "window_authority");
    fill("行政复议", v_.remedy_review, "remedy_review");
    fill("行政诉讼", v_.remedy_litigation, "remedy_litigation");
    fill("申请人权利", v_.rights, "rights");
    fill("申请人义务", v_.duties, "duties");
    if (v_.conditions.empty()) fill("审查标准", v_.review_standard, "review_standard");
    fill_limits();
    fill_lists();
    fill_fee();
    if (v_.service_objects.empty()) mark("服务对象"), v_.service_objects = {"个人", "法人", "其他组织"};
    if (!v_.visit_count) mark("到现场次数"), v_.visit_count = 1;
    if (v_.visit_count.value_or(0) > 0) fill("到现场原因", v_.visit_reason, "visit_reason");
    if (v_.delivery_ways.empty()) mark("送达方式"), v_.delivery_ways = {"window", "express", "online"};
    if (v_.handling_forms.empty()) mark("办理形式"), v_.handling_forms = {"window", "online"};
    if (v_.online_level == 0) mark("网上办理深度"), v_.online_level = v_.visit_count == 0 ? 4 : 3;
    report();
  }

 private:
  void mark(std::string_view what) { filled_.emplace_back(what); }
  void fill(std::string_view what, std::string& into, const char* member) {
    if (!into.empty()) return;
    into = platform::text_or(defaults_, member);
    if (!into.empty()) mark(what);
  }
  void fill_limits() {
    if (v_.promised || !v_.promised_raw.empty()) return;
    if (v_.case_class == CaseClass::instant) {
      v_.promised = calendar::Limit{0, calendar::LimitUnit::instant};
    } else {
      const auto& promises = part(defaults_, "promised");
      const auto raw = platform::text_or(promises, platform::EnumText<MatterType>::to(v_.type), platform::text_or(promises, "otherwise"));
      v_.promised = read_limit_text(raw).limit;
      // A promise may not be longer than the law's limit.
      if (v_.promised && v_.statutory && v_.statutory->length < v_.promised->length) v_.promised = v_.statutory;
    }
    if (v_.promised) mark("承诺时限");
  }
  void fill_lists() {
    if (v_.steps.empty()) {
      mark("办理环节");
      v_.steps = as_version("steps", list(v_.case_class == CaseClass::instant ? "steps_instant" : "steps")).steps;
    }
    if (v_.materials.empty()) {
      mark("申请材料");
      v_.materials = as_version("materials", list("materials")).materials;
    }
    if (v_.faqs.empty()) mark("常见问题"), v_.faqs = as_version("faqs", list("faqs")).faqs;
    if (v_.form.empty()) mark("申请表单"), v_.form = part(defaults_, "form");
    for (auto& step : v_.steps) {
      if (!step.checks.empty()) continue;
      if (step.role == "accept") step.checks = texts(defaults_, "checks_accept");
      if (step.role == "review") step.checks = texts(defaults_, "checks_review");
    }
  }
  void fill_fee() {
    if (v_.is_charged) return;
    mark("收费");
    v_.is_charged = false;
    v_.fee_raw = platform::text_or(defaults_, "fee_raw");
  }
  json::value list(const char* name) const {
    const auto* found = platform::array_at(defaults_, name);
    return found == nullptr ? json::value(json::array{}) : json::value(*found);
  }
  void report() {
    if (filled_.empty()) return;
    v_.is_demo = true;
    v_.issues.push_back({"is_demo", platform::join(filled_, "、"), "原指南没有列出，演示补入默认值", false, {}, {}});
  }

  MatterVersion& v_;
  const json::object& defaults_;
  std::vector<std::string> filled_;
};

/// The guide comes from another city: its address and phones must not send people of this city there.
void localise(MatterVersion& v, const DepartmentRef& department, const json::object& defaults) {
  json::object stated;
  for (const auto& place : v.places) stated["place"] = place.address + (place.hours.empty() ? "" : "；" + place.hours);
  if (!v.consult_phone.empty()) stated["consult_phone"] = v.consult_phone;
  if (!v.supervise_phone.empty()) stated["complaint_phone"] = v.supervise_phone;
  if (!stated.empty()) v.source["stated_contacts"] = std::move(stated);
  const auto place = department.region_name.empty() ? std::string("本级") : department.region_name;
  v.places = {{place + "政务服务中心", platform::text_or(defaults, "window"), department.address, platform::text_or(defaults, "hours"), {}}};
  v.consult_phone = department.phone;
  v.supervise_phone = platform::text_or(defaults, "supervise_phone");
}

void drop_materials(MatterVersion& v, const json::object& dropped) {
  for (const auto& [key, reason] : dropped) {
    const auto found = std::find_if(v.materials.begin(), v.materials.end(), [&](auto& m) { return m.key == key; });
    if (found == v.materials.end()) continue;
    v.issues.push_back({"materials/" + found->key, found->name, platform::text_or(dropped, key), false, {}, {}});
    v.materials.erase(found);
  }
}

void patch_materials(MatterVersion& v, const json::object& patches) {
  for (auto& material : v.materials) {
    const auto* patch = platform::object_at(patches, material.key);
    if (patch == nullptr) continue;
    MatterVersion one;
    one.materials = {material};
    json::value content = content_of(one).at("materials").as_array().front();
    merge_patch(content, *patch);
    material = as_version("materials", json::array{content}).materials.front();
  }
}

void set_checks(MatterVersion& v, const json::object& checks) {
  for (auto& step : v.steps)
    if (auto list = texts(checks, step.role); !step.role.empty() && !list.empty()) step.checks = std::move(list);
}

}  // namespace

void merge_patch(json::value& target, const json::value& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) target = json::object{};
  for (const auto& [name, value] : patch.get_object()) {
    if (value.is_null()) target.get_object().erase(name);
    else merge_patch(target.get_object()[name], value);
  }
}

const json::object* Enrichment::of(const std::string& id) const { return platform::object_at(part(file_, "matters"), id); }

void Enrichment::apply(const std::string& id, MatterVersion& version, const DepartmentRef& department) const {
  const auto& defaults = part(file_, "defaults");
  localise(version, department, defaults);
  if (const auto* own = of(id)) {
    if (const auto* set = platform::object_at(*own, "set")) {
      json::value content = content_of(version);
      merge_patch(content, *set);
      auto patched = version_from(content.as_object());
      patched.department_id = version.department_id;
      patched.department_name = version.department_name;
      patched.region_code = version.region_code;
      patched.region_name = version.region_name;
      std::vector<std::string> names;
      for (const auto& [name, value] : *set) names.emplace_back(name);
      patched.issues.push_back({"is_demo", platform::join(names, ", "), "演示按设计填写或改写，非原文", false, {}, {}});
      patched.is_demo = true;
      version = std::move(patched);
    }
    drop_materials(version, part(*own, "drop_materials"));
    if (const auto* added = platform::array_at(*own, "add_materials"))
      for (auto& material : as_version("materials", *added).materials) version.materials.push_back(std::move(material));
    patch_materials(version, part(*own, "materials"));
    if (const auto* list = platform::array_at(*own, "situations")) version.situations = as_version("situations", *list).situations;
    if (const auto* form = platform::object_at(*own, "form")) version.form = *form;
    version.person_topics = texts(*own, "person_topics");
    version.corp_topics = texts(*own, "corp_topics");
    version.life_events = texts(*own, "life_events");
  }
  Filler{version, defaults}.run();
  if (const auto* own = of(id)) set_checks(version, part(*own, "checks"));
  if (version.process_key.empty())
    version.process_key = handled_as(version) == CaseClass::instant ? "instant" : handled_as(version) == CaseClass::two_step ? "two-step" : "handler-reviewer-approver";
}

bool Enrichment::is_left_as_draft(const std::string& id) const {
  const auto* own = of(id);
  return own != nullptr && own->contains("leave_as_draft");
}

std::int64_t Enrichment::view_count(const std::string& id) const {
  const auto* own = of(id);
  return own == nullptr ? 0 : platform::int_or(*own, "view_count");
}

std::int64_t Enrichment::region_code() const { return code_of(platform::text_or(file_, "region_code")); }

std::vector<std::int64_t> Enrichment::county_codes() const {
  std::vector<std::int64_t> codes;
  for (const auto& text : texts(file_, "county_codes")) codes.push_back(code_of(text));
  return codes;
}

std::vector<Enrichment::Event> Enrichment::life_events() const {
  std::vector<Event> events;
  if (const auto* list = platform::array_at(file_, "life_events"))
    for (const auto& item : *list)
      if (const auto* o = item.if_object())
        events.push_back({platform::text_or(*o, "code"), platform::text_or(*o, "name"), platform::text_or(*o, "audience"), platform::text_or(*o, "note"), platform::text_or(*o, "words")});
  return events;
}

}  // namespace yimen::catalogue
