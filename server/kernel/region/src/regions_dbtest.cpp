#include <chrono>
#include <filesystem>
#include <fstream>

#include "yimen/platform/testing/db_fixture.h"
#include "yimen/region/module.h"
#include "yimen/region/region.h"

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}

using namespace yimen;
using namespace yimen::region;
using namespace std::chrono_literals;

namespace {

const std::string data_dir = YIMEN_SOURCE_DIR "/data";
constexpr std::int64_t yulin = 450900000000, yuzhou = 450902000000, beiliu = 450981000000;

platform::Actor editor() {
  platform::Actor actor;
  actor.kind = platform::ActorKind::staff;
  actor.id = platform::UserId{7};
  actor.name = "区划管理员";
  actor.scope_low = yulin;
  actor.scope_high = range_of(yulin).second;
  return actor;
}

Regions::Order order(Date on) { return {on, "桂政函〔2025〕1号", 0}; }

/// A small tree: 玉林市 with two counties, a town each, a village and a group.
void plant(platform::Database& db) {
  const auto folder = std::filesystem::temp_directory_path() / ("yimen-regions-" + std::to_string(platform::next_id()));
  std::filesystem::create_directories(folder);
  const auto put = [&](const char* name, const char* text) { std::ofstream(folder / name) << text; };
  put("provinces.json", R"([{"code":"45","name":"广西壮族自治区"},{"code":"44","name":"广东省"}])");
  put("cities.json", R"([{"code":"4509","name":"玉林市","provinceCode":"45"},{"code":"4419","name":"东莞市"},{"code":"4490","name":"省直辖县级行政区划"}])");
  put("areas.json", R"([{"code":"450902","name":"玉州区"},{"code":"450981","name":"北流市"},{"code":"450971","name":"玉东新区"},{"code":"441900","name":"东莞市"},{"code":"449001","name":"直管县"}])");
  put("streets.json", R"([{"code":"450902100","name":"大塘镇"},{"code":"450902105","name":"茂林镇"},{"code":"450981101","name":"北流镇"},{"code":"441900003","name":"东城街道"}])");
  put("villages.json", R"([{"code":"450902100201","name":"大塘村委会"},{"code":"450902100202","name":"苏烟村委会"},{"code":"450902105201","name":"茂林村委会"},{"code":"450902100498","name":"大塘镇虚拟社区"}])");
  REQUIRE(import_regions(db, folder.string()));
  std::filesystem::remove_all(folder);
}

template <class Work>
auto write(platform::Database& db, Work work) {
  return db.transact([&](Tx& tx) { return work(tx); });
}

}  // namespace

YIMEN_DB_TEST("the bureau's list becomes our tree, its traps included", migrations::trail(), migrations::region()) {
  plant(db);
  db.read([](Tx& tx) {
    const Regions regions;
    CHECK(regions.children(tx, 0).size() == 2);
    CHECK(regions.children(tx, yulin).size() == 2);
    CHECK(regions.children(tx, yulin, Listing::with_statistical).size() == 3);
    // A city without counties has its towns below itself, and a county under the province stands under the province.
    CHECK(regions.find(tx, 441900000000)->level == RegionLevel::city);
    CHECK(regions.find(tx, 441900003000)->parent_code == 441900000000);
    CHECK(regions.find(tx, 449001000000)->parent_code == 440000000000);
    CHECK_FALSE(regions.find(tx, 449000000000));
    CHECK(regions.find(tx, 450902100201)->full_name == "广西壮族自治区玉林市玉州区大塘镇大塘村委会");
    CHECK(regions.find(tx, 450902100498)->is_statistical);
    CHECK(regions.path(tx, 450902100201).size() == 5);
  });
}

YIMEN_DB_TEST("a second import changes nothing, a new name of the bureau is taken with its date", migrations::trail(), migrations::region()) {
  plant(db);
  const auto folder = std::filesystem::temp_directory_path() / ("yimen-regions-" + std::to_string(platform::next_id()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "provinces.json") << R"([{"code":"45","name":"广西壮族自治区"}])";
  std::ofstream(folder / "cities.json") << R"([{"code":"4509","name":"新玉林市"}])";
  std::ofstream(folder / "areas.json") << R"([{"code":"450902","name":"玉州区"}])";
  const auto counts = import_regions(db, folder.string());
  REQUIRE(counts);
  CHECK(counts->added == 0);
  CHECK(counts->renamed == 1);
  CHECK(counts->unchanged == 2);
  db.read([&](Tx& tx) {
    CHECK(Regions{}.find(tx, 450902100201)->full_name == "广西壮族自治区新玉林市玉州区大塘镇大塘村委会");
    CHECK(Regions{}.name_on(tx, yulin, platform::add_days(tx.today(), -1)) == "玉林市");
  });
  std::ofstream(folder / "areas.json") << R"([{"code":"450902","name":"玉州区"},{"code":"45x","name":"坏行"}])";
  const auto refused = import_regions(db, folder.string());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().slug == "region/bad-import-file");
  CHECK(refused.error().detail.find("第2条") != std::string::npos);
  std::filesystem::remove_all(folder);
}

YIMEN_DB_TEST("regions are found by part of a name, by words and by code", migrations::trail(), migrations::region()) {
  plant(db);
  db.read([](Tx& tx) {
    const Regions regions;
    CHECK(regions.search(tx, "玉州").at(0).code == yuzhou);
    CHECK(regions.search(tx, "玉州").size() == 1);
    CHECK(regions.search(tx, "玉林 大塘村").at(0).code == 450902100201);
    CHECK(regions.search(tx, "玉州区大塘镇").at(0).code == 450902100000);
    CHECK(regions.search(tx, "大塘村").at(0).code == 450902100201);
    CHECK(regions.search(tx, "大塘镇苏烟村").at(0).code == 450902100202);
    CHECK(regions.search(tx, "玉林市 玉州 苏烟").at(0).code == 450902100202);
    CHECK(regions.search(tx, "4509").at(0).code == yulin);
    CHECK(regions.search(tx, "大塘", beiliu).empty());
    CHECK(regions.search(tx, "100%").empty());
    CHECK(regions.search(tx, "  ").empty());
  });
}

YIMEN_DB_TEST("a renamed region keeps its old name for the days before", migrations::trail(), migrations::region()) {
  plant(db);
  const auto day = 2025y / 5 / 1;
  const auto renamed = write(db, [&](Tx& tx) { return Regions{}.rename(tx, editor(), 450902100000, "新塘镇", order(day)); });
  REQUIRE(renamed);
  CHECK(renamed->version == 2);
  db.read([&](Tx& tx) {
    CHECK(Regions{}.name_on(tx, 450902100000, 2025y / 4 / 30) == "大塘镇");
    CHECK(Regions{}.name_on(tx, 450902100000, day) == "新塘镇");
    CHECK(Regions{}.find(tx, 450902100201)->full_name == "广西壮族自治区玉林市玉州区新塘镇大塘村委会");
  });
}

YIMEN_DB_TEST("a town that moves to another county takes everything along and old codes lead to the new ones", migrations::trail(),
              migrations::region()) {
  plant(db);
  const auto day = 2025y / 5 / 1;
  REQUIRE(write(db, [&](Tx& tx) { return Regions{}.create(tx, editor(), 450902100201, 0, "大塘一组", order(2025y / 1 / 1)); }));
  const auto moved = write(db, [&](Tx& tx) { return Regions{}.move(tx, editor(), 450902100000, beiliu, 0, order(day)); });
  REQUIRE(moved);
  CHECK(moved->code == 450981102000);
  db.read([&](Tx& tx) {
    const Regions regions;
    CHECK(regions.resolve(tx, 450902100201, day)->code == 450981102201);
    CHECK(regions.resolve(tx, 450902100201, 2025y / 4 / 30)->code == 450902100201);
    CHECK(regions.resolve(tx, 450902100201001, day)->code == 450981102201001);
    CHECK(regions.find(tx, 450981102201001)->parent_code == 450981102201);
    CHECK(regions.find(tx, 450981102201)->full_name == "广西壮族自治区玉林市北流市大塘镇大塘村委会");
    CHECK(regions.children(tx, yuzhou).size() == 1);
    // Cases stored under the old code are still found through the county that has the town now.
    const auto ranges = regions.ranges(tx, beiliu);
    CHECK(std::any_of(ranges.begin(), ranges.end(), [](const CodeRange& range) { return is_within(450902100201, range); }));
  });
}

YIMEN_DB_TEST("merged towns resolve to the one that stands and their villages move along", migrations::trail(), migrations::region()) {
  plant(db);
  const auto day = 2025y / 6 / 1;
  const auto merged = write(db, [&](Tx& tx) { return Regions{}.merge(tx, editor(), {450902100000}, 450902105000, order(day)); });
  REQUIRE(merged);
  db.read([&](Tx& tx) {
    const Regions regions;
    CHECK(regions.resolve(tx, 450902100000, day)->code == 450902105000);
    CHECK(regions.resolve(tx, 450902100202, day)->parent_code == 450902105000);
    CHECK(regions.find(tx, 450902100000)->valid_to == day);
    CHECK(regions.children(tx, 450902105000).size() == 3);
    const auto ranges = regions.ranges(tx, 450902105000);
    CHECK(std::find(ranges.begin(), ranges.end(), range_of(450902100000)) != ranges.end());
  });
  const auto again = write(db, [&](Tx& tx) { return Regions{}.rename(tx, editor(), 450902100000, "某镇", order(day)); });
  REQUIRE_FALSE(again);
  CHECK(again.error().slug == "region/closed");
}

YIMEN_DB_TEST("a change that breaks the tree is refused with the reason", migrations::trail(), migrations::region()) {
  plant(db);
  const auto day = 2025y / 6 / 1;
  const auto slug = [&](auto work) {
    const auto result = write(db, work);
    return result ? std::string("done") : result.error().slug;
  };
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 450981900000, "某镇", order(day)); }) == "region/code-not-below-parent");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 450902100000, "某镇", order(day)); }) == "region/code-taken");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 0, Regions{}.children(tx, yuzhou).front().name, order(day)); }) == "region/name-taken");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 0, " ", order(day)); }) == "region/bad-name");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 0, "某镇", order(2025y / 6 / 3)); }) == "region/future-date");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 0, "某镇", {day, "", 0}); }) == "region/no-basis");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), 440000000000, 0, "某市", order(day)); }) == "region/out-of-scope");
  CHECK(slug([&](Tx& tx) { return Regions{}.move(tx, editor(), yuzhou, 450902100000, 0, order(day)); }) == "region/parent-does-not-fit");
  CHECK(slug([&](Tx& tx) { return Regions{}.move(tx, editor(), 450902100000, beiliu, 450981101000, order(day)); }) == "region/code-taken");
  CHECK(slug([&](Tx& tx) { return Regions{}.merge(tx, editor(), {450902100000}, beiliu, order(day)); }) == "region/cannot-merge");
  CHECK(slug([&](Tx& tx) { return Regions{}.rename(tx, editor(), yuzhou, "某区", {day, "函", 9}); }) == "region/changed-meanwhile");
  CHECK(slug([&](Tx& tx) { return Regions{}.create(tx, editor(), yuzhou, 0, "新设镇", order(day)); }) == "done");
}

YIMEN_DB_TEST("the program's own regions load once, fast, with villages and groups", migrations::trail(), migrations::region()) {
  const auto start = std::chrono::steady_clock::now();
  const auto counts = load_regions(db, data_dir);
  if (!counts) FAIL(counts.error().detail);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  REQUIRE(counts);
  MESSAGE("loaded " << counts->added << " regions in " << took.count() << " ms");
  CHECK(counts->added > 52'000);
  CHECK(took < 30s);
  db.read([](Tx& tx) {
    const Regions regions;
    CHECK(regions.children(tx, 0).size() == 31);
    CHECK(regions.children(tx, 450000000000).size() == 14);
    CHECK(regions.children(tx, yulin).size() == 7);
    CHECK(regions.children(tx, yuzhou).size() == 9);
    CHECK(regions.children(tx, 450902100201).size() == 5);
    const auto found = regions.search(tx, "大塘村", yulin);
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().level == RegionLevel::village);
  });
  const auto again = load_regions(db, data_dir);
  REQUIRE(again);
  CHECK(again->added + again->unchanged == 0);
}
