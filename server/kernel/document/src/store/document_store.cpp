#include "store/document_store.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

using platform::Row;

constexpr std::string_view columns = R"sql(
      select id, type, number, year, serial, verify_code, subject_kind, subject_id, region_code, department_id,
             department_name, title, template_version, template_sm3, facts, is_sealed, sm3, seal_algorithm, seal_key_id,
             seal_signature, seal_certificate, issued_by, issued_by_name, issued_at, is_revoked, revoke_reason
        from issued_document)sql";

DocumentRow document_from(const Row& row) {
  DocumentRow found;
  auto& d = found.document;
  d.id = row.get<DocumentId>(0);
  d.type = row.get<DocumentType>(1);
  d.number = row.text(2);
  found.year = row.get<int>(3);
  found.serial = row.get<int>(4);
  d.verify_code = row.text(5);
  d.subject_kind = row.text(6);
  d.subject_id = row.i64(7);
  d.region_code = row.i64(8);
  d.department_id = row.i64(9);
  d.department_name = row.text(10);
  d.title = row.text(11);
  d.template_version = row.get<int>(12);
  found.template_sm3 = row.text(13);
  found.facts_text = row.text(14);
  d.is_sealed = row.get<bool>(15);
  d.sm3 = row.text(16);
  found.seal = {std::string(row.text(17)), std::string(row.text(18)), platform::from_base64(row.text(19)),
                std::string(row.text(20))};
  found.issued_by = row.get<platform::UserId>(21);
  d.issued_by_name = row.text(22);
  d.issued_at = row.get<platform::Instant>(23);
  d.is_revoked = row.get<bool>(24);
  d.revoke_reason = row.text(25);
  return found;
}

}  // namespace

int next_serial(platform::Tx& tx, std::int64_t department_id, DocumentType type, int year) {
  return *tx.scalar<int>(R"sql(
      insert into document_serial (department_id, type, year, last_serial)
      values (?, ?, ?, 1)
      on conflict (department_id, type, year) do update set last_serial = document_serial.last_serial + 1
      returning last_serial)sql",
                         department_id, type, year);
}

void insert_document(platform::Tx& tx, const DocumentRow& row) {
  const auto& d = row.document;
  tx.exec(R"sql(
      insert into issued_document (id, type, number, year, serial, verify_code, subject_kind, subject_id, region_code,
             department_id, department_name, title, template_version, template_sm3, facts, is_sealed, sm3, seal_algorithm,
             seal_key_id, seal_signature, seal_certificate, issued_by, issued_by_name, issued_at, is_revoked)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0))sql",
          d.id, d.type, d.number, row.year, row.serial, d.verify_code, d.subject_kind, d.subject_id, d.region_code,
          d.department_id, d.department_name, d.title, d.template_version, row.template_sm3, row.facts_text, d.is_sealed,
          d.sm3, row.seal.algorithm, row.seal.key_id, platform::to_base64url(row.seal.signature), row.seal.certificate,
          row.issued_by, d.issued_by_name, d.issued_at);
}

void insert_seal_use(platform::Tx& tx, const platform::Actor& actor, const DocumentRow& row) {
  tx.exec(R"sql(
      insert into seal_use (id, document_id, department_id, seal_key_id, used_by, used_by_name, post_name, used_at)
      values (?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), row.document.id, row.document.department_id, row.seal.key_id, actor.id, actor.name,
          actor.post_name, row.document.issued_at);
}

std::optional<DocumentRow> find_document(platform::Tx& tx, DocumentId id) {
  return tx.find(fmt::format("{} where id = ?", columns), document_from, id);
}

std::optional<DocumentRow> find_document_by_code(platform::Tx& tx, std::string_view verify_code) {
  return tx.find(fmt::format("{} where verify_code = ?", columns), document_from, verify_code);
}

std::vector<DocumentRow> documents_of(platform::Tx& tx, std::string_view subject_kind, std::int64_t subject_id) {
  return tx.all(fmt::format("{} where subject_kind = ? and subject_id = ? order by id", columns), document_from,
                subject_kind, subject_id);
}

bool set_revoked(platform::Tx& tx, const platform::Actor& actor, DocumentId id, std::string_view reason) {
  return tx.exec(R"sql(
      update issued_document
         set is_revoked = 1, revoked_by = ?, revoked_at = ?, revoke_reason = ?
       where id = ? and is_revoked = 0)sql",
                 actor.id, tx.now(), reason, id) == 1;
}

}  // namespace yimen::document
