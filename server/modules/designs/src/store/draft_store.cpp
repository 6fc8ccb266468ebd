#include "store/draft_store.h"

#include <fmt/format.h>

namespace yimen::designs::store {

using platform::ErrorCode;
using platform::fail;
using platform::Row;

namespace {

constexpr std::string_view select_draft =
    "select model_key, name, xml, state, based_on, note, author_id, author_name, returned_reason, submitted_at, created_at, updated_at, revision, samples from designs_draft where kind = ?";

Draft draft_from(const Row& r) {
  return {.key = r.get<std::string>(0), .name = r.get<std::string>(1), .xml = r.get<std::string>(2), .samples = r.get<std::string>(13), .state = r.get<std::string>(3), .based_on = r.get<int>(4),
          .note = r.get<std::string>(5), .author_id = r.get<platform::UserId>(6), .author_name = r.get<std::string>(7), .returned_reason = r.get<std::string>(8),
          .submitted_at = r.get<std::optional<platform::Instant>>(9), .created_at = r.get<platform::Instant>(10), .updated_at = r.get<platform::Instant>(11),
          .revision = r.get<int>(12)};
}

}  // namespace

std::optional<Draft> find_draft(Tx& tx, cases::ModelKind kind, std::string_view key) { return tx.find(std::string(select_draft) + " and model_key = ?", draft_from, kind, key); }

std::vector<Draft> list_drafts(Tx& tx, cases::ModelKind kind) { return tx.all(std::string(select_draft) + " order by model_key", draft_from, kind); }

Result<Draft> lock_draft(Tx& tx, const Kind& kind, const std::string& key, int revision) {
  auto draft = tx.find(fmt::format("{} and model_key = ?{}", select_draft, tx.lock_words()), draft_from, kind.kind, key);
  if (!draft) return fail(ErrorCode::not_found, kind.path + "/no-draft", fmt::format("这个{}没有正在编辑的草稿，可能刚刚发布或丢弃，请刷新。", kind.noun));
  if (draft->revision != revision)
    return fail(ErrorCode::stale_version, kind.path + "/changed-meanwhile",
                fmt::format("{}在{}保存过这份草稿（自己在另一个窗口保存的也算），您看到的不是最新内容。请重新打开后再改，或把您的修改另存下来。", draft->author_name, platform::zh_instant(draft->updated_at)));
  return std::move(*draft);
}

void insert_draft(Tx& tx, cases::ModelKind kind, const Draft& d) {
  tx.exec(R"sql(
      insert into designs_draft (kind, model_key, name, xml, samples, state, based_on, note, author_id, author_name, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          kind, d.key, d.name, d.xml, d.samples, d.state, d.based_on, d.note, d.author_id, d.author_name, d.created_at, d.updated_at);
}

void update_draft(Tx& tx, cases::ModelKind kind, Draft& d) {
  d.updated_at = tx.now();
  ++d.revision;
  tx.exec(R"sql(
      update designs_draft set name = ?, xml = ?, samples = ?, state = ?, note = ?, author_id = ?, author_name = ?, returned_reason = ?, submitted_at = ?, updated_at = ?, revision = ?
       where kind = ? and model_key = ?)sql",
          d.name, d.xml, d.samples, d.state, d.note, d.author_id, d.author_name, d.returned_reason, d.submitted_at, d.updated_at, d.revision, kind, d.key);
}

void delete_draft(Tx& tx, cases::ModelKind kind, std::string_view key) { tx.exec("delete from designs_draft where kind = ? and model_key = ?", kind, key); }

}  // namespace yimen::designs::store
