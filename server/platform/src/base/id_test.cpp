#include "yimen/platform/id.h"

#include <algorithm>
#include <set>
#include <thread>

#include <doctest/doctest.h>

using namespace yimen::platform;

TEST_CASE("ids of many threads never repeat and grow within each thread") {
  constexpr int threads = 8;
  constexpr int each = 20'000;
  std::vector<std::vector<std::int64_t>> made(threads);
  {
    std::vector<std::jthread> makers;
    for (auto& mine : made)
      makers.emplace_back([&mine] {
        for (int i = 0; i < each; ++i) mine.push_back(next_id());
      });
  }
  std::set<std::int64_t> all;
  for (const auto& mine : made) {
    CHECK(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  CHECK(all.size() == threads * each);
  CHECK(*all.begin() > 0);
}

TEST_CASE("two nodes never make the same id") {
  set_node_number(1);
  const auto one = next_id();
  set_node_number(1023);
  const auto other = next_id();
  set_node_number(0);
  CHECK((one >> 12 & 1023) == 1);
  CHECK((other >> 12 & 1023) == 1023);
}

TEST_CASE("only a positive decimal number of 63 bits is an id") {
  CHECK(parse_id("9223372036854775807") == 9223372036854775807);
  for (const auto* text : {"", "0", "-1", "+1", "01", " 1", "1 ", "1.0", "9223372036854775808", "abc", "１"})
    CHECK_FALSE(parse_id(text));
}
