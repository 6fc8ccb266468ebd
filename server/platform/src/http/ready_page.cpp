#include "http/gzip.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/http.h"

namespace yimen::platform {

/// Weak, because both variants carry it: the same page, not the same bytes.
ReadyPage::ReadyPage(std::string html) : plain_{std::move(html)}, packed_{gzip(plain_)}, etag_{"W/\"" + sm3_hex(plain_).substr(0, 32) + "\""} {}

Response ReadyPage::response(const Request& request) const {
  const bool is_packed = !packed_.empty() && accepts_gzip(request.header("accept-encoding"));
  auto response = Response::html(is_packed ? packed_ : plain_);
  response.headers.emplace_back("ETag", etag_);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding, Cookie");
  if (is_packed) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace yimen::platform
