#include "persisted.h"

#include <atomic>
#include <fstream>

#include <unistd.h>

#include "../measured.h"
#include "yimen/bpmn/instance.h"
#include "yimen/platform/db.h"

namespace yimen::bench {

using platform::Database;
using platform::Result;
using platform::Tx;

namespace {

constexpr platform::Migration migrations[] = {{.module = "bench", .name = "0001_create_bench_instance", .sql = R"sql(
create table bench_instance (
  id    {id}   not null,
  state {json} not null,
  constraint pk_bench_instance primary key (id)
);
)sql"}};

/// One command on one instance, as a case does it: lock the row, read the state, advance, write it back.
class Driver {
 public:
  Driver(const bpmn::Model& model, Database& db) : model_{model}, db_{db} {}

  /// The tasks that are open after the start.
  std::vector<int> start(std::int64_t id) {
    std::vector<int> open;
    done(db_.transact([&](Tx& tx) -> Result<void> {
      const auto step = TRY(bpmn::advance(model_, {}, bpmn::Start{}, bpmn::Surroundings{}));
      open = opened(step);
      tx.exec("insert into bench_instance (id, state) values (?, ?)", id, bpmn::to_json(model_, step.state));
      return {};
    }));
    return open;
  }
  /// Completes one task. @returns those it has opened.
  std::vector<int> complete(std::int64_t id, int token) {
    std::vector<int> open;
    done(db_.transact([&](Tx& tx) -> Result<void> {
      const auto text = *tx.scalar<std::string>("select state from bench_instance where id = ?" + std::string(tx.lock_words()), id);
      auto state = TRY(bpmn::from_json(model_, text));
      const auto step = TRY(bpmn::advance(model_, std::move(state), bpmn::Complete{.token = token, .outcome = "agree", .by = "经办人"}, bpmn::Surroundings{}));
      open = opened(step);
      tx.exec("update bench_instance set state = ? where id = ?", bpmn::to_json(model_, step.state), id);
      return {};
    }));
    return open;
  }
  /// From start to end. @returns commands given.
  int drive(std::int64_t id) {
    int commands = 1;
    for (auto open = start(id); !open.empty(); ++commands) {
      const int token = open.back();
      open.pop_back();
      for (const auto next : complete(id, token)) open.push_back(next);
    }
    return commands;
  }

 private:
  static std::vector<int> opened(const bpmn::Step& step) {
    std::vector<int> open;
    for (const auto& effect : step.effects)
      if (effect.kind == bpmn::Effect::Kind::task_opened) open.push_back(effect.token);
    return open;
  }
  static void done(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().detail);
  }

  const bpmn::Model& model_;
  Database& db_;
};

double resident_bytes() {
  std::ifstream in{"/proc/self/statm"};
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double stored_bytes(Database& db) {
  return db.read([](Tx& tx) {
    const bool is_sqlite = tx.engine() == platform::Engine::sqlite;
    return static_cast<double>(*tx.scalar<std::int64_t>(is_sqlite ? "select sum(pgsize) from dbstat where name in ('bench_instance', 'pk_bench_instance')" : "select pg_total_relation_size('bench_instance')"));
  });
}

}  // namespace

Persisted measure_persisted(const bpmn::Model& model, const platform::DatabaseOptions& options, std::int64_t milliseconds, int waiting) {
  const platform::SystemClock clock;
  const auto db = Database::open(options, clock);
  db->migrate(migrations);
  Driver driver{model, *db};
  std::atomic<std::int64_t> next{1}, commands{0};
  const auto measured = run_threads(options.write_connections, Seconds{static_cast<double>(milliseconds) / 1000}, [&](int) {
    commands += driver.drive(next++);
    return true;
  });
  Persisted result{.instances = measured.per_second(), .commands = static_cast<double>(commands) / measured.seconds};

  const auto wait = [&](std::int64_t until) {
    run_threads(options.write_connections, Seconds{600}, [&](int) {
      const auto n = next++;
      if (n < until) driver.complete(n, driver.start(n).front());
      return n < until;
    });
  };
  // Those that have ended go; what is measured begins when all that is made once has been made.
  (void)db->transact([](Tx& tx) -> Result<void> {
    tx.exec("delete from bench_instance");
    return {};
  });
  next = 1;
  wait(waiting / 5);
  const auto stored = stored_bytes(*db), resident = resident_bytes();
  next = waiting / 5;
  wait(waiting / 5 + waiting);
  result.stored_bytes = (stored_bytes(*db) - stored) / waiting;
  result.resident_bytes = (resident_bytes() - resident) / waiting;
  return result;
}

}  // namespace yimen::bench
