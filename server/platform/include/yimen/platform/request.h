#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/id.h"
#include "yimen/platform/json.h"
#include "yimen/platform/result.h"

/// What a handler is asked; included through http.h.
namespace yimen::platform {

/// A request body that is read piece by piece (uploads): `read` fills up to size bytes, 0 at the end; throws when the
/// client is gone or too slow, or the limit is passed (413).
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  virtual std::size_t read(char* into, std::size_t size) = 0;
  virtual std::optional<std::uint64_t> length() const = 0;
};

class Request {
 public:
  std::string method, target, path;                                   // path is percent-decoded, no query
  std::vector<std::pair<std::string, std::string>> path_values;       // {case_id} → "123"
  std::vector<std::pair<std::string, std::string>> query_values;      // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;           // names in lower case
  std::string raw_body;                                               // empty for streaming routes
  std::string ip, request_id;
  BodyStream* stream = nullptr;                                       // only for routes declared .streaming()

  const Actor& actor() const { return actor_; }
  void set_actor(Actor actor) { actor_ = std::move(actor); }
  std::string_view header(std::string_view lower_name) const;          // empty when absent
  std::string_view cookie(std::string_view name) const;
  std::string_view path_text(std::string_view name) const;
  std::optional<std::string> query(std::string_view name) const;
  /// Integer parameter with default and range; out of range is clamped, text that is no number counts as absent.
  std::int64_t query_int(std::string_view name, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  template <class IdType>
  Result<IdType> path_id(std::string_view name) const {
    const auto number = TRY(parse_id(path_text(name)));
    return IdType{number};
  }
  /// The version in If-Match. @returns precondition_required (428) when missing, malformed when no number.
  Result<int> if_match() const;
  /// The JSON body, already checked against the route's schema. An empty object where the route declares no body.
  const json::object& body() const;
  void set_body(std::shared_ptr<const json::value> body) { body_ = std::move(body); }
  /// Form fields of an application/x-www-form-urlencoded body (server-rendered pages).
  std::optional<std::string> form(std::string_view name) const;
  bool wants_html() const;

 private:
  Actor actor_;
  std::shared_ptr<const json::value> body_;
};

}  // namespace yimen::platform
