// What happened to a case, for those outside: each act with the post that did it, nobody by name.
#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "views.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

namespace {

/// The acts the applicant is told of anyway; whatever is new stays inside until somebody puts it here.
constexpr std::array<std::string_view, 29> public_acts{
    "cases.submit", "cases.receive", "cases.open_pre_review", "cases.pass_pre_review", "cases.return_pre_review", "cases.request_correction",
    "cases.answer_correction", "cases.lapse_correction", "cases.accept", "cases.deem_accepted", "cases.declare_not_needed",
    "cases.declare_out_of_competence", "cases.reject_acceptance", "cases.start_special", "cases.end_special", "cases.report_up",
    "cases.record_superior_answer", "cases.suspend", "cases.resume", "cases.extend", "cases.recount", "cases.decide_grant", "cases.decide_refuse",
    "cases.make_result", "cases.deliver", "cases.change_delivery", "cases.withdraw", "cases.void", "document.revoke"};

bool is_public(const std::string& action) { return std::find(public_acts.begin(), public_acts.end(), action) != public_acts.end(); }

/// The trail's sentence begins with who acted; outside, the post stands in the person's place.
std::string without_names(const trail::Event& e) {
  if (e.actor_kind == "system") return e.text;
  const auto who = e.actor_kind != "staff" ? std::string("申请人") : e.post_name.empty() ? std::string("经办人员") : e.post_name;
  auto text = e.text;
  if (!e.substitute_for_name.empty()) text = platform::replace_all(text, fmt::format("{}（代{}）", e.actor_name, e.substitute_for_name), who + "（代岗）");
  for (const auto& name : {e.actor_name, e.substitute_for_name})
    if (!name.empty()) text = platform::replace_all(text, name, who);
  return text;
}

}  // namespace

json::array public_timeline(Tx& tx, const cases::ServiceCase& f) {
  json::array list;
  for (const auto& e : trail::of_subject(tx, "case", f.id.value())) {
    if (!is_public(e.action)) continue;
    const std::string_view who = e.actor_kind == "staff" ? std::string_view(f.department_name) : e.actor_kind == "system" ? "系统" : "申请人";
    list.push_back(json::object{{"at", platform::iso_instant(e.happened_at)}, {"action", e.action}, {"text", party::mask_text(without_names(e))}, {"actor_name", who}});
  }
  return list;
}

}  // namespace yimen::approval
