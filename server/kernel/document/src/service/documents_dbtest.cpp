#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>
#include <thread>

#include "domain/number.h"
#include "service/document_fixture.h"
#include "service/templates.h"
#include "yimen/platform/text.h"

using namespace yimen::document;
using namespace yimen::document::testing;
using yimen::platform::Database;
using yimen::platform::Result;
using yimen::platform::Tx;
namespace platform = yimen::platform;
namespace migrations = yimen::migrations;

namespace {

std::optional<Verification> verify(Database& db, Office& office, std::string_view number_or_code, std::string_view code = "") {
  return db.read([&](Tx& tx) { return office.documents.verify(tx, number_or_code, code); });
}

void change(Database& db, std::string_view sql) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.exec(sql);
    return {};
  }));
}

}  // namespace

YIMEN_DB_TEST("a document is numbered per department, kind and year", migrations::trail(), migrations::document()) {
  Office office{db};
  CHECK(issue(db, office, acceptance())->number == "玉农许受〔2025〕1号");
  CHECK(issue(db, office, acceptance())->number == "玉农许受〔2025〕2号");
  CHECK(issue(db, office, acceptance(11))->number == "玉农许受〔2025〕1号");
  auto withdrawal = acceptance();
  withdrawal.type = DocumentType::withdrawal_confirmation;
  CHECK(issue(db, office, withdrawal)->number == "玉农许撤〔2025〕1号");
  // Half past midnight of New Year's Day in Shanghai is still the old year in UTC.
  clock.set(platform::shanghai_instant(*platform::parse_date("2026-01-01"), 0, 30));
  CHECK(issue(db, office, acceptance())->number == "玉农许受〔2026〕1号");
  auto unmarked = acceptance(12);
  unmarked.agency_mark.clear();
  CHECK(issue(db, office, unmarked)->number == "玉州区农业农村局受〔2026〕1号");
}

YIMEN_DB_TEST("eight issuers at once, some of whom roll back, leave neither gap nor double", migrations::trail(), migrations::document()) {
  Office office{db};
  std::mutex mutex;
  std::set<std::string> numbers;
  {
    std::vector<std::jthread> issuers;
    for (int i = 0; i < 8; ++i)
      issuers.emplace_back([&, i] {
        for (int j = 0; j < 6; ++j) {
          const bool gives_up = (i + j) % 3 == 0;
          auto made = db.transact([&](Tx& tx) -> Result<Document> {
            auto document = office.documents.issue(tx, clerk(), acceptance());
            if (gives_up) return platform::fail(platform::ErrorCode::conflict, "test/changed-mind", "不办了。");
            return document;
          });
          if (!made) continue;
          const std::lock_guard lock{mutex};
          CHECK(numbers.insert(made->number).second);
        }
      });
  }
  CHECK(numbers.size() == 32);
  for (int serial = 1; serial <= 32; ++serial) CHECK(numbers.contains(document_number("玉农许", "受", 2025, serial)));
}

YIMEN_DB_TEST("a missing fact refuses the document and takes no number", migrations::trail(), migrations::document()) {
  Office office{db};
  auto order = acceptance();
  order.facts.erase("due_on");
  const auto refused = issue(db, office, order);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().slug == "document/fact-missing");
  CHECK(refused.error().fields.front().field == "/facts/due_on");
  office.seal.is_broken = true;
  CHECK(issue(db, office, acceptance()).error().code == platform::ErrorCode::upstream_failed);
  office.seal.is_broken = false;
  CHECK(issue(db, office, acceptance())->number == "玉农许受〔2025〕1号");
}

YIMEN_DB_TEST("what was issued comes back whole, verifies by code and by number with code, and its facts lie encrypted", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto issued = issue(db, office, acceptance());
  REQUIRE(issued);
  const auto found = db.read([&](Tx& tx) { return office.documents.get(tx, issued->id); });
  REQUIRE(found);
  CHECK(found->facts == issued->facts);
  CHECK(found->sm3 == issued->sm3);
  CHECK(*office.documents.render_pdf(*found, Copy::original) == *office.documents.render_pdf(*issued, Copy::original));
  CHECK(db.read([&](Tx& tx) { return office.documents.of_subject(tx, "case", 1).size(); }) == 1);

  const auto by_code = verify(db, office, printed_verify_code(issued->verify_code));
  REQUIRE(by_code);
  CHECK(by_code->is_genuine());
  CHECK(by_code->masked_applicant == "张*明");
  CHECK(by_code->matter_name == "农药经营许可");
  CHECK(verify(db, office, "玉农许受(2025)1号", issued->verify_code)->is_genuine());
  CHECK_FALSE(verify(db, office, "玉农许受〔2025〕2号", issued->verify_code));
  CHECK_FALSE(verify(db, office, "AAAAAAAAAAAAAAAA"));
  CHECK_FALSE(verify(db, office, issued->number));

  const auto stored = db.read([](Tx& tx) { return *tx.scalar<std::string>("select facts from issued_document"); });
  CHECK(stored.starts_with("v1."));
  CHECK(db.read([](Tx& tx) { return *tx.scalar<std::string>("select used_by_name from seal_use"); }) == "陈晓");
}

YIMEN_DB_TEST("a row that was changed behind the program's back does not verify", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto issued = issue(db, office, acceptance());
  const auto code = issued->verify_code;
  for (const auto* column : {"number = '玉农许受〔2025〕9号'", "title = '准予行政许可决定书'", "department_name = '别的局'", "issued_at = issued_at + 86400000",
                             "subject_id = 2", "is_sealed = 0"}) {
    CAPTURE(column);
    change(db, "create table kept as select * from issued_document");
    change(db, std::string("update issued_document set ") + column);
    CHECK_FALSE(verify(db, office, code)->is_content_unchanged);
    change(db, "delete from seal_use");
    change(db, "delete from issued_document");
    change(db, "insert into issued_document select * from kept");
    change(db, "drop table kept");
    CHECK(verify(db, office, code)->is_genuine());
  }
  // Facts exchanged for others, properly encrypted; the digest beside them put right as well: the signature does not follow.
  const auto other = office.cipher.encrypt(R"({"applicant_name":"李四"})");
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.exec("update issued_document set facts = ?", other);
    return {};
  }));
  const auto changed = verify(db, office, code);
  CHECK_FALSE(changed->is_content_unchanged);
  CHECK(changed->is_signature_valid);
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.exec("update issued_document set sm3 = ?", changed->sm3);
    return {};
  }));
  CHECK(verify(db, office, code)->is_content_unchanged);
  CHECK_FALSE(verify(db, office, code)->is_signature_valid);
  CHECK_FALSE(verify(db, office, code)->is_genuine());
}

YIMEN_DB_TEST("a changed template text is noticed as well", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto issued = issue(db, office, acceptance());
  change(db, "update document_template set body = replace(body, '予以受理', '不予受理') where type = 'acceptance_notice'");
  CHECK_FALSE(verify(db, office, issued->verify_code)->is_content_unchanged);
}

YIMEN_DB_TEST("a revoked document stays verifiable and says that it is revoked", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto issued = issue(db, office, acceptance());
  const auto revoke = [&](std::string reason) { return db.transact([&](Tx& tx) { return office.documents.revoke(tx, clerk(), issued->id, reason); }); };
  CHECK(revoke(" ").error().slug == "document/reason-missing");
  CHECK(revoke("受理有误"));
  CHECK(revoke("受理有误").error().slug == "document/already-revoked");
  const auto found = verify(db, office, issued->verify_code);
  CHECK(found->is_signature_valid);
  CHECK(found->is_content_unchanged);
  CHECK(found->document.is_revoked);
  CHECK_FALSE(found->is_genuine());
  CHECK(found->document.revoke_reason == "受理有误");
}

YIMEN_DB_TEST("a new template version serves new documents, old ones keep theirs", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto old = issue(db, office, acceptance());
  const auto published = db.read([](Tx& tx) { return find_template(tx, DocumentType::acceptance_notice, TemplateState::published); });
  const auto body = json::parse(platform::replace_all(published->body, "\"title\": \"受理通知书\"", "\"title\": \"受理决定书\"")).as_object();
  const auto save = [&](int edition) { return db.transact([&](Tx& tx) { return save_draft(tx, clerk(), DocumentType::acceptance_notice, body, edition); }); };
  CHECK(save(1).error().slug == "document/template-changed");
  REQUIRE(save(0));
  CHECK(save(0).error().code == platform::ErrorCode::stale_version);
  CHECK(issue(db, office, acceptance())->title == "受理通知书");
  REQUIRE(db.transact([&](Tx& tx) { return publish_draft(tx, clerk(), DocumentType::acceptance_notice, 1); }));
  CHECK(db.transact([&](Tx& tx) { return publish_draft(tx, clerk(), DocumentType::acceptance_notice, 1); }).error().slug == "document/no-draft");
  const auto fresh = issue(db, office, acceptance());
  CHECK(fresh->title == "受理决定书");
  CHECK(fresh->template_version == 2);
  CHECK(verify(db, office, old->verify_code)->is_genuine());
  CHECK(db.read([&](Tx& tx) { return office.documents.get(tx, old->id); })->title == "受理通知书");
  CHECK(*db.transact([&](Tx& tx) { return office.documents.load_default_templates(tx); }) == 0);
}

YIMEN_DB_TEST("a preview needs the same facts, takes no number and leaves nothing behind", migrations::trail(), migrations::document()) {
  Office office{db};
  const auto pdf = db.read([&](Tx& tx) { return office.documents.preview_pdf(tx, acceptance()); });
  REQUIRE(pdf);
  CHECK(pdf->starts_with("%PDF"));
  CHECK(db.read([](Tx& tx) { return *tx.scalar<int>("select count(*) from issued_document"); }) == 0);
  CHECK(db.read([](Tx& tx) { return *tx.scalar<int>("select count(*) from document_serial"); }) == 0);
}
