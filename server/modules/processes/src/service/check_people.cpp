#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/bpmn/expressions.h"
#include "yimen/organisation/organisation.h"

namespace yimen::processes {

using bpmn::Node;
using bpmn::NodeKind;
using platform::Tx;

namespace {

/// What `staff.` gives lists of (approval, seen_of).
constexpr std::array<std::string_view, 4> listed_roles{"handler", "reviewer", "approver", "chief_representative"};

/// Whether the role may do what the step asks.
void check_role(Tx& tx, const Node& node, const std::string& role, std::string_view where, Problems& problems) {
  const auto permissions = organisation::Organisation{}.permissions_of_roles(tx, {role});
  if (!permissions || permissions->empty()) {
    report(problems, node, "processes/unknown-role", fmt::format("环节“{}”的{}“{}”不存在，请重新选择。", shown(node), where, role), fmt::format("step {} names the unknown role {}", node.id, role));
    return;
  }
  const bool decides = node.task.stage == "approval";
  if (permissions->contains(decides ? "cases.decide" : "cases.review")) return;
  report(problems, node, "processes/role-without-authority", fmt::format("角色“{}”没有{}的权限，不能办理环节“{}”，请换一个角色。", role, decides ? "作出决定" : "审查", shown(node)),
         fmt::format("role {} of step {} lacks {}", role, node.id, decides ? "cases.decide" : "cases.review"));
}

void check_post(Tx& tx, const Node& node, const std::string& number, Problems& problems) {
  std::int64_t id = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), id);
  const bool is_number = read.ec == std::errc{} && read.ptr == number.data() + number.size();
  const auto post = is_number ? std::optional(organisation::Organisation{}.post(tx, organisation::PostId{id})) : std::nullopt;
  if (!post || !*post) return report(problems, node, "processes/unknown-post", fmt::format("环节“{}”的表达式里写的岗位“post:{}”不存在，请改为现有岗位的编号，或改用角色。", shown(node), number), fmt::format("step {} names the unknown post {}", node.id, number));
  const auto& found = **post;
  if (found.valid_to && *found.valid_to < tx.today())
    report(problems, node, "processes/unknown-post", fmt::format("环节“{}”的表达式里写的岗位“{}”已经撤销，请改为现有的岗位。", shown(node), found.name), fmt::format("the post of step {} has ended", node.id));
}

/// Texts of an expression: what stands between quotation marks.
std::vector<std::string> texts_in(std::string_view expression) {
  std::vector<std::string> texts;
  for (std::size_t at = 0; (at = expression.find('"', at)) != std::string_view::npos;) {
    const auto end = expression.find('"', at + 1);
    if (end == std::string_view::npos) break;
    texts.emplace_back(expression.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return texts;
}

void check_expression(Tx& tx, const Node& node, std::string_view expression, Problems& problems) {
  std::set<std::string> told;
  for (const auto& text : texts_in(expression)) {
    if (!told.insert(text).second) continue;
    if (text.starts_with("role:")) check_role(tx, node, text.substr(5), "表达式里写的岗位角色", problems);
    if (text.starts_with("post:")) check_post(tx, node, text.substr(5), problems);
  }
  for (std::size_t at = 0; (at = expression.find("staff.", at)) != std::string_view::npos;) {
    at += 6;
    auto end = at;
    while (end < expression.size() && (std::isalnum(static_cast<unsigned char>(expression[end])) != 0 || expression[end] == '_')) ++end;
    const auto role = expression.substr(at, end - at);
    if (std::ranges::find(listed_roles, role) == listed_roles.end() && told.insert("staff." + std::string(role)).second)
      report(problems, node, "processes/unknown-role", fmt::format("环节“{}”的表达式里写了 staff.{}：能列出的只有 staff.handler、staff.reviewer、staff.approver、staff.chief_representative。", shown(node), role),
             fmt::format("step {} reads the unknown list staff.{}", node.id, role));
  }
}

}  // namespace

void check_people(Tx& tx, const bpmn::Model& model, Problems& problems) {
  for (const auto& node : model.nodes())
    if (node.kind == NodeKind::user_task && !node.task.role.empty()) check_role(tx, node, node.task.role, "岗位角色", problems);
  for (const auto& one : bpmn::expressions_of(model))
    if (one.place == bpmn::ExpressionPlace::participants || one.place == bpmn::ExpressionPlace::participant) check_expression(tx, model.node(one.node), one.text, problems);
}

}  // namespace yimen::processes
