#pragma once
#include "yimen/identity/accounts.h"
#include "yimen/platform/time.h"

/// All SQL over access_log, message and notification_channel.
namespace yimen::identity::store {

/// Topic of Tx::tell: the account's messages have changed.
inline constexpr std::string_view message_signal = "messages";

struct MessageRow {
  std::int64_t id = 0;
  std::string title, body, link;
  platform::Instant created_at{};
  std::optional<platform::Instant> read_at;
};
/// False when the account has had a message with this key before.
bool insert_message(Tx&, UserId, const MessageRow&, std::string_view once_key);
std::vector<MessageRow> messages_of(Tx&, UserId, bool only_unread, std::int64_t before_id, int limit);
/// Capped: beyond 1000 the number says "at least".
std::int64_t unread_count(Tx&, UserId);
std::int64_t mark_read(Tx&, UserId, std::int64_t message_id);
std::int64_t mark_all_read(Tx&, UserId);
bool is_channel_on(Tx&, UserId, std::string_view channel);
void set_channel(Tx&, UserId, std::string_view channel, bool is_on);

struct AccessRow {
  std::int64_t id = 0;
  platform::Instant happened_at{};
  UserId actor_id;
  std::string actor_name, post_name;
  std::int64_t department_id = 0;
  party::PartyId subject_id;
  std::string purpose, reason, case_no, fields;
  int row_count = 0;
  bool is_granted = true, is_out_of_hours = false;
};
std::vector<AccessRow> access_to(Tx&, party::PartyId subject, std::int64_t before_id, int limit);
struct AccessFilter {
  std::int64_t scope_low = 0, scope_high = 0;
  UserId actor_id{};
  std::int64_t before_id = 0;
  int limit = 50;
};
std::vector<AccessRow> access_within(Tx&, const AccessFilter&);

}  // namespace yimen::identity::store
