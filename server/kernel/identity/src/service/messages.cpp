#include "yimen/identity/messages.h"

#include <boost/json.hpp>

#include "store/account_store.h"
#include "store/record_store.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::identity {

namespace {

std::string cut(std::string_view text, std::size_t characters) {
  auto chars = platform::to_utf32(text);
  if (chars.size() <= characters) return std::string(text);
  chars.resize(characters - 1);
  return platform::to_utf8(chars) + "…";
}

}  // namespace

void Messages::send(Tx& tx, UserId account, const Message& message) const {
  const store::MessageRow row{.id = platform::next_id(), .title = cut(message.title, 100), .body = cut(message.body, 2000),
                              .link = message.link, .created_at = tx.now(), .read_at = std::nullopt};
  if (!store::insert_message(tx, account, row, message.once_key)) return;
  if (!message.sms_text || !store::is_channel_on(tx, account, "sms")) return;
  const auto found = store::find(tx, account);
  if (!found || found->phone_sealed.empty()) return;
  if (const auto phone = cipher_.decrypt(found->phone_sealed)) send_sms(tx, *phone, *message.sms_text);
}

void Messages::send(Tx& tx, party::PartyId party, const Message& message) const {
  const auto holders = parties_.holders_of(tx, party);
  for (const auto holder : holders) send(tx, holder, message);
  if (!holders.empty() || !message.sms_text) return;
  // Without an account there is no message row to hold the key: the walk-in applicant's text leaves as often as it is sent.
  const auto found = parties_.get(tx, party);
  if (found && !found->phone.empty()) send_sms(tx, found->phone, *message.sms_text);
}

void Messages::send_sms(Tx& tx, std::string_view phone, std::string_view text, std::string_view purpose) const {
  // The outbox is a table like any other: neither the phone nor a code lies there in clear.
  const boost::json::object body{{"phone", cipher_.encrypt(phone)}, {"text", cipher_.encrypt(text)}, {"purpose", purpose}};
  tx.publish("sms.send", platform::to_text(body));
}

}  // namespace yimen::identity
