#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/db.h"
#include "yimen/platform/request.h"
#include "yimen/platform/response.h"
#include "yimen/platform/schema.h"

/// How routes are declared; included through http.h.
namespace yimen::platform {

/// What a route asks of who calls it. There is no default: an unguarded route cannot be written by forgetting.
struct Needs {
  enum class Who { anybody, signed_in, citizen, staff, permission } who;
  std::string permission;  // for Who::permission: "cases.accept"
  static Needs anybody() { return {Who::anybody, {}}; }
  static Needs signed_in() { return {Who::signed_in, {}}; }
  static Needs citizen() { return {Who::citizen, {}}; }
  static Needs staff() { return {Who::staff, {}}; }
  static Needs permission_of(std::string name) { return {Who::permission, std::move(name)}; }
};

struct Parameter {
  std::string name;
  Schema schema;  // .label() and .describe() are shown
};

/// Reads the database only. Runs on a read connection, on a worker thread.
using ReadHandler = std::function<Result<Response>(const Request&, Tx&)>;
/// One durable transaction; rolled back when it returns an error. With an Idempotency-Key the first answer is kept in the
/// same transaction and repeated (header Idempotent-Replay: true) for 48 h. May run twice after a serialization failure.
using CommandHandler = std::function<Result<Response>(const Request&, Tx&)>;
/// Opens its own transactions (sign-in with a slow hash, uploads, SSE, pages without data).
using PlainHandler = std::function<Result<Response>(const Request&)>;

struct Route {
  std::string method, path;  // "/api/v1/cases/{case_id}/acceptance"; "{rest*}" as last segment takes the remainder
  Needs needs;
  std::string summary, tag;
  std::string operation_id;
  std::vector<Parameter> parameters;
  Schema body = Schema::nothing();
  std::vector<std::pair<int, Schema>> answers;
  std::size_t body_limit = 1 << 20;
  bool is_streaming = false;      // raw body through Request::stream
  bool is_hidden = false;         // pages and assets: not in the OpenAPI document
  bool needs_csrf = true;         // unsafe methods with a session cookie carry X-CSRF-Token (or form field csrf_token)
  bool asks_who = true;           // false: files and probes that look the same to everybody; the actor stays anonymous
  int rate_per_minute = 0;        // per client address, 0 = the general limit only
  ReadHandler read;
  CommandHandler command;
  PlainHandler plain;
};

/// Declares one route fluently; the last call is one of reads/commands/handles.
class RouteBuilder {
 public:
  explicit RouteBuilder(Route& route) : route_{&route} {}
  RouteBuilder& summary(std::string chinese) { route_->summary = std::move(chinese); return *this; }
  RouteBuilder& operation(std::string id) { route_->operation_id = std::move(id); return *this; }
  RouteBuilder& parameter(std::string name, Schema schema) { route_->parameters.push_back({std::move(name), std::move(schema)}); return *this; }
  RouteBuilder& body(Schema schema) { route_->body = std::move(schema); return *this; }
  RouteBuilder& answer(int status, Schema schema) { route_->answers.emplace_back(status, std::move(schema)); return *this; }
  RouteBuilder& body_limit(std::size_t bytes) { route_->body_limit = bytes; return *this; }
  RouteBuilder& streaming() { route_->is_streaming = true; return *this; }
  RouteBuilder& hidden() { route_->is_hidden = true; return *this; }
  RouteBuilder& without_csrf() { route_->needs_csrf = false; return *this; }
  /// No look-up of the session: the answer is the same for everybody and must come even when the database is away.
  RouteBuilder& for_everybody() { route_->asks_who = false; return *this; }
  RouteBuilder& rate(int per_minute) { route_->rate_per_minute = per_minute; return *this; }
  void reads(ReadHandler handler) { route_->read = std::move(handler); }
  void commands(CommandHandler handler) { route_->command = std::move(handler); }
  void handles(PlainHandler handler) { route_->plain = std::move(handler); }

 private:
  Route* route_;
};

class Routes {
 public:
  /// `tag` groups operations in the document (the module's Chinese name). API paths get the prefix /api/v1 by hand.
  RouteBuilder add(std::string method, std::string path, Needs needs, std::string tag);
  RouteBuilder get(std::string path, Needs needs, std::string tag) { return add("GET", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder post(std::string path, Needs needs, std::string tag) { return add("POST", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder put(std::string path, Needs needs, std::string tag) { return add("PUT", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder patch(std::string path, Needs needs, std::string tag) { return add("PATCH", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder del(std::string path, Needs needs, std::string tag) { return add("DELETE", std::move(path), std::move(needs), std::move(tag)); }
  const std::vector<std::unique_ptr<Route>>& all() const { return routes_; }
  /// OpenAPI 3.1 document of every route that is not hidden.
  json::object openapi(std::string_view version) const;

 private:
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace yimen::platform
