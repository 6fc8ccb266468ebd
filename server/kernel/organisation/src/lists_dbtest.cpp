#include "http/tools.h"
#include "testing_town.h"
#include "yimen/organisation/module.h"
#include "yimen/region/module.h"

using namespace yimen;
using namespace yimen::organisation;
using namespace yimen::organisation::testing;

namespace {

const platform::Route* route_of(const platform::Routes& routes, std::string_view method, std::string_view path) {
  for (const auto& route : routes.all())
    if (route->method == method && route->path == path) return route.get();
  return nullptr;
}

boost::json::object ask(platform::Database& db, const platform::Routes& routes, std::string_view path, const platform::Actor& who,
                        std::vector<std::pair<std::string, std::string>> query = {}) {
  platform::Request request;
  request.set_actor(who);
  request.query_values = std::move(query);
  const auto* route = route_of(routes, "GET", path);
  REQUIRE(route);
  const auto response = db.read([&](Tx& tx) { return route->read(request, tx); });
  REQUIRE(response);
  return boost::json::parse(response->body).as_object();
}

}  // namespace

YIMEN_DB_TEST("staff see posts, people and letters of their scope only, and phones masked", migrations::trail(), migrations::region(), migrations::organisation()) {
  const auto town = plant(db);
  platform::Routes routes;
  add_routes(routes);
  auto farmer = actor(town.an, town.handler, town.farming);
  const auto own = ask(db, routes, "/api/v1/staff", farmer);
  CHECK(own.at("items").as_array().size() == 3);
  CHECK(own.at("items").as_array()[0].at("phone").as_string() == "138****0001");
  // Asking for another department finds nothing.
  CHECK(ask(db, routes, "/api/v1/posts", farmer, {{"department_id", town.office.str()}}).at("items").as_array().empty());
  auto manager = with(actor(town.ding, town.clerk, town.office), {});
  CHECK(ask(db, routes, "/api/v1/staff", manager).at("items").as_array().size() == 5);
  CHECK(ask(db, routes, "/api/v1/posts", manager, {{"role", "window_clerk"}}).at("items").as_array().size() == 2);
  manager.scope_low = yuzhou;
  manager.scope_high = 450903000000;
  CHECK(ask(db, routes, "/api/v1/staff", manager).at("items").as_array().empty());
  // The public sees departments and halls of every region.
  CHECK(ask(db, routes, "/api/v1/departments", platform::Actor{}).at("items").as_array().size() == 2);
  CHECK(ask(db, routes, "/api/v1/windows", platform::Actor{}).at("items").as_array().size() == 1);
}

YIMEN_DB_TEST("a list is paged by key and says how many there are", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  platform::Routes routes;
  add_routes(routes);
  const auto manager = with(actor(town.ding, town.clerk, town.office), {});
  const auto first = ask(db, routes, "/api/v1/staff", manager, {{"limit", "2"}});
  CHECK(first.at("items").as_array().size() == 2);
  CHECK(first.at("total").to_number<int>() == 5);
  const std::string next{first.at("next").as_string()};
  const auto second = ask(db, routes, "/api/v1/staff", manager, {{"limit", "2"}, {"after", next}});
  const auto last = ask(db, routes, "/api/v1/staff", manager, {{"limit", "2"}, {"after", std::string(second.at("next").as_string())}});
  CHECK(last.at("items").as_array().size() == 1);
  CHECK(last.at("next").is_null());
  CHECK(last.at("total").to_number<int>() == 5);
}

TEST_CASE("every route that changes something names a permission or checks the person itself") {
  platform::Routes routes;
  add_routes(routes);
  for (const auto& route : routes.all())
    if (route->method != "GET" && !route->path.starts_with("/api/v1/absences")) {
      CHECK_MESSAGE(route->needs.who == platform::Needs::Who::permission, route->path);
    }
  CHECK_FALSE(routes.openapi("test").empty());
}
