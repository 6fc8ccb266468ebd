#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/bpmn/expressions.h"
#include "yimen/cases/process_lists.h"
#include "yimen/feel/expression.h"

/// 逐项办理: what a list of work must keep to so that no slip in it stops a case.
namespace yimen::processes {

using bpmn::Node;
using bpmn::NodeKind;

namespace {

bool is_for_items(const Node& node) { return node.loop && node.loop->is_multiple && !node.loop->participants && node.loop->vote.kind == bpmn::VoteRule::Kind::none; }

class Lists {
 public:
  Lists(const bpmn::Model& model, Problems& problems) : model_{model}, problems_{problems} {}

  void run() {
    for (const auto& node : model_.nodes())
      if (is_for_items(node)) check(node);
    for (const auto& one : bpmn::expressions_of(model_)) {
      if (one.node < 0 || !is_for_items(model_.node(one.node)) || decides(model_.node(one.node))) continue;
      const auto& node = model_.node(one.node);
      if (one.place == bpmn::ExpressionPlace::items && node.loop->items) check_list(node, one);
      if (one.place == bpmn::ExpressionPlace::cardinality && !node.loop->items) check_count(node, one.text);
    }
  }

 private:
  void check(const Node& node) {
    if (decides(node))
      return report(problems_, node, "processes/items-decision", fmt::format("决定只作一次，“{}”不能逐项办理：请把逐项的审查画在决定之前（《行政许可法》第三十四条、第三十七条）。", shown(node)), fmt::format("{} decides and is done for each item", node.id));
    if (const auto* inner = nested(node))
      report(problems_, node, "processes/items-in-items", fmt::format("“{}”逐项办理，里面的“{}”又逐项办理，项数会成倍增加，请去掉一层。", shown(node), shown(*inner)), fmt::format("{} stands in the list of {}", inner->id, node.id));
    const auto& spec = *node.loop;
    for (const auto& name : {spec.item, spec.output_collection, spec.output_item}) {
      if (name.empty()) continue;
      const bool is_taken = is_always_known(name);
      if (!feel::is_name(name) || is_taken)
        report(problems_, node, "processes/items-name", fmt::format("“{}”里的名称“{}”{}，请换一个。", shown(node), name, is_taken ? "已经有别的含义" : "不能用在表达式里"), fmt::format("{} gives the name {}, which cannot be used", node.id, name));
    }
    if (!spec.output_collection.empty() && spec.output_collection == spec.output_item)
      report(problems_, node, "processes/items-name", fmt::format("“{}”的每一项结果和全部结果不能同名。", shown(node)), fmt::format("{} calls one result and all results alike", node.id));
  }

  void check_list(const Node& node, const bpmn::PlacedExpression& items) {
    if (!items.names.empty()) return;
    const auto parsed = feel::parse_expression(items.text);
    if (!parsed) return;
    feel::Session session;
    const auto value = parsed->evaluate({}, session);
    if (!value.is(feel::Kind::list) || value.list().empty())
      report(problems_, node, "processes/items-no-list", fmt::format("“{}”的清单“{}”不是有内容的列表，请写成 [\"甲\", \"乙\"]，或写申请表里的列表，如 form.sites。", shown(node), items.text), fmt::format("the items of {} are no list", node.id));
    else if (static_cast<int>(value.list().size()) > cases::most_instances) too_many(node, static_cast<int>(value.list().size()));
  }

  void check_count(const Node& node, const std::string& text) {
    int count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool is_number = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (!is_number) return;
    if (count > cases::most_instances) too_many(node, count);
    else if (count < 1) report(problems_, node, "processes/items-no-list", fmt::format("“{}”办{}次，等于不办：请写1至{}次。", shown(node), count, cases::most_instances), fmt::format("{} is done no time", node.id));
  }

  void too_many(const Node& node, int count) {
    report(problems_, node, "processes/items-too-many", fmt::format("“{}”要办{}次，一个环节最多逐项办{}次。", shown(node), count, cases::most_instances), fmt::format("{} is done {} times, more than {}", node.id, count, cases::most_instances));
  }

  bool decides(const Node& node) const {
    if (node.kind == NodeKind::user_task) return node.task.stage == "approval";
    return node.inner >= 0 && std::ranges::any_of(model_.scope(node.inner).nodes, [&](int inner) { return decides(model_.node(inner)); });
  }
  const Node* nested(const Node& node) const {
    if (node.inner < 0) return nullptr;
    for (const int index : model_.scope(node.inner).nodes) {
      const auto& inner = model_.node(index);
      if (is_for_items(inner)) return &inner;
      if (const auto* deeper = nested(inner)) return deeper;
    }
    return nullptr;
  }

  const bpmn::Model& model_;
  Problems& problems_;
};

}  // namespace

void check_lists(const bpmn::Model& model, Problems& problems) {
  Lists{model, problems}.run();
}

}  // namespace yimen::processes
