#include "model_builder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "expression.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

struct Supported {
  std::string_view name;
  NodeKind kind;
};
constexpr std::array<Supported, 4> supported{{{"startEvent", NodeKind::start_event},
                                              {"endEvent", NodeKind::end_event},
                                              {"userTask", NodeKind::user_task},
                                              {"exclusiveGateway", NodeKind::exclusive_gateway}}};
/// They say something to people and nothing to the engine.
constexpr std::array<std::string_view, 5> remarks{"documentation", "extensionElements", "textAnnotation", "association", "group"};
/// Inside a node; flows are linked by their own sourceRef and targetRef.
constexpr std::array<std::string_view, 4> inner{"documentation", "extensionElements", "incoming", "outgoing"};

struct ChineseName {
  std::string_view name, zh;
};
constexpr std::array<ChineseName, 25> chinese_names{{{"parallelGateway", "并行网关"}, {"inclusiveGateway", "包容网关"}, {"eventBasedGateway", "事件网关"},
    {"complexGateway", "复杂网关"}, {"subProcess", "子流程"}, {"transaction", "事务子流程"}, {"adHocSubProcess", "即席子流程"}, {"callActivity", "调用活动"},
    {"serviceTask", "服务任务"}, {"scriptTask", "脚本任务"}, {"sendTask", "发送任务"}, {"receiveTask", "接收任务"}, {"manualTask", "手工任务"},
    {"businessRuleTask", "业务规则任务"}, {"task", "未定类型的任务"}, {"intermediateCatchEvent", "中间捕获事件"}, {"intermediateThrowEvent", "中间抛出事件"},
    {"boundaryEvent", "边界事件"}, {"laneSet", "泳道"}, {"collaboration", "协作与泳池"}, {"dataObject", "数据对象"}, {"dataObjectReference", "数据对象引用"},
    {"dataStoreReference", "数据存储引用"}, {"timerEventDefinition", "定时器"}, {"multiInstanceLoopCharacteristics", "多实例"}}};

std::string zh_name(const xml::Element& element) {
  const auto found = std::ranges::find(chinese_names, element.name, &ChineseName::name);
  return found == chinese_names.end() ? element.name : std::string{found->zh};
}
bool is_bpmn(const xml::Element& element) { return element.space == bpmn_namespace; }
bool is_one_of(const xml::Element& element, auto& names) { return std::ranges::find(names, element.name) != std::end(names); }

}  // namespace

std::shared_ptr<const Model> ModelBuilder::build(const xml::Element& root, std::string source, const Limits& limits) {
  const auto* process = find_process(root);
  if (process == nullptr) return nullptr;
  model_ = std::shared_ptr<Model>(new Model);
  model_->source_ = std::move(source);
  read_process(*process);
  if (std::ssize(model_->nodes_) > limits.nodes) {
    refuse(*process, "process/too-many-nodes", fmt::format("节点超过{}个。", limits.nodes), "too many nodes");
    return nullptr;
  }
  link_flows();
  link_defaults();
  return model_;
}

const xml::Element* ModelBuilder::find_process(const xml::Element& root) {
  if (!root.is(bpmn_namespace, "definitions")) {
    refuse(root, "document/not-bpmn", "这不是BPMN 2.0文件：根元素应为definitions。", "not a BPMN 2.0 document: the root must be definitions");
    return nullptr;
  }
  const xml::Element* process = nullptr;
  for (const auto& child : root.children) {
    if (child.is(bpmn_namespace, "process")) {
      if (process != nullptr) refuse(child, "process/more-than-one", "一个文件只能有一个流程。", "only one process per file");
      else process = &child;
    } else if (is_bpmn(child) && !is_one_of(child, remarks)) {
      refuse(child, "element/unsupported", fmt::format("暂不支持“{}”。", zh_name(child)), fmt::format("{} is not supported", child.name));
    }
  }
  if (process == nullptr) refuse(root, "process/none", "文件里没有流程。", "there is no process");
  return process;
}

void ModelBuilder::read_process(const xml::Element& process) {
  model_->id_ = process.attribute("id");
  model_->name_ = process.attribute("name");
  claim_id(process);
  for (const auto& child : process.children)
    if (is_bpmn(child)) read_element(child);
}

void ModelBuilder::read_element(const xml::Element& element) {
  if (element.name == "sequenceFlow") return read_flow(element);
  for (const auto& entry : supported)
    if (element.name == entry.name) return read_node(element, entry.kind);
  if (is_one_of(element, remarks)) return;
  is_graph_whole_ = false;
  if (!element.attribute("id").empty()) ids_.emplace(element.attribute("id"), element.line);
  refuse(element, "element/unsupported", fmt::format("暂不支持“{}”，目前可用开始、结束、用户任务、排他网关和顺序流。", zh_name(element)),
         fmt::format("{} is not supported: use start, end, user task, exclusive gateway and sequence flow", element.name));
}

void ModelBuilder::read_node(const xml::Element& element, NodeKind kind) {
  if (!claim_id(element)) return;
  Node node;
  node.id = element.attribute("id");
  node.name = platform::trim(element.attribute("name"));
  node.kind = kind;
  node.line = element.line;
  refuse_children(element);
  if (kind == NodeKind::user_task) read_task(element, node.task);
  defaults_.emplace_back(element.attribute("default"));
  model_->nodes_.push_back(std::move(node));
}

void ModelBuilder::refuse_children(const xml::Element& element) {
  for (const auto& child : element.children)
    if (is_bpmn(child) && !is_one_of(child, inner))
      refuse(element, "element/unsupported", fmt::format("暂不支持其中的“{}”。", zh_name(child)), fmt::format("{} inside it is not supported", child.name));
  if (element.attribute("isForCompensation") == "true")
    refuse(element, "element/unsupported", "暂不支持补偿。", "compensation is not supported");
}

void ModelBuilder::read_task(const xml::Element& element, TaskSpec& task) {
  const auto of = [&](std::string_view name) { return platform::trim(element.attribute(name, extension_namespace)); };
  task.role = of("role");
  task.department = of("department");
  if (task.department.empty()) task.department = "own";
  task.stage = of("stage");
  if (!task.stage.empty() && task.stage != "review" && task.stage != "approval")
    refuse(element, "task/bad-stage", fmt::format("y:stage应为review或approval，现为“{}”。", task.stage), "y:stage must be review or approval");
  if (const auto text = of("limitDays"); !text.empty()) {
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, task.limit_days);
    if (read.ec != std::errc{} || read.ptr != end || task.limit_days < 0 || task.limit_days > 3650)
      refuse(element, "task/bad-limit", fmt::format("y:limitDays应为0到3650的整数，现为“{}”。", text), "y:limitDays must be an integer from 0 to 3650");
  }
  const auto opinion = of("opinionRequired");
  task.is_opinion_required = opinion == "true";
  if (!opinion.empty() && opinion != "true" && opinion != "false")
    refuse(element, "task/bad-opinion", "y:opinionRequired应为true或false。", "y:opinionRequired must be true or false");
  for (const auto& child : element.children)
    if (child.is(bpmn_namespace, "extensionElements")) read_checklist(child, task);
}

void ModelBuilder::read_checklist(const xml::Element& extensions, TaskSpec& task) {
  for (const auto& list : extensions.children) {
    if (!list.is(extension_namespace, "checklist")) continue;
    for (const auto& check : list.children)
      if (auto text = platform::trim(check.text); check.is(extension_namespace, "check") && !text.empty()) task.checklist.push_back(std::move(text));
  }
}

void ModelBuilder::read_flow(const xml::Element& element) {
  if (!claim_id(element)) return;
  Flow flow;
  flow.id = element.attribute("id");
  flow.name = platform::trim(element.attribute("name"));
  flow.line = element.line;
  read_condition(element, flow);
  ends_.push_back({std::string{element.attribute("sourceRef")}, std::string{element.attribute("targetRef")}});
  model_->flows_.push_back(std::move(flow));
}

void ModelBuilder::read_condition(const xml::Element& element, Flow& flow) {
  for (const auto& child : element.children) {
    if (!child.is(bpmn_namespace, "conditionExpression")) continue;
    const auto language = platform::fold_width(child.attribute("language"));
    if (!language.empty() && language.find("feel") == std::string::npos)
      return refuse(element, "flow/bad-language", fmt::format("条件语言“{}”不受支持，请用FEEL。", child.attribute("language")), "conditions are written in FEEL");
    flow.condition_text = platform::trim(child.text);
    if (flow.condition_text.empty()) return refuse(element, "flow/empty-condition", "条件是空的。", "the condition is empty");
    auto parsed = Expression::parse(flow.condition_text);
    if (auto* problem = std::get_if<ExpressionProblem>(&parsed))
      return refuse(element, "flow/bad-condition", fmt::format("条件“{}”第{}个字符处：{}", flow.condition_text,
                                                               platform::count_characters(std::string_view{flow.condition_text}.substr(0, problem->position)) + 1, problem->zh),
                    fmt::format("condition, byte {}: {}", problem->position + 1, problem->en));
    flow.condition = std::make_shared<const Expression>(std::get<Expression>(std::move(parsed)));
  }
}

void ModelBuilder::link_flows() {
  std::map<std::string_view, int> index;
  for (int i = 0; i < std::ssize(model_->nodes_); ++i) index.emplace(model_->nodes_[static_cast<std::size_t>(i)].id, i);
  for (int i = 0; i < std::ssize(model_->flows_); ++i) {
    auto& flow = model_->flows_[static_cast<std::size_t>(i)];
    const auto& ends = ends_[static_cast<std::size_t>(i)];
    const auto source = index.find(ends.source), target = index.find(ends.target);
    for (const auto& [end, found] : {std::pair{ends.source, source}, std::pair{ends.target, target}})
      if (found == index.end() && !ids_.contains(end))  // what was refused has been complained about already
        problems_.push_back({flow.id, flow.line, "flow/loose-end", fmt::format("连线的一端“{}”不是本流程中的节点。", end), fmt::format("{} is not a node of this process", end)});
    if (source == index.end() || target == index.end()) {
      is_graph_whole_ = false;
      continue;
    }
    flow.source = source->second;
    flow.target = target->second;
    model_->nodes_[static_cast<std::size_t>(flow.source)].outgoing.push_back(i);
    model_->nodes_[static_cast<std::size_t>(flow.target)].incoming.push_back(i);
  }
}

void ModelBuilder::link_defaults() {
  for (std::size_t i = 0; i < model_->nodes_.size(); ++i) {
    auto& node = model_->nodes_[i];
    if (node.kind == NodeKind::start_event) model_->start_ = i;
    if (defaults_[i].empty()) continue;
    for (const int flow : node.outgoing)
      if (model_->flows_[static_cast<std::size_t>(flow)].id == defaults_[i]) node.default_flow = flow;
    if (node.default_flow < 0)
      problems_.push_back({node.id, node.line, "gateway/bad-default", fmt::format("默认流“{}”不是从这里出去的连线。", defaults_[i]), fmt::format("the default flow {} does not leave here", defaults_[i])});
  }
}

bool ModelBuilder::claim_id(const xml::Element& element) {
  const std::string id{element.attribute("id")};
  is_graph_whole_ = is_graph_whole_ && !id.empty();
  if (id.empty()) {
    refuse(element, "element/no-id", fmt::format("“{}”没有id。", zh_name(element)), fmt::format("{} has no id", element.name));
    return false;
  }
  const auto [first, is_new] = ids_.emplace(id, element.line);
  is_graph_whole_ = is_graph_whole_ && is_new;
  if (!is_new) refuse(element, "element/id-twice", fmt::format("id“{}”在第{}行已经用过。", id, first->second), fmt::format("id {} is used on line {} already", id, first->second));
  return is_new;
}

void ModelBuilder::refuse(const xml::Element& element, std::string rule, std::string zh, std::string en) {
  problems_.push_back({std::string{element.attribute("id")}, element.line, std::move(rule), std::move(zh), std::move(en)});
}

}  // namespace yimen::bpmn
