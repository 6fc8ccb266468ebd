#include <doctest/doctest.h>

#include "service/document_fixture.h"
#include "yimen/document/http.h"

using namespace yimen::document;
using namespace yimen::document::testing;
using yimen::platform::Request;
using yimen::platform::Response;
namespace platform = yimen::platform;
namespace migrations = yimen::migrations;

namespace {

const platform::Route& route_of(const platform::Routes& routes, std::string_view method, std::string_view path) {
  for (const auto& route : routes.all())
    if (route->method == method && route->path == path) return *route;
  FAIL("no route ", path);
  std::abort();
}

struct Pages {
  platform::Routes routes;
  explicit Pages(Office& office) { add_document_routes(routes, office.documents); }

  Response get(platform::Database& db, std::string_view path, const Request& request) {
    const auto& route = route_of(routes, "GET", path);
    auto answer = db.read([&](Tx& tx) { return route.read(request, tx); });
    REQUIRE(answer);
    return std::move(*answer);
  }
  Result<Response> command(platform::Database& db, std::string_view method, std::string_view path, const Request& request) {
    const auto& route = route_of(routes, method, path);
    return db.transact([&](Tx& tx) { return route.command(request, tx); });
  }
};

bool holds(const Response& answer, std::string_view part) { return answer.body.find(part) != std::string::npos; }

}  // namespace

YIMEN_DB_TEST("the page behind the QR code tells what was issued, to whom masked, and that it is genuine", migrations::trail(), migrations::document()) {
  Office office{db};
  Pages pages{office};
  const auto document = issue(db, office, acceptance());
  Request request;
  request.path_values = {{"code", document->verify_code}};
  const auto answer = pages.get(db, "/verify/{code}", request);
  CHECK(answer.status == 200);
  CHECK(holds(answer, "核验通过"));
  CHECK(holds(answer, "玉农许受〔2025〕1号"));
  CHECK(holds(answer, "玉州区农业农村局"));
  CHECK(holds(answer, "张*明"));
  CHECK_FALSE(holds(answer, "张小明"));
  CHECK_FALSE(holds(answer, "13800000000"));
  CHECK(holds(answer, document->sm3));

  REQUIRE(db.transact([&](Tx& tx) { return office.documents.revoke(tx, clerk(), document->id, "<b>有误</b>"); }));
  const auto revoked = pages.get(db, "/verify/{code}", request);
  CHECK(holds(revoked, "文书已撤销"));
  CHECK(holds(revoked, "&lt;b&gt;有误"));
  CHECK_FALSE(holds(revoked, "核验通过"));

  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.exec("update issued_document set title = '准予'");
    return {};
  }));
  CHECK(holds(pages.get(db, "/verify/{code}", request), "核验不通过"));
}

YIMEN_DB_TEST("the form finds by number and code, and what it cannot find it shows back harmlessly", migrations::trail(), migrations::document()) {
  Office office{db};
  Pages pages{office};
  const auto document = issue(db, office, acceptance());
  Request request;
  CHECK(holds(pages.get(db, "/verify", request), "<form"));
  request.query_values = {{"number", "玉农许受(2025)1号"}, {"code", document->verify_code}};
  CHECK(holds(pages.get(db, "/verify", request), "核验通过"));
  request.query_values = {{"number", "玉农许受〔2025〕2号"}, {"code", document->verify_code}};
  CHECK(pages.get(db, "/verify", request).status == 404);
  request.query_values = {{"number", "\"><script>alert(1)</script>"}, {"code", "<img src=x>"}};
  const auto answer = pages.get(db, "/verify", request);
  CHECK(answer.status == 404);
  CHECK_FALSE(holds(answer, "<script>"));
  CHECK_FALSE(holds(answer, "<img"));
}

YIMEN_DB_TEST("an editor saves, previews and publishes a template; a blind or outdated saving is refused", migrations::trail(), migrations::document()) {
  Office office{db};
  Pages pages{office};
  constexpr std::string_view one = "/api/v1/document-templates/{type}";
  Request request;
  request.set_actor(clerk());
  request.path_values = {{"type", "receipt"}};
  auto shown = json::parse(pages.get(db, one, request).body).as_object();
  CHECK(shown["draft"].is_null());
  auto body = shown["published"].as_object()["body"].as_object();
  body["title"] = "材料接收凭证";
  request.set_body(std::make_shared<json::value>(json::object{{"body", body}}));
  CHECK(pages.command(db, "PUT", "/api/v1/document-templates/{type}/draft", request).error().code == platform::ErrorCode::precondition_required);
  request.headers = {{"if-match", "\"0\""}};
  CHECK(pages.command(db, "PUT", "/api/v1/document-templates/{type}/draft", request));
  CHECK(pages.command(db, "PUT", "/api/v1/document-templates/{type}/draft", request).error().code == platform::ErrorCode::stale_version);
  request.query_values = {{"state", "draft"}};
  CHECK(pages.get(db, "/api/v1/document-templates/{type}/preview", request).body.starts_with("%PDF"));
  request.headers = {{"if-match", "\"1\""}};
  CHECK(pages.command(db, "POST", "/api/v1/document-templates/{type}/publication", request));
  shown = json::parse(pages.get(db, one, request).body).as_object();
  CHECK(shown["published"].as_object()["version"] == 2);
  CHECK(shown["draft"].is_null());
  CHECK(shown["versions"].as_array().size() == 2);
  CHECK(json::parse(pages.get(db, "/api/v1/document-templates", {}).body).at("items").as_array().size() == 19);
}

YIMEN_DB_TEST("the PDF answer is shown in place under the document's own name", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto document = issue(db, office, acceptance());
  const auto answer = pdf_response(office.documents, *document, Copy::original);
  REQUIRE(answer);
  std::string disposition;
  for (const auto& [name, value] : answer->headers)
    if (name == "Content-Disposition") disposition = value;
  CHECK(disposition.starts_with("inline"));
  CHECK(disposition.find("%E5%8F%97%E7%90%86%E9%80%9A%E7%9F%A5%E4%B9%A6-") != std::string::npos);
  const auto shown = to_json(*document);
  CHECK(platform::text_or(shown, "number") == document->number);
  CHECK(platform::text_or(shown, "verify_path") == "/verify/" + document->verify_code);
}
