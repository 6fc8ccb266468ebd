#include <thread>

#include "yimen/platform/testing/db_fixture.h"

#include <boost/json.hpp>

#include "yimen/party/authorisation.h"
#include "yimen/platform/crypto.h"
#include "yimen/trail/trail.h"

using namespace std::chrono_literals;
using namespace yimen;
using party::PartyId;
using party::PartyKind;
using platform::Actor;
using platform::Result;
using platform::Tx;
using platform::UserId;

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}

namespace {

const platform::FieldCipher cipher{std::string(32, 'k')};
const std::string zhang_id = "11010519491231002X";
const std::string li_id = "450902199002280015";
const party::PartyInput zhang{.kind = PartyKind::person, .name = "张建国", .id_no = zhang_id, .phone = "13807750001", .address = "玉林市玉州区玉城街道江岸社区1号"};
const party::PartyInput company{.kind = PartyKind::enterprise, .name = "广西某某有限公司", .id_no = "12441500196720244T", .phone = "13807750002",
                                .legal_person_name = "张建国", .legal_person_id_number = zhang_id};

Actor clerk() {
  Actor actor;
  actor.kind = platform::ActorKind::staff;
  actor.id = UserId{900};
  actor.name = "窗口人员";
  return actor;
}

Actor citizen(std::int64_t id) {
  Actor actor;
  actor.kind = platform::ActorKind::citizen;
  actor.id = UserId{id};
  actor.name = "群众";
  return actor;
}

/// 张建国 (account 1) is legal person of the company; 李小红 (account 2) is a registered citizen.
struct People {
  party::Parties parties{cipher};
  party::Authorisations authorisations{cipher};
  PartyId zhang, li, company;
};

Result<People> people(Tx& tx) {
  People all;
  all.company = TRY(all.parties.upsert(tx, clerk(), ::company));
  all.zhang = TRY(all.parties.upsert(tx, clerk(), ::zhang));
  all.li = TRY(all.parties.upsert(tx, clerk(), {.kind = PartyKind::person, .name = "李小红", .id_no = li_id}));
  TRY(all.parties.bind_account(tx, UserId{1}, all.zhang));
  TRY(all.parties.bind_account(tx, UserId{2}, all.li));
  return all;
}

party::AuthorisationInput to_li(PartyId grantor, std::vector<std::int64_t> matters = {}) {
  return {.grantor_id = grantor, .agent_name = "李小红", .agent_id_number = li_id, .matter_ids = std::move(matters),
          .valid_from = 2025y / 6 / 2, .valid_to = 2025y / 12 / 31};
}

}  // namespace

#define PARTY_TEST(sentence) YIMEN_DB_TEST(sentence, migrations::trail(), migrations::party())

PARTY_TEST("a person registered twice is one record, found by the number in any spelling") {
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    const auto first = parties.upsert(tx, clerk(), zhang);
    REQUIRE(first);
    auto again = zhang;
    again.id_no = " 11010519491231002x";
    CHECK(*parties.upsert(tx, clerk(), again) == *first);
    CHECK(parties.find(tx, PartyKind::person, "11010519491231002x")->name == "张建国");
    CHECK(tx.scalar<std::int64_t>("select count(*) from party") == 1);
    return true;
  });
}

PARTY_TEST("numbers, phones and addresses are not in the database in clear") {
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    const auto id = parties.upsert(tx, clerk(), zhang);
    tx.each("select id_no_sealed, id_no_hash, phone_sealed, phone_hash, address_sealed from party", [](const platform::Row& row) {
      for (int i = 0; i < 5; ++i)
        for (const auto* clear : {"11010519491231", "13807750001", "江岸"}) CHECK(row.get<std::string>(i).find(clear) == std::string::npos);
    });
    const auto stored = parties.get(tx, *id);
    CHECK(stored->id_no == zhang_id);
    CHECK(stored->address == "玉林市玉州区玉城街道江岸社区1号");
    CHECK(party::masked(*stored).id_no == "110105********002X");
    return true;
  });
}

PARTY_TEST("a known number with another name is refused and the record stays") {
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    REQUIRE(parties.upsert(tx, clerk(), zhang));
    auto other = zhang;
    other.name = "张建军";
    const auto refused = parties.upsert(tx, clerk(), other);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().slug == "party/name-differs");
    CHECK(refused.error().detail.find("张建国") == std::string::npos);
    return true;
  });
}

PARTY_TEST("a legal person whose number is known under another name is told at the legal person's field") {
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    REQUIRE(parties.upsert(tx, clerk(), zhang));
    auto firm = company;
    firm.legal_person_name = "张建军";
    firm.legal_person_id_number = zhang_id;
    const auto refused = parties.upsert(tx, clerk(), firm);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().fields.size() == 1);
    CHECK(refused.error().fields.front().field == "/legal_person_name");
    return true;
  });
}

PARTY_TEST("a citizen who names somebody else does not change that person's record") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    auto other = zhang;
    other.phone = "13900000000";
    REQUIRE(all->parties.upsert(tx, citizen(2), other));
    CHECK(all->parties.get(tx, all->zhang)->phone == "13807750001");
    REQUIRE(all->parties.upsert(tx, citizen(1), other));
    CHECK(all->parties.get(tx, all->zhang)->phone == "13900000000");
    return true;
  });
}

PARTY_TEST("only staff change the legal person of a recorded enterprise") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    auto taken = company;
    taken.legal_person_name = "李小红";
    taken.legal_person_id_number = li_id;
    REQUIRE(all->parties.upsert(tx, citizen(2), taken));
    CHECK(all->parties.get(tx, all->company)->legal_person_party_id == all->zhang);
    REQUIRE(all->parties.upsert(tx, clerk(), taken));
    CHECK(all->parties.get(tx, all->company)->legal_person_party_id == all->li);
    return true;
  });
}

PARTY_TEST("a party is held by one account") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    CHECK(all->parties.bind_account(tx, UserId{1}, all->zhang));
    CHECK(all->parties.bind_account(tx, UserId{3}, all->zhang).error().slug == "party/already-held");
    CHECK(all->parties.bind_account(tx, UserId{1}, all->li).error().slug == "party/already-held");
    return true;
  });
}

PARTY_TEST("a correction needs the current version and a number nobody else has") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    auto input = zhang;
    input.name = "张建华";
    CHECK(all->parties.correct(tx, clerk(), all->zhang, input, 9, "更名").error().slug == "party/changed-meanwhile");
    const auto version = all->parties.get(tx, all->zhang)->version;
    CHECK(all->parties.correct(tx, clerk(), all->zhang, input, version, "公安机关更名证明"));
    CHECK(all->parties.get(tx, all->zhang)->name == "张建华");
    input.id_no = li_id;
    CHECK(all->parties.correct(tx, clerk(), all->zhang, input, version + 1, "误录").error().slug == "party/number-taken");
    return true;
  });
}

PARTY_TEST("staff find a party by number, phone or the beginning of a name, masked") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    const auto by_number = all->parties.search(tx, {.id_no = "11010519491231002x"});
    REQUIRE(by_number.size() == 1);
    CHECK(by_number[0].name == "张*国");
    CHECK(all->parties.search(tx, {.phone = "138 0775 0001"}).size() == 1);
    CHECK(all->parties.search(tx, {.name = "广西某"}).size() == 1);
    CHECK(all->parties.search(tx, {.name = "广西某乙"}).empty());
    CHECK(all->parties.search(tx, {.name = "张"}).empty());
    return true;
  });
}

PARTY_TEST("the holder and the legal person act for a party, a stranger does not") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    const auto today = tx.today();
    CHECK(all->parties.may_act_for(tx, UserId{1}, all->zhang, today));
    CHECK(all->parties.may_act_for(tx, UserId{1}, all->company, today));
    CHECK_FALSE(all->parties.may_act_for(tx, UserId{2}, all->company, today));
    CHECK_FALSE(all->parties.may_act_for(tx, UserId{3}, all->zhang, today));
    CHECK_FALSE(all->parties.may_act_for(tx, UserId{}, PartyId{}, today));
    const auto principals = all->parties.principals_of(tx, UserId{1}, today);
    REQUIRE(principals.size() == 2);
    CHECK(principals[1].role == party::PrincipalRole::legal_person);
    return true;
  });
}

PARTY_TEST("an authorisation works from acceptance until its last day or its revocation") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    const auto id = all->authorisations.grant(tx, citizen(1), to_li(all->company));
    REQUIRE(id);
    const auto may = [&](platform::Date on) { return all->parties.may_act_for(tx, UserId{2}, all->company, on); };
    CHECK_FALSE(may(2025y / 6 / 2));
    REQUIRE(all->authorisations.accept(tx, citizen(2), *id));
    CHECK(may(2025y / 6 / 2));
    CHECK(may(2025y / 12 / 31));
    CHECK_FALSE(may(2026y / 1 / 1));
    CHECK_FALSE(may(2025y / 6 / 1));
    CHECK(all->parties.principals_of(tx, UserId{2}, 2025y / 7 / 1).size() == 2);
    CHECK(all->authorisations.accept(tx, citizen(2), *id).error().slug == "party/authorisation-answered");
    REQUIRE(all->authorisations.revoke(tx, citizen(1), *id));
    CHECK_FALSE(may(2025y / 6 / 2));
    CHECK(all->authorisations.revoke(tx, citizen(1), *id).error().slug == "party/authorisation-ended");
    return true;
  });
}

PARTY_TEST("a limited authorisation counts for its matters only") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    const auto id = all->authorisations.grant(tx, citizen(1), to_li(all->zhang, {77, 78}));
    REQUIRE(all->authorisations.accept(tx, citizen(2), *id));
    CHECK(all->parties.may_act_for(tx, UserId{2}, all->zhang, tx.today(), 77));
    CHECK_FALSE(all->parties.may_act_for(tx, UserId{2}, all->zhang, tx.today(), 79));
    CHECK_FALSE(all->parties.may_act_for(tx, UserId{2}, all->zhang, tx.today()));
    return true;
  });
}

PARTY_TEST("an agent cannot pass his power on, nor accept what was given to somebody else") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    const auto id = all->authorisations.grant(tx, citizen(1), to_li(all->company));
    CHECK(all->authorisations.accept(tx, citizen(1), *id).error().slug == "party/authorisation-not-found");
    REQUIRE(all->authorisations.accept(tx, citizen(2), *id));
    auto onward = to_li(all->company);
    onward.agent_name = "张建国";
    onward.agent_id_number = zhang_id;
    CHECK(all->authorisations.grant(tx, citizen(2), onward).error().slug == "party/not-grantor");
    return true;
  });
}

PARTY_TEST("a wrong name and an unknown number of an agent give the same answer") {
  db.transact([&](Tx& tx) {
    auto all = people(tx);
    auto wrong_name = to_li(all->zhang);
    wrong_name.agent_name = "李小明";
    auto unknown = to_li(all->zhang);
    unknown.agent_id_number = "450902199912319994";
    const auto first = all->authorisations.grant(tx, citizen(1), wrong_name);
    const auto second = all->authorisations.grant(tx, citizen(1), unknown);
    CHECK(first.error().slug == "party/agent-not-registered");
    CHECK(first.error().detail == second.error().detail);
    auto late = to_li(all->zhang);
    late.valid_to = 2029y / 1 / 1;
    CHECK(all->authorisations.grant(tx, citizen(1), late).error().slug == "party/authorisation-term");
    return true;
  });
}

PARTY_TEST("two windows that register the same person at once end with one record") {
  auto second = place.open(clock);
  std::vector<PartyId> ids(2);
  std::thread other([&] {
    auto done = second->transact([&](Tx& tx) { return party::Parties(cipher).upsert(tx, clerk(), zhang); });
    if (done) ids[1] = *done;
  });
  auto done = db.transact([&](Tx& tx) { return party::Parties(cipher).upsert(tx, clerk(), zhang); });
  other.join();
  REQUIRE(done);
  ids[0] = *done;
  CHECK(ids[0] == ids[1]);
}

PARTY_TEST("the trail of a party names changed fields and never their values") {
  db.transact([&](Tx& tx) {
    party::Parties parties(cipher);
    const auto id = parties.upsert(tx, clerk(), zhang);
    auto moved = zhang;
    moved.phone = "13900000000";
    moved.address = "玉林市福绵区";
    REQUIRE(parties.upsert(tx, clerk(), moved));
    const auto events = trail::of_subject(tx, "party", id->value());
    REQUIRE(events.size() == 2);
    CHECK(events[1].action == "party.update");
    CHECK(events[1].facts == R"({"fields":["phone","address"]})");
    for (const auto& event : events) CHECK((event.text + event.facts).find("139") == std::string::npos);
    return true;
  });
}
