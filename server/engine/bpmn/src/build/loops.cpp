#include <charconv>

#include <fmt/format.h>

#include "build/builder.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {

void ModelBuilder::read_loop(const Element& activity, Node& node) {
  auto loop = std::make_shared<Loop>();
  bool is_there = false;
  for (const auto& child : activity.children) {
    if (child.is(bpmn_namespace, "standardLoopCharacteristics")) {
      is_there = true;
      read_standard_loop(child, *loop);
    }
    if (!child.is(bpmn_namespace, "multiInstanceLoopCharacteristics")) continue;
    is_there = true;
    read_multi_instance(child, *loop);
    if (const auto text = own(child, "items"); !text.empty()) loop->items = parse(text, activity, "loop/bad-items");
    if (const auto name = own(child, "item"); !name.empty()) loop->item = name;
    if (const auto name = own(child, "results"); !name.empty()) {
      loop->output_collection = name;
      if (loop->output_item.empty()) loop->output_item = "result";
    }
  }
  if (node.kind == NodeKind::user_task) read_vote(activity, *loop);
  is_there = is_there || loop->participants != nullptr;
  if (!is_there) return;
  if (loop->is_multiple && !loop->cardinality && loop->collection.empty() && !loop->participants && !loop->items)
    refuse(activity, "loop/no-cardinality", "多实例既没有写次数（loopCardinality），也没有写集合（loopDataInputRef）。", "a multi-instance activity needs loopCardinality or loopDataInputRef");
  if (node.kind == NodeKind::event_sub_process) refuse(activity, "loop/event-sub-process", "事件子流程不能循环。", "an event sub-process cannot loop");
  node.loop = std::move(loop);
}

void ModelBuilder::read_standard_loop(const Element& element, Loop& loop) {
  loop.tests_before = flag(element, "testBefore", false);
  if (const auto text = platform::trim(element.attribute("loopMaximum")); !text.empty()) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), loop.maximum);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || loop.maximum < 0)
      refuse(element, "loop/bad-maximum", fmt::format("loopMaximum应为不小于0的整数，现为“{}”。", text), "loopMaximum must be a whole number, not negative");
  }
  loop.condition = child_expression(element, "loopCondition", element, "loop/bad-condition");
}

void ModelBuilder::read_multi_instance(const Element& element, Loop& loop) {
  loop.is_multiple = true;
  loop.is_sequential = flag(element, "isSequential", false);
  loop.cardinality = child_expression(element, "loopCardinality", element, "loop/bad-cardinality");
  loop.condition = child_expression(element, "completionCondition", element, "loop/bad-condition");
  for (const auto& child : element.children) {
    if (child.space != bpmn_namespace) continue;
    if (child.name == "loopDataInputRef") loop.collection = data_name(child.text);
    if (child.name == "loopDataOutputRef") loop.output_collection = data_name(child.text);
    if (child.name == "inputDataItem") loop.item = data_name(child.attribute("id"));
    if (child.name == "outputDataItem") loop.output_item = data_name(child.attribute("id"));
  }
  read_behavior(element, loop);
}

void ModelBuilder::read_behavior(const Element& element, Loop& loop) {
  const auto behavior = platform::fold_width(element.attribute("behavior"));
  const auto take = [&](std::string_view reference) {
    EventDefinition definition;
    if (const auto* found = referenced(reference); found != nullptr && read_definition(*found, element, definition)) loop.thrown.push_back(std::move(definition));
  };
  if (behavior == "none") {
    loop.behavior = Loop::Behavior::none;
    take(element.attribute("noneBehaviorEventRef"));
  } else if (behavior == "one") {
    loop.behavior = Loop::Behavior::one;
    take(element.attribute("oneBehaviorEventRef"));
  } else if (behavior == "complex") {
    loop.behavior = Loop::Behavior::complex;
    for (const auto& child : element.children) {
      if (!child.is(bpmn_namespace, "complexBehaviorDefinition")) continue;
      auto condition = child_expression(child, "condition", element, "loop/bad-behavior-condition");
      for (const auto& event : child.children) {
        if (!event.is(bpmn_namespace, "event")) continue;
        for (const auto& part : event.children) {
          EventDefinition definition;
          const auto* found = part.name == "eventDefinitionRef" ? referenced(part.text) : &part;
          if (found == nullptr || found->space != bpmn_namespace || !read_definition(*found, element, definition)) continue;
          loop.thrown.push_back(std::move(definition));
          loop.conditions.push_back(condition);
        }
      }
    }
  } else if (!behavior.empty() && behavior != "all") {
    refuse(element, "loop/bad-behavior", fmt::format("behavior应为None、One、All或Complex，现为“{}”。", element.attribute("behavior")), "behavior must be None, One, All or Complex");
  }
}

/// y:participants, y:vote="all|share|veto|any", y:share="2/3" or "0.6", y:stop="early|late", y:order="parallel|sequential",
/// y:agree="agree,approve": on the user task or on its multi-instance element.
void ModelBuilder::read_vote(const Element& activity, Loop& loop) {
  const auto* element = &activity;
  for (const auto& child : activity.children)
    if (child.is(bpmn_namespace, "multiInstanceLoopCharacteristics")) element = &child;
  const auto of = [&](std::string_view name) {
    auto text = own(*element, name);
    return text.empty() ? own(activity, name) : text;
  };
  if (const auto text = of("participants"); !text.empty()) {
    loop.participants = parse(text, activity, "vote/bad-participants");
    loop.is_multiple = true;
    if (const auto order = of("order"); !order.empty()) loop.is_sequential = order == "sequential";
  }
  const auto kind = of("vote");
  if (kind.empty()) return;
  using Kind = VoteRule::Kind;
  if (kind == "all") loop.vote.kind = Kind::all;
  else if (kind == "share") loop.vote.kind = Kind::share;
  else if (kind == "veto") loop.vote.kind = Kind::veto;
  else if (kind == "any") loop.vote.kind = Kind::any;
  else refuse(activity, "vote/bad-rule", fmt::format("y:vote应为all、share、veto或any，现为“{}”。", kind), "y:vote must be all, share, veto or any");
  if (!loop.is_multiple) refuse(activity, "vote/no-participants", "表决没有参加人：请写y:participants或多实例。", "a vote needs y:participants or multi-instance characteristics");
  loop.vote.stops_early = of("stop").empty() ? kind != "all" : of("stop") == "early";
  if (const auto agree = of("agree"); !agree.empty()) {
    loop.vote.agree.clear();
    for (const auto& word : platform::split(agree, ',')) loop.vote.agree.push_back(platform::trim(word));
  }
  if (loop.vote.kind != Kind::share) return;
  const auto share = of("share");
  const auto slash = share.find('/');
  const auto number = [](std::string_view text) {
    int value = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? value : -1;
  };
  const bool is_decimal = share.starts_with("0.") && share.size() <= 6;
  loop.vote.part = is_decimal ? number(std::string_view{share}.substr(2)) : slash == std::string::npos ? -1 : number(std::string_view{share}.substr(0, slash));
  loop.vote.whole = 1;
  if (is_decimal) for (std::size_t i = 2; i < share.size(); ++i) loop.vote.whole *= 10;
  else if (slash != std::string::npos) loop.vote.whole = number(std::string_view{share}.substr(slash + 1));
  if (loop.vote.part < 1 || loop.vote.whole < loop.vote.part || loop.vote.whole > 10'000)
    refuse(activity, "vote/bad-share", fmt::format("y:share应写成2/3或0.6，现为“{}”。", share), "y:share is written 2/3 or 0.6");
}

}  // namespace yimen::bpmn
