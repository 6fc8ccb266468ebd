#include <fmt/format.h>

#include "store/matter_store.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/db.h"

/// Which matters run or are decided by which model. The content is text of our own writing, so its members are found by their words.
namespace yimen::catalogue {

namespace {

std::string pattern(std::string_view member, const std::string& key) { return fmt::format("%\"{}\":\"{}\"%", member, key); }

}  // namespace

std::map<std::string, std::int64_t> matters_by_model(platform::Tx& tx, std::string_view member, const std::vector<std::string>& keys) {
  std::map<std::string, std::int64_t> counts;
  if (keys.empty()) return counts;
  std::string columns;
  std::vector<platform::Param> params;
  for (const auto& key : keys) {
    columns += columns.empty() ? "" : ", ";
    columns += "coalesce(sum(case when v.content like ? then 1 else 0 end), 0)";
    params.push_back(platform::to_param(pattern(member, key)));
  }
  tx.run("select " + columns + " from matter m join matter_version v on v.id = m.current_version_id where m.status = 'in_force'", params, [&](const platform::Row& row) {
    for (std::size_t i = 0; i < keys.size(); ++i) counts[keys[i]] = row.i64(static_cast<int>(i));
  });
  return counts;
}

std::vector<MatterSummary> matters_of_model(platform::Tx& tx, std::string_view member, const std::string& key, int limit) {
  return tx.all(R"sql(
      select m.id, m.current_version_id, m.name, m.department_name, m.region_name
        from matter m join matter_version v on v.id = m.current_version_id
       where m.status = 'in_force' and v.content like ?
       order by m.region_code, m.id limit ?)sql",
                [](const platform::Row& row) {
                  return MatterSummary{.id = row.get<MatterId>(0), .version_id = row.get<MatterVersionId>(1), .name = row.get<std::string>(2), .department_name = row.get<std::string>(3), .region_name = row.get<std::string>(4)};
                },
                pattern(member, key), limit);
}

}  // namespace yimen::catalogue
