// Blank forms and samples of a matter: uploaded by an editor, named by the guide, taken by anybody.
#include "city_server.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

const std::string form_bytes = "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

std::string upload(Caller& who, const std::string& name) {
  const auto begun = who.post("/uploads", json::object{{"name", name}, {"size_bytes", form_bytes.size()}, {"purpose", "material"}});
  REQUIRE_MESSAGE(begun.status == 201, begun.body);
  const auto path = "/uploads/" + platform::text_or(begun.json().as_object(), "id");
  const auto sent = who.send("PATCH", path, form_bytes, "Upload-Offset: 0\r\n");
  REQUIRE_MESSAGE(sent.status == 200, sent.body);
  const auto done = who.post(path + "/completion");
  REQUIRE_MESSAGE(done.status == 200, done.body);
  return platform::text_or(done.json().at("file").as_object(), "id");
}

}  // namespace

YIMEN_DB_TEST("an editor attaches a blank form, anybody downloads it under its name, and not once the matter is suspended", parts()) {
  CityServer city(db);
  const auto matter = city.matter->matter.str();
  const auto material = city.matter->materials.front().key;
  Caller editor(city, "yl.catalogue");
  const auto file = upload(editor, "申请书（空白）.pdf");
  const auto attach = [&](Caller& who, json::object body) { return who.post("/matters/" + matter + "/files", body); };
  CHECK(attach(editor, {{"file_id", file}, {"purpose", "blank"}}).status == 422);  // of which material?
  CHECK(slug_of(attach(editor, {{"file_id", "12345"}, {"purpose", "blank"}, {"material_key", material}})) == "urn:yimen:problem:platform/file-not-yours");
  CHECK(attach(editor, {{"file_id", file}, {"purpose", "secret"}, {"material_key", material}}).status == 422);
  const auto attached = attach(editor, {{"file_id", file}, {"purpose", "blank"}, {"material_key", material}});
  REQUIRE_MESSAGE(attached.status == 201, attached.body);
  const auto id = platform::text_or(attached.json().as_object(), "id");
  Caller handler(city, "yl.sc.handler1");
  CHECK(attach(handler, {{"file_id", file}, {"purpose", "blank"}, {"material_key", material}}).status == 403);
  CHECK(handler.get("/matters/" + matter + "/files").status == 403);
  const auto listed = editor.get("/matters/" + matter + "/files").json().at("items").as_array();
  REQUIRE(listed.size() == 1);
  CHECK(platform::text_or(listed[0].as_object(), "name") == "申请书（空白）.pdf");
  CHECK(editor.get("/matters/1/files").status == 404);

  platform::testing::HttpClient anybody{city.port()};
  const auto taken = anybody.request("GET", "/api/v1/public/matter-files/" + id);
  CHECK(taken.status == 200);
  CHECK(taken.body == form_bytes);
  CHECK(taken.header("content-type") == "application/pdf");
  CHECK(taken.header("content-disposition").starts_with("attachment"));
  CHECK(taken.header("x-content-type-options") == "nosniff");
  CHECK(anybody.request("GET", "/api/v1/public/matter-files/999").status == 404);
  CHECK(anybody.request("GET", "/api/v1/public/matter-files/x").status >= 400);

  const int revision = static_cast<int>(platform::int_or(editor.get("/matters/" + matter).json().as_object(), "revision"));
  const auto suspended = editor.call("PUT", "/matters/" + matter + "/status", json::object{{"status", "suspended"}, {"reason", "依据修订，暂停办理"}}, fmt::format("If-Match: \"{}\"\r\n", revision));
  REQUIRE_MESSAGE(suspended.status == 200, suspended.body);
  CHECK(anybody.request("GET", "/api/v1/public/matter-files/" + id).status == 404);
}

YIMEN_DB_TEST("the guide offers the forms its materials name", parts()) {
  CityServer city(db);
  platform::testing::HttpClient anybody{city.port()};
  const auto path = "/matters/" + city.matter->matter.str();
  CHECK(anybody.request("GET", path).body.find("下载空白表格") == std::string::npos);
  Caller editor(city, "yl.catalogue"), second(city, "yl.catalogueb");
  const auto attached = editor.post("/matters/" + city.matter->matter.str() + "/files",
                                    json::object{{"file_id", upload(editor, "申请书.pdf")}, {"purpose", "blank"}, {"material_key", city.matter->materials.front().key}});
  const auto id = platform::text_or(attached.json().as_object(), "id");
  auto detail = editor.get(path).json().as_object();
  auto content = detail.at("content").as_object();
  content["materials"].at(0).as_object()["blank_file"] = id;
  auto revision = [&](const HttpAnswer& answer) {
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return static_cast<int>(platform::int_or(answer.json().as_object(), "revision"));
  };
  int at = revision(editor.get(path));
  at = revision(editor.call("PUT", path + "/draft", json::object{{"content", content}}, fmt::format("If-Match: \"{}\"\r\n", at)));
  at = revision(editor.act(path + "/submission", at, json::object{}));
  at = revision(second.act(path + "/publication", at, json::object{}));
  const auto page = anybody.request("GET", path).body;
  CHECK(page.find("/api/v1/public/matter-files/" + id) != std::string::npos);
  CHECK(page.find("下载空白表格") != std::string::npos);
}
