// Citizens, those they act for, and what of it they see.
#include "city_fixture.h"
#include "yimen/identity/accounts.h"
#include "yimen/party/authorisation.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

struct Citizen {
  platform::Actor actor;
  party::PartyId party;
  std::string name, id_no, phone;
};

Citizen register_citizen(City& city, platform::Database& db, bool is_enterprise = false) {
  auto made = db.transact([&](Tx& tx) -> Result<Citizen> {
    auto& parties = city.product->parties;
    const auto person = is_enterprise ? demo::any_enterprise(city.random) : demo::any_person(city.random);
    const party::PartyInput input{.kind = is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person, .name = person.name, .id_type = person.id_type,
                                  .id_no = person.id_no, .phone = person.phone, .legal_person_name = person.legal_person_name,
                                  .legal_person_id_number = person.legal_person_id_number};
    const auto id = TRY(parties.upsert(tx, platform::system_actor(), input));
    const auto record = TRY(parties.get(tx, id));
    const auto account = TRY(identity::create_sleeping_account(tx, city.product->keys->field_cipher(), record));
    TRY(parties.bind_account(tx, account, id));
    const platform::Actor actor{.kind = platform::ActorKind::citizen, .id = account, .name = person.name};
    return Citizen{actor, id, person.name, person.id_no, person.phone};
  });
  if (!made) FAIL(made.error().slug << " " << made.error().detail);
  return *made;
}

}  // namespace

YIMEN_DB_TEST("an agent authorised for one matter sees and carries on the principal's cases of it, until the authorisation ends", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto principal = register_citizen(city, db, true), agent = register_citizen(city, db);
  party::Authorisations authorisations{city.product->keys->field_cipher()};
  const auto granted = db.transact([&](Tx& tx) -> Result<party::AuthorisationId> {
    const auto id = TRY(authorisations.grant(tx, principal.actor, {.grantor_id = principal.party, .agent_name = agent.name, .agent_id_number = agent.id_no,
                                                                   .matter_ids = {city.matter->matter.value()}, .valid_from = tx.today(), .valid_to = platform::add_days(tx.today(), 100)}));
    TRY(authorisations.accept(tx, agent.actor, id));
    return id;
  });
  REQUIRE(granted);
  auto order = db.read([&](Tx& tx) { return city.application(tx); });
  order.applicant.reset();
  order.applicant_party_id = principal.party.value();
  const auto submitted = city.must(db, [&](Tx& tx) { return act.submit(tx, agent.actor, order); });
  const auto listed = [&](const platform::Actor& who) {
    return db.read([&](Tx& tx) { return cases::list_cases(tx, act.viewer_of(tx, who), {.limit = 10}).items.size(); });
  };
  const auto sees = [&](const platform::Actor& who) { return db.read([&](Tx& tx) { return act.visible(tx, who, submitted.case_id).has_value(); }); };
  CHECK(listed(principal.actor) == 1);
  CHECK(listed(agent.actor) == 1);
  CHECK(sees(agent.actor));
  const auto stranger = register_citizen(city, db);
  CHECK(listed(stranger.actor) == 0);
  CHECK(city.refused(db, [&](Tx& tx) { return act.withdraw(tx, stranger.actor, submitted.case_id, submitted.version, ""); }) == "approval/not-visible");

  REQUIRE(db.transact([&](Tx& tx) { return authorisations.revoke(tx, principal.actor, *granted); }));
  CHECK(listed(agent.actor) == 0);
  CHECK_FALSE(sees(agent.actor));
  CHECK(city.refused(db, [&](Tx& tx) { return act.withdraw(tx, agent.actor, submitted.case_id, submitted.version, ""); }) == "approval/not-visible");
  CHECK(city.must(db, [&](Tx& tx) { return act.withdraw(tx, principal.actor, submitted.case_id, submitted.version, ""); }).state == CaseState::withdrawn);
}

YIMEN_DB_TEST("who hands an application in for another is whom the office calls, unless somebody else is named", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const auto firm = register_citizen(city, db, true), agent = register_citizen(city, db);
  party::Authorisations authorisations{city.product->keys->field_cipher()};
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    const auto id = TRY(authorisations.grant(tx, firm.actor, {.grantor_id = firm.party, .agent_name = agent.name, .agent_id_number = agent.id_no, .valid_from = tx.today(), .valid_to = platform::add_days(tx.today(), 100)}));
    return authorisations.accept(tx, agent.actor, id);
  }));
  const auto contact_of = [&](const approval::Done& done) {
    return db.read([&](Tx& tx) {
      const auto file = *cases::get_case(tx, done.case_id);
      return std::pair{file.contact_name, city.product->keys->field_cipher().decrypt(file.contact_phone).value_or("")};
    });
  };
  auto order = db.read([&](Tx& tx) { return city.application(tx); });
  order.applicant.reset();
  order.applicant_party_id = firm.party.value();
  order.contact_name = order.contact_phone = "";
  CHECK(contact_of(city.must(db, [&](Tx& tx) { return act.submit(tx, agent.actor, order); })) == std::pair{agent.name, agent.phone});
  order.contact_name = "张会计";
  order.contact_phone = "13900000009";
  CHECK(contact_of(city.must(db, [&](Tx& tx) { return act.submit(tx, agent.actor, order); })) == std::pair<std::string, std::string>{"张会计", "13900000009"});

  // At the window nobody states a contact: never the clerk.
  auto walk_in = db.read([&](Tx& tx) { return city.application(tx); });
  walk_in.contact_name = walk_in.contact_phone = "";
  CHECK(contact_of(city.must(db, [&](Tx& tx) { return act.receive(tx, city.clerk(), walk_in); })).first == walk_in.applicant->legal_person_name);
}
