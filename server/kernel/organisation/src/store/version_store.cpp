#include "store/version_store.h"

namespace yimen::organisation::store {

void note_change(platform::Tx& tx) {
  tx.exec("insert into organisation_version (id, version) values (1, 1) on conflict (id) do update set version = organisation_version.version + 1");
}

std::int64_t version(platform::Tx& tx) {
  return tx.scalar<std::int64_t>("select version from organisation_version where id = 1").value_or(0);
}

}  // namespace yimen::organisation::store
