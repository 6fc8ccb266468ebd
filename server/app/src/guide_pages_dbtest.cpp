// The public guide pages are kept ready: here they are proven to follow what they show.
#include "city_fixture.h"
#include "yimen/platform/text.h"

using namespace yimen;
using namespace yimen::testing;
using platform::Request;
using platform::Response;
namespace json = boost::json;

namespace {

platform::Actor manager(std::int64_t id) {
  return {.kind = platform::ActorKind::staff, .id = platform::UserId{id}, .name = "事项管理员", .scope_low = 450900000000, .scope_high = 451000000000, .all_departments = true};
}

struct Site {
  City city;
  platform::Routes routes;
  platform::Database& db;
  std::string path, id;

  explicit Site(platform::Database& opened) : city{opened}, db{opened}, id{city.matter->matter.str()} { city.product->add_routes(routes); }

  const platform::Route& route(std::string_view method, std::string_view suffix) const {
    for (const auto& one : routes.all())
      if (one->method == method && one->path == suffix) return *one;
    FAIL("no route " << suffix);
    std::abort();
  }
  Request visit(const platform::Actor& who = {}, std::vector<std::pair<std::string, std::string>> headers = {}) const {
    Request request;
    request.method = "GET";
    request.path_values = {{"matter_id", id}};
    request.headers = std::move(headers);
    request.set_actor(who);
    return request;
  }
  Result<Response> get(const Request& request, std::string_view suffix = "/matters/{matter_id}") const { return route("GET", suffix).plain(request); }
  std::string page() const {
    const auto answer = get(visit());
    return answer ? answer->body : answer.error().slug;
  }
  bool shows(std::string_view words) const { return page().find(words) != std::string::npos; }

  json::object matter() {
    auto request = visit(manager(9001));
    const auto answer = db.read([&](Tx& tx) { return route("GET", "/api/v1/matters/{matter_id}").read(request, tx); });
    REQUIRE(answer);
    return json::parse(answer->body).as_object();
  }
  void act(platform::Database& where, std::int64_t who, std::string_view method, const std::string& suffix, json::object body) {
    auto request = visit(manager(who), {{"if-match", fmt::format("\"{}\"", platform::int_or(matter(), "revision"))}});
    request.set_body(std::make_shared<const json::value>(std::move(body)));
    const auto done = where.transact([&](Tx& tx) { return route(method, "/api/v1/matters/{matter_id}" + suffix).command(request, tx); });
    if (!done) FAIL(done.error().slug << " " << done.error().detail);
  }
  void change_review_phone(const std::string& phone, std::optional<std::string> from_day = std::nullopt) {
    auto content = matter().at("content").as_object();
    content["consult_phone"] = phone;
    act(db, 9001, "PUT", "/draft", {{"content", content}, {"note", "改电话"}});
    act(db, 9001, "POST", "/submission", {});
    act(db, 9002, "POST", "/publication", from_day ? json::object{{"effective_on", *from_day}} : json::object{});
  }
};

}  // namespace

YIMEN_DB_TEST("a guide page shows a new version from its first day on, and never a draft", parts()) {
  Site site{db};
  const auto first = site.page();
  CHECK(first.find(site.city.matter->name) != std::string::npos);
  CHECK(site.page() == first);

  auto content = site.matter().at("content").as_object();
  content["consult_phone"] = "0775-1111111";
  site.act(db, 9001, "PUT", "/draft", {{"content", content}, {"note", "改电话"}});
  CHECK(site.page() == first);
  site.act(db, 9001, "POST", "/submission", {});
  CHECK(site.page() == first);
  site.act(db, 9002, "POST", "/publication", {});
  CHECK(site.shows("0775-1111111"));
  CHECK(site.get(site.visit(), "/matters/{matter_id}/print")->body.find("0775-1111111") != std::string::npos);

  const auto tomorrow = platform::add_days(platform::shanghai_date(clock.now()), 1);
  site.change_review_phone("0775-2222222", platform::iso_date(tomorrow));
  CHECK(site.shows("0775-1111111"));
  clock.advance(std::chrono::hours{24});
  CHECK(site.shows("0775-2222222"));
}

YIMEN_DB_TEST("a suspended matter's page goes at once and comes back with it, also when another program changed it", parts()) {
  Site site{db};
  CHECK(site.shows(site.city.matter->name));
  site.act(db, 9001, "PUT", "/status", {{"status", "suspended"}, {"reason", "系统升级"}});
  CHECK(site.page() == "catalogue/suspended");
  site.act(db, 9001, "PUT", "/status", {{"status", "in_force"}, {"reason", "恢复"}});
  CHECK(site.shows(site.city.matter->name));

  const auto other = place.open(clock);
  site.act(*other, 9001, "PUT", "/status", {{"status", "suspended"}, {"reason", "系统升级"}});
  clock.advance(std::chrono::seconds{1});
  CHECK(site.page() == "catalogue/suspended");
}

YIMEN_DB_TEST("a guide page shows the department's ratings as they are now", parts()) {
  Site site{db};
  CHECK(site.shows("部门全部评价 0 条"));
  const auto received = site.city.receive(db);
  const auto rejected = site.city.must(db, [&](Tx& tx) {
    return site.city.product->approval.reject_acceptance(tx, site.city.clerk(), received.case_id, received.version, {.reason = "不具备申请资格", .clause = "《行政许可法》第三十二条"});
  });
  CHECK(site.shows("部门全部评价 0 条"));
  REQUIRE(db.transact([&](Tx& tx) -> Result<appraisal::ReviewId> {
    const auto file = TRY(cases::get_case(tx, rejected.case_id));
    return site.city.product->appraisal.review(tx, {.kind = platform::ActorKind::citizen, .id = platform::UserId{5}, .name = "王某"}, file, {.level = 1});
  }));
  CHECK(site.shows("好评率 100.0%（部门全部评价 1 条）"));
}

YIMEN_DB_TEST("what differs by visitor is not in the kept page", parts()) {
  Site site{db};
  const auto first = site.page();
  const platform::Actor citizen{.kind = platform::ActorKind::citizen, .id = platform::UserId{5}, .name = "王秀兰"};
  const auto own = site.get(site.visit(citizen));
  REQUIRE(own);
  CHECK(own->body.find("王秀兰") != std::string::npos);
  CHECK(site.page() == first);
  CHECK(first.find("王秀兰") == std::string::npos);
  CHECK(first.find("/sign-in") != std::string::npos);

  const auto larger = site.get(site.visit({}, {{"cookie", "yimen_view=elder"}}));
  REQUIRE(larger);
  CHECK(larger->body.find("data-view=\"elder\"") != std::string::npos);
  CHECK(site.page() == first);

  auto asked = site.visit();
  if (!site.city.matter->situations.empty()) {
    const auto& question = site.city.matter->situations.front();
    asked.query_values = {{"s." + question.key, question.options.front().key}};
    CHECK(site.get(asked)->body.find(" selected") != std::string::npos);
  }
  CHECK(site.page() == first);
}

YIMEN_DB_TEST("a visitor who has the page is told so until it changes", parts()) {
  Site site{db};
  const auto tag = [&] {
    const auto answer = site.get(site.visit());
    for (const auto& [name, value] : answer->headers)
      if (name == "ETag") return value;
    return std::string();
  };
  const auto first = tag();
  CHECK(first.starts_with("W/\""));
  CHECK(tag() == first);
  site.change_review_phone("0775-3333333");
  CHECK(tag() != first);
}
