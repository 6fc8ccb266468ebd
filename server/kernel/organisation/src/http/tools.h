#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "store/list_query.h"
#include "yimen/organisation/types.h"
#include "yimen/platform/http.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

/// What the handlers of this part share.
namespace yimen::organisation::http {

namespace json = boost::json;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Schema;
using platform::Tx;

inline constexpr int most_rows = 100;

// --- reading a request ---------------------------------------------------------------------------------------------
/// Region range and paging from the query. Public lists see every region; those for staff see the actor's scope only.
enum class Audience { everybody, staff };
Result<store::ListOrder> list_order(const Request&, Audience);
std::string text_of(const Request&, std::string_view field);
/// The member's text when the body has it, else what is stored: PATCH changes what it names.
void take_text(const json::object& body, std::string_view field, std::string& value);
void take_bool(const json::object& body, std::string_view field, bool& value);
template <class IdType>
void take_id(const json::object& body, std::string_view field, IdType& value) {
  if (body.contains(field)) value = IdType{platform::id_or_zero(body, field)};
}
template <class IdType>
std::vector<IdType> ids_of(const json::object& body, std::string_view field) {
  std::vector<IdType> ids;
  if (const auto* list = platform::array_at(body, field))
    for (const auto& item : *list) ids.push_back(IdType{platform::parse_id(std::string_view(item.as_string())).value_or(0)});
  return ids;
}
std::vector<std::string> words_of(const json::object& body, std::string_view field);
Result<Date> date_of(const json::object& body, std::string_view field, Date fallback);
Result<std::int64_t> region_of(const json::object& body, std::int64_t fallback);

// --- writing an answer ---------------------------------------------------------------------------------------------
template <class Tag>
json::value id_or_null(platform::Id<Tag> id) {
  if (!id) return nullptr;
  return json::value(id.str());
}
json::value date_or_null(const std::optional<Date>&);
json::value instant_or_null(const std::optional<Instant>&);
template <class Tag>
json::array id_list(const std::vector<platform::Id<Tag>>& ids) {
  json::array list;
  for (const auto id : ids) list.emplace_back(id.str());
  return list;
}
json::array text_list(const std::vector<std::string>&);

/// Names of regions for one answer: a page of rows repeats the same few.
class RegionNames {
 public:
  explicit RegionNames(Tx& tx) : tx_{tx} {}
  const std::string& of(std::int64_t region_code);

 private:
  Tx& tx_;
  std::map<std::int64_t, std::string> known_;
};

template <class T, class View>
Response shown(const T& value, View view, int status = 200) {
  auto response = Response::json(view(value), status);
  response.etag(value.version);
  return response;
}

/// One page by key. `list` is called with one row more than is shown, and once more to count where the end is not in sight.
template <class List, class View, class IdOf>
Response paged(store::ListOrder order, List list, View view, IdOf id_of) {
  const auto shown = static_cast<std::size_t>(order.limit);
  const bool is_first = order.after == 0;
  ++order.limit;
  auto rows = list(order);
  const bool has_more = rows.size() > shown;
  if (has_more) rows.resize(shown);
  auto total = static_cast<std::int64_t>(rows.size());
  bool is_exact = true;
  if (has_more || !is_first) {
    order.after = 0;
    order.limit = 1'000;
    total = static_cast<std::int64_t>(list(order).size());
    is_exact = total < 1'000;
  }
  json::array items;
  for (const auto& row : rows) items.push_back(view(row));
  std::optional<std::string> next;
  if (has_more) next = std::to_string(id_of(rows.back()));
  return Response::json(platform::page_of(std::move(items), std::move(next), total, is_exact));
}

// --- declaring a route ---------------------------------------------------------------------------------------------
Schema region_schema();
Schema note_schema(std::size_t most);  ///< text of an answer that may be empty
Schema page_schema(std::string name, Schema item);
/// q, after, limit, closed and the parameters that narrow a list.
platform::RouteBuilder& with_paging(platform::RouteBuilder&);

void add_department_routes(platform::Routes&);
void add_center_routes(platform::Routes&);
void add_residency_routes(platform::Routes&);
void add_post_routes(platform::Routes&);
void add_role_routes(platform::Routes&);
void add_staff_routes(platform::Routes&);
void add_absence_routes(platform::Routes&);
void add_letter_routes(platform::Routes&);
void add_contact_routes(platform::Routes&);
void add_exchange_routes(platform::Routes&);

}  // namespace yimen::organisation::http
