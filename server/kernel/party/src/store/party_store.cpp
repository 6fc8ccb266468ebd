#include "store/party_store.h"

#include "yimen/platform/text.h"

namespace yimen::party::store {

using platform::Row;

namespace {

const std::string select_party = R"sql(
    select id, kind, name, id_type, id_no_sealed, id_no_hash, phone_sealed, phone_hash, address_sealed,
           legal_person_name, legal_person_party_id, version
      from party)sql";

PartyRow row_from(const Row& row) {
  return {.id = row.get<PartyId>(0), .kind = row.get<PartyKind>(1), .name = row.get<std::string>(2),
          .id_type = row.get<std::string>(3), .id_no_sealed = row.get<std::string>(4),
          .id_no_hash = row.get<std::string>(5), .phone_sealed = row.get<std::string>(6),
          .phone_hash = row.get<std::string>(7), .address_sealed = row.get<std::string>(8),
          .legal_person_name = row.get<std::string>(9), .legal_person_party_id = row.get<PartyId>(10),
          .version = row.get<int>(11)};
}

}  // namespace

std::string start_of(std::string_view name) {
  const auto chars = platform::to_utf32(name);
  return platform::to_utf8(std::u32string_view(chars).substr(0, 2));
}

std::optional<PartyRow> find(Tx& tx, PartyId id) { return tx.find(select_party + " where id = ?", row_from, id); }

std::optional<PartyRow> lock(Tx& tx, PartyId id) {
  return tx.find(select_party + " where id = ?" + std::string(tx.lock_words()), row_from, id);
}

std::optional<PartyRow> find(Tx& tx, PartyKind kind, std::string_view hash) {
  return tx.find(select_party + " where kind = ? and id_no_hash = ? order by id_type limit 1", row_from, kind, hash);
}

std::optional<PartyRow> find(Tx& tx, PartyKind kind, std::string_view hash, std::string_view id_type) {
  return tx.find(select_party + " where kind = ? and id_no_hash = ? and id_type = ?", row_from, kind, hash, id_type);
}

std::vector<PartyRow> of_phone(Tx& tx, std::string_view hash, int limit) {
  return tx.all(select_party + " where phone_hash = ? order by id desc limit ?", row_from, hash, limit);
}

std::vector<PartyRow> of_name(Tx& tx, std::string_view beginning, int limit) {
  const auto length = static_cast<std::int64_t>(platform::count_characters(beginning));
  return tx.all(select_party + " where name_start = ? and substr(name, 1, cast(? as integer)) = ? order by id desc limit ?",
                row_from, start_of(beginning), length, beginning, limit);
}

std::vector<PartyRow> of_legal_person(Tx& tx, PartyId person) {
  return tx.all(select_party + " where legal_person_party_id = ? and kind = 'enterprise' order by id limit 200", row_from, person);
}

void insert(Tx& tx, const PartyRow& row, UserId created_by) {
  try {
    tx.exec(R"sql(
        insert into party (id, kind, name, name_start, id_type, id_no_sealed, id_no_hash, phone_sealed, phone_hash,
               address_sealed, legal_person_name, legal_person_party_id, created_by, created_at, updated_at, version)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
            row.id, row.kind, row.name, start_of(row.name), row.id_type, row.id_no_sealed, row.id_no_hash,
            row.phone_sealed, row.phone_hash, row.address_sealed, row.legal_person_name, row.legal_person_party_id,
            created_by, tx.now(), tx.now(), row.version);
  } catch (const platform::DbError& error) {
    // Two windows registered the same person at once: the use case runs again and finds the record.
    if (error.fault() == platform::DbFault::unique)
      throw platform::DbError(platform::DbFault::serialization, error.state(), error.what());
    throw;
  }
}

bool update(Tx& tx, const PartyRow& row) {
  return tx.exec(R"sql(
      update party
         set name = ?, name_start = ?, id_type = ?, id_no_sealed = ?, id_no_hash = ?, phone_sealed = ?, phone_hash = ?,
             address_sealed = ?, legal_person_name = ?, legal_person_party_id = ?, updated_at = ?, version = version + 1
       where id = ? and version = ?)sql",
                 row.name, start_of(row.name), row.id_type, row.id_no_sealed, row.id_no_hash, row.phone_sealed,
                 row.phone_hash, row.address_sealed, row.legal_person_name, row.legal_person_party_id, tx.now(), row.id,
                 row.version) == 1;
}

}  // namespace yimen::party::store
