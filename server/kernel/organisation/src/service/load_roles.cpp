#include "data/organisation_file.h"
#include "domain/power_rules.h"
#include "store/post_store.h"
#include "store/version_store.h"
#include "yimen/organisation/organisation.h"
#include "yimen/platform/json.h"

namespace yimen::organisation {
namespace {

using platform::ErrorCode;
using platform::fail;

Result<std::vector<store::Role>> roles_of(const boost::json::object& file) {
  std::vector<store::Role> roles;
  if (const auto* list = platform::array_at(file, "roles"))
    for (const auto& item : *list) {
      const auto& from = item.as_object();
      store::Role role{platform::text_or(from, "name"), platform::text_or(from, "title"), platform::text_or(from, "description"),
                       static_cast<int>(roles.size()), {}};
      if (const auto* permissions = platform::array_at(from, "permissions"))
        for (const auto& permission : *permissions) role.permissions.emplace_back(permission.as_string());
      roles.push_back(std::move(role));
    }
  if (roles.empty()) return fail(ErrorCode::invalid_input, "organisation/no-roles", "角色文件roles.json中没有角色，请核对数据目录。");
  return roles;
}

/// 三员 share no power: a file that lets two of them do the same thing is not loaded.   Law: GB/T 22239—2019 8.1.5.
Result<void> require_separate(const std::vector<store::Role>& roles) {
  std::unordered_set<std::string> taken;
  for (const auto& role : roles)
    if (is_administrator_role(role.name))
      for (const auto& permission : role.permissions)
        if (!taken.insert(permission).second)
          return fail(ErrorCode::invalid_input, "organisation/shared-administrator-power",
                      "角色文件让两个管理员角色共有权限" + permission + "，违反三员分立，请改正。");
  return {};
}

}  // namespace

Result<int> load_roles(platform::Database& database, const std::string& data_dir) {
  const auto roles = TRY(roles_of(TRY(data::read_object(data_dir + "/organisation/roles.json"))));
  TRY(require_separate(roles));
  database.transact([&](Tx& tx) {
    store::replace_roles(tx, roles);
    store::note_change(tx);
    return true;
  });
  return static_cast<int>(roles.size());
}

}  // namespace yimen::organisation
