#include "domain/power_rules.h"

#include <doctest/doctest.h>

using namespace yimen::organisation;

TEST_CASE("every power has a word that leads back to it and a Chinese name") {
  for (const auto power : all_powers) {
    CHECK(yimen::platform::EnumText<Power>::from(yimen::platform::EnumText<Power>::to(power)) == power);
    CHECK_FALSE(chinese_name(power).empty());
  }
}

TEST_CASE("no role but the approver decides without a letter") {
  for (const auto* role : {"handler", "reviewer", "window_clerk", "chief_representative", "dept_admin", "center_manager", "supervisor"}) {
    CHECK_FALSE(carries(role, Power::decide));
    CHECK_FALSE(carries(role, Power::approve));
    CHECK_FALSE(carries(role, Power::use_seal));
  }
  CHECK(carries("approver", Power::decide));
}

TEST_CASE("window clerks and chief representatives have powers by letter only") {
  for (const auto power : all_powers) {
    CHECK_FALSE(carries("window_clerk", power));
    CHECK_FALSE(carries("chief_representative", power));
  }
}

TEST_CASE("the power to decide includes the power to approve, not the reverse") {
  CHECK(includes(Power::decide, Power::approve));
  CHECK_FALSE(includes(Power::approve, Power::decide));
}

TEST_CASE("two of the three administrators in one hand break the separation") {
  CHECK(breaks_separation({"sys_admin", "sec_admin"}));
  CHECK(breaks_separation({"audit_admin", "handler", "sys_admin"}));
  CHECK_FALSE(breaks_separation({"sys_admin", "sys_admin"}));
  CHECK_FALSE(breaks_separation({"handler", "approver"}));
}
