// Two acts on one case in the same moment, and one act sent twice, on both databases: each counts once or is refused, nobody's work is written over.
#include <future>
#include <thread>

#include "case_jobs.h"
#include "process_drawing.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

std::string one_review() { return process_with(review("middle", "审核")); }
const auto waiting_for_experts = [] {
  return with_roots(process_with(event("intermediateCatchEvent", "wait", "等专家意见", "message", 0), flow("m1", "handle", "wait") + flow("m2", "wait", "approve")), {"m:expert_opinion"});
};

/// "" when it was done, else the refusal.
template <class Work>
std::string outcome_of(platform::Database& db, Work work) {
  try {
    const auto done = db.transact(work);
    return done ? std::string() : done.error().slug;
  } catch (const std::exception& error) { return error.what(); }
}
/// All begin in the same moment. @returns what became of each.
std::vector<std::string> at_once(platform::Database& db, const std::vector<std::function<Result<void>(Tx&)>>& works) {
  std::promise<void> start;
  const auto begun = start.get_future().share();
  std::vector<std::string> outcomes(works.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < works.size(); ++i)
      threads.emplace_back([&, i] {
        begun.wait();
        outcomes[i] = outcome_of(db, works[i]);
      });
    start.set_value();
  }
  return outcomes;
}
template <class R>
Result<void> only(Result<R> result) {
  if (!result) return tl::make_unexpected(result.error());
  return {};
}
std::int64_t successes(const std::vector<std::string>& outcomes) { return std::ranges::count(outcomes, std::string()); }
std::string refusals(std::vector<std::string> outcomes) {
  std::erase(outcomes, std::string());
  std::ranges::sort(outcomes);
  outcomes.erase(std::unique(outcomes.begin(), outcomes.end()), outcomes.end());
  return fmt::format("{}", fmt::join(outcomes, " "));
}

}  // namespace

YIMEN_DB_TEST("a step that two people finish at once is finished once, and the other is told", parts()) {
  City city(db);
  publish(db, one_review());
  Walk walk(city, db);
  const auto task = walk.task("handle");
  std::vector<std::function<Result<void>(Tx&)>> works;
  for (const auto id : walk.people("handler"))
    works.push_back([&, id](Tx& tx) { return only(walk.acts().forward(tx, walk.actor(id), task.id, walk.done.version, {.opinion = "同意", .checks = City::all_met(task)})); });
  REQUIRE(works.size() >= 2);
  const auto outcomes = at_once(db, works);
  CHECK(successes(outcomes) == 1);
  CHECK(refusals(outcomes) == "approval/changed-meanwhile");
  CHECK(walk.acts_in_trail("cases.forward") == 1);
  CHECK(walk.shown() == "middle");
}

YIMEN_DB_TEST("a step that many claim at once has one holder, and what he is told is true", parts()) {
  City city(db);
  publish(db, one_review());
  Walk walk(city, db);
  const auto people = walk.people("handler");
  const auto task = walk.task("handle");
  std::vector<std::function<Result<void>(Tx&)>> works;
  for (const auto id : people) works.push_back([&, id](Tx& tx) { return walk.acts().claim(tx, walk.actor(id), task.id); });
  const auto outcomes = at_once(db, works);
  CHECK(successes(outcomes) == 1);
  CHECK(refusals(outcomes) == "approval/task-taken");
  const auto winner = std::ranges::find(outcomes, std::string()) - outcomes.begin();
  CHECK(walk.task("handle").assignee == people[static_cast<std::size_t>(winner)]);
  CHECK(walk.acts_in_trail("tasks.claim") == 1);
}

YIMEN_DB_TEST("while an act holds the case nobody takes up one of its steps: what was taken back is not in somebody's hands", parts()) {
  City city(db);
  publish(db, one_review());
  Walk walk(city, db);
  const auto handler = walk.actor(walk.people("handler").front());
  const auto reviewer = walk.actor(walk.people("reviewer").front());
  const auto handled = walk.task("handle");
  walk.forward(handled, handler);
  const auto next = walk.task("middle");
  std::future<std::string> claimed;
  walk.must([&](Tx& tx) -> Result<Done> {
    auto done = walk.acts().take_back(tx, handler, handled.id, walk.done.version, "漏写一条");
    if (!claimed.valid()) claimed = std::async(std::launch::async, [&] { return outcome_of(db, [&](Tx& other) { return walk.acts().claim(other, reviewer, next.id); }); });
    std::this_thread::sleep_for(std::chrono::milliseconds{200});  // on PostgreSQL it asks now, and waits
    return done;
  });
  CHECK(claimed.get() == "approval/task-done");
  CHECK(walk.shown() == "handle");
  CHECK(walk.acts_in_trail("tasks.claim") == 0);
}

YIMEN_DB_TEST("a reminder of the process does not write over who has just taken the step", parts()) {
  City city(db);
  publish(db, one_review());
  Walk walk(city, db);
  const auto handler = walk.actor(walk.people("handler").front());
  const auto task = walk.task("handle");
  std::future<std::string> claimed;
  walk.quietly([&](Tx& tx) -> Result<void> {
    TRY(cases::lock_case(tx, walk.done.case_id));
    auto seen = cases::open_tasks_of(tx, walk.done.case_id).front();
    if (!claimed.valid()) claimed = std::async(std::launch::async, [&] { return outcome_of(db, [&](Tx& other) { return walk.acts().claim(other, handler, task.id); }); });
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    ++seen.urged_count;
    cases::save_task(tx, seen);  // as remind() does
    return {};
  });
  CHECK(claimed.get() == "");
  CHECK(walk.task("handle").assignee == handler.id);
  CHECK(walk.task("handle").urged_count == 1);
}

YIMEN_DB_TEST("a message that two record at once is heard once", parts()) {
  City city(db);
  publish(db, waiting_for_experts());
  Walk walk(city, db);
  const auto handlers = walk.people("handler");
  walk.forward(walk.task("handle"), walk.actor(handlers.front()));
  std::vector<std::function<Result<void>(Tx&)>> works;
  for (const auto id : handlers)
    works.push_back([&, id](Tx& tx) { return only(walk.acts().record_message(tx, walk.actor(id), walk.done.case_id, walk.done.version, "expert_opinion", "同意")); });
  const auto outcomes = at_once(db, works);
  CHECK(successes(outcomes) == 1);
  CHECK(refusals(outcomes) == "approval/changed-meanwhile");
  CHECK(walk.shown() == "approve");
  CHECK(walk.acts_in_trail("cases.hear_message") == 1);
}

YIMEN_DB_TEST("acts that begin with the case and acts that begin with a task never wait for each other in a round", parts()) {
  City city(db);
  publish(db, process_with(R"(<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>)" + review("left", "甲") + review("right", "乙"),
                           flow("m1", "handle", "fork") + flow("m2", "fork", "left") + flow("m3", "fork", "right") + flow("m4", "left", "join") + flow("m5", "right", "join") + flow("m6", "join", "approve")));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), walk.actor(walk.people("handler").front()));
  const auto reviewers = walk.people("reviewer");
  REQUIRE(reviewers.size() >= 2);
  const auto left = walk.task("left"), right = walk.task("right");
  const auto urging = walk.people("handler").back();
  const auto& clerk = city.clerk();
  const auto version_in = [&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; };
  std::vector<std::function<Result<void>(Tx&)>> works;
  for (int round = 0; round < 4; ++round)
    for (const auto& [task, id] : {std::pair(left, reviewers[0]), std::pair(right, reviewers[1])}) {
      works.push_back([&, task = task, id = id](Tx& tx) { return walk.acts().claim(tx, walk.actor(id), task.id); });
      works.push_back([&, task = task, id = id](Tx& tx) { return walk.acts().release(tx, walk.actor(id), task.id); });
      works.push_back([&, task = task](Tx& tx) { return walk.acts().urge(tx, walk.actor(urging), task.id, "请抓紧"); });
      works.push_back([&](Tx& tx) { return only(walk.acts().void_case(tx, clerk, walk.done.case_id, version_in(tx), "误录")); });
    }
  const auto outcomes = at_once(db, works);
  CAPTURE(refusals(outcomes));
  for (const auto& outcome : outcomes) CHECK((outcome.empty() || outcome.find('/') != outcome.npos));  // a refusal in words, no fault of the database
  CHECK(successes(outcomes) > 0);
  // The steps are whole: each is finished, and the decision opens once.
  for (const auto& [task, id] : {std::pair(left, reviewers[0]), std::pair(right, reviewers[1])}) {
    const auto done = db.transact([&, task = task, id = id](Tx& tx) { return walk.acts().forward(tx, walk.actor(id), task.id, version_in(tx), {.opinion = "同意", .checks = City::all_met(task)}); });
    CHECK_MESSAGE(done.has_value(), (done ? "" : done.error().slug));
  }
  std::int64_t decisions = 0;
  for (const auto& task : walk.open()) decisions += task.node == "approve";
  CHECK(decisions == 1);
}

YIMEN_DB_TEST("choosing, recording and ending are sent twice under one key and happen once; the second answer is the first", parts()) {
  CityServer city(db);
  const auto free = fmt::format(R"(<bpmn:adHocSubProcess id="free" name="自由核查" y:finish="people">{}</bpmn:adHocSubProcess>)", user_task("look", "现场核查", R"(y:role="handler" y:stage="review")"));
  publish(db, with_roots(process_with(free + event("intermediateCatchEvent", "wait", "等专家意见", "message", 0), flow("m1", "handle", "free") + flow("m2", "free", "wait") + flow("m3", "wait", "approve")), {"m:expert_opinion"}));
  Walk walk(city, db);
  const auto people = walk.people("handler");
  REQUIRE(people.size() >= 2);
  walk.forward(walk.task("handle"), walk.actor(people[0]));
  Caller handler(city, db.read([&](Tx& tx) { return *tx.scalar<std::string>("select login from staff where id = ?", people[1]); }));
  const auto on_case = "/cases/" + walk.done.case_id.str();
  int keys = 0;
  /// Twice under one key, then with another body under it.
  const auto twice = [&](const std::string& path, const json::object& body, json::object other) {
    const auto lines = fmt::format("If-Match: \"{}\"\r\nIdempotency-Key: act-{}-0123456789\r\n", version_now(walk), ++keys);
    const auto first = handler.call("POST", path, body, lines);
    CHECK_MESSAGE(first.status == 200, first.body);
    const auto version = version_now(walk);
    const auto again = handler.call("POST", path, body, lines);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(again.header("etag") == first.header("etag"));
    CHECK(version_now(walk) == version);
    const auto changed = handler.call("POST", path, other, lines);
    CHECK_MESSAGE((changed.status == 409 || changed.status == 422), changed.body);
    CHECK(version_now(walk) == version);
  };
  const int part = walk.task("free").token;
  twice(on_case + "/free-steps", {{"token", part}, {"node", "look"}}, {{"token", part}, {"node", "other"}});
  CHECK(walk.shown() == "free look");
  CHECK(walk.acts_in_trail("cases.start_free_step") == 1);
  const auto look = walk.task("look");
  json::array checks;
  for (const auto& mark : City::all_met(look)) checks.push_back(json::object{{"text", mark.text}, {"is_met", mark.is_met}});
  twice("/tasks/" + look.id.str() + "/forward", {{"opinion", "一致"}, {"checks", checks}}, {{"opinion", "不一致"}, {"checks", checks}});
  CHECK(walk.shown() == "free");
  twice(on_case + "/free-parts/completion", {{"token", part}, {"words", "已办完"}}, {{"token", part}, {"words", "没有办完"}});
  CHECK(walk.shown() == "");
  CHECK(walk.acts_in_trail("cases.finish_free_part") == 1);
  twice(on_case + "/messages", {{"name", "expert_opinion"}, {"words", "同意"}}, {{"name", "expert_opinion"}, {"words", "不同意"}});
  CHECK(walk.shown() == "approve");
  CHECK(walk.acts_in_trail("cases.record_message") == 1);
  CHECK(walk.acts_in_trail("cases.hear_message") == 1);
}
