#include "read_orders.h"

#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

using platform::bool_or;
using platform::id_or_zero;
using platform::int_or;
using platform::text_or;

namespace {

Schema material_schema() {
  return Schema::object("HandedInMaterial", {{"key", Schema::text(50).label("材料")},
                                             {"received_as", Schema::one_of({"electronic", "original", "copy", "deferred", "waived", "missing"}).label("提交方式").optional()},
                                             {"original_count", Schema::integer(0, 999).label("原件份数").optional()},
                                             {"copy_count", Schema::integer(0, 999).label("复印件份数").optional()},
                                             {"file_id", Schema::id().label("文件").optional()}});
}

Schema person_schema(const char* name) {
  return Schema::object(name, {{"is_enterprise", Schema::boolean().label("法人或其他组织").optional()}, {"name", Schema::text(120).label("名称")},
                               {"id_type", Schema::text(10).label("证件类型").optional()}, {"id_no", Schema::text(40).label("证件号码")},
                               {"phone", Schema::text(30).label("联系电话").optional()}, {"address", Schema::text(300).label("地址").optional()},
                               {"legal_person_name", Schema::text(50).label("法定代表人").optional()},
                               {"legal_person_id_number", Schema::text(40).label("法定代表人证件号码").optional()}});
}

std::vector<Schema::Field> application_fields() {
  return {{"matter_id", Schema::id().label("事项")}, {"contact_name", Schema::text(50).label("联系人").optional()},
          {"contact_phone", Schema::text(30).label("联系电话").optional()}, {"situation", Schema::any().label("情形").optional()},
          {"form", Schema::any().label("申请表").optional()}, {"materials", Schema::list(material_schema(), 100).label("材料").optional()},
          {"delivery_way", Schema::one_of({"window", "express", "online"}).label("领取方式").optional()}, {"delivery_name", Schema::text(50).label("收件人").optional()},
          {"delivery_phone", Schema::text(30).label("收件电话").optional()}, {"delivery_address", Schema::text(300).label("收件地址").optional()}};
}

DeliveryAddress delivery_to(const json::object& b) { return {text_or(b, "delivery_name"), text_or(b, "delivery_phone"), text_or(b, "delivery_address")}; }

std::optional<Application::Person> person_from(const json::object& body, std::string_view key) {
  const auto* p = platform::object_at(body, key);
  if (!p) return std::nullopt;
  return Application::Person{.is_enterprise = bool_or(*p, "is_enterprise"), .name = text_or(*p, "name"), .id_type = text_or(*p, "id_type"),
                             .id_no = text_or(*p, "id_no"), .phone = text_or(*p, "phone"), .address = text_or(*p, "address"),
                             .legal_person_name = text_or(*p, "legal_person_name"), .legal_person_id_number = text_or(*p, "legal_person_id_number")};
}

}  // namespace

Schema opinion_schema(const char* name) { return Schema::object(name, {{"opinion", Schema::text(2000).label("意见").optional()}}); }
Schema correction_schema() {
  return Schema::object("CorrectionOrder", {{"items", Schema::list(Schema::object("CorrectionItem", {{"target", Schema::text(100).label("对象").optional()},
                                                                                                    {"problem", Schema::text(500).label("存在的问题")},
                                                                                                    {"how", Schema::text(500).label("怎样改").optional()}}), 50).label("补正内容").min(1)},
                                            {"answer_days", Schema::integer(1, 60).label("补正期限（工作日）").optional()},
                                            {"second_reason", Schema::text(500).label("再次要求补正的理由").optional()}});
}
Schema refusal_schema() {
  return Schema::object("AcceptanceRefusal", {{"reason", Schema::text(2000).label("理由")}, {"clause", Schema::text(500).label("依据的条款").optional()},
                                              {"competent_agency", Schema::text(200).label("有权办理的机关").optional()}});
}
static Schema discretion_schema() {
  return Schema::object("DiscretionChoice", {{"stated", Schema::any().label("认定的事实").optional()}, {"chosen", Schema::any().label("裁量结果").optional()}, {"reason", Schema::text(2000).label("偏离理由").optional()},
                                             {"approved_by_way", Schema::one_of({"head", "collective"}).or_empty().label("批准方式").optional()}, {"approval_record", Schema::text(500).label("批准材料").optional()}});
}
Schema decision_schema() {
  return Schema::object("CaseDecision", {{"decision", Schema::one_of({"granted", "refused"}).label("决定")}, {"grounds", Schema::text(4000).label("事实和理由").optional()},
                                         {"clause", Schema::text(500).label("依据的条款").optional()}, {"conditions", Schema::text(2000).label("附加条件").optional()},
                                         {"validity", Schema::text(100).label("有效期").optional()}, {"discretion", discretion_schema().optional()}, {"opinion", Schema::text(2000).label("审批意见").optional()},
                                         {"checks", Schema::any().optional()}, {"variables", Schema::any().optional()}, {"to_node", Schema::text(100).optional()}});
}
Schema delivery_schema() {
  return Schema::object("ResultDelivery", {{"way", Schema::one_of({"window", "express", "online"}).label("送达方式")}, {"recipient_name", Schema::text(50).label("领取人姓名").optional()},
                                           {"recipient_id_no", Schema::text(40).label("领取人证件号码").optional()}, {"is_proxy", Schema::boolean().label("代领").optional()},
                                           {"tracking_no", Schema::text(50).label("快递单号").optional()}, {"note", Schema::text(500).label("备注").optional()}});
}
Schema delivery_choice_schema() {
  return Schema::object("DeliveryChoice", {{"delivery_way", Schema::one_of({"window", "express", "online"}).label("领取方式")}, {"delivery_name", Schema::text(50).label("收件人").optional()},
                                           {"delivery_phone", Schema::text(30).label("收件电话").optional()}, {"delivery_address", Schema::text(300).label("收件地址").optional()}});
}
Schema instant_schema() { return Schema::object("InstantSettlement", {{"decision", decision_schema().label("决定")}, {"delivery", delivery_schema().label("送达")}}); }
Schema stop_schema() {
  return Schema::object("ClockStop", {{"name", Schema::text(50).label("种类").optional()}, {"reason", Schema::text(500).label("理由")}, {"basis", Schema::text(500).label("依据").optional()},
                                      {"planned_days", Schema::integer(0, 10000).label("所需工作日")}});
}
Schema result_schema() { return Schema::object("ClockStopResult", {{"result", Schema::text(2000).label("结果")}}); }
Schema extension_schema() {
  return Schema::object("LimitExtension", {{"days", Schema::integer(-1000, 10000).label("延长的工作日")}, {"reason", Schema::text(500).label("延长理由")}});
}
Schema step_schema() {
  return Schema::object("StepWork", {{"opinion", Schema::text(2000).label("办理意见").optional()},
                                     {"checks", Schema::list(Schema::object("CheckMark", {{"text", Schema::text(500)}, {"is_met", Schema::boolean()}, {"note", Schema::text(500).optional()}}), 100).optional()},
                                     {"variables", Schema::any().optional()}, {"to_node", Schema::text(100).label("退回到").optional()},
                                     {"goes_straight_on", Schema::boolean().label("办完后直接送回").optional()},
                                     {"outcome", Schema::one_of({"agree", "disagree", "abstain"}).label("表态").optional()}});
}
Schema material_check_schema() {
  return Schema::object("MaterialCheck", {{"received_as", Schema::one_of({"electronic", "original", "copy", "deferred", "waived", "missing"}).label("收取方式").optional()},
                                          {"state", Schema::one_of({"unchecked", "fine", "wrong"}).label("核对结果").optional()}, {"problem", Schema::text(500).label("问题").optional()},
                                          {"how_to_mend", Schema::text(500).label("怎样改").optional()}, {"original_count", Schema::integer(0, 999).label("原件份数").optional()},
                                          {"copy_count", Schema::integer(0, 999).label("复印件份数").optional()}, {"file_id", Schema::id().label("扫描件").optional()},
                                          {"due_on", Schema::date().label("补齐期限").optional()}});
}
Schema walk_in_schema() {
  auto item = application_fields();
  return Schema::object("WalkIn", {{"applicant", person_schema("WalkInPerson").label("申请人")}, {"agent", person_schema("WalkInAgent").label("经办人").optional()},
                                   {"items", Schema::list(Schema::object("WalkInItem", item), 20).label("事项").min(1)},
                                   {"first_contact_staff_id", Schema::id().label("首问负责人").optional()}});
}
Schema submission_schema() {
  auto fields = application_fields();
  fields.push_back({"applicant_party_id", Schema::id().label("申请人")});
  fields.push_back({"draft_id", Schema::id().label("草稿").optional()});
  fields.push_back({"is_declared", Schema::boolean().label("声明").optional()});
  return Schema::object("Application", fields);
}
Schema correction_answer_schema() {
  return Schema::object("CorrectionAnswer", {{"form", Schema::any().label("申请表").optional()}, {"materials", Schema::list(material_schema(), 100).label("材料").optional()}});
}

CorrectionOrder correction_from(const json::object& b) {
  CorrectionOrder order{.answer_days = static_cast<int>(int_or(b, "answer_days", 15)), .second_reason = text_or(b, "second_reason")};
  if (const auto* items = platform::array_at(b, "items"))
    for (const auto& item : *items)
      order.items.push_back({text_or(item.as_object(), "target"), text_or(item.as_object(), "problem"), text_or(item.as_object(), "how")});
  return order;
}
Refusal refusal_from(const json::object& b) { return {text_or(b, "reason"), text_or(b, "clause"), text_or(b, "competent_agency")}; }
static DiscretionChoice discretion_from(const json::object& b) {
  DiscretionChoice choice{.reason = text_or(b, "reason"), .approved_by_way = text_or(b, "approved_by_way"), .approval_record = text_or(b, "approval_record")};
  if (const auto* stated = platform::object_at(b, "stated")) choice.stated = *stated;
  if (const auto* chosen = platform::object_at(b, "chosen")) choice.chosen = *chosen;
  return choice;
}
DecisionOrder decision_from(const json::object& b) {
  const auto word = platform::EnumText<cases::Decision>::from(text_or(b, "decision"));
  const auto* discretion = platform::object_at(b, "discretion");
  return {word.value_or(cases::Decision::none), text_or(b, "grounds"), text_or(b, "clause"), text_or(b, "conditions"), text_or(b, "validity"),
          discretion ? discretion_from(*discretion) : DiscretionChoice{}};
}
DeliveryChoice delivery_choice_from(const json::object& b) { return {text_or(b, "delivery_way"), delivery_to(b)}; }
Delivery delivery_from(const json::object& b) {
  return {text_or(b, "way", "window"), text_or(b, "recipient_name"), text_or(b, "recipient_id_no"), text_or(b, "tracking_no"), text_or(b, "note"), bool_or(b, "is_proxy")};
}
StopOrder stop_from(const json::object& b) { return {text_or(b, "name"), text_or(b, "reason"), text_or(b, "basis"), static_cast<int>(int_or(b, "planned_days"))}; }
StepWork step_from(const json::object& b) {
  StepWork work{.opinion = text_or(b, "opinion"), .to_node = text_or(b, "to_node"), .goes_straight_on = bool_or(b, "goes_straight_on"), .outcome = text_or(b, "outcome")};
  if (const auto* checks = platform::array_at(b, "checks"))
    for (const auto& check : *checks)
      if (check.is_object()) work.checks.push_back({text_or(check.as_object(), "text"), bool_or(check.as_object(), "is_met"), text_or(check.as_object(), "note")});
  if (const auto* variables = platform::object_at(b, "variables")) work.variables = *variables;
  return work;
}
Result<MaterialCheck> material_check_from(const json::object& b) {
  MaterialCheck check{.received_as = text_or(b, "received_as"), .state = text_or(b, "state"), .problem = text_or(b, "problem"), .how_to_mend = text_or(b, "how_to_mend"),
                      .original_count = static_cast<int>(int_or(b, "original_count", -1)), .copy_count = static_cast<int>(int_or(b, "copy_count", -1)), .file_id = id_or_zero(b, "file_id")};
  if (const auto due = text_or(b, "due_on"); !due.empty()) check.due_on = TRY(platform::parse_date(due));
  return check;
}
std::vector<HandedIn> materials_from(const json::object& b) {
  std::vector<HandedIn> list;
  if (const auto* materials = platform::array_at(b, "materials"))
    for (const auto& m : *materials) {
      const auto& o = m.as_object();
      list.push_back({text_or(o, "key"), text_or(o, "received_as", "missing"), static_cast<int>(int_or(o, "original_count")), static_cast<int>(int_or(o, "copy_count")), id_or_zero(o, "file_id")});
    }
  return list;
}
Application application_from(const json::object& b) {
  Application a{.matter_id = id_or_zero(b, "matter_id"), .applicant_party_id = id_or_zero(b, "applicant_party_id"), .contact_name = text_or(b, "contact_name"),
                .contact_phone = text_or(b, "contact_phone"), .materials = materials_from(b), .delivery_way = text_or(b, "delivery_way", "window"), .delivery_to = delivery_to(b),
                .draft_id = id_or_zero(b, "draft_id"), .is_declared = bool_or(b, "is_declared")};
  if (const auto* situation = platform::object_at(b, "situation")) a.situation = *situation;
  if (const auto* form = platform::object_at(b, "form")) a.form = *form;
  return a;
}
Result<std::vector<Application>> walk_ins_from(const json::object& b) {
  std::vector<Application> list;
  const auto* items = platform::array_at(b, "items");
  for (const auto& item : items ? *items : json::array{}) {
    auto a = application_from(item.as_object());
    a.applicant = person_from(b, "applicant");
    a.agent = person_from(b, "agent");
    a.first_contact_staff_id = id_or_zero(b, "first_contact_staff_id");
    list.push_back(std::move(a));
  }
  if (list.empty()) return platform::fail(platform::ErrorCode::invalid_input, "approval/no-matter", "请选择要办理的事项。", {{"/items", "请至少选择一个事项。"}});
  return list;
}
CorrectionAnswer correction_answer_from(const json::object& b) {
  CorrectionAnswer answer{.materials = materials_from(b)};
  if (const auto* form = platform::object_at(b, "form")) answer.form = *form;
  return answer;
}
Result<cases::CaseFilter> filter_from(const platform::Request& request, platform::Date today) {
  cases::CaseFilter filter{.words = request.query("q").value_or(""), .is_overdue = request.query("overdue") == "true", .today = today,
                           .after = request.query("after").value_or(""), .limit = static_cast<int>(request.query_int("limit", 20, 1, 100))};
  filter.matter_id = request.query_int("matter_id", 0, 0, INT64_MAX);
  filter.department_id = request.query_int("department_id", 0, 0, INT64_MAX);
  for (const auto& word : platform::split(request.query("state").value_or(""), ','))
    if (const auto state = platform::EnumText<cases::CaseState>::from(word)) filter.states.push_back(*state);
  if (const auto from = request.query("submitted_from")) filter.submitted_from = TRY(platform::parse_date(*from));
  if (const auto to = request.query("submitted_to")) filter.submitted_to = TRY(platform::parse_date(*to));
  return filter;
}

}  // namespace yimen::approval
