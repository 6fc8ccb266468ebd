#include "store/question_store.h"

#include <fmt/format.h>

namespace yimen::catalogue::store {

namespace {

constexpr int counted_at_most = 1000;  // totals beyond are shown as "1000+"
const std::string columns = "id, name, definition, note, wording, state, revision, edited_by, edited_name, updated_at";

QuestionRow question_from(const platform::Row& row) {
  return {.id = row.get<QuestionId>(0), .name = row.get<std::string>(1), .definition = row.get<std::string>(2), .note = row.get<std::string>(3),
          .wording = static_cast<int>(row.i64(4)), .is_retired = row.get<std::string>(5) == "retired", .revision = static_cast<int>(row.i64(6)),
          .edited_by = row.get<platform::UserId>(7), .edited_name = row.get<std::string>(8), .updated_at = row.get<Instant>(9)};
}

/// Words as they stand, wherever they stand.
std::string pattern_of(const std::string& words) {
  std::string pattern = "%";
  for (const char sign : words) {
    if (sign == '%' || sign == '_' || sign == '!') pattern += '!';
    pattern += sign;
  }
  return pattern + "%";
}

}  // namespace

QuestionPage list_questions(Tx& tx, const QuestionQuery& query) {
  std::string where;
  std::vector<platform::Param> params;
  const auto also = [&](std::string_view condition) { where += (where.empty() ? " where " : " and ") + std::string(condition); };
  if (!query.words.empty()) {
    also("(name like ? escape '!' or note like ? escape '!' or definition like ? escape '!')");
    params.assign(3, platform::to_param(pattern_of(query.words)));
  }
  QuestionPage page;
  tx.run(fmt::format("select count(*) from (select 1 as one from form_question{} limit {}) as counted", where, counted_at_most), params, [&](const platform::Row& row) { page.total = row.i64(0); });
  page.is_exact = page.total < counted_at_most;
  if (const auto last = query.after.value() ? find_question(tx, query.after) : std::nullopt) {
    also("(state, name, id) > (?, ?, ?)");
    for (auto& key : {platform::to_param(std::string(last->is_retired ? "retired" : "active")), platform::to_param(last->name), platform::to_param(last->id)}) params.push_back(key);
  }
  tx.run(fmt::format("select {} from form_question{} order by state, name, id limit {}", columns, where, query.limit + 1), params,
         [&](const platform::Row& row) { page.items.push_back(question_from(row)); });
  page.has_more = page.items.size() > static_cast<std::size_t>(query.limit);
  if (page.has_more) page.items.pop_back();
  return page;
}

std::optional<QuestionRow> find_question(Tx& tx, QuestionId id) {
  auto found = tx.all("select " + columns + " from form_question where id = ?", question_from, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void insert_question(Tx& tx, const QuestionRow& q) {
  tx.exec(R"sql(
      insert into form_question (id, name, definition, note, wording, state, revision, edited_by, edited_name, created_at, updated_at)
      values (?, ?, ?, ?, ?, 'active', 1, ?, ?, ?, ?))sql",
          q.id, q.name, q.definition, q.note, q.wording, q.edited_by, q.edited_name, tx.now(), tx.now());
}

void update_question(Tx& tx, QuestionRow& q) {
  ++q.revision;
  q.updated_at = tx.now();
  tx.exec(R"sql(
      update form_question
         set name = ?, definition = ?, note = ?, wording = ?, state = ?, revision = ?, edited_by = ?, edited_name = ?, updated_at = ?
       where id = ?)sql",
          q.name, q.definition, q.note, q.wording, std::string(q.is_retired ? "retired" : "active"), q.revision, q.edited_by, q.edited_name, q.updated_at, q.id);
}

std::vector<FormOwner> owners_of_bank_questions(Tx& tx, std::int64_t region_low, std::int64_t region_high) {
  // The content is text of our own writing, so its members are found by their words.
  return tx.all(R"sql(
      select m.id, m.name, m.department_name, m.region_name, v.state, v.content
        from matter m join matter_version v on v.id = coalesce(m.draft_version_id, m.current_version_id)
       where m.status <> 'cancelled' and m.region_code >= ? and m.region_code < ? and v.content like '%"bank_question":"%'
       order by m.region_code, m.id)sql",
                [](const platform::Row& row) {
                  return FormOwner{.id = row.get<MatterId>(0), .name = row.get<std::string>(1), .department_name = row.get<std::string>(2), .region_name = row.get<std::string>(3),
                                   .is_draft = row.get<std::string>(4) != "published", .content = row.get<std::string>(5)};
                },
                region_low, region_high);
}

}  // namespace yimen::catalogue::store
