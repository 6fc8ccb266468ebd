#pragma once
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <map>
#include <mutex>

#include "yimen/document/document.h"
#include "yimen/platform/testing/db_fixture.h"

/// What tests of documents share: a seal in memory, an office with the default templates, an order.
namespace yimen::migrations {
std::vector<platform::Migration> document();
std::vector<platform::Migration> trail();
}  // namespace yimen::migrations

namespace yimen::document::testing {

using platform::Database;
using platform::Result;
using platform::Tx;

/// A seal per department in memory.
class TestSeal final : public SealAdapter {
 public:
  std::string_view name() const override { return "test"; }
  Result<SealSignature> sign(std::int64_t department_id, std::string_view digest) override {
    if (is_broken) return platform::fail(platform::ErrorCode::upstream_failed, "seal/out", "印章不可用。");
    const auto key = key_of(department_id);
    return SealSignature{"SM2-SM3", key.key_id(), platform::sm2_sign(key, digest), key.public_pem()};
  }
  bool verify(std::int64_t department_id, std::string_view digest, const SealSignature& seal) override {
    const auto key = key_of(department_id);
    return key.key_id() == seal.key_id && platform::sm2_verify(key, digest, seal.signature);
  }
  bool is_broken = false;

 private:
  platform::Sm2Key key_of(std::int64_t department_id) {
    const std::lock_guard lock{mutex_};
    return keys_.try_emplace(department_id, platform::Sm2Key::generate()).first->second;
  }
  std::mutex mutex_;
  std::map<std::int64_t, platform::Sm2Key> keys_;
};

struct Office {
  TestSeal seal;
  platform::FieldCipher cipher{std::string(32, 'k')};
  Documents documents{seal, {.public_base_url = "https://zwfw.example.gov.cn",
                             .templates_folder = std::string(YIMEN_SOURCE_DIR) + "/data/documents",
                             .facts_cipher = &cipher}};
  explicit Office(Database& db) {
    const auto loaded = db.transact([&](Tx& tx) { return documents.load_default_templates(tx); });
    REQUIRE(loaded);
    CHECK(*loaded == 19);
  }
};

inline platform::Actor clerk() {
  platform::Actor actor;
  actor.kind = platform::ActorKind::staff;
  actor.id = platform::UserId{7};
  actor.name = "陈晓";
  actor.post_name = "窗口受理岗";
  return actor;
}

inline IssueDocument acceptance(std::int64_t department = 10) {
  return {.type = DocumentType::acceptance_notice,
          .subject_kind = "case",
          .subject_id = 1,
          .region_code = 450902000000,
          .department_id = department,
          .department_name = "玉州区农业农村局",
          .agency_mark = "玉农许",
          .facts = {{"case_no", "A1"}, {"applicant_name", "张小明"}, {"contact_name", "张小明"}, {"contact_phone", "13800000000"},
                    {"matter_name", "农药经营许可"}, {"handler_name", "陈晓"}, {"department_phone", "0775-1"},
                    {"submitted_on", "2025-06-01"}, {"accepted_on", "2025-06-02"}, {"limit", "10个工作日"},
                    {"due_on", "2025-06-16"}, {"legal_basis", "《农药管理条例》第二十四条"}}};
}

inline Result<Document> issue(Database& db, Office& office, IssueDocument order) {
  return db.transact([&](Tx& tx) { return office.documents.issue(tx, clerk(), order); });
}

}  // namespace yimen::document::testing
