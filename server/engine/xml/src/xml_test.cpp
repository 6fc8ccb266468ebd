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
  CHECK(rule_of("<?xml version='1.0' encoding='GBK'?><a/>") == "xml/not-utf8");
  CHECK(rule_of("<x:a/>") == "xml/unknown-prefix");
  CHECK(rule_of("<a b='1' b='2'/>") == "xml/attribute-twice");
}

TEST_CASE("limits of size, number and depth hold") {
  CHECK(rule_of("<a><b/><b/></a>", {.elements = 2}) == "xml/too-many");
  CHECK(rule_of("<a><b><c/></b></a>", {.depth = 2}) == "xml/too-deep");
  CHECK(rule_of("<a>long</a>", {.bytes = 5}) == "xml/too-large");
}
