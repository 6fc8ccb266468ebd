// A signature drawn in a form: kept with the case, seen by who sees the case, and by number alone by nobody.
#include "city_server.h"
#include "yimen/platform/text.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr const char* form = R"({"components":[
  {"key":"unit","type":"textfield","label":"单位名称","validate":{"required":true}},
  {"key":"","type":"dynamiclist","path":"people","label":"承诺人","components":[{"key":"sign","type":"signature","label":"签名"}]}]})";
const std::string scanned = "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// A stroke of the pen on transparent ground, 240 × 80.
const std::string drawn = platform::from_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAPAAAABQCAYAAAAnSfh8AAABzElEQVR42u3dPXbCMBCFUe+Empr9r820lIBked7o3nPSpcAjff4hITkOAAAAAAAAAAAAAAAAYA+P5+v8/DIRCAxXwBAer4BBvIDbZk"
    "C8IF5AvIB4QbxAVsCmUvSsaqEQb3i0Yka8jcK1iPaMdS8cr9trBBwW76wTgCmLl4XxXnUlN3HxUjTe2Vd1BMwN8QpZvDSIV8TipdECJIbsmV7Ahh8SsZ99i9dtc1jIs395pfPGFq94y9yejkS5Y8iu"
    "vob/d0h3RFv1GOwf8Z4pr3PG6155tewacfRxJC9A4iYaja3C82qniOOPIfXFpw/+qjeXVs4iPeQWdxEC7hNytddv7wthqzcdkn+U0+EXWNpsHPHSOeJ2eyj9nVzpWKPtLwDOnOwQces9lPaMJRUR20"
    "MBByheEdtDoQfqubdnxBU+5ilgZ04CIt5uD7ntocuVcNs9VPFzrBIQsT0UcPCee0Us3uAhGL7n4tTn7e0jNngRX/HZaEP2zMLiiGf86xsTXhSWBbDHfg3Zn8QtErEF4Jsg/fnbghFbAGaHbIKLIrYA"
    "zArZtCYMVbzQPGJnUQi4vRn9fsAbDsBVEZscBIZsUgAAAAAAAAAAAAAAAAAw6g2h6VKr6etk5AAAAABJRU5ErkJggg==");

std::string upload(Caller& who, const std::string& name, const std::string& bytes) {
  const auto begun = who.post("/uploads", json::object{{"name", name}, {"size_bytes", bytes.size()}, {"purpose", "material"}});
  REQUIRE_MESSAGE(begun.status == 201, begun.body);
  const auto path = "/uploads/" + platform::text_or(begun.json().as_object(), "id");
  REQUIRE(who.send("PATCH", path, bytes, "Upload-Offset: 0\r\n").status == 200);
  const auto done = who.post(path + "/completion");
  REQUIRE_MESSAGE(done.status == 200, done.body);
  return platform::text_or(done.json().at("file").as_object(), "id");
}

bool holds_picture(const std::string& pdf) { return pdf.find("/Subtype /Image") != pdf.npos; }

}  // namespace

YIMEN_DB_TEST("a file among the answers is the sender's own, is seen with the case, and stays when the answer is corrected around it", parts()) {
  CityServer city(db);
  auto& act = city.product->approval;
  Caller editor(city, "yl.catalogue"), publisher(city, "yl.catalogueb");
  const auto at = "/matters/" + city.matter->matter.str();
  auto content = editor.get(at).json().at("content").as_object();
  content["form"] = json::parse(form);
  const auto version = [](const HttpAnswer& answer) { return fmt::format("If-Match: \"{}\"\r\n", answer.json().at("revision").as_int64()); };
  auto saved = editor.call("PUT", at + "/draft", json::object{{"content", content}, {"note", "签名"}}, version(editor.get(at)));
  REQUIRE_MESSAGE(saved.status == 200, saved.body);
  saved = editor.call("POST", at + "/submission", json::object{}, version(saved));
  saved = publisher.call("POST", at + "/publication", json::object{}, version(saved));
  REQUIRE_MESSAGE(saved.status == 200, saved.body);

  Caller lvyuan(city, "lvyuan"), stranger(city, "wangxiulan");
  const auto principals = lvyuan.get("/my/principals").json();
  std::string party;
  for (const auto& one : principals.at("items").as_array())
    if (platform::text_or(one.as_object(), "kind") == "enterprise") party = platform::text_or(one.as_object(), "party_id");
  json::object situation;
  db.read([&](Tx& tx) { situation = city.application(tx).situation; });
  const auto apply = [&](const std::string& file) {
    json::array materials;
    for (const auto& m : city.product->catalogue.materials_for(*city.matter, situation)) materials.push_back(json::object{{"key", m.key}, {"received_as", "waived"}});
    const json::object answers{{"unit", "绿源"}, {"people", json::array{json::object{{"sign", json::object{{"file_id", file}, {"name", "签名.pdf"}}}}}}};
    return lvyuan.post("/my/applications", json::object{{"matter_id", city.matter->matter.str()}, {"applicant_party_id", party}, {"situation", situation}, {"form", answers}, {"is_declared", true}, {"delivery_way", "window"}, {"materials", materials}});
  };
  const auto others = upload(stranger, "签名.pdf", scanned), own = upload(lvyuan, "签名.pdf", scanned);
  const auto stolen = apply(others);
  CHECK(stolen.status == 422);
  CHECK(slug_of(stolen) == "urn:yimen:problem:platform/file-not-yours");
  CHECK(stolen.body.find("/form/people/0/sign") != std::string::npos);
  const auto applied = [&](const std::string& with) {
    const auto sent = apply(with);
    REQUIRE_MESSAGE(sent.status == 201, sent.body);
    return platform::text_or(sent.json().as_object(), "case_id");
  };
  const auto id = applied(own);
  const auto path = "/cases/" + id + "/files/";
  CHECK(lvyuan.get(path + own).body == scanned);
  CHECK(lvyuan.get(path + others).status == 404);
  CHECK(stranger.get(path + own).status >= 403);

  // On the paper a drawn signature is seen; a file that is no picture keeps its name, and one that cannot be read stops nothing.
  const auto paper = [](Caller& who, const std::string& of) {
    const auto form_of = who.get("/cases/" + of + "/application-form");
    REQUIRE_MESSAGE(form_of.status == 200, form_of.body);
    REQUIRE(form_of.body.starts_with("%PDF"));
    return form_of.body;
  };
  CHECK_FALSE(holds_picture(paper(lvyuan, id)));
  const auto signature = upload(lvyuan, "签名.png", drawn);
  const auto signed_case = applied(signature);
  CHECK(holds_picture(paper(lvyuan, signed_case)));
  CHECK_FALSE(holds_picture(paper(lvyuan, applied(upload(lvyuan, "签名.png", drawn.substr(0, drawn.size() / 2))))));
  city.product->files->remove(db, platform::FileId{*platform::parse_id(signature)});
  CHECK_FALSE(holds_picture(paper(lvyuan, signed_case)));

  // At the window somebody else sends the correction: what the applicant signed stays as it is.
  const cases::CaseId file{*platform::parse_id(id)};
  const auto held = db.read([&](Tx& tx) { return *cases::get_case(tx, file); });
  auto done = city.must(db, [&](Tx& tx) { return act.open_pre_review(tx, city.clerk(), file, held.version); });
  done = city.must(db, [&](Tx& tx) { return act.return_pre_review(tx, city.clerk(), file, done.version, {.items = {{"form:unit", "不完整", "写全称"}}, .answer_days = 10}); });
  const auto mended = db.transact([&](Tx& tx) { return act.answer_correction(tx, city.clerk(), file, done.version, {.form = {{"unit", "玉林市绿源"}}}); });
  CHECK_MESSAGE((mended || mended.error().slug == "approval/correction-incomplete"), (mended ? std::string() : mended.error().slug));
  CHECK(lvyuan.get(path + own).status == 200);
}
