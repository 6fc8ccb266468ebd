#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/party_store.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/party/party.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::party {

using platform::ErrorCode;
using platform::fail;
using store::PartyRow;

namespace {

/// "给的是空" keeps what is stored: a form without address does not erase one.
void set_phone(PartyRow& row, const platform::FieldCipher& cipher, const std::string& phone) {
  if (phone.empty()) return;
  const auto hash = cipher.search_hash(phone);
  if (hash == row.phone_hash) return;
  row.phone_sealed = cipher.encrypt(phone);
  row.phone_hash = hash;
}

void set_address(PartyRow& row, const platform::FieldCipher& cipher, const std::string& address) {
  if (address.empty()) return;
  const auto stored = cipher.decrypt(row.address_sealed);
  if (!stored || *stored != address) row.address_sealed = cipher.encrypt(address);
}

bool differs(const PartyRow& a, const PartyRow& b) {
  return a.name != b.name || a.id_type != b.id_type || a.id_no_hash != b.id_no_hash || a.phone_hash != b.phone_hash ||
         a.address_sealed != b.address_sealed || a.legal_person_name != b.legal_person_name ||
         a.legal_person_party_id != b.legal_person_party_id;
}

std::string_view kind_word(PartyKind kind) { return kind == PartyKind::person ? "自然人" : "法人和其他组织"; }

/// What changed, by name of the field: the trail holds no personal data.
boost::json::array changed_fields(const PartyRow& before, const PartyRow& after) {
  boost::json::array fields;
  if (before.name != after.name) fields.emplace_back("name");
  if (before.id_no_hash != after.id_no_hash || before.id_type != after.id_type) fields.emplace_back("id_no");
  if (before.phone_hash != after.phone_hash) fields.emplace_back("phone");
  if (before.address_sealed != after.address_sealed) fields.emplace_back("address");
  if (before.legal_person_name != after.legal_person_name || before.legal_person_party_id != after.legal_person_party_id)
    fields.emplace_back("legal_person");
  return fields;
}

}  // namespace

Parties::Parties(const platform::FieldCipher& cipher) : cipher_{cipher} {}

Party Parties::in_clear(const PartyRow& row) const {
  const auto clear = [&](const std::string& sealed) {
    auto text = cipher_.decrypt(sealed);
    if (!text) throw std::runtime_error("party " + row.id.str() + ": a sealed field cannot be read with this key");
    return std::move(*text);
  };
  return {.id = row.id,
          .kind = row.kind,
          .name = row.name,
          .id_type = row.id_type,
          .id_no = clear(row.id_no_sealed),
          .phone = clear(row.phone_sealed),
          .address = clear(row.address_sealed),
          .legal_person_name = row.legal_person_name,
          .legal_person_party_id = row.legal_person_party_id,
          .version = row.version};
}

Result<PartyId> Parties::legal_person_of(Tx& tx, const Actor& actor, const PartyInput& input) {
  if (input.legal_person_id_number.empty()) return PartyId{};
  auto person = upsert(tx, actor, {.kind = PartyKind::person, .name = input.legal_person_name, .id_type = "111",
                                   .id_no = input.legal_person_id_number});
  if (person || person.error().slug != "party/name-differs") return person;
  // Told at the field of the legal person: the name of the company is in order.
  return fail(ErrorCode::rule_violated, "party/name-differs",
              "法定代表人的证件号码已登记，登记的姓名与填写的不一致。请核对证件；确已更名的，请到窗口更正。", {{"/legal_person_name", "与已登记的不一致"}});
}

Result<PartyId> Parties::upsert(Tx& tx, const Actor& actor, const PartyInput& raw) {
  const auto input = TRY(checked(raw, tx.today()));
  const auto hash = cipher_.search_hash(input.id_no);
  if (const auto stored = store::find(tx, input.kind, hash, input.id_type))
    return TRY(bring_up_to_date(tx, actor, *stored, input));
  // TRY stands alone: leaving in the middle of a braced initialiser would leak the members made before it.
  const auto legal_person = TRY(legal_person_of(tx, actor, input));
  PartyRow row{.id = platform::new_id<PartyId>(), .kind = input.kind, .name = input.name, .id_type = input.id_type,
               .id_no_sealed = cipher_.encrypt(input.id_no), .id_no_hash = hash, .phone_sealed = {}, .phone_hash = {},
               .address_sealed = {}, .legal_person_name = input.legal_person_name,
               .legal_person_party_id = legal_person, .version = 1};
  set_phone(row, cipher_, input.phone);
  set_address(row, cipher_, input.address);
  store::insert(tx, row, actor.id);
  trail::append(tx, actor, {.action = "party.register", .subject_kind = "party", .subject_id = row.id.value(),
                            .text = fmt::format("登记{}“{}”", kind_word(row.kind),
                                                row.kind == PartyKind::person ? mask_name(row.name) : row.name)});
  return row.id;
}

Result<PartyId> Parties::bring_up_to_date(Tx& tx, const Actor& actor, const PartyRow& stored, const PartyInput& input) {
  if (stored.name != input.name)
    return fail(ErrorCode::rule_violated, "party/name-differs",
                "该证件号码已登记，登记的姓名或名称与填写的不一致。请核对证件；确已更名的，请到窗口更正。", {{"/name", "与已登记的不一致"}});
  // A citizen who names somebody else (an agent, a legal person) does not get to change that person's record.
  const bool may_change = actor.kind == platform::ActorKind::system || actor.is_staff() ||
                          (actor.id && may_act_for(tx, actor.id, stored.id, tx.today()));
  if (!may_change) return stored.id;
  auto row = stored;
  set_phone(row, cipher_, input.phone);
  set_address(row, cipher_, input.address);
  const bool is_official = actor.is_staff() || actor.kind == platform::ActorKind::system;
  if (!input.legal_person_name.empty() && (is_official || stored.legal_person_name.empty())) {
    row.legal_person_name = input.legal_person_name;
    if (const auto person = TRY(legal_person_of(tx, actor, input))) row.legal_person_party_id = person;
    else if (stored.legal_person_name != input.legal_person_name) row.legal_person_party_id = PartyId{};
  }
  if (!differs(stored, row)) return row.id;
  if (!store::update(tx, row)) throw platform::DbError(platform::DbFault::serialization, "party", "party changed meanwhile");
  trail::append(tx, actor, {.action = "party.update", .subject_kind = "party", .subject_id = row.id.value(),
                            .text = "更新登记信息", .facts = {{"fields", changed_fields(stored, row)}}});
  return row.id;
}

Result<void> Parties::correct(Tx& tx, const Actor& actor, PartyId id, const PartyInput& raw, int version,
                              std::string_view reason) {
  const auto input = TRY(checked(raw, tx.today()));
  const auto stored = store::lock(tx, id);
  if (!stored) return fail(ErrorCode::not_found, "party/not-found", "没有找到该服务对象。");
  if (stored->version != version)
    return fail(ErrorCode::stale_version, "party/changed-meanwhile", "登记信息刚被他人修改，请刷新后核对再保存。");
  if (stored->kind != input.kind)
    return fail(ErrorCode::rule_violated, "party/kind-fixed", "自然人与法人不能互相更改，请另行登记。");
  auto row = *stored;
  row.name = input.name;
  row.id_type = input.id_type;
  row.id_no_hash = cipher_.search_hash(input.id_no);
  const auto twin = store::find(tx, input.kind, row.id_no_hash, input.id_type);
  if (twin && twin->id != id)
    return fail(ErrorCode::conflict, "party/number-taken", "该证件号码已登记在另一条记录上，请核对。", {{"/id_no", "已登记"}});
  if (row.id_no_hash != stored->id_no_hash) row.id_no_sealed = cipher_.encrypt(input.id_no);
  set_phone(row, cipher_, input.phone);
  set_address(row, cipher_, input.address);
  row.legal_person_name = input.legal_person_name;
  row.legal_person_party_id = TRY(legal_person_of(tx, actor, input));
  if (!differs(*stored, row)) return {};
  if (!store::update(tx, row)) throw platform::DbError(platform::DbFault::serialization, "party", "party changed meanwhile");
  trail::append(tx, actor, {.action = "party.correct", .subject_kind = "party", .subject_id = id.value(),
                            .text = fmt::format("更正登记信息，理由：{}", mask_text(reason)),
                            .facts = {{"fields", changed_fields(*stored, row)}}});
  return {};
}

Result<Party> Parties::get(Tx& tx, PartyId id) const {
  const auto row = store::find(tx, id);
  if (!row) return fail(ErrorCode::not_found, "party/not-found", "没有找到该服务对象。");
  return in_clear(*row);
}

std::optional<Party> Parties::find(Tx& tx, PartyKind kind, std::string_view id_no) const {
  const auto row = store::find(tx, kind, cipher_.search_hash(normal_number(id_no)));
  if (!row) return std::nullopt;
  return in_clear(*row);
}

std::vector<PartyView> Parties::search(Tx& tx, const Query& by) const {
  std::vector<PartyRow> rows;
  const int limit = std::clamp(by.limit, 1, 50);
  if (!by.id_no.empty()) {
    const auto hash = cipher_.search_hash(normal_number(by.id_no));
    for (const auto kind : {PartyKind::person, PartyKind::enterprise})
      if (auto row = store::find(tx, kind, hash)) rows.push_back(std::move(*row));
  } else if (!by.phone.empty()) {
    rows = store::of_phone(tx, cipher_.search_hash(normal_number(by.phone)), limit);
  } else if (platform::count_characters(by.name) >= 2) {
    rows = store::of_name(tx, by.name, limit);
  }
  std::vector<PartyView> views;
  for (const auto& row : rows)
    if (by.name.empty() || row.name.starts_with(by.name)) views.push_back(masked(in_clear(row)));
  return views;
}

}  // namespace yimen::party
