#include <boost/json.hpp>

#include "http/routes.h"
#include "service/authenticator.h"

namespace yimen::identity {

namespace http {

Schema page_schema(const std::string& name, Schema item) {
  return Schema::object(name, {{"items", Schema::list(std::move(item), 1000)}, {"next", Schema::text(40).or_null()},
                               {"total", Schema::integer()}, {"total_is", Schema::one_of({"exact", "at_least"})},
                               {"unread", Schema::integer().optional()}});
}

std::int64_t cursor_of(const Request& request) { return platform::parse_id(request.query("after").value_or("")).value_or(0); }

json::value instant_or_null(const std::optional<Instant>& at) { return at ? json::value(platform::iso_instant(*at)) : json::value(); }

}  // namespace http

namespace {

class Module final : public Identity {
 public:
  Module(platform::Database& database, const platform::FieldCipher& cipher, Options options)
      : context_{database, cipher, std::move(options)}, authenticator_{context_} {
    auto hash = platform::hash_password(platform::random_token());
    if (!hash) throw std::runtime_error(hash.error().detail);
    context_.dummy_hash = std::move(*hash);
  }

  platform::Authenticator& authenticator() override { return authenticator_; }
  const Messages& messages() const override { return context_.messages; }
  void forget_posts() override { authenticator_.forget_posts(); }

  void add_routes(platform::Routes& routes) override {
    http::add_session_routes(routes, context_);
    http::add_registration_routes(routes, context_);
    http::add_my_routes(routes, context_);
    http::add_message_routes(routes, context_);
    http::add_second_factor_routes(routes, context_);
    http::add_authorisation_routes(routes, context_);
    http::add_account_routes(routes, context_);
    http::add_party_routes(routes, context_);
    http::add_access_routes(routes, context_);
  }

  void sweep() override {
    const std::chrono::minutes idle{std::max(context_.options.staff_idle_minutes, context_.options.public_idle_minutes)};
    context_.database.transact([&](Tx& tx) {
      store::drop_expired(tx, idle);
      return true;
    });
  }

 private:
  Context context_;
  IdentityAuthenticator authenticator_;
};

}  // namespace

std::unique_ptr<Identity> Identity::open(platform::Database& database, const platform::FieldCipher& cipher, Options options) {
  return std::make_unique<Module>(database, cipher, std::move(options));
}

std::vector<Identity::Permission> Identity::permissions() {
  return {{"account.edit", "管理账号（建立、停用、解锁、重置密码）"},
          {"party.search", "查找服务对象（脱敏）"},
          {"party.edit", "登记和更正服务对象"},
          {"party.unmask", "查看未脱敏的个人信息（须填理由并留痕）"},
          {"access.view", "审计查询留痕"}};
}

}  // namespace yimen::identity
