#include "yimen/platform/jobs.h"

#include <atomic>
#include <latch>
#include <set>
#include <thread>

#include <boost/json.hpp>

#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

JobId put(Database& db, std::string_view kind, const json::object& args = {}) {
  return *db.transact([&](Tx& tx) -> Result<JobId> { return enqueue(tx, kind, args, UserId{7}); });
}

Job look(Database& db, JobId id) {
  return *db.read([&](Tx& tx) { return find_job(tx, id); });
}

bool wait_until(const std::function<bool()>& is_so) {
  for (int i = 0; i < 500; ++i) {
    if (is_so()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace

YIMEN_DB_TEST("a job runs with its arguments, shows progress and keeps its result") {
  JobRunner runner{db};
  runner.add("sum", [](JobRun& run) -> Result<json::object> {
    run.progress(1, 2, "一半");
    CHECK(look(run.database(), run.id()).phase == "一半");
    CHECK(run.created_by() == UserId{7});
    CHECK_FALSE(run.is_cancelled());
    run.progress(2, 2, "完成");
    return json::object{{"sum", run.args().at("a").as_int64() + 1}};
  });
  const auto id = put(db, "sum", {{"a", 41}});
  CHECK(look(db, id).state == JobState::queued);
  CHECK(runner.run_pending() >= 1);
  const auto job = look(db, id);
  CHECK(job.state == JobState::done);
  CHECK(job.done == 2);
  CHECK(job.result == "{\"sum\":42}");
  CHECK(job.finished_at);
  CHECK(to_json(job).at("state") == "done");
  CHECK(db.read([](Tx& tx) { return jobs_of(tx, UserId{7}, 10).size(); }) == 1);
}

YIMEN_DB_TEST("a job that fails or throws says so in Chinese") {
  JobRunner runner{db};
  runner.add("refuse",
             [](JobRun&) -> Result<json::object> { return fail(ErrorCode::rule_violated, "test/no", "表格为空。"); });
  runner.add("throw", [](JobRun&) -> Result<json::object> { throw std::runtime_error("bug"); });
  const auto refused = put(db, "refuse");
  const auto thrown = put(db, "throw");
  const auto unknown = put(db, "nobody knows this kind");
  runner.run_pending();
  CHECK(look(db, refused).state == JobState::failed);
  CHECK(look(db, refused).error == "表格为空。");
  CHECK(look(db, thrown).error.find(thrown.str()) != std::string::npos);
  CHECK(look(db, unknown).state == JobState::queued);
}

YIMEN_DB_TEST("a job is not run before its time") {
  JobRunner runner{db};
  runner.add("later", [](JobRun&) -> Result<json::object> { return json::object{}; });
  const auto id =
      *db.transact([&](Tx& tx) -> Result<JobId> { return enqueue(tx, "later", {}, UserId{}, tx.now() + 1h); });
  runner.run_pending();
  CHECK(look(db, id).state == JobState::queued);
  clock.advance(1h);
  runner.run_pending();
  CHECK(look(db, id).state == JobState::done);
}

YIMEN_DB_TEST("started runners run each job once, woken by the commit") {
  const auto other = place.open(clock);
  std::atomic<int> runs{0};
  std::vector<std::unique_ptr<JobRunner>> runners;
  for (auto* instance : {&db, other.get()}) {
    runners.push_back(std::make_unique<JobRunner>(*instance, JobRunner::Options{.threads = 3}));
    runners.back()->add("count", [&](JobRun&) -> Result<json::object> {
      ++runs;
      return json::object{};
    });
    runners.back()->start();
  }
  std::vector<JobId> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(put(db, "count"));
  CHECK(wait_until([&] { return look(db, ids.back()).state == JobState::done; }));
  for (const auto id : ids) CHECK(wait_until([&] { return look(db, id).state == JobState::done; }));
  CHECK(runs == 30);
}

YIMEN_DB_TEST("a cancelled job stops and stays cancelled") {
  JobRunner runner{db};
  std::atomic<bool> has_begun{false};
  runner.add("endless", [&](JobRun& run) -> Result<json::object> {
    has_begun = true;
    while (!run.is_cancelled()) std::this_thread::sleep_for(10ms);
    return json::object{};
  });
  runner.start();
  const auto id = put(db, "endless");
  REQUIRE(wait_until([&] { return has_begun.load(); }));
  CHECK(db.transact([&](Tx& tx) { return cancel_job(tx, id); }));
  runner.stop();
  CHECK(look(db, id).state == JobState::cancelled);
  CHECK(db.transact([&](Tx& tx) { return cancel_job(tx, id); }).error().slug == "platform/job-finished");
  CHECK(db.transact([&](Tx& tx) { return cancel_job(tx, JobId{1}); }).error().slug == "platform/job-not-found");
}

YIMEN_DB_TEST("a job that the end of the process interrupts runs again") {
  const auto id = put(db, "endless");
  {
    JobRunner runner{db};
    std::atomic<bool> has_begun{false};
    runner.add("endless", [&](JobRun& run) -> Result<json::object> {
      has_begun = true;
      while (!run.is_cancelled()) std::this_thread::sleep_for(10ms);
      return json::object{};
    });
    runner.start();
    REQUIRE(wait_until([&] { return has_begun.load(); }));
  }
  CHECK(look(db, id).state == JobState::queued);
  JobRunner next{db};
  next.add("endless", [&](JobRun&) -> Result<json::object> { return json::object{}; });
  next.run_pending();
  CHECK(look(db, id).state == JobState::done);
}

YIMEN_DB_TEST(
    "a job whose runner fell silent is taken over, three times at most, and the dead one's answer is ignored") {
  const auto id = put(db, "fragile");
  JobRunner dead{db};
  dead.add("fragile", [&](JobRun& run) -> Result<json::object> {
    // While this one hangs, another runner takes over and finishes.
    clock.advance(3min);
    JobRunner other{db};
    other.add("fragile", [](JobRun&) -> Result<json::object> { return json::object{{"by", "other"}}; });
    std::jthread([&] { other.run_pending(); }).join();
    std::this_thread::sleep_for(310ms);
    CHECK(run.is_cancelled());
    return json::object{{"by", "dead"}};
  });
  dead.run_pending();
  CHECK(look(db, id).state == JobState::done);
  CHECK(look(db, id).result == "{\"by\":\"other\"}");

  const auto deadly = put(db, "deadly");
  JobRunner survivor{db};
  for (int death = 0; death < 3; ++death) {
    REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
      tx.exec("update job set state = 'running', attempts = attempts + 1, heartbeat_at = ? where id = ?", tx.now(),
              deadly);
      return {};
    }));
    survivor.run_pending();
    CHECK(look(db, deadly).state == JobState::running);
    clock.advance(121s);
    survivor.run_pending();
  }
  CHECK(look(db, deadly).state == JobState::failed);
}

YIMEN_DB_TEST("a job that works in slices goes on after a restart where the last kept slice ended, and counts each once") {
  const auto count = [](Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from job_problem").value_or(0); };
  const auto id = put(db, "slices");
  const auto slices = [](std::atomic<int>& seen, int stop_after) {
    return [&seen, stop_after](JobRun& run) -> Result<json::object> {
      auto at = run.checkpoint().empty() ? 0 : run.checkpoint().at("at").as_int64();
      for (int ran = 0; at < 5; ++ran) {
        if (ran == stop_after)
          while (!run.is_cancelled()) std::this_thread::sleep_for(5ms);
        if (run.is_cancelled()) return json::object{};
        ++at;
        ++seen;
        TRY(run.database().transact([&](Tx& tx) { return run.keep(tx, {{"at", at}}, {{.row = static_cast<int>(at), .detail = "错"}}); }));
        run.progress(at, 5, "处理");
      }
      return json::object{{"at", at}};
    };
  };
  std::atomic<int> first{0}, second{0};
  {
    JobRunner runner{db};
    runner.add("slices", slices(first, 2));
    runner.start();
    REQUIRE(wait_until([&] { return first == 2; }));
  }
  CHECK(look(db, id).state == JobState::queued);
  CHECK(look(db, id).problem_count == 2);
  CHECK_FALSE(db.read([&](Tx& tx) { return is_waiting(tx, "slices", {}); }));  // it has begun: what changed since is not covered
  JobRunner next{db};
  next.add("slices", slices(second, -1));
  next.run_pending();
  CHECK(second == 3);
  CHECK(look(db, id).state == JobState::done);
  CHECK(look(db, id).result == "{\"at\":5}");
  CHECK(db.read(count) == 5);
  const auto rows = db.read([&](Tx& tx) { return problems_of(tx, id, 2, 2); });
  REQUIRE(rows.size() == 2);
  CHECK(rows.front().row == 3);
  clock.advance(24h * 8);
  next.run_pending();
  CHECK(db.read(count) == 0);  // they go with their job
}

YIMEN_DB_TEST("a slice of a job that was cancelled meanwhile is undone") {
  const auto id = put(db, "slow");
  JobRunner runner{db};
  runner.add("slow", [&](JobRun& run) -> Result<json::object> {
    std::jthread([&] { CHECK(db.transact([&](Tx& tx) { return cancel_job(tx, id); })); }).join();
    const auto kept = run.database().transact([&](Tx& tx) -> Result<void> {
      tx.publish("test.effect", "{}");
      return run.keep(tx, {{"at", 1}});
    });
    CHECK(kept.error().slug == "platform/job-lost");
    run.at_end([](Tx&) -> Result<FileId> {
      FAIL("not the end of this job");
      return FileId{};
    });
    return json::object{};
  });
  runner.run_pending();
  CHECK(look(db, id).state == JobState::cancelled);
  CHECK(db.read([](Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from outbox_event"); }) == 0);
}

YIMEN_DB_TEST("the end of a job and what belongs to it are one transaction") {
  JobRunner runner{db};
  runner.add("good", [](JobRun& run) -> Result<json::object> {
    run.at_end([](Tx& tx) -> Result<FileId> {
      tx.publish("test.end", "{}");
      return FileId{77};
    });
    return json::object{};
  });
  runner.add("bad", [](JobRun& run) -> Result<json::object> {
    run.at_end([](Tx& tx) -> Result<FileId> {
      tx.publish("test.end", "{}");
      return fail(ErrorCode::unavailable, "test/disk", "磁盘已满。");
    });
    return json::object{};
  });
  const auto good = put(db, "good");
  const auto bad = put(db, "bad");
  runner.run_pending();
  CHECK(look(db, good).file_id == FileId{77});
  CHECK(look(db, bad).state == JobState::failed);
  CHECK(look(db, bad).error == "磁盘已满。");
  CHECK(db.read([](Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from outbox_event"); }) == 1);
}

YIMEN_DB_TEST("finished jobs are kept seven days") {
  JobRunner runner{db};
  runner.add("short", [](JobRun&) -> Result<json::object> { return json::object{}; });
  const auto id = put(db, "short");
  runner.run_pending();
  clock.advance(24h * 6);
  runner.run_pending();
  CHECK(db.read([&](Tx& tx) { return find_job(tx, id).has_value(); }));
  clock.advance(25h);
  runner.run_pending();
  CHECK_FALSE(db.read([&](Tx& tx) { return find_job(tx, id).has_value(); }));
}

YIMEN_DB_TEST("a timer runs once per period in one instance only, and an exception does not stop it") {
  const auto other = place.open(clock);
  int runs = 0;
  JobRunner first{db};
  JobRunner second{*other};
  for (auto* runner : {&first, &second})
    runner->every("test/tick", 60s, [&](Database&) {
      ++runs;
      throw std::runtime_error("bug");
    });
  for (int minute = 0; minute < 3; ++minute) {
    for (int i = 0; i < 3; ++i) {
      first.run_pending();
      second.run_pending();
      clock.advance(1s);
    }
    clock.advance(60s);
  }
  CHECK(runs == 3);
}
