#pragma once
#include <optional>
#include <string>

#include "yimen/party/party.h"
#include "yimen/platform/db.h"

namespace yimen::identity {

using platform::Result;
using platform::Tx;
using platform::UserId;

/// What a person reads in 我的消息. `link` is a path of the front end ("/my/cases/123"). With `sms_text` a text message
/// leaves through the outbox as well. `once_key` makes repeats harmless: the same key reaches the same account once.
struct Message {
  std::string title;  ///< ≤ 100 characters
  std::string body;   ///< ≤ 2000 characters
  std::string link = {};
  std::optional<std::string> sms_text = std::nullopt;
  std::string once_key = {};
};

/// Messages commit with the effect they tell of, or neither happens.
class Messages {
 public:
  explicit Messages(const platform::FieldCipher& cipher, const party::Parties& parties)
      : cipher_{cipher}, parties_{parties} {}
  void send(Tx&, UserId, const Message&) const;
  /// To every account that holds the party; a party without account gets the text message on its own phone.
  void send(Tx&, party::PartyId, const Message&) const;
  /// A text message alone, to a phone in clear (codes, walk-in applicants). Topic "sms.send".
  void send_sms(Tx&, std::string_view phone, std::string_view text, std::string_view purpose = "notice") const;

 private:
  const platform::FieldCipher& cipher_;
  const party::Parties& parties_;
};

}  // namespace yimen::identity
