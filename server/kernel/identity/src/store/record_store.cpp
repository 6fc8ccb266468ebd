#include "store/record_store.h"

namespace yimen::identity::store {

using platform::Instant;
using platform::Row;

namespace {

MessageRow message_from(const Row& row) {
  return {.id = row.get<std::int64_t>(0), .title = row.get<std::string>(1), .body = row.get<std::string>(2),
          .link = row.get<std::string>(3), .created_at = row.get<Instant>(4), .read_at = row.get<std::optional<Instant>>(5)};
}

const std::string select_access = R"sql(
    select id, happened_at, actor_id, actor_name, post_name, department_id, subject_id, purpose, reason, case_no, fields,
           row_count, is_granted, is_out_of_hours
      from access_log)sql";

AccessRow access_from(const Row& row) {
  return {.id = row.get<std::int64_t>(0), .happened_at = row.get<Instant>(1), .actor_id = row.get<UserId>(2),
          .actor_name = row.get<std::string>(3), .post_name = row.get<std::string>(4), .department_id = row.get<std::int64_t>(5),
          .subject_id = row.get<party::PartyId>(6), .purpose = row.get<std::string>(7), .reason = row.get<std::string>(8),
          .case_no = row.get<std::string>(9), .fields = row.get<std::string>(10), .row_count = row.get<int>(11),
          .is_granted = row.get<bool>(12), .is_out_of_hours = row.get<bool>(13)};
}

/// Keyset pages go down from the newest; 0 asks for the first page.
std::int64_t upper_bound(std::int64_t before_id) { return before_id ? before_id : INT64_MAX; }

}  // namespace

bool insert_message(Tx& tx, UserId account, const MessageRow& message, std::string_view once_key) {
  const std::optional<std::string> key = once_key.empty() ? std::nullopt : std::optional(std::string(once_key));
  // Staff whose account has not been made yet simply get no message: the act that tells of itself must not fail for it.
  const bool is_new = tx.exec(R"sql(
      insert into message (id, account_id, title, body, link, once_key, created_at, read_at)
      select cast(? as bigint), a.id, cast(? as text), cast(? as text), cast(? as text), cast(? as text), cast(? as bigint), null
        from account a where a.id = ?
      on conflict do nothing)sql",
                              message.id, message.title, message.body, message.link, key, tx.now(), account) == 1;
  if (is_new) tx.tell(message_signal, account.value());
  return is_new;
}

std::vector<MessageRow> messages_of(Tx& tx, UserId account, bool only_unread, std::int64_t before_id, int limit) {
  const std::string sql = "select id, title, body, link, created_at, read_at from message where account_id = ?" +
                          std::string(only_unread ? " and read_at is null" : "") + " and id < ? order by id desc limit ?";
  return tx.all(sql, message_from, account, upper_bound(before_id), limit);
}

std::int64_t unread_count(Tx& tx, UserId account) {
  return tx.scalar<std::int64_t>(
               "select count(*) from (select id from message where account_id = ? and read_at is null limit 1000) unread", account)
      .value_or(0);
}

std::int64_t mark_read(Tx& tx, UserId account, std::int64_t id) {
  tx.tell(message_signal, account.value());
  return tx.exec("update message set read_at = coalesce(read_at, cast(? as bigint)) where account_id = ? and id = ?", tx.now(), account, id);
}

std::int64_t mark_all_read(Tx& tx, UserId account) {
  tx.tell(message_signal, account.value());
  return tx.exec("update message set read_at = ? where account_id = ? and read_at is null", tx.now(), account);
}

bool is_channel_on(Tx& tx, UserId account, std::string_view channel) {
  return tx.scalar<bool>("select is_on from notification_channel where account_id = ? and channel = ?", account, channel).value_or(true);
}

void set_channel(Tx& tx, UserId account, std::string_view channel, bool is_on) {
  tx.exec(R"sql(
      insert into notification_channel (account_id, channel, is_on) values (?, ?, ?)
      on conflict (account_id, channel) do update set is_on = excluded.is_on)sql",
          account, channel, is_on);
}

std::vector<AccessRow> access_to(Tx& tx, party::PartyId subject, std::int64_t before_id, int limit) {
  return tx.all(select_access + " where subject_id = ? and id < ? order by id desc limit ?", access_from, subject,
                upper_bound(before_id), limit);
}

std::vector<AccessRow> access_within(Tx& tx, const AccessFilter& by) {
  auto sql = select_access + " where region_code >= ? and region_code < ? and id < ?";
  std::vector<platform::Param> params{by.scope_low, by.scope_high, upper_bound(by.before_id)};
  if (by.actor_id) {
    sql += " and actor_id = ?";
    params.emplace_back(by.actor_id.value());
  }
  sql += " order by id desc limit ?";
  params.emplace_back(std::int64_t{by.limit});
  std::vector<AccessRow> rows;
  tx.run(sql, params, [&](const Row& row) { rows.push_back(access_from(row)); });
  return rows;
}

}  // namespace yimen::identity::store
