#include "yimen/bpmn/migration.h"

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

const std::string old_version = wrap(start() + task("a") + task("b") + end() + way("s a b e"));
const std::string new_version = wrap(start() + task("a") + task("c") + task("b") + end() + way("s a c b e"));

State at(const Model& model, const std::string& node) {
  auto state = must(advance(model, {}, Start{}, json::object{})).state;
  for (int i = 0; i < 10; ++i) {
    const auto waiting = awaited(model, state);
    REQUIRE_FALSE(waiting.empty());
    if (waiting.front().node->id == node) return state;
    state = must(advance(model, state, Complete{waiting.front().token, "agree"}, json::object{})).state;
  }
  return state;
}

}  // namespace

TEST_CASE("a running case moves to the new version where its step still is, and goes on there") {
  const auto before = model_of(old_version), after = model_of(new_version);
  const auto state = at(*before, "a");
  const auto plan = plan_migration(*before, *after, state);
  REQUIRE(plan.is_possible());
  REQUIRE(plan.moves.size() == 1);
  CHECK(plan.moves.front().from == "a");
  auto moved = migrate(*before, *after, state);
  REQUIRE(moved);
  CHECK(told(must(advance(*after, moved->step.state, Complete{1, "agree"}, json::object{}))) == "closed a(1) agree; opened c(2)");
}

TEST_CASE("a case whose step is gone stays, with the reason in both languages, unless it is told where to go") {
  const auto before = model_of(old_version), after = model_of(wrap(start() + task("a") + task("d") + end() + way("s a d e")));
  const auto state = at(*before, "b");
  const auto plan = plan_migration(*before, *after, state);
  REQUIRE(plan.blocked.size() == 1);
  CHECK(plan.blocked.front().node == "b");
  CHECK(plan.blocked.front().rule == "migration/node-gone");
  CHECK_FALSE(plan.blocked.front().zh.empty());
  CHECK_FALSE(plan.blocked.front().en.empty());
  CHECK(migrate(*before, *after, state).error().slug == "bpmn/cannot-migrate");
  const auto moved = migrate(*before, *after, state, {{"b", "d"}});
  REQUIRE(moved);
  CHECK(told(must(advance(*after, moved->step.state, Complete{2, "agree"}, json::object{}))) == "closed d(2) agree; ended e");
}

TEST_CASE("a step that has become something else cannot be moved to") {
  const auto before = model_of(old_version), after = model_of(wrap(start() + task("a") + script("b") + end() + way("s a b e")));
  const auto plan = plan_migration(*before, *after, at(*before, "b"));
  REQUIRE(plan.blocked.size() == 1);
  CHECK(plan.blocked.front().rule == "migration/other-kind");
}

TEST_CASE("a migration is undone as long as nothing has happened since") {
  const auto before = model_of(old_version), after = model_of(new_version);
  const auto state = at(*before, "b");
  const auto moved = migrate(*before, *after, state);
  REQUIRE(moved);
  const auto undone = undo_migration(*moved, moved->step.state);
  REQUIRE(undone);
  CHECK(*undone == state);
  const auto gone_on = must(advance(*after, moved->step.state, Complete{2, "agree"}, json::object{})).state;
  CHECK(undo_migration(*moved, gone_on).error().slug == "bpmn/moved-on");
}

TEST_CASE("a case that has ended does not move") {
  const auto before = model_of(old_version), after = model_of(new_version);
  const auto ended = must(advance(*before, at(*before, "b"), Complete{2, "agree"}, json::object{})).state;
  const auto plan = plan_migration(*before, *after, ended);
  REQUIRE(plan.blocked.size() == 1);
  CHECK(plan.blocked.front().rule == "migration/not-running");
}
