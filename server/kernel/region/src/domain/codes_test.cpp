#include <doctest/doctest.h>

#include "yimen/region/region.h"

using namespace yimen::region;

TEST_CASE("a national code is padded with zeros to twelve digits") {
  CHECK(pad_code("45") == 450000000000);
  CHECK(pad_code("4509") == 450900000000);
  CHECK(pad_code("450902") == 450902000000);
  CHECK(pad_code("450902100") == 450902100000);
  CHECK(pad_code("450902100201") == 450902100201);
}

TEST_CASE("a villagers' group adds three digits to its village and acts through it") {
  const auto group = pad_code("450902100201003");
  CHECK(group == 450902100201003);
  CHECK(level_of(group) == RegionLevel::group);
  CHECK(unit_code(group) == 450902100201);
  CHECK(range_of(group) == CodeRange{group, group + 1});
  CHECK(code_text(group) == "450902100201003");
}

TEST_CASE("text that is no code is refused") {
  for (const auto* text : {"", "4", "450", "45a9", "-4509", "45090210", "4509021002010", "000450902100201", "４５"})
    CHECK(parse_code(text).has_value() == false);
}

TEST_CASE("the range of a region holds everything below it and nothing else") {
  CHECK(range_of(450900000000) == CodeRange{450900000000, 451000000000});
  CHECK(is_within(450981108204, range_of(450900000000)));
  CHECK_FALSE(is_within(451000000000, range_of(450900000000)));
  CHECK(range_of(450902000000) == CodeRange{450902000000, 450903000000});
  CHECK(range_of(450902100000) == CodeRange{450902100000, 450902101000});
  CHECK(range_of(450902100201) == CodeRange{450902100201, 450902100202});
  CHECK(is_within(450902100201, range_of(0)));
}

TEST_CASE("the digits of a code tell its level") {
  CHECK(level_of(0) == RegionLevel::nation);
  CHECK(level_of(450000000000) == RegionLevel::province);
  CHECK(level_of(441900000000) == RegionLevel::city);
  CHECK(level_of(441900003000) == RegionLevel::town);
  CHECK(level_of(450902100201) == RegionLevel::village);
}
