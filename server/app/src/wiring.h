#pragma once
#include <memory>
#include <vector>

#include "product.h"
#include "yimen/platform/config.h"
#include "yimen/platform/db.h"
#include "yimen/platform/http.h"
#include "yimen/platform/time.h"

/// Puts the parts together; read from top to bottom in wiring.cpp.
namespace yimen::app {

/// Migrations of every module, in the order of their dependencies.
std::vector<platform::Migration> all_migrations();

/// Log, clock, database and services of one run. Members are destroyed in reverse: services end before the database they use.
struct Application {
  const platform::Settings& settings;
  std::unique_ptr<platform::Clock> clock;
  std::unique_ptr<platform::Database> database;
  platform::Routes routes;
  std::unique_ptr<Product> product;

  enum class Schema { bring_up_to_date, leave_as_is };
  /// Opens log and database and brings the schema up to date. @throws StartError, DbError, std::system_error.
  /// With leave_as_is there are no services. A simulated year brings its own clock.
  static std::unique_ptr<Application> open(const platform::Settings&, Schema = Schema::bring_up_to_date,
                                           std::unique_ptr<platform::Clock> clock = nullptr);

  /// Registers every route; before that only commands that need no HTTP may run.
  void add_routes();
  std::unique_ptr<platform::HttpServer> open_server();
};

}  // namespace yimen::app
