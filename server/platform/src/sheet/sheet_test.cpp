#include "yimen/platform/sheet.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "yimen/platform/id.h"

using namespace yimen::platform;

namespace {

namespace fs = std::filesystem;

struct Target {
  fs::path path = fs::temp_directory_path() / ("yimen-sheet-" + std::to_string(next_id()));
  ~Target() { fs::remove(path); }
  std::string text() const {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
  }
};

void write_two_rows(const Target& target, SheetFormat format) {
  auto sheet = SheetWriter::open(target.path.string(), format, {"编号", "名称"});
  REQUIRE(sheet);
  REQUIRE((*sheet)->add({"007", "他说“好”,\"行\""}));
  REQUIRE((*sheet)->add({"=1+1", "𠮷野"}));
  REQUIRE((*sheet)->finish());
}

}  // namespace

TEST_CASE("a CSV file begins with its mark, quotes what must be quoted and runs no formula") {
  const Target target;
  write_two_rows(target, SheetFormat::csv);
  CHECK(target.text() == "\xEF\xBB\xBF编号,名称\r\n007,\"他说“好”,\"\"行\"\"\"\r\n'=1+1,𠮷野\r\n");
}

TEST_CASE("an XLSX file is a package with one sheet") {
  const Target target;
  write_two_rows(target, SheetFormat::xlsx);
  CHECK(target.text().starts_with("PK\x03\x04"));
  CHECK(target.text().find("xl/worksheets/sheet1.xml") != std::string::npos);
}

TEST_CASE("a table that is not finished leaves no file behind") {
  for (const auto format : {SheetFormat::csv, SheetFormat::xlsx}) {
    const Target target;
    {
      auto sheet = SheetWriter::open(target.path.string(), format, {"编号"});
      REQUIRE(sheet);
      REQUIRE((*sheet)->add({"1"}));
    }
    CHECK_FALSE(fs::exists(target.path));
  }
}
