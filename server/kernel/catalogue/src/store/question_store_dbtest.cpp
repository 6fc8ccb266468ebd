#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "store/question_store.h"
#include "yimen/platform/testing/db_fixture.h"

namespace yimen::migrations {
std::vector<platform::Migration> catalogue();
std::vector<platform::Migration> trail();
}  // namespace yimen::migrations

using namespace yimen;
using namespace yimen::catalogue::store;
using platform::Tx;

namespace {

std::vector<platform::Migration> parts() {
  auto all = migrations::catalogue();
  for (auto& one : migrations::trail()) all.push_back(std::move(one));
  return all;
}

void fill(platform::Database& db, int count) {
  REQUIRE(db.transact([&](Tx& tx) -> platform::Result<int> {
    for (int number = 0; number < count; ++number) {
      QuestionRow row{.id = platform::new_id<QuestionId>(), .name = fmt::format("题目{:04}", number % 300), .definition = R"({"type":"textfield","label":"甲"})", .note = number == 7 ? "比例100%" : "", .edited_name = "唐立新"};
      insert_question(tx, row);
      if (number % 50 == 0) {
        row.is_retired = true;
        update_question(tx, row);
      }
    }
    return count;
  }));
}

}  // namespace

YIMEN_DB_TEST("every question of a bank of many is met once, page by page, those retired at the end", parts()) {
  fill(db, 620);
  std::set<std::int64_t> seen;
  QuestionQuery query{.words = {}, .after = {}, .limit = 100};
  int pages = 0;
  bool was_retired = false;
  for (bool has_more = true; has_more; ++pages) {
    const auto page = db.read([&](Tx& tx) { return list_questions(tx, query); });
    CHECK(page.total == 620);
    CHECK(page.is_exact);
    for (const auto& one : page.items) {
      CHECK(seen.insert(one.id.value()).second);
      CHECK_FALSE((was_retired && !one.is_retired));
      was_retired = one.is_retired;
    }
    has_more = page.has_more;
    query.after = page.items.back().id;
  }
  CHECK(seen.size() == 620);
  CHECK(pages == 7);
  CHECK(was_retired);
}

YIMEN_DB_TEST("a search takes words as they stand and counts what fits", parts()) {
  fill(db, 620);
  const auto found = [&](const std::string& words) { return db.read([&](Tx& tx) { return list_questions(tx, {.words = words, .after = {}, .limit = 20}); }); };
  CHECK(found("题目0299").total == 2);
  CHECK(found("100%").total == 1);
  CHECK(found("题目_299").total == 0);
  CHECK(found("没有这样的题").items.empty());
  const auto many = found("甲");
  CHECK(many.items.size() == 20);
  CHECK(many.has_more);
}
