#include "store/post_store.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_staff =
    "select id, employee_no, name, phone, login, department_id, region_code, is_active, version, "
    "coalesce((select d.name from department d where d.id = staff.department_id), '') from staff";
constexpr std::string_view select_absence =
    "select a.id, a.staff_id, s.name, a.reason, s.department_id, s.region_code, a.from_on, a.until_on, a.recorded_by, "
    "a.cancelled_at, a.version from absence a join staff s on s.id = a.staff_id";

Staff staff_from(const Row& row) {
  Staff s;
  s.id = row.get<UserId>(0);
  s.employee_no = row.text(1);
  s.name = row.text(2);
  s.phone = row.text(3);
  s.login = row.text(4);
  s.department = row.get<DepartmentId>(5);
  s.region_code = row.i64(6);
  s.is_active = row.get<bool>(7);
  s.version = row.get<int>(8);
  s.department_name = row.text(9);
  return s;
}

Absence absence_from(const Row& row) {
  Absence a;
  a.id = row.i64(0);
  a.staff = row.get<UserId>(1);
  a.staff_name = row.text(2);
  a.reason = row.text(3);
  a.department = row.get<DepartmentId>(4);
  a.region_code = row.i64(5);
  a.from_on = row.get<Date>(6);
  a.until_on = row.get<Date>(7);
  a.recorded_by = row.get<UserId>(8);
  a.cancelled_at = row.get<std::optional<Instant>>(9);
  a.version = row.get<int>(10);
  return a;
}

}  // namespace

std::optional<Staff> find_staff(Tx& tx, UserId id) { return tx.find(std::string(select_staff) + " where id = ?", staff_from, id); }

std::optional<Staff> staff_of_number(Tx& tx, std::string_view employee_no) {
  return tx.find(std::string(select_staff) + " where employee_no = ?", staff_from, employee_no);
}

bool has_login(Tx& tx, std::string_view login) {
  return tx.scalar<std::int64_t>("select 1 from staff where login = ?", login).has_value();
}

std::vector<Staff> list_staff(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("region_code >= ?", order.low).also("region_code < ?", order.high).also("id > ?", order.after);
  if (order.department != 0) where.also("department_id = ?", order.department);
  if (!order.with_closed) where.also("is_active = 1");
  if (!order.text.empty())
    where.also("(name like ? escape '!' or employee_no = ? or login = ?)", contains(order.text), order.text, order.text);
  return where.all(tx, select_staff, " order by id" + limit_words(order.limit), staff_from);
}

void insert_staff(Tx& tx, const Staff& s) {
  tx.exec(R"sql(
      insert into staff (id, employee_no, name, phone, login, department_id, region_code, is_active, version, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?))sql",
          s.id, s.employee_no, s.name, s.phone, s.login, s.department, s.region_code, s.is_active, tx.now());
}

void update_staff(Tx& tx, const Staff& s) {
  tx.exec(R"sql(
      update staff
         set name = ?, phone = ?, department_id = ?, region_code = ?, is_active = ?, version = version + 1, updated_at = ?
       where id = ?)sql",
          s.name, s.phone, s.department, s.region_code, s.is_active, tx.now(), s.id);
}

bool is_absent(Tx& tx, UserId staff, Date today) {
  return tx.scalar<std::int64_t>(
               "select 1 from absence where staff_id = ? and from_on <= ? and until_on >= ? and cancelled_at is null limit 1", staff,
               today, today)
      .has_value();
}

std::optional<Absence> find_absence(Tx& tx, std::int64_t id) {
  return tx.find(std::string(select_absence) + " where a.id = ?", absence_from, id);
}

bool has_overlapping_absence(Tx& tx, UserId staff, Date from, Date until, std::int64_t except) {
  return tx.scalar<std::int64_t>(
               "select 1 from absence where staff_id = ? and from_on <= ? and until_on >= ? and cancelled_at is null and id <> ? limit 1",
               staff, until, from, except)
      .has_value();
}

std::vector<Absence> list_absences(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("s.region_code >= ?", order.low).also("s.region_code < ?", order.high).also("a.id > ?", order.after);
  if (order.department != 0) where.also("s.department_id = ?", order.department);
  if (!order.with_closed) where.also("a.cancelled_at is null").also("a.until_on >= ?", tx.today());
  if (!order.text.empty()) where.also("s.name like ? escape '!'", contains(order.text));
  return where.all(tx, select_absence, " order by a.id" + limit_words(order.limit), absence_from);
}

void insert_absence(Tx& tx, const Absence& a) {
  tx.exec("insert into absence (id, staff_id, from_on, until_on, reason, recorded_by, recorded_at) values (?, ?, ?, ?, ?, ?, ?)", a.id,
          a.staff, a.from_on, a.until_on, a.reason, a.recorded_by, tx.now());
}

void update_absence(Tx& tx, const Absence& a) {
  tx.exec("update absence set from_on = ?, until_on = ?, reason = ?, cancelled_at = ?, version = version + 1 where id = ?", a.from_on,
          a.until_on, a.reason, a.cancelled_at, a.id);
}

}  // namespace yimen::organisation::store
