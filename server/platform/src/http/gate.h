#pragma once
#include "http/exchange.h"

namespace yimen::platform {

/// Everything between "the request is read" and "the answer is known". Runs on worker threads; nothing leaves as an
/// exception.
class Gate {
 public:
  Gate(Database& database, Authenticator& authenticator, const HttpOptions& options)
      : database_{database}, authenticator_{authenticator}, options_{options} {}

  /// Who calls, may they, and does the call come from our own pages? Sets a response when not.
  void admit(Exchange&);
  /// admit() when that has not been done, then body, parameters and handler.
  void answer(Exchange&);

 private:
  Result<void> check_caller(Exchange&);
  Result<void> check_permission(const Exchange&);
  Result<void> check_origin(const Exchange&) const;
  Result<void> check_token(const Exchange&);
  Result<Response> call(Exchange&);

  Database& database_;
  Authenticator& authenticator_;
  const HttpOptions& options_;
};

}  // namespace yimen::platform
