#include "yimen/platform/plain_words.h"

#include <string>

#include <boost/json.hpp>
#include <doctest/doctest.h>

using yimen::platform::plain_words;

namespace {

std::string words_of(const char* text) { return plain_words(boost::json::parse(text)); }

}  // namespace

TEST_CASE("values are written as people read them, numbers without exponents") {
  CHECK(words_of("0.07") == "0.07");
  CHECK(words_of("3000.5") == "3000.5");
  CHECK(words_of("1e21") == "1000000000000000000000");
  CHECK(words_of("-2.5e-7") == "-0.00000025");
  CHECK(words_of("5e-324").size() > 300);
  CHECK(words_of("1.7976931348623157e308").size() == 309);
  CHECK(words_of("42") == "42");
  CHECK(words_of("\"[5..10]\"") == "[5..10]");
  CHECK(words_of("true") == "是");
  CHECK(words_of("null").empty());
  CHECK(words_of(R"(["甲", 0.5])") == "甲、0.5");
  CHECK(words_of(R"({"年限": 0.5, "等次": "优"})") == "年限：0.5；等次：优");
}
