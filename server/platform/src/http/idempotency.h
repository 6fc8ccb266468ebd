#pragma once
#include "yimen/platform/http.h"

namespace yimen::platform {

/// Runs a command route in one transaction. With an Idempotency-Key the first successful answer is kept in that
/// transaction and given again to every repeat within 48 hours.
Result<Response> run_command(Database&, const Route&, const Request&);

}  // namespace yimen::platform
