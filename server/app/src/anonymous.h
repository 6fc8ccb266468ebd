#pragma once
#include "yimen/platform/http.h"

namespace yimen::app {

/// Everybody is nobody: protected routes answer 401.
class AnonymousAuthenticator final : public platform::Authenticator {
 public:
  platform::Actor authenticate(const platform::Request&) override { return {}; }
  bool csrf_matches(const platform::Actor&, std::string_view) override { return false; }
  void note_refusal(const platform::Actor&, const platform::Route&, const platform::Request&) override {}
};

}  // namespace yimen::app
