#include "favourites.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/catalogue/catalogue.h"
#include "yimen/trail/trail.h"

namespace yimen::portal {

namespace json = boost::json;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Schema;
using platform::Tx;

namespace {

constexpr const char* tag = "收藏";
constexpr int most_favourites = 200;

void note(Tx& tx, const platform::Actor& actor, bool is_added, const std::string& name, std::int64_t matter_id) {
  trail::append(tx, actor, {.action = is_added ? "favourites.add" : "favourites.remove", .subject_kind = "account", .subject_id = actor.id.value(),
                            .text = fmt::format("{}事项“{}”", is_added ? "收藏" : "取消收藏", name), .facts = {{"matter", std::to_string(matter_id)}}});
}

/// Twice is once: what is kept already stays as it is.
Result<void> add(approval::Approval& a, Tx& tx, const platform::Actor& actor, catalogue::MatterId id) {
  if (is_favourite(tx, actor, id.value())) return {};
  const auto matter = TRY(a.services().catalogue.current(tx, id));
  if (tx.scalar<std::int64_t>("select count(*) from favourite_matter where account_id = ?", actor.id).value_or(0) >= most_favourites)
    return platform::fail(platform::ErrorCode::rule_violated, "portal/too-many-favourites", fmt::format("最多收藏 {} 个事项，请先取消不用的收藏。", most_favourites));
  const auto added = tx.exec("insert into favourite_matter (account_id, matter_id, matter_name, added_at) values (?, ?, ?, ?) on conflict (account_id, matter_id) do nothing", actor.id, id, matter->name, tx.now());
  if (added == 1) note(tx, actor, true, matter->name, id.value());
  return {};
}

void remove(Tx& tx, const platform::Actor& actor, catalogue::MatterId id) {
  const auto name = tx.scalar<std::string>("select matter_name from favourite_matter where account_id = ? and matter_id = ?", actor.id, id);
  if (!name) return;
  tx.exec("delete from favourite_matter where account_id = ? and matter_id = ?", actor.id, id);
  note(tx, actor, false, *name, id.value());
}

json::array list(approval::Approval& a, Tx& tx, const platform::Actor& actor) {
  json::array items;
  const auto rows = tx.all("select matter_id, matter_name, added_at from favourite_matter where account_id = ? order by added_at desc, matter_id desc limit 200",
                           [](const platform::Row& r) { return std::tuple(r.get<catalogue::MatterId>(0), r.get<std::string>(1), r.get<platform::Instant>(2)); }, actor.id);
  for (const auto& [id, name, at] : rows) {
    const auto matter = a.services().catalogue.current(tx, id);
    items.push_back(json::object{{"matter_id", id.str()}, {"name", matter ? (*matter)->name : name}, {"department_name", matter ? (*matter)->department_name : ""}, {"is_offered", matter.has_value()},
                                 {"reason", matter ? std::string() : matter.error().detail}, {"added_at", platform::iso_instant(at)}});
  }
  return items;
}

}  // namespace

bool is_favourite(Tx& tx, const platform::Actor& actor, std::int64_t matter_id) {
  return actor.is_citizen() && tx.scalar<int>("select 1 from favourite_matter where account_id = ? and matter_id = ?", actor.id, matter_id).has_value();
}

void add_favourite_routes(platform::Routes& routes, approval::Approval& a) {
  const auto line = Schema::object("FavouriteMatter", {{"matter_id", Schema::id()}, {"name", Schema::text(1000)}, {"department_name", Schema::text(200).or_empty()}, {"is_offered", Schema::boolean()},
                                                       {"reason", Schema::text(500).or_empty()}, {"added_at", Schema::instant()}});
  routes.get("/api/v1/my/favourites", Needs::citizen(), tag).operation("listFavourites").summary("我收藏的事项，最近的在前").answer(200, Schema::object("FavouriteList", {{"items", Schema::list(line, most_favourites)}}))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> { return Response::json(json::object{{"items", list(a, tx, request.actor())}}); });
  routes.put("/api/v1/my/favourites/{matter_id}", Needs::citizen(), tag).operation("addFavourite").summary("收藏事项；收藏过的不变").answer(204, Schema::nothing())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        TRY(add(a, tx, request.actor(), TRY(request.path_id<catalogue::MatterId>("matter_id"))));
        return Response::no_content();
      });
  routes.del("/api/v1/my/favourites/{matter_id}", Needs::citizen(), tag).operation("removeFavourite").summary("取消收藏").answer(204, Schema::nothing())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        remove(tx, request.actor(), TRY(request.path_id<catalogue::MatterId>("matter_id")));
        return Response::no_content();
      });
  // The button on the guide page: a plain form, so that it works without script; the edge's origin check stands in for the token.
  routes.post("/matters/{matter_id}/favourite", Needs::citizen(), tag).hidden().without_csrf().commands([&a](const Request& request, Tx& tx) -> Result<Response> {
    const auto id = TRY(request.path_id<catalogue::MatterId>("matter_id"));
    if (request.form("keep") == "1") TRY(add(a, tx, request.actor(), id));
    else remove(tx, request.actor(), id);
    return Response::redirect("/matters/" + id.str());
  });
}

}  // namespace yimen::portal
