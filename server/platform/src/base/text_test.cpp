#include "yimen/platform/text.h"

#include <doctest/doctest.h>

using namespace yimen::platform;

TEST_CASE("strict UTF-8 refuses overlong forms, surrogates, NUL and what lies above U+10FFFF") {
  CHECK(is_utf8("办件 𠮷 é"));
  for (const std::string_view text :
       {std::string_view("\xC0\x80"), std::string_view("\xE0\x80\xAF"), std::string_view("\xED\xA0\x80"),
        std::string_view("\xF4\x90\x80\x80"), std::string_view("\x80"), std::string_view("\xE4\xB8"),
        std::string_view("a\0b", 3), std::string_view("\xFF")})
    CHECK_FALSE(is_utf8(text));
}

TEST_CASE("characters are counted as people count them") {
  CHECK(count_characters("𠮷野家") == 3);
  CHECK(to_utf8(to_utf32("𠮷a办")) == "𠮷a办");
  CHECK(to_utf32("a\xFF") == U"a\uFFFD");
}

TEST_CASE("wide letters, digits and spaces become narrow and small") {
  CHECK(fold_width("ＧＳＰ　１２３ Ａ办") == "gsp 123 a办");
  CHECK(trim("　 \t办件 　\n") == "办件");
  CHECK(trim("　　").empty());
}

TEST_CASE("text is split, joined, replaced and escaped") {
  CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(join({"甲", "乙"}, "、") == "甲、乙");
  CHECK(replace_all("aaa", "aa", "b") == "ba");
  CHECK(escape_html("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

TEST_CASE("percent coding comes back and refuses broken escapes") {
  std::string out;
  CHECK(url_encode("办 a/+~") == "%E5%8A%9E%20a%2F%2B~");
  REQUIRE(url_decode("%E5%8A%9E+a", out, true));
  CHECK(out == "办 a");
  REQUIRE(url_decode("a+b", out, false));
  CHECK(out == "a+b");
  CHECK_FALSE(url_decode("%", out, false));
  CHECK_FALSE(url_decode("%4", out, false));
  CHECK_FALSE(url_decode("%zz", out, false));
  CHECK(url_decode("%41", out, false));
}

TEST_CASE("hex and base64 come back for every byte") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (std::size_t cut = 0; cut < 4; ++cut) {
    const auto part = bytes.substr(0, bytes.size() - cut);
    CHECK(from_hex(to_hex(part)) == part);
    CHECK(from_base64(to_base64(part)) == part);
    CHECK(from_base64(to_base64url(part)) == part);
  }
  CHECK(to_base64("办") == "5Yqe");
  CHECK(from_hex("abc").empty());
  CHECK(from_base64("a").empty());
  CHECK(from_base64("a*bc").empty());
}
