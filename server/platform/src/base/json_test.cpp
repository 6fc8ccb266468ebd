#include "yimen/platform/json.h"

#include <doctest/doctest.h>
#include <boost/json.hpp>

using namespace yimen::platform;

TEST_CASE("JSON is read with every kind of value") {
  const auto value =
      parse_json(R"( {"姓名":"𠮷野家","n":-1,"big":18446744073709551615,"f":1.5,"list":[true,null,{}]} )");
  REQUIRE(value);
  const auto& object = value->as_object();
  CHECK(text_or(object, "姓名") == "𠮷野家");
  CHECK(int_or(object, "n") == -1);
  CHECK(object.at("f").as_double() == 1.5);
  CHECK(array_at(object, "list")->size() == 3);
  CHECK(object_at(object, "list") == nullptr);
  CHECK(bool_or(object, "n", true));
  CHECK(to_text(*parse_json("[1,\"a\"]")) == "[1,\"a\"]");
}

TEST_CASE("a member that appears twice is refused with its place, deep inside as well") {
  const auto twice = parse_json("{\"a\": {\"b\": 1,\n \"b\": 2}}");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().slug == "platform/malformed-json");
  CHECK(twice.error().detail.find("第 2 行") != std::string::npos);
  CHECK(twice.error().detail.find("“b”重复出现") != std::string::npos);
  CHECK_FALSE(parse_json(R"({"a":1,"\u0061":2})"));
  CHECK(parse_json(R"([{"a":1},{"a":2}])"));
}

TEST_CASE("JSON nested deeper than 32 is refused and 32 is accepted") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  CHECK(parse_json(nested(32)));
  const auto deep = parse_json(nested(33));
  REQUIRE_FALSE(deep);
  CHECK(deep.error().detail.find("嵌套超过 32 层") != std::string::npos);
  CHECK_FALSE(parse_json(std::string(1'000'000, '[')));
}

TEST_CASE("broken JSON is refused with line and column") {
  for (const auto* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "[1] x", "[1][2]", "tru", "01", "1e999",
                           "\"a", "\"\\ud800\"", "\"\\u0000\"", "\"a\nb\"", "NaN", "// c\n1", "[1,,2]"}) {
    CAPTURE(std::string(text));
    CHECK(!parse_json(text));
  }
  const auto broken = parse_json("{\"姓名\": 张三}");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().detail.find("第 1 行第 8 列") != std::string::npos);
}

TEST_CASE("text that is no UTF-8 is refused") {
  const auto latin = parse_json("[\"ok\", \"\xE9t\xE9\"]");
  REQUIRE_FALSE(latin);
  CHECK(latin.error().detail.find("UTF-8") != std::string::npos);
  CHECK(latin.error().detail.find("第 1 行第 9 列") != std::string::npos);
  CHECK_FALSE(parse_json("\"\xC0\x80\""));
  CHECK_FALSE(parse_json("\"\xED\xA0\x80\""));
}

TEST_CASE("an id is read from a decimal string or a number") {
  const auto object = parse_json(R"({"a":"9007199254740993","b":7,"c":"x","d":"-1"})")->as_object();
  CHECK(id_or_zero(object, "a") == 9007199254740993);
  CHECK(id_or_zero(object, "b") == 7);
  CHECK(id_or_zero(object, "c") == 0);
  CHECK(id_or_zero(object, "d") == 0);
  CHECK(id_or_zero(object, "e") == 0);
}
