#pragma once
#include <mutex>
#include <unordered_map>

#include "service/context.h"

namespace yimen::identity {

/// Cookie → Actor. Two indexed reads per request; what a post means is remembered until the organisation changes, so that a
/// change of roles, posts or substitution holds from the next request on, on every instance.
class IdentityAuthenticator final : public platform::Authenticator {
 public:
  explicit IdentityAuthenticator(Context& context) : context_{context} {}
  Actor authenticate(const platform::Request&) override;
  bool csrf_matches(const Actor&, std::string_view token) override;
  bool is_signed_in(const Actor&) override;
  void note_refusal(const Actor&, const platform::Route&, const platform::Request&) override;
  /// Forgets what posts mean: call it when the organisation has changed and the next request must know.
  void forget_posts();

 private:
  struct Duty {
    Actor actor;  ///< all that follows from the post
    bool is_administrator = false;
    std::int64_t organisation_version = 0;
    Instant until{};
  };
  Duty duty_of(Tx&, UserId, std::int64_t post_id);
  Duty resolve(Tx&, UserId, std::int64_t post_id) const;
  bool has_ended(const store::SignedIn&, Instant now) const;
  void touch(const store::SessionRow&, Instant now);
  bool is_refusal_noted(const Actor&, Instant now);

  Context& context_;
  std::mutex mutex_;
  std::unordered_map<std::string, Duty> duties_;  ///< by account, post and day
  std::unordered_map<std::string, std::pair<Instant, int>> refusals_;
};

}  // namespace yimen::identity
