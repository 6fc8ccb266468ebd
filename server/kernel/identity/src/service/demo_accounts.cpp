#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "service/context.h"
#include "yimen/platform/json.h"

namespace yimen::identity {

namespace {

namespace json = boost::json;

json::value read_json(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("无法读取演示数据文件 " + path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  auto value = platform::parse_json(text);
  if (!value) throw std::runtime_error(path + "：" + value.error().detail);
  return std::move(*value);
}

/// A mistake in a shipped file is a mistake of the program.
template <class T>
T demand(Result<T> result) {
  if (!result) throw std::runtime_error("演示账号：" + result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

party::PartyInput party_from(const json::object& one) {
  const bool is_enterprise = platform::text_or(one, "kind") == "enterprise";
  return {.kind = is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person,
          .name = platform::text_or(one, "name"),
          .id_type = is_enterprise ? "uscc" : "111",
          .id_no = platform::text_or(one, is_enterprise ? "uscc" : "id_number"),
          .phone = platform::text_or(one, "phone"),
          .address = platform::text_or(one, "address"),
          .legal_person_name = platform::text_or(one, "legal_person_name"),
          .legal_person_id_number = platform::text_or(one, "legal_person_id_number")};
}

class DemoLoader {
 public:
  DemoLoader(Context& context, std::string hash) : context_{context}, hash_{std::move(hash)} {}

  void load_staff(Tx& tx) {
    for (const auto& person : context_.organisation.staff_within(tx, 0, INT64_MAX)) {
      if (person.login.empty()) continue;
      std::string description;
      for (const auto& held : context_.organisation.posts_of(tx, person.id, tx.today()))
        if (!held.is_substitute) description += (description.empty() ? "" : "、") + held.post.department_name + " " + held.post.name;
      if (!store::find(tx, person.id))
        demand(create_staff_account(tx, context_.cipher, actor_,
                                    {.id = person.id, .login = person.login, .name = person.name, .phone = person.phone,
                                     .region_code = person.region_code, .password_hash = hash_, .is_demo = true, .must_change_password = false}));
      accounts.push_back({person.login, person.name, std::move(description), person.id});
    }
  }

  void load_citizen(Tx& tx, const json::object& one) {
    const auto input = party_from(one);
    const auto party = demand(context_.parties.upsert(tx, actor_, input));
    const auto login = platform::text_or(one, "login");
    auto found = store::find(tx, login);
    if (!found) {
      found = store::AccountRow{.id = platform::new_id<UserId>(), .kind = AccountKind::citizen, .login = login, .name = input.name,
                                .phone_sealed = context_.cipher.encrypt(input.phone), .phone_hash = context_.cipher.search_hash(input.phone),
                                .password_hash = hash_, .party_id = party,
                                .real_name_level = static_cast<int>(platform::int_or(one, "real_name_level", 2)), .is_demo = true};
      if (!store::insert(tx, *found)) throw std::runtime_error("演示账号的登录名已被占用：" + login);
      demand(context_.parties.bind_account(tx, found->id, party));
      store::save_consent(tx, found->id, context_.options.privacy_version, "");
    }
    accounts.push_back({login, input.name, platform::text_or(one, "description"), found->id});
  }

  /// Given and accepted by the people themselves, as the screens show it.
  void load_authorisation(Tx& tx, const json::object& one) {
    const auto grantor = store::find(tx, platform::text_or(one, "grantor")), agent = store::find(tx, platform::text_or(one, "agent"));
    if (!grantor || !agent || !context_.authorisations.of_user(tx, agent->id).empty()) return;
    const auto person = demand(context_.parties.get(tx, agent->party_id));
    const auto days = static_cast<int>(platform::int_or(one, "days", 365));
    const auto id = demand(context_.authorisations.grant(tx, actor_of(*grantor, {}),
                                                         {.grantor_id = grantor->party_id, .agent_name = person.name, .agent_id_number = person.id_no,
                                                          .matter_ids = {}, .valid_from = tx.today(), .valid_to = platform::add_days(tx.today(), days)}));
    demand(context_.authorisations.accept(tx, actor_of(*agent, {}), id));
  }

  std::vector<DemoAccount> accounts;

 private:
  Context& context_;
  const std::string hash_;
  const Actor actor_ = platform::system_actor("演示数据");
};

}  // namespace

std::vector<DemoAccount> load_demo_accounts(platform::Database& database, const platform::FieldCipher& cipher, const std::string& data_dir) {
  Context context(database, cipher, {});
  const auto file = read_json(data_dir + "/demo/accounts.json");
  const auto hash = demand(platform::hash_password(demo_password));
  return database.transact([&](Tx& tx) -> std::optional<std::vector<DemoAccount>> {
           DemoLoader loader(context, hash);
           loader.load_staff(tx);
           for (const auto& one : *platform::array_at(file.as_object(), "accounts")) loader.load_citizen(tx, one.as_object());
           for (const auto& one : *platform::array_at(file.as_object(), "authorisations")) loader.load_authorisation(tx, one.as_object());
           return std::move(loader.accounts);
         }).value();
}

}  // namespace yimen::identity
