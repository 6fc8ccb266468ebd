#pragma once
#include "yimen/sms/sms.h"

namespace yimen::sms {

/// Keeps every message in sms_outgoing instead of sending it.
std::unique_ptr<SmsAdapter> open_local_adapter(platform::Database&, const platform::FieldCipher&, const Settings&);

}  // namespace yimen::sms
