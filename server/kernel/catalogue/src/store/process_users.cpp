#include "store/matter_store.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/db.h"

/// Which matters run by which process model. The content is text of our own writing, so its members are found by their words.
namespace yimen::catalogue {

namespace {

std::string pattern(const std::string& process_key) { return "%\"process_key\":\"" + process_key + "\"%"; }

}  // namespace

std::map<std::string, std::int64_t> matters_by_process(platform::Tx& tx, const std::vector<std::string>& process_keys) {
  std::map<std::string, std::int64_t> counts;
  if (process_keys.empty()) return counts;
  std::string columns;
  std::vector<platform::Param> params;
  for (const auto& key : process_keys) {
    columns += columns.empty() ? "" : ", ";
    columns += "coalesce(sum(case when v.content like ? then 1 else 0 end), 0)";
    params.push_back(platform::to_param(pattern(key)));
  }
  tx.run("select " + columns + " from matter m join matter_version v on v.id = m.current_version_id where m.status = 'in_force'", params, [&](const platform::Row& row) {
    for (std::size_t i = 0; i < process_keys.size(); ++i) counts[process_keys[i]] = row.i64(static_cast<int>(i));
  });
  return counts;
}

std::vector<MatterSummary> matters_of_process(platform::Tx& tx, const std::string& process_key, int limit) {
  return tx.all(R"sql(
      select m.id, m.name, m.department_name, m.region_name
        from matter m join matter_version v on v.id = m.current_version_id
       where m.status = 'in_force' and v.content like ?
       order by m.region_code, m.id limit ?)sql",
                [](const platform::Row& row) {
                  return MatterSummary{.id = row.get<MatterId>(0), .name = row.get<std::string>(1), .department_name = row.get<std::string>(2), .region_name = row.get<std::string>(3)};
                },
                pattern(process_key), limit);
}

}  // namespace yimen::catalogue
