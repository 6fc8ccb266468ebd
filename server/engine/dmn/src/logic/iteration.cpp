#include "../link/program.h"
#include "boxed.h"

namespace yimen::dmn {
namespace {

/// What FEEL's `for` runs over: items of a list, the members of a range, a single value once. nullopt: nothing to run over (null).
std::optional<feel::List> items_of(const feel::Value& domain, feel::Session& session) {
  if (domain.is(feel::Kind::list)) return domain.list();
  static const auto listing = [] {
    feel::Scope scope;
    scope.add("domain");
    return feel::parse_expression("for item in domain return item", scope);
  }();
  const auto list = listing->evaluate(std::span<const feel::Value>{&domain, 1}, session);
  if (!list.is(feel::Kind::list)) return std::nullopt;
  return list.list();
}

}  // namespace

feel::Value FilterLogic::evaluate(Frame& frame) const {
  const auto before = frame.session.problems().size();
  const auto items = items_of(in_->run(frame), frame.session);
  label_problems(frame.session, before, label());
  if (!items) return {};
  feel::List kept, values = frame.values;
  Frame inner{values, frame.session, frame.program};
  for (const auto& item : *items) {
    if (!frame.session.step()) return {};
    values[item_slot_] = item;
    for (const auto& member : members_) {
      const auto* entry = item.is(feel::Kind::context) ? item.find(member.name) : nullptr;
      values[member.slot] = entry != nullptr ? *entry : frame.values[member.slot];
    }
    const auto matches = match_->run(inner);
    if (matches.is_true()) kept.push_back(item);
    if (matches.is(feel::Kind::boolean) || matches.is_null()) continue;
    complain(frame.session, "dmn/no-boolean", "筛选条件的值不是“真”或“假”。", "the filter's condition is neither true nor false");
    return {};
  }
  return feel::Value{std::move(kept)};
}

feel::Value ForLogic::evaluate(Frame& frame) const {
  const auto before = frame.session.problems().size();
  const auto items = items_of(in_->run(frame), frame.session);
  label_problems(frame.session, before, label());
  if (!items) return {};
  feel::List results;
  results.reserve(items->size());
  for (const auto& item : *items) {
    if (!frame.session.step()) return {};
    frame.values[item_slot_] = item;
    if (partial_slot_ >= 0) frame.values[partial_slot_] = feel::Value{results};
    results.push_back(body_->run(frame));
  }
  return feel::Value{std::move(results)};
}

feel::Value QuantifiedLogic::evaluate(Frame& frame) const {
  const auto before = frame.session.problems().size();
  const auto items = items_of(in_->run(frame), frame.session);
  label_problems(frame.session, before, label());
  if (!items) return {};
  auto is_unclear = false;
  for (const auto& item : *items) {
    if (!frame.session.step()) return {};
    frame.values[item_slot_] = item;
    const auto holds = body_->run(frame);
    if (holds.is_true() && kind_ == Kind::some) return true;
    if (holds.is_false() && kind_ == Kind::every) return false;
    is_unclear = is_unclear || !holds.is(feel::Kind::boolean);
  }
  if (!is_unclear) return kind_ == Kind::every;
  complain(frame.session, "dmn/no-boolean", "条件的值不是“真”或“假”。", "the condition is neither true nor false");
  return {};
}

}  // namespace yimen::dmn
