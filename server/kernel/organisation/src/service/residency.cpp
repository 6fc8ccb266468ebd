#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/checks.h"

namespace yimen::organisation {
namespace {

std::string words_of(const store::Residency& residency) {
  const auto what = residency.matter_name.empty() ? residency.department_name : residency.department_name + "“" + residency.matter_name + "”";
  return fmt::format("{}{}{}", what, residency.kind == "entry" ? "进驻" : "退出", residency.center_name);
}

}  // namespace

Result<store::Residency> propose_residency(Tx& tx, const Actor& actor, store::Residency residency) {
  const auto center = TRY(existing(store::find_center(tx, residency.center), "该中心"));
  const auto department = TRY(existing(store::find_department(tx, residency.department), "该部门"));
  TRY(require_scope(actor, center.region_code));
  if (center.valid_to || department.valid_to) return refuse_rule("organisation/closed", "该中心或部门已撤销。");
  residency.reason = TRY(checked_text(residency.reason, "reason", "理由", 500));
  residency.id = platform::next_id();
  residency.state = "proposed";
  residency.proposed_by = actor.id;
  residency.proposed_at = tx.now();
  store::insert_residency(tx, residency);
  residency.center_name = center.name;
  residency.department_name = department.name;
  append_trail(tx, actor, {"residency.propose", "center_residency", residency.id, center.region_code}, "提出：" + words_of(residency),
               {{"reason", residency.reason}});
  return existing(store::find_residency(tx, residency.id), "该进驻事项");
}

Result<store::Residency> decide_residency(Tx& tx, const Actor& actor, std::int64_t id, bool is_approved, std::string decision_no, Date effective_on) {
  auto residency = TRY(existing(store::find_residency(tx, id), "该进驻事项"));
  TRY(require_scope(actor, residency.region_code));
  if (residency.state != "proposed") return refuse_rule("organisation/decided", "该事项已有决定，不能再次决定。");
  // R126: 协调、拟定进入或者退出进驻部门和审批项目并报县政府决定. The number of that decision is what makes it one.
  residency.decision_no = TRY(checked_text(decision_no, "decision_no", "决定文号", 60));
  residency.state = is_approved ? "approved" : "refused";
  residency.decided_by = actor.id;
  residency.decided_at = tx.now();
  residency.effective_on = effective_on;
  store::decide_residency(tx, residency);
  if (is_approved && residency.matter_name.empty()) {
    auto department = TRY(existing(store::find_department(tx, residency.department), "该部门"));
    const bool is_resident = store::is_resident_somewhere(tx, residency.department);
    if (department.is_resident != is_resident) {
      department.is_resident = is_resident;
      store::update_department(tx, department);
    }
  }
  append_trail(tx, actor, {"residency.decide", "center_residency", id, residency.region_code},
               fmt::format("{}：{}（{}）", is_approved ? "同意" : "不同意", words_of(residency), residency.decision_no),
               {{"effective_on", platform::iso_date(effective_on)}});
  return existing(store::find_residency(tx, id), "该进驻事项");
}

}  // namespace yimen::organisation
