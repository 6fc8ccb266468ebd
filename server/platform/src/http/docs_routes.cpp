#include <mutex>

#include <openssl/evp.h>

#include "http/docs_assets.h"
#include "yimen/platform/site.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

/// Made when somebody first asks: by then every route is registered.
class Document {
 public:
  Document(const Routes& routes, std::string version) : routes_{routes}, version_{std::move(version)} {}

  Response answer() {
    std::call_once(made_, [this] {
      text_ = to_text(routes_.openapi(version_));
      unsigned char digest[EVP_MAX_MD_SIZE];
      unsigned int size = 0;
      EVP_Digest(text_.data(), text_.size(), digest, &size, EVP_sha256(), nullptr);
      etag_ = '"' + to_hex({reinterpret_cast<const char*>(digest), 8}) + '"';
    });
    auto response = Response::text(text_, 200, "application/json; charset=utf-8");
    response.header("ETag", etag_).header("Cache-Control", "no-cache");
    return response;
  }

 private:
  const Routes& routes_;
  const std::string version_;
  std::once_flag made_;
  std::string text_, etag_;
};

}  // namespace

void add_document_routes(Routes& routes, std::string version) {
  auto document = std::make_shared<Document>(routes, std::move(version));
  routes.get("/api/v1/openapi.json", Needs::anybody(), "系统")
      .summary("接口文档（OpenAPI 3.1）")
      .operation("read_openapi")
      .answer(200, Schema::any())
      .handles([document](const Request&) -> Result<Response> { return document->answer(); });
  const auto add_asset = [&](std::string path, std::string_view text, std::string_view type) {
    routes.get(std::move(path), Needs::anybody(), "")
        .hidden()
        .for_everybody()
        .handles([text, type](const Request&) -> Result<Response> {
          return Response::text(std::string(text), 200, type).cache_public(300);
        });
  };
  add_asset("/api/docs", docs_html, "text/html; charset=utf-8");
  add_asset("/api/docs/docs.css", docs_css, "text/css; charset=utf-8");
  add_asset("/api/docs/docs.js", docs_js, "text/javascript; charset=utf-8");
}

}  // namespace yimen::platform
