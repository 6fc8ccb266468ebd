#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/power_rules.h"
#include "service/checks.h"

namespace yimen::organisation {
namespace {

/// The chief representative's four go to a person in a post; a window gets the seven, as local rules on service centres have it.
bool is_personal(Power power) {
  return power == Power::decide || power == Power::report_up || power == Power::organise || power == Power::use_seal;
}

Result<void> require_grantee_post(Tx& tx, const Actor& actor, PostId id) {
  const auto post = store::find_post(tx, id);
  if (!post || post->valid_to) return refuse_field("grantee_post_id", "organisation/no-grantee", "受权岗位不存在或已撤销。");
  if (post->holder && post->holder == actor.id) return refuse_rule("organisation/letter-to-oneself", "不能向本人的岗位出具授权书，请由其他负责人办理。");
  return {};
}

Result<void> require_grantee_window(Tx& tx, const AuthorisationLetter& letter) {
  const auto window = store::find_window(tx, letter.grantee_window);
  const bool takes = window && std::find(window->departments.begin(), window->departments.end(), letter.department) != window->departments.end();
  if (!takes) return refuse_field("grantee_window_id", "organisation/window-not-for-department", "该窗口不办理本部门的事项，请先在窗口设置中加入本部门。");
  return {};
}

Result<void> require_grantee(Tx& tx, const Actor& actor, const AuthorisationLetter& letter) {
  const int grantees = (letter.grantee_post ? 1 : 0) + (letter.grantee_window ? 1 : 0) + (letter.grantee_center ? 1 : 0);
  if (grantees != 1) return refuse_field("grantee_post_id", "organisation/one-grantee", "请选择一个受权对象：岗位、窗口或大厅的综合窗口。");
  if (letter.grantee_post) return require_grantee_post(tx, actor, letter.grantee_post);
  if (std::any_of(letter.powers.begin(), letter.powers.end(), is_personal))
    return refuse_field("powers", "organisation/power-for-posts-only", "审批决定权、审核上报权、组织协调权和审批专用章使用权只能授予首席代表等岗位。");
  if (letter.grantee_window) return require_grantee_window(tx, letter);
  const auto center = store::find_center(tx, letter.grantee_center);
  if (!center || center->valid_to) return refuse_field("grantee_center_id", "organisation/no-grantee", "受权大厅不存在或已撤销。");
  return {};
}

std::string powers_text(const std::vector<Power>& powers) {
  std::string text;
  for (const auto power : powers) text += (text.empty() ? "" : "、") + std::string(chinese_name(power));
  return text;
}

}  // namespace

Result<AuthorisationLetter> issue_letter(Tx& tx, const Actor& actor, AuthorisationLetter letter) {
  const auto department = TRY(existing(store::find_department(tx, letter.department), "该部门"));
  TRY(require_scope(actor, department.region_code, department.id));
  if (department.valid_to) return refuse_rule("organisation/closed", department.name + "已撤销。");
  letter.number = TRY(checked_text(letter.number, "number", "文号", 60));
  letter.issued_by = TRY(checked_text(letter.issued_by, "issued_by", "签发人", 30));
  if (store::has_letter(tx, letter.number)) return refuse_field("number", "organisation/number-taken", "该文号已被使用。");
  if (letter.powers.empty()) return refuse_field("powers", "organisation/no-powers", "请至少选择一项权限。");
  if (letter.valid_to < letter.valid_from || letter.valid_to < tx.today())
    return refuse_field("valid_to", "organisation/bad-days", "有效期止不能早于起始日期，也不能早于今天。");
  TRY(require_grantee(tx, actor, letter));
  letter.id = platform::new_id<LetterId>();
  letter.region_code = department.region_code;
  store::insert_letter(tx, letter);
  auto stored = TRY(existing(store::find_letter(tx, letter.id), "该授权书"));
  append_trail(tx, actor, {"letter.issue", "authorisation_letter", letter.id.value(), letter.region_code},
               fmt::format("{}授予{}：{}（{}，{}至{}）", department.name, stored.grantee_name, powers_text(stored.powers), letter.number,
                           platform::zh_date(letter.valid_from), platform::zh_date(letter.valid_to)));
  return stored;
}

Result<AuthorisationLetter> revoke_letter(Tx& tx, const Actor& actor, LetterId id, int version, std::string reason) {
  auto letter = TRY(existing(store::find_letter(tx, id), "该授权书"));
  TRY(require_scope(actor, letter.region_code, letter.department));
  TRY(require_version(letter.version, version));
  if (letter.revoked_at) return refuse_rule("organisation/letter-revoked", "该授权书已收回。");
  letter.revoke_reason = TRY(checked_text(reason, "reason", "收回理由", 300));
  letter.revoked_at = tx.now();
  store::revoke_letter(tx, letter);
  append_trail(tx, actor, {"letter.revoke", "authorisation_letter", id.value(), letter.region_code},
               fmt::format("收回授权书{}：{}", letter.number, letter.revoke_reason));
  return existing(store::find_letter(tx, id), "该授权书");
}

}  // namespace yimen::organisation
