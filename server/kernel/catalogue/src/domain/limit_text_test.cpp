#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "domain/limit_text.h"
#include "yimen/platform/db.h"
#include "yimen/platform/text.h"

namespace {

std::string held(const yimen::catalogue::LimitReading& reading) {
  if (!reading.limit) return "-";
  return fmt::format("{} {}", reading.limit->length, yimen::platform::EnumText<yimen::calendar::LimitUnit>::to(reading.limit->unit));
}

}  // namespace

TEST_CASE("every printed wording of a limit is held exactly or left to the editor with the reason") {
  std::ifstream file{YIMEN_SOURCE_DIR "/server/kernel/catalogue/tests/limits.tsv"};
  REQUIRE(file);
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto columns = yimen::platform::split(line, '\t');
    REQUIRE(columns.size() == 3);
    ++rows;
    CAPTURE(line);
    const auto reading = yimen::catalogue::read_limit_text(columns[0]);
    const auto doubts = yimen::platform::join(reading.doubts, "|");
    CAPTURE(doubts);
    CHECK(held(reading) == columns[1]);
    if (columns[2] == "-") CHECK(reading.doubts.empty());
    else CHECK(doubts.find(columns[2]) != doubts.npos);
  }
  CHECK(rows >= 60);
}
