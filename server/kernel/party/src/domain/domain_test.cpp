#include <fstream>

#include <doctest/doctest.h>

#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"

using namespace std::chrono_literals;
using namespace yimen;

namespace {

std::vector<std::vector<std::string>> rows_of(const char* file, std::size_t columns) {
  std::ifstream in(std::string(YIMEN_SOURCE_DIR) + "/server/kernel/party/tests/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    rows.push_back(platform::split(line, '\t'));
    REQUIRE_MESSAGE(rows.back().size() == columns, line);
  }
  return rows;
}

platform::Result<std::string> check(const std::string& kind, const std::string& typed, platform::Date today) {
  if (kind == "id") return party::check_id_number(typed, today);
  if (kind == "uscc") return party::check_uscc(typed);
  if (kind == "phone") return party::check_phone(typed);
  if (kind == "person") return party::check_person_name(typed);
  return party::check_organisation_name(typed);
}

std::string mask(const std::string& what, const std::string& clear) {
  if (what == "name") return party::mask_name(clear);
  if (what == "id_no") return party::mask_id_no(clear);
  if (what == "phone") return party::mask_phone(clear);
  if (what == "address") return party::mask_address(clear);
  if (what == "email") return party::mask_email(clear);
  if (what == "bank_card") return party::mask_bank_card(clear);
  return party::mask_text(clear);
}

}  // namespace

TEST_CASE("numbers and names are accepted, stored and refused as tests/checks.tsv says") {
  const auto rows = rows_of("checks.tsv", 4);
  REQUIRE(rows.size() > 90);
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    CAPTURE(row[3]);
    const auto result = check(row[0], row[1], 2025y / 6 / 2);
    CHECK((result ? *result : result.error().slug) == row[2]);
    if (!result) CHECK_FALSE(result.error().detail.empty());
  }
}

TEST_CASE("personal data are masked as tests/masking.tsv says") {
  for (const auto& row : rows_of("masking.tsv", 3)) CHECK(mask(row[0], row[1]) == row[2]);
}

TEST_CASE("a refusal never repeats the number that was typed") {
  for (const auto& row : rows_of("checks.tsv", 4)) {
    const auto result = check(row[0], row[1], 2025y / 6 / 2);
    if (!result && row[1].size() >= 10 && row[0] != "person") CHECK(result.error().detail.find(row[1]) == std::string::npos);
  }
}

TEST_CASE("masked text passes the publishing check and clear text does not") {
  CHECK(party::has_unmasked_number("身份证11010519491231002X"));
  CHECK(party::has_unmasked_number("电话13812341234"));
  CHECK_FALSE(party::has_unmasked_number(party::mask_text("身份证11010519491231002X，电话13812341234")));
}

TEST_CASE("somebody is under fourteen until the day before the fourteenth birthday") {
  CHECK(party::is_under_14("450902201106030012", 2025y / 6 / 2));
  CHECK_FALSE(party::is_under_14("450902201106020012", 2025y / 6 / 2));
  CHECK(party::is_under_14("450902201202290012", 2026y / 2 / 28));
  CHECK_FALSE(party::is_under_14("450902201202290012", 2026y / 3 / 1));
}

TEST_CASE("an id number of another document type is not held against the rules of the id card") {
  CHECK(*party::check_id_no("414", "e12345678", 2025y / 6 / 2) == "E12345678");
  CHECK(*party::check_id_no("553", "911124198108030024", 2025y / 6 / 2) == "911124198108030024");
  CHECK_FALSE(party::check_id_no("414", "张三", 2025y / 6 / 2));
  CHECK_FALSE(party::check_id_no("abc", "E12345678", 2025y / 6 / 2));
}
