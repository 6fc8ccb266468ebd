#include "store/account_store.h"
#include "yimen/platform/crypto.h"

namespace yimen::identity {

Result<UserId> create_sleeping_account(Tx& tx, const platform::FieldCipher& cipher, const party::Party& holder) {
  store::AccountRow row{.id = platform::new_id<UserId>(), .kind = AccountKind::citizen, .name = holder.name, .password_changed_at = tx.now(),
                        .party_id = holder.id, .real_name_level = 2, .is_demo = true};
  row.login = "demo-" + row.id.str();
  row.phone_sealed = holder.phone.empty() ? "" : cipher.encrypt(holder.phone);
  row.password_hash = "!";  // matches no password
  if (!store::insert(tx, row)) return platform::fail(platform::ErrorCode::conflict, "identity/login-taken", "账号已存在。");
  return row.id;
}

}  // namespace yimen::identity
