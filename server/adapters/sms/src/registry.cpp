#include <map>
#include <mutex>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "local_adapter.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::sms {

using platform::ErrorCode;
using platform::fail;
using platform::Result;

namespace {

struct Registry {
  std::mutex mutex;
  std::map<std::string, Factory, std::less<>> factories{{"local", open_local_adapter}};
};

Registry& registry() {
  static Registry one;
  return one;
}

}  // namespace

void register_adapter(std::string name, Factory factory) {
  const std::lock_guard lock(registry().mutex);
  registry().factories[std::move(name)] = std::move(factory);
}

std::vector<std::string> adapter_names() {
  const std::lock_guard lock(registry().mutex);
  std::vector<std::string> names;
  for (const auto& [name, factory] : registry().factories) names.push_back(name);
  return names;
}

Result<std::unique_ptr<SmsAdapter>> open_adapter(platform::Database& database, const platform::FieldCipher& cipher, const Settings& settings) {
  Factory factory;
  {
    const std::lock_guard lock(registry().mutex);
    const auto found = registry().factories.find(settings.adapter);
    if (found != registry().factories.end()) factory = found->second;
  }
  if (!factory)
    return fail(ErrorCode::invalid_input, "sms/adapter-unknown",
                fmt::format("配置项 sms.adapter 的值“{}”不认识，可用的有：{}。", settings.adapter, platform::join(adapter_names(), "、")));
  return factory(database, cipher, settings);
}

Result<void> deliver(SmsAdapter& adapter, const platform::FieldCipher& cipher, std::int64_t event_id, std::string_view body) {
  const auto event = TRY(platform::parse_json(body));
  if (!event.is_object()) return fail(ErrorCode::malformed, "sms/event-malformed", "短信事件的内容不是一组数据。");
  const auto& object = event.get_object();
  TextMessage message;
  message.event_id = event_id;
  message.phone = TRY(cipher.decrypt(platform::text_or(object, "phone")));
  message.text = TRY(cipher.decrypt(platform::text_or(object, "text")));
  message.purpose = platform::text_or(object, "purpose", "notice");
  return adapter.send(message);
}

}  // namespace yimen::sms
