#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/division_loader.h"
#include "yimen/trail/trail.h"

namespace yimen::region {
namespace {

struct OwnFile {
  const char* name;
  store::Origin origin;
};
// In this order: parents first.
constexpr OwnFile own_files[] = {{"china-county.json.gz", store::Origin::national},
                                 {"guangxi-hunan.json.gz", store::Origin::national},
                                 {"groups-yulin.json", store::Origin::local}};

struct PackageFile {
  const char *name, *phase;
  std::int64_t usual_rows;
  bool is_required;
};
constexpr PackageFile package_files[] = {{"provinces.json", "省级", 31, true},
                                         {"cities.json", "市级", 342, true},
                                         {"areas.json", "县级", 2'978, true},
                                         {"streets.json", "乡级", 41'352, false},
                                         {"villages.json", "村级", 620'573, false}};

void note(platform::Database& database, std::string text, const ImportCounts& counts) {
  database.transact([&](Tx& tx) {
    trail::append(tx, platform::system_actor(),
                  {.action = "region.import", .subject_kind = "region", .subject_id = 0, .region_code = 0, .text = std::move(text),
                   .facts = {{"added", counts.added}, {"renamed", counts.renamed}, {"unchanged", counts.unchanged}}});
    return true;
  });
}

}  // namespace

Result<ImportCounts> load_regions(platform::Database& database, const std::string& data_dir, const Progress& progress) {
  ImportCounts counts;
  for (const auto& file : own_files) {
    const auto path = data_dir + "/regions/" + file.name;
    const auto size = data::size_of(path);
    if (size < 0)
      return platform::fail(platform::ErrorCode::not_found, "region/no-data-file",
                            fmt::format("缺少随程序提供的区划文件{}，请核对数据目录设置或重新安装。", path));
    if (database.read([&](Tx& tx) { return store::has_source(tx, file.name, size); })) continue;
    DivisionLoader loader(database, file.origin, counts, progress);
    loader.begin_phase("装载行政区划", 0);
    TRY(data::read_pairs(path, [&](const data::Division& division) { return loader.take(division); }));
    loader.finish();
    database.transact([&](Tx& tx) {
      store::keep_source(tx, file.name, size);
      return true;
    });
  }
  if (counts.added + counts.renamed > 0) note(database, fmt::format("装载行政区划{}个", counts.added), counts);
  return counts;
}

Result<ImportCounts> import_regions(platform::Database& database, const std::string& folder, const Progress& progress) {
  ImportCounts counts;
  DivisionLoader loader(database, store::Origin::national, counts, progress);
  for (const auto& file : package_files) {
    const auto path = folder + "/" + file.name;
    if (!file.is_required && !data::is_readable(path)) continue;
    loader.begin_phase(file.phase, file.usual_rows);
    auto read = data::read_objects(path, [&](const data::Division& division) { return loader.take(division); });
    loader.finish();  // good rows before a bad one stay
    if (!read) return tl::make_unexpected(std::move(read.error()));
  }
  note(database, fmt::format("导入行政区划：新增{}个，更名{}个", counts.added, counts.renamed), counts);
  return counts;
}

}  // namespace yimen::region
