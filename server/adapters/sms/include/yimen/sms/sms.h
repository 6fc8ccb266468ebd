#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"
#include "yimen/platform/http.h"

namespace yimen::platform {
class FieldCipher;
}

/// Text messages leave through one interface; the outbox hands each event over at least once.
namespace yimen::sms {

struct TextMessage {
  std::int64_t event_id = 0;  ///< of the outbox: an adapter sends one event once
  std::string phone, text;    ///< in clear
  std::string purpose;        ///< "code" or "notice"
};

class SmsAdapter {
 public:
  virtual ~SmsAdapter() = default;
  virtual std::string_view name() const = 0;
  /// Sends or, for an event it has sent before, does nothing. @returns upstream_failed to be tried again later.
  virtual platform::Result<void> send(const TextMessage&) = 0;
};

struct Settings {
  std::string adapter = "local";
  std::vector<std::pair<std::string, std::string>> options;  ///< of the adapter: url, account, …
};

using Factory = std::function<std::unique_ptr<SmsAdapter>(platform::Database&, const platform::FieldCipher&, const Settings&)>;
/// Another adapter makes itself known under a name of the configuration.
void register_adapter(std::string name, Factory);
std::vector<std::string> adapter_names();
/// @returns invalid_input naming the adapters there are.
platform::Result<std::unique_ptr<SmsAdapter>> open_adapter(platform::Database&, const platform::FieldCipher&, const Settings&);

/// The subscriber of outbox topic "sms.send": `body` as identity's Messages::send_sms wrote it.
platform::Result<void> deliver(SmsAdapter&, const platform::FieldCipher&, std::int64_t event_id, std::string_view body);

/// GET /api/v1/sms-outgoing (permission sms.view): what the local adapter kept, phones and codes masked.
void add_routes(platform::Routes&, const platform::FieldCipher&);

}  // namespace yimen::sms

namespace yimen::migrations {
std::vector<platform::Migration> sms();
}
