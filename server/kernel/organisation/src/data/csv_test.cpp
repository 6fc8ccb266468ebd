#include "data/csv.h"

#include <doctest/doctest.h>

using namespace yimen::organisation::data;

TEST_CASE("a table is read with its heading, quotes, either line end and a byte order mark") {
  const auto rows = read_csv("\xEF\xBB\xBF名称,电话\r\n\"甲,局\",\"说\"\"好\"\"\"\n乙局\n\n");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0].at("名称") == "甲,局");
  CHECK((*rows)[0].at("电话") == "说\"好\"");
  CHECK((*rows)[1].at("名称") == "乙局");
  CHECK_FALSE((*rows)[1].contains("电话"));
}

TEST_CASE("an open quote and surplus cells are refused with the line") {
  CHECK(read_csv("a,b\n\"x,y\n").error().slug == "organisation/bad-csv");
  CHECK(read_csv("a,b\n1,2,3\n").error().detail.find("第2行") != std::string::npos);
  CHECK(read_csv("")->empty());
}

TEST_CASE("what is written is read back, and no cell can run as a formula") {
  const auto text = write_csv({"名称", "备注"}, {{"甲,局", "第一行\n第二行"}, {"=1+1", "\"引\""}});
  const auto rows = read_csv(text);
  REQUIRE(rows);
  CHECK((*rows)[0].at("备注") == "第一行\n第二行");
  CHECK((*rows)[1].at("名称") == "'=1+1");
  CHECK((*rows)[1].at("备注") == "\"引\"");
}
