#include <boost/json.hpp>

#include "yimen/platform/crypto.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/trail/http.h"
#include "yimen/trail/trail.h"

using namespace yimen;
using platform::Result;
using platform::Tx;

namespace {

trail::RootKey test_key() {
  return {.algorithm = "test", .sign = [](std::string_view text) { return platform::sm3_hex("secret" + std::string(text)); },
          .is_valid = [](std::string_view text, std::string_view signature) { return platform::sm3_hex("secret" + std::string(text)) == signature; }};
}

platform::Actor clerk() {
  return {.kind = platform::ActorKind::staff, .id = platform::UserId{7}, .name = "陈晓", .post_id = 31, .post_name = "承办岗", .substitute_for = platform::UserId{8}, .substitute_for_name = "李明", .ip = "127.0.0.1", .request_id = "r1"};
}

void act(platform::Database& db, std::int64_t subject, const std::string& text) {
  const auto done = db.transact([&](Tx& tx) -> Result<int> {
    trail::append(tx, clerk(), {.action = "cases.accept", .subject_kind = "case", .subject_id = subject, .region_code = 450900000000, .text = text, .facts = {{"document", "玉〔2026〕1号"}}});
    return 1;
  });
  REQUIRE(done);
}

/// Two chains of three, anchored, then one more event on the first.
void anchored_chains(platform::Database& db) {
  for (const std::int64_t subject : {1, 2})
    for (const auto* text : {"收件", "受理", "决定"}) act(db, subject, text);
  REQUIRE(db.transact([](Tx& tx) -> Result<int> { return trail::anchor(tx, test_key()); }) == 2);
  act(db, 1, "送达");
}

void tamper(platform::Database& db, const std::string& sql) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<std::int64_t> { return tx.exec(sql); }) == 1);
}

trail::Report verified(platform::Database& db) { return trail::verify(db, test_key()); }

}  // namespace

YIMEN_DB_TEST("an untouched trail verifies, with its counts", migrations::trail()) {
  anchored_chains(db);
  const auto report = verified(db);
  CHECK(report.findings.empty());
  CHECK(report.events == 7);
  CHECK(report.chains == 2);
  CHECK(report.roots == 1);
  CHECK(report.since_last_root == 1);
  db.read([](Tx& tx) {
    const auto events = trail::of_subject(tx, "case", 1);
    REQUIRE(events.size() == 4);
    CHECK(events[0].seq == 1);
    CHECK(events[3].text == "送达");
    CHECK(events[1].previous_hash == events[0].hash);
    CHECK(events[0].substitute_for_name == "李明");  // both names under A/B substitution
  });
}

YIMEN_DB_TEST("a changed event is found and named", migrations::trail()) {
  anchored_chains(db);
  tamper(db, "update trail_event set text = '不予受理' where subject_id = 2 and seq = 2");
  const auto report = verified(db);
  REQUIRE_FALSE(report.findings.empty());
  CHECK(report.findings[0].kind == "changed");
  CHECK(report.findings[0].subject_id == 2);
  CHECK(report.findings[0].seq == 2);
}

YIMEN_DB_TEST("whoever changes the post, the absent holder or the rule of an event is found", migrations::trail()) {
  anchored_chains(db);
  for (const auto* column : {"post_id = 32", "substitute_for_id = 9", "substitute_for_id = 0", "hash_version = 1", "hash_version = 3", "post_name = '审批岗'"}) {
    CAPTURE(column);
    tamper(db, std::string("update trail_event set ") + column + " where subject_id = 1 and seq = 2");
    const auto report = verified(db);
    REQUIRE_FALSE(report.findings.empty());
    CHECK(report.findings[0].kind == "changed");
    CHECK(report.findings[0].subject_id == 1);
    CHECK(report.findings[0].seq == 2);
    tamper(db, "update trail_event set post_id = 31, substitute_for_id = 8, hash_version = 2, post_name = '承办岗' where subject_id = 1 and seq = 2");
    CHECK(verified(db).findings.empty());
  }
}

/// The digest as it was made before the ids of post and absent holder counted, written out once more so that it stays.
std::string first_rule_hash(const trail::Event& e) {
  std::string text;
  const auto add = [&](const std::string& field) { text += std::to_string(field.size()) + ":" + field; };
  add(e.previous_hash);
  for (const auto n : {e.id, e.subject_id, std::int64_t{e.seq}, e.region_code, e.actor_id, platform::millis(e.happened_at), platform::millis(e.captured_at)}) add(std::to_string(n));
  for (const auto& field : {e.subject_kind, e.action, e.text, e.facts, e.actor_kind, e.actor_name, e.post_name, e.substitute_for_name, e.ip, e.request_id}) add(field);
  return platform::sm3_hex(text);
}

YIMEN_DB_TEST("rows from before verify under the old rule, and new rows link to them", migrations::trail()) {
  act(db, 1, "收件");
  REQUIRE(db.transact([](Tx& tx) -> Result<int> {
    const auto old = trail::of_subject(tx, "case", 1).front();
    tx.exec("update trail_event set hash_version = 1, hash = ? where id = ?", first_rule_hash(old), old.id);
    return 1;
  }));
  act(db, 1, "受理");
  CHECK(verified(db).findings.empty());
  db.read([](Tx& tx) {
    const auto events = trail::of_subject(tx, "case", 1);
    CHECK(events[0].hash_version == 1);
    CHECK(events[1].hash_version == 2);
  });
  tamper(db, "update trail_event set text = '退件' where seq = 1");
  CHECK(verified(db).findings.front().seq == 1);
}

YIMEN_DB_TEST("an event removed from the middle is found and named", migrations::trail()) {
  anchored_chains(db);
  tamper(db, "delete from trail_event where subject_id = 1 and seq = 2");
  const auto report = verified(db);
  REQUIRE_FALSE(report.findings.empty());
  CHECK(report.findings[0].kind == "removed");
  CHECK(report.findings[0].seq == 2);
}

YIMEN_DB_TEST("cutting an anchored end off is found through the signed root", migrations::trail()) {
  anchored_chains(db);
  tamper(db, "delete from trail_event where subject_id = 2 and seq = 3");
  const auto report = verified(db);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].kind == "removed");
  CHECK(report.findings[0].subject_id == 2);
}

YIMEN_DB_TEST("an inserted event does not meet its neighbours", migrations::trail()) {
  anchored_chains(db);
  tamper(db, R"sql(
      insert into trail_event (id, subject_kind, subject_id, seq, region_code, action, text, facts, actor_kind, actor_id, actor_name, post_id, post_name,
             substitute_for_id, substitute_for_name, happened_at, captured_at, ip, request_id, previous_hash, hash, hash_version)
      select id + 1, subject_kind, subject_id, 4, region_code, action, '补录', facts, actor_kind, actor_id, actor_name, post_id, post_name,
             substitute_for_id, substitute_for_name, happened_at, captured_at, ip, request_id, previous_hash, hash, hash_version
        from trail_event where subject_id = 2 and seq = 3)sql");
  const auto report = verified(db);
  REQUIRE_FALSE(report.findings.empty());
  CHECK(report.findings[0].kind == "inserted");
  CHECK(report.findings[0].seq == 4);
}

YIMEN_DB_TEST("a changed or removed root is found", migrations::trail()) {
  anchored_chains(db);
  tamper(db, "update trail_root_item set hash = 'x' where subject_id = 1");
  bool is_found = false;
  for (const auto& finding : verified(db).findings) is_found |= finding.kind == "root_changed";
  CHECK(is_found);
  REQUIRE(db.transact([](Tx& tx) -> Result<int> { return trail::anchor(tx, test_key()); }) == 1);
  tamper(db, "delete from trail_root where seq = 1");
  bool is_missed = false;
  for (const auto& finding : verified(db).findings) is_missed |= finding.kind == "root_removed";
  CHECK(is_missed);
}

YIMEN_DB_TEST("nothing new is not anchored twice", migrations::trail()) {
  anchored_chains(db);
  CHECK(db.transact([](Tx& tx) -> Result<bool> { return trail::anchor(tx, test_key()) == 1; }) == true);
  db.read([](Tx& tx) { CHECK(tx.scalar<std::int64_t>("select count(*) from trail_root") == 2); });
  (void)db.transact([](Tx& tx) -> Result<int> { return trail::anchor(tx, test_key()); });
  db.read([](Tx& tx) { CHECK(tx.scalar<std::int64_t>("select count(*) from trail_root") == 2); });
}
