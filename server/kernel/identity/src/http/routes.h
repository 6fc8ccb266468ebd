#pragma once
#include "service/context.h"
#include "yimen/platform/http.h"
#include "yimen/platform/json.h"

/// One function per resource; module.cpp calls them all.
namespace yimen::identity::http {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Schema;
namespace json = boost::json;

inline constexpr const char* tag = "登录与身份";

void add_session_routes(Routes&, Context&);
void add_registration_routes(Routes&, Context&);
void add_my_routes(Routes&, Context&);
void add_message_routes(Routes&, Context&);
void add_second_factor_routes(Routes&, Context&);
void add_authorisation_routes(Routes&, Context&);
void add_account_routes(Routes&, Context&);
void add_party_routes(Routes&, Context&);
void add_access_routes(Routes&, Context&);

/// {"items": […], "next": …, "total": …}: "total" counts what this page knows of.
Schema page_schema(const std::string& name, Schema item);
/// Cursor of a keyset list: the id of the last row, when the page is full.
template <class Rows, class IdOf>
std::optional<std::string> next_cursor(const Rows& rows, int limit, IdOf id_of) {
  if (static_cast<int>(rows.size()) < limit) return std::nullopt;
  return std::to_string(id_of(rows.back()));
}
std::int64_t cursor_of(const Request&);
json::value instant_or_null(const std::optional<Instant>&);
Schema session_schema();
Schema party_schema();
Response signed_in(const Context&, OpenedSession, int status);

}  // namespace yimen::identity::http
