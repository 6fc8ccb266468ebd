#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "yimen/feel/expression.h"
#include "yimen/feel/json.h"

namespace yimen::feel {

TEST_CASE("tagged JSON loses nothing: reading back what was written gives the same text") {
  for (const auto* text :
       {"null", "true", "\"a\\\"中🐎\"", "[1,\"a\"]", "{\"$number\":\"12.50\"}", "{\"$date\":\"2017-01-01\"}",
        "{\"$time\":\"10:20:00@Europe/Paris\"}", "{\"$dateTime\":\"2017-01-01T10:20:00Z\"}",
        "{\"$duration\":\"P1Y2M\"}", "{\"$duration\":\"P2DT3H\"}", "{\"$context\":{\"a b\":{\"$number\":\"1\"}}}",
        "{\"$range\":\"[1..5)\"}", "{\"$range\":\"(< 5)\"}", "[]", "{\"$context\":{}}"}) {
    CAPTURE(text);
    const auto value = read_json(text);
    REQUIRE(value.has_value());
    const auto written = json_text(*value);
    CHECK(written == json_text(*read_json(written)));
    if (text[0] == '{' || text[0] == '"') CHECK(written == text);
    CHECK(json_text(*from_json(boost::json::parse(written))) == written);
    CHECK(boost::json::serialize(to_json(*value)) == written);
  }
}

TEST_CASE("plain numbers keep all their digits, plain objects are contexts") {
  CHECK(json_text(*read_json("0.1234567890123456789012345678")) == "{\"$number\":\"0.1234567890123456789012345678\"}");
  CHECK(json_text(*read_json("{\"a\":1.10}"), JsonForm::plain) == "{\"a\":1.1}");
  CHECK(json_text(*read_json("{\"a\":1,\"b\":2}")) ==
        "{\"$context\":{\"a\":{\"$number\":\"1\"},\"b\":{\"$number\":\"2\"}}}");
  CHECK(json_text(*read_json("{\"$date\":\"2024-01-01\"}"), JsonForm::plain) == "\"2024-01-01\"");
}

TEST_CASE("JSON that is wrong is refused with its place") {
  for (const auto* text : {"", "{", "[1,", "{\"a\"}", "tru", "01x", "\"a", "\"\\x\"", "\"\\ud800\"", "[1] 2",
                           "{\"$number\":\"abc\"}", "{\"$date\":1}", "{\"$range\":\"5\"}", "{a:1}", "'a'"}) {
    CAPTURE(text);
    const auto value = read_json(text);
    REQUIRE_FALSE(value.has_value());
    CHECK(value.error().detail.starts_with("JSON 第 1 行"));
  }
  CHECK_FALSE(read_json(std::string(5'000, '[')).has_value());
  CHECK_FALSE(read_json("\"\xff\"").has_value());
}

}  // namespace yimen::feel
