#include "db/migrate.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "db/native_sql.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

constexpr std::string_view create_table = R"sql(
    create table if not exists schema_migration (
      module     {text}    not null,
      name       {text}    not null,
      checksum   {text}    not null,
      applied_at {instant} not null,
      constraint pk_schema_migration primary key (module, name)
    ))sql";

std::string checksum_of(std::string_view sql) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(sql.data(), sql.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
                 nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  digest.resize(size);
  return to_hex(digest);
}

std::string full_name(std::string_view module, std::string_view name) {
  return fmt::format("{}/{}", module, name);
}

using Checksums = std::map<std::string, std::string>;  // by full name

Checksums applied_checksums(Tx& tx) {
  Checksums applied;
  tx.each("select module, name, checksum from schema_migration", [&](const Row& row) {
    const auto [module, name, checksum] = row.as<std::string, std::string, std::string>();
    applied[full_name(module, name)] = checksum;
  });
  return applied;
}

/// A database that somebody else's program changed is left alone: going on could damage what that program relies on.
void refuse_foreign(const Checksums& applied, std::span<const Migration> migrations) {
  Checksums known;
  for (const auto& migration : migrations)
    known[full_name(migration.module, migration.name)] = checksum_of(migration.sql);
  for (const auto& [name, checksum] : applied) {
    const auto found = known.find(name);
    if (found == known.end())
      throw DbError(DbFault::too_new, "migration",
                    fmt::format("数据库比本程序新：数据库中已有本程序不认识的结构变更 "
                                "{}。请换用更新版本的程序，或改用与本程序匹配的数据库备份。",
                                name));
    if (found->second != checksum)
      throw DbError(
          DbFault::too_new, "migration",
          fmt::format("结构变更 {} "
                      "的内容与数据库中已执行的不一致，本程序可能比数据库旧或被改动过。请换用与数据库匹配的程序版本。",
                      name));
  }
}

void record(Tx& tx, const Migration& migration) {
  tx.exec("insert into schema_migration (module, name, checksum, applied_at) values (?, ?, ?, ?)", migration.module,
          migration.name, checksum_of(migration.sql), tx.now());
}

/// False when another process was faster.
bool apply(Tx& tx, const Migration& migration) {
  if (tx.scalar<std::string>("select checksum from schema_migration where module = ? and name = ?", migration.module,
                             migration.name))
    return false;
  for (const auto& statement : native_statements(migration.sql, tx.engine())) try {
      tx.exec(statement);
    } catch (const DbError& error) {
      throw DbError(error.fault(), error.state(),
                    fmt::format("结构变更 {} 执行失败：{}\n{}", full_name(migration.module, migration.name),
                                error.what(), statement));
    }
  record(tx, migration);
  return true;
}

bool is_outside_transaction(const Migration& migration) {
  return migration.sql.find("-- no-transaction") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> apply_migrations(const MigrationTarget& target, std::span<const Migration> migrations) {
  Checksums applied;
  target.in_transaction([&](Tx& tx) {
    tx.exec(native_sql(create_table, target.engine));
    applied = applied_checksums(tx);
  });
  refuse_foreign(applied, migrations);

  std::vector<std::string> done;
  for (const auto& migration : migrations) {
    const auto name = full_name(migration.module, migration.name);
    if (applied.contains(name)) continue;
    const bool is_outside = target.outside_transaction && is_outside_transaction(migration);
    bool was_applied = false;
    (is_outside ? target.outside_transaction
                : target.in_transaction)([&](Tx& tx) { was_applied = apply(tx, migration); });
    if (was_applied) done.push_back(name);
  }
  return done;
}

}  // namespace yimen::platform
