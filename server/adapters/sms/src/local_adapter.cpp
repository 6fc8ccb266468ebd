#include "local_adapter.h"

#include "yimen/platform/crypto.h"

namespace yimen::sms {

namespace {

class LocalAdapter final : public SmsAdapter {
 public:
  LocalAdapter(platform::Database& database, const platform::FieldCipher& cipher) : database_{database}, cipher_{cipher} {}
  std::string_view name() const override { return "local"; }

  platform::Result<void> send(const TextMessage& message) override {
    return database_.transact([&](platform::Tx& tx) -> platform::Result<void> {
      tx.exec(R"sql(
          insert into sms_outgoing (event_id, phone_sealed, phone_hash, text_sealed, purpose, sent_at)
          values (?, ?, ?, ?, ?, ?)
          on conflict (event_id) do nothing)sql",
              message.event_id, cipher_.encrypt(message.phone), cipher_.search_hash(message.phone), cipher_.encrypt(message.text),
              message.purpose, tx.now());
      return {};
    });
  }

 private:
  platform::Database& database_;
  const platform::FieldCipher& cipher_;
};

}  // namespace

std::unique_ptr<SmsAdapter> open_local_adapter(platform::Database& database, const platform::FieldCipher& cipher, const Settings&) {
  return std::make_unique<LocalAdapter>(database, cipher);
}

}  // namespace yimen::sms
