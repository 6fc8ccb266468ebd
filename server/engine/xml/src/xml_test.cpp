#include "yimen/xml/xml.h"

#include <doctest/doctest.h>

using namespace yimen::xml;

namespace {
std::string rule_of(std::string_view text, const Limits& limits = {}) {
  Refusal refusal;
  return parse(text, limits, refusal) ? std::string{} : refusal.rule;
}
}  // namespace

TEST_CASE("elements carry their namespace, line, own text and the prefixes they declare") {
  Refusal refusal;
  const auto root = parse("\xEF\xBB\xBF<a:m xmlns:a='urn:a' xmlns='urn:b'>\n<t x='' a:y='1'>5 &lt; <![CDATA[6 & 7]]></t></a:m>", {}, refusal);
  REQUIRE(root);
  CHECK(root->is("urn:a", "m"));
  CHECK(root->prefixes == std::vector<std::pair<std::string, std::string>>{{"a", "urn:a"}, {"", "urn:b"}});
  const auto& child = root->children.at(0);
  CHECK(child.is("urn:b", "t"));
  CHECK(child.line == 2);
  CHECK(child.text == "5 < 6 & 7");
  CHECK(child.has("x"));
  CHECK_FALSE(child.has("y"));
  CHECK(child.attribute("y", "urn:a") == "1");
}

TEST_CASE("what is no well-formed UTF-8 document without document type is refused with its rule") {
  CHECK(rule_of("") == "xml/not-well-formed");
  CHECK(rule_of("<a/><b/>") == "xml/not-well-formed");
  CHECK(rule_of("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>") == "xml/doctype");
  CHECK(rule_of("<a>\xFF</a>") == "xml/not-utf8");
  CHECK(rule_of("<?xml version='1.0' encoding='EBCDIC'?><a/>") == "xml/not-utf8");
  CHECK(rule_of("<?xml version='1.0' encoding='GBK'?><a>\xFF</a>") == "xml/not-utf8");
  CHECK(rule_of("<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>") == "xml/not-utf8");
  CHECK(rule_of("<x:a/>") == "xml/unknown-prefix");
  CHECK(rule_of("<a b='1' b='2'/>") == "xml/attribute-twice");
}

TEST_CASE("what the parser passes over and XML forbids is refused, with its line") {
  for (const auto* flaw : {"<a>\x01</a>", "<a>&nbsp;</a>", "<a>R&D</a>", "<a b='&x;'/>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#;</a>", "<!-- a -- b --><a/>", "<a/>words", "words<a/>"}) {
    CAPTURE(flaw);
    CHECK(rule_of(flaw) == "xml/not-well-formed");
  }
  for (const auto* right : {"<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x4E2D;</a>", "<a><![CDATA[&x; <b> --]]></a>", "<!-- & < > - --><a b='>' c=\"'\"/>\n", "<?x & < ?><a/><!-- end -->\n", "<a>x > y</a>", "<a><b c='/'/></a>", "<a b='list<number>'/>"}) {
    CAPTURE(right);
    CHECK(rule_of(right) == "");
  }
  Refusal refusal;
  CHECK_FALSE(parse("<a>\n\n&nbsp;</a>", {}, refusal));
  CHECK(refusal.line == 3);
  CHECK(refusal.zh.find("&nbsp") != std::string::npos);
  CHECK_FALSE(parse("<a>\n</b>", {}, refusal));
  CHECK(refusal.zh == "不是合格的XML：开始标签与结束标签不配对。");
}

TEST_CASE("the encodings that programs write are read, and the text that is kept says UTF-8") {
  const auto text_of = [](std::string_view xml) {
    Refusal refusal;
    const auto root = parse(xml, {}, refusal);
    return root ? root->text : refusal.rule;
  };
  CHECK(text_of("<?xml version='1.0' encoding='GBK'?><a>\xC9\xEA\xC7\xEB</a>") == "申请");
  CHECK(text_of("<?xml version=\"1.0\" encoding=\"gb18030\"?><a>\x81\x30\x81\x30</a>") == "\u0080");
  CHECK(text_of("<?xml version='1.0' encoding='WINDOWS-1252' standalone='yes'?><a>\x80 \xFC</a>") == "€ ü");
  CHECK(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>") == "é");
  CHECK(text_of(std::string_view{"\xFF\xFE<\0a\0>\0" "3u" "<\0/\0a\0>\0", 18}) == "申");
  CHECK(text_of("<?xml version='1.0' encoding='utf-16'?><a>申</a>") == "申");
  CHECK(recode("<?xml version='1.0' encoding='GBK'?><a/>") == "<?xml version='1.0' encoding='UTF-8'?><a/>");
  CHECK_FALSE(recode("<?xml version='1.0' encoding='utf-8'?><a/>"));
  CHECK_FALSE(recode("<a/>"));
  CHECK_FALSE(recode(""));
}

TEST_CASE("limits of size, number and depth hold") {
  CHECK(rule_of("<a><b/><b/></a>", {.elements = 2}) == "xml/too-many");
  CHECK(rule_of("<a><b><c/></b></a>", {.depth = 2}) == "xml/too-deep");
  CHECK(rule_of("<a>long</a>", {.bytes = 5}) == "xml/too-large");
}
