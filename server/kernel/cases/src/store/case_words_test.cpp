#include "store/case_words.h"

#include <doctest/doctest.h>

using yimen::cases::asked_parts;
using yimen::cases::name_parts;
using Parts = std::vector<std::string>;

TEST_CASE("a name is found by its first character and by every two and three neighbouring ones, each once") {
  CHECK(name_parts("王秀兰") == Parts{"王", "王秀", "秀兰", "王秀兰"});
  CHECK(name_parts("莹莹莹莹") == Parts{"莹", "莹莹", "莹莹莹"});
  CHECK(name_parts("𠮷") == Parts{"𠮷"});
  CHECK(name_parts("") == Parts{});
}

TEST_CASE("words ask for one part up to three characters and for all neighbouring three beyond, in folded width and case") {
  CHECK(asked_parts("王") == Parts{"王"});
  CHECK(asked_parts(" 秀兰　") == Parts{"秀兰"});
  CHECK(asked_parts("ＡＢ公司") == Parts{"ab公", "b公司"});
  CHECK(asked_parts("  ") == Parts{});
  for (const auto* words : {"绿", "绿源", "绿源食", "绿源食品有限", "绿源食品有限公司"})
    for (const auto& part : asked_parts(words)) {
      const auto parts = name_parts("绿源食品有限公司");
      CHECK(std::find(parts.begin(), parts.end(), part) != parts.end());
    }
}
