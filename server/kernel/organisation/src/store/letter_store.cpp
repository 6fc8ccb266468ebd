#include "store/letter_store.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_letter =
    "select l.id, l.number, l.department_id, d.name, l.region_code, l.grantee_post, l.grantee_window, l.grantee_center, "
    "coalesce(p.name, w.name, c.name, ''), l.valid_from, l.valid_to, l.issued_by, l.revoked_at, l.revoke_reason, l.version, "
    "coalesce(s.name, ''), x.power "
    "from authorisation_letter l join department d on d.id = l.department_id "
    "left join post p on p.id = l.grantee_post left join staff s on s.id = p.holder_id "
    "left join service_window w on w.id = l.grantee_window left join service_center c on c.id = l.grantee_center "
    "left join authorisation_letter_power x on x.letter_id = l.id";
constexpr std::string_view select_contact =
    "select id, region_code, center_id, staff_id, staff_name, contacted_at, asked_by, request, handed_to_id, handed_to_name, "
    "handed_over_at, result, closed_at, version from first_contact";

AuthorisationLetter letter_from(const Row& row) {
  AuthorisationLetter l;
  l.id = row.get<LetterId>(0);
  l.number = row.text(1);
  l.department = row.get<DepartmentId>(2);
  l.department_name = row.text(3);
  l.region_code = row.i64(4);
  l.grantee_post = row.get<PostId>(5);
  l.grantee_window = row.get<WindowId>(6);
  l.grantee_center = row.get<CenterId>(7);
  l.grantee_name = row.text(8);
  if (l.grantee_center) l.grantee_name += "综合窗口";
  if (!row.text(15).empty()) l.grantee_name += "（" + row.get<std::string>(15) + "）";
  l.valid_from = row.get<Date>(9);
  l.valid_to = row.get<Date>(10);
  l.issued_by = row.text(11);
  l.revoked_at = row.get<std::optional<Instant>>(12);
  l.revoke_reason = row.text(13);
  l.version = row.get<int>(14);
  if (!row.is_null(16)) l.powers.push_back(row.get<Power>(16));
  return l;
}

std::vector<AuthorisationLetter> folded(std::vector<AuthorisationLetter> rows) {
  std::vector<AuthorisationLetter> letters;
  for (auto& row : rows) {
    if (letters.empty() || letters.back().id != row.id) letters.push_back(std::move(row));
    else letters.back().powers.push_back(row.powers.front());
  }
  return letters;
}

FirstContact contact_from(const Row& row) {
  FirstContact f;
  f.id = row.i64(0);
  f.region_code = row.i64(1);
  f.center = row.get<CenterId>(2);
  f.staff = row.get<UserId>(3);
  f.staff_name = row.text(4);
  f.contacted_at = row.get<Instant>(5);
  f.asked_by = row.text(6);
  f.request = row.text(7);
  f.handed_to = row.get<UserId>(8);
  f.handed_to_name = row.text(9);
  f.handed_over_at = row.get<std::optional<Instant>>(10);
  f.result = row.text(11);
  f.closed_at = row.get<std::optional<Instant>>(12);
  f.version = row.get<int>(13);
  return f;
}

}  // namespace

std::optional<AuthorisationLetter> find_letter(Tx& tx, LetterId id) {
  auto found = folded(tx.all(std::string(select_letter) + " where l.id = ? order by x.power", letter_from, id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool has_letter(Tx& tx, std::string_view number) {
  return tx.scalar<std::int64_t>("select 1 from authorisation_letter where number = ?", number).has_value();
}

std::vector<AuthorisationLetter> list_letters(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("q.region_code >= ?", order.low).also("q.region_code < ?", order.high).also("q.id > ?", order.after);
  if (order.department != 0) where.also("q.department_id = ?", order.department);
  if (!order.with_closed) where.also("q.revoked_at is null").also("q.valid_to >= ?", tx.today());
  if (!order.text.empty()) where.also("q.number like ? escape '!'", contains(order.text));
  const auto page = "select q.id from authorisation_letter q" + where.sql() + " order by q.id" + limit_words(order.limit);
  std::vector<AuthorisationLetter> rows;
  tx.run(std::string(select_letter) + " where l.id in (" + page + ") order by l.id, x.power", where.params(),
         [&](const Row& row) { rows.push_back(letter_from(row)); });
  return folded(std::move(rows));
}

void insert_letter(Tx& tx, const AuthorisationLetter& l) {
  tx.exec(R"sql(
      insert into authorisation_letter (id, number, department_id, region_code, grantee_post, grantee_window, grantee_center,
                                        valid_from, valid_to, issued_by, issued_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          l.id, l.number, l.department, l.region_code, l.grantee_post, l.grantee_window, l.grantee_center, l.valid_from, l.valid_to,
          l.issued_by, tx.now());
  for (const auto power : l.powers)
    tx.exec("insert into authorisation_letter_power (letter_id, power) values (?, ?) on conflict do nothing", l.id, power);
}

void revoke_letter(Tx& tx, const AuthorisationLetter& l) {
  tx.exec("update authorisation_letter set revoked_at = ?, revoke_reason = ?, version = version + 1 where id = ?", l.revoked_at,
          l.revoke_reason, l.id);
}

std::vector<Power> delegated_powers(Tx& tx, DepartmentId owner, PostId post, WindowId window, CenterId center, Date today) {
  return tx.all(R"sql(
      select distinct x.power
        from authorisation_letter l
        join authorisation_letter_power x on x.letter_id = l.id
       where l.department_id = ?
         and l.valid_from <= ?
         and l.valid_to >= ?
         and l.revoked_at is null
         and (   (l.grantee_post = ? and l.grantee_post <> 0)
              or (l.grantee_window = ? and l.grantee_window <> 0)
              or (l.grantee_center = ? and l.grantee_center <> 0))
       order by x.power)sql",
                [](const Row& row) { return row.get<Power>(0); }, owner, today, today, post, window, center);
}

std::optional<FirstContact> find_contact(Tx& tx, std::int64_t id) {
  return tx.find(std::string(select_contact) + " where id = ?", contact_from, id);
}

std::vector<FirstContact> list_contacts(Tx& tx, const ListOrder& order, UserId owner) {
  Conditions where;
  where.also("region_code >= ?", order.low).also("region_code < ?", order.high).also("id > ?", order.after);
  if (owner) where.also("(staff_id = ? or handed_to_id = ?)", owner, owner);
  if (order.word == "open") where.also("closed_at is null");
  if (order.word == "closed") where.also("closed_at is not null");
  if (!order.text.empty()) where.also("request like ? escape '!'", contains(order.text));
  return where.all(tx, select_contact, " order by id" + limit_words(order.limit), contact_from);
}

void insert_contact(Tx& tx, const FirstContact& f) {
  tx.exec(R"sql(
      insert into first_contact (id, region_code, center_id, staff_id, staff_name, contacted_at, asked_by, request, handed_to_id,
                                 handed_to_name, handed_over_at, result, closed_at, version)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql",
          f.id, f.region_code, f.center, f.staff, f.staff_name, f.contacted_at, f.asked_by, f.request, f.handed_to, f.handed_to_name,
          f.handed_over_at, f.result, f.closed_at);
}

void update_contact(Tx& tx, const FirstContact& f) {
  tx.exec(R"sql(
      update first_contact
         set handed_to_id = ?, handed_to_name = ?, handed_over_at = ?, result = ?, closed_at = ?, version = version + 1
       where id = ?)sql",
          f.handed_to, f.handed_to_name, f.handed_over_at, f.result, f.closed_at, f.id);
}

}  // namespace yimen::organisation::store
