// What is known about an applicant comes into the form with its source, and only to who may act for him.
#include "city_server.h"

using namespace yimen;
using namespace yimen::testing;
namespace json = boost::json;

namespace {

constexpr const char* form = R"({"components":[
  {"key":"unit","type":"textfield","label":"单位名称","properties":{"prefill":"party.name"}},
  {"key":"code","type":"uscc","label":"统一社会信用代码","properties":{"prefill":"party.id_no"}},
  {"type":"group","path":"shop","label":"店铺","components":[{"key":"boss","type":"textfield","label":"法定代表人","properties":{"prefill":"party.legal_person"}}]},
  {"key":"whole","type":"party","label":"申请人","properties":{"prefill":"party"}},
  {"key":"tel","type":"phone","label":"联系电话","properties":{"prefill":"party.phone"}},
  {"key":"nothing","type":"textfield","label":"没有来源","properties":{"prefill":"party.shoe_size"}},
  {"key":"plain","type":"textfield","label":"自己填"}]})";

int revision(const HttpAnswer& answer) { return static_cast<int>(answer.json().at("revision").as_int64()); }

}  // namespace

YIMEN_DB_TEST("a form is prefilled from the register, with the source, for those who may act for the applicant", parts()) {
  CityServer city(db);
  Caller editor(city, "yl.catalogue"), publisher(city, "yl.catalogueb");
  const auto at = "/matters/" + city.matter->matter.str();
  auto content = editor.get(at).json().at("content").as_object();
  content["form"] = json::parse(form);
  const auto version = [&](const HttpAnswer& answer) { return fmt::format("If-Match: \"{}\"\r\n", revision(answer)); };
  auto saved = editor.call("PUT", at + "/draft", json::object{{"content", content}, {"note", "带出登记信息"}}, version(editor.get(at)));
  REQUIRE_MESSAGE(saved.status == 200, saved.body);
  saved = editor.call("POST", at + "/submission", json::object{}, version(saved));
  REQUIRE_MESSAGE(saved.status == 200, saved.body);
  saved = publisher.call("POST", at + "/publication", json::object{}, version(saved));
  REQUIRE_MESSAGE(saved.status == 200, saved.body);

  Caller lvyuan(city, "lvyuan"), stranger(city, "wangxiulan");
  const auto principals = lvyuan.get("/my/principals").json();
  std::string party, name, code;
  for (const auto& one : principals.at("items").as_array())
    if (platform::text_or(one.as_object(), "kind") == "enterprise") party = platform::text_or(one.as_object(), "party_id"), name = platform::text_or(one.as_object(), "name"), code = platform::text_or(one.as_object(), "id_no");
  REQUIRE_FALSE(party.empty());
  const auto query = "/my/prefill?matter_id=" + city.matter->matter.str() + "&party_id=" + party;
  const auto known = lvyuan.get(query);
  REQUIRE_MESSAGE(known.status == 200, known.body);
  std::map<std::string, json::value> values;
  const auto found = known.json();
  for (const auto& one : found.at("items").as_array()) {
    const auto pointer = platform::text_or(one.as_object(), "pointer");
    values[pointer] = one.at("value");
    CHECK(platform::text_or(one.as_object(), "source") == (pointer == "/tel" ? "单位的登记信息" : "营业执照信息"));  // a licence names no telephone
  }
  CHECK(values["/unit"] == json::value(name));
  CHECK(values["/code"] == json::value(code));
  CHECK(values["/whole"].at("name") == json::value(name));
  CHECK(values.contains("/tel"));
  CHECK_FALSE(values.contains("/nothing"));
  CHECK_FALSE(values.contains("/plain"));
  CHECK(stranger.get(query).status == 403);
}
