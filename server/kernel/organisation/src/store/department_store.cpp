#include "store/unit_store.h"
#include "yimen/platform/text.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_department =
    "select id, region_code, name, short_name, uscc, agency_mark, category, other_categories, phone, address, parent_id, "
    "is_resident, valid_from, valid_to, version from department";

Department department_from(const Row& row) {
  Department d;
  d.id = row.get<DepartmentId>(0);
  d.region_code = row.i64(1);
  d.name = row.text(2);
  d.short_name = row.text(3);
  d.uscc = row.text(4);
  d.agency_mark = row.text(5);
  d.category = row.text(6);
  if (!row.text(7).empty()) d.other_categories = platform::split(row.text(7), ',');
  d.phone = row.text(8);
  d.address = row.text(9);
  d.parent = row.get<DepartmentId>(10);
  d.is_resident = row.get<bool>(11);
  d.valid_from = row.get<Date>(12);
  d.valid_to = row.get<std::optional<Date>>(13);
  d.version = row.get<int>(14);
  return d;
}

}  // namespace

std::optional<Department> find_department(Tx& tx, DepartmentId id) {
  return tx.find(std::string(select_department) + " where id = ?", department_from, id);
}

std::optional<Department> department_of_category(Tx& tx, std::int64_t region_code, std::string_view category) {
  return tx.find(std::string(select_department) + R"sql(
       where region_code = ?
         and valid_to is null
         and (category = ? or (',' || other_categories || ',') like ? escape '!')
       order by case when category = ? then 0 else 1 end, id
       limit 1)sql",
                 department_from, region_code, category, contains("," + std::string(category) + ","), category);
}

std::optional<Department> department_of_name(Tx& tx, std::string_view name) {
  return tx.find(std::string(select_department) + " where name = ? and valid_to is null order by region_code limit 1", department_from, name);
}

std::optional<Department> department_of_name(Tx& tx, std::int64_t region_code, std::string_view name) {
  return tx.find(std::string(select_department) + " where region_code = ? and name = ? and valid_to is null", department_from, region_code,
                 name);
}

std::optional<Department> department_of_uscc(Tx& tx, std::string_view uscc) {
  return tx.find(std::string(select_department) + " where uscc = ? and valid_to is null", department_from, uscc);
}

std::vector<Department> list_departments(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("region_code >= ?", order.low).also("region_code < ?", order.high).also("id > ?", order.after);
  if (!order.with_closed) where.also("valid_to is null");
  if (!order.word.empty())
    where.also("(category = ? or (',' || other_categories || ',') like ? escape '!')", order.word, contains("," + order.word + ","));
  if (!order.text.empty()) where.also("(name like ? escape '!' or uscc = ?)", contains(order.text), order.text);
  return where.all(tx, select_department, " order by id" + limit_words(order.limit), department_from);
}

void insert_department(Tx& tx, const Department& d) {
  tx.exec(R"sql(
      insert into department (id, region_code, name, short_name, uscc, agency_mark, category, other_categories, phone,
                              address, parent_id, is_resident, valid_from, valid_to, version, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?))sql",
          d.id, d.region_code, d.name, d.short_name, d.uscc, d.agency_mark, d.category,
          platform::join(d.other_categories, ","), d.phone, d.address, d.parent, d.is_resident, d.valid_from, d.valid_to,
          tx.now());
}

void update_department(Tx& tx, const Department& d) {
  tx.exec(R"sql(
      update department
         set name = ?, short_name = ?, uscc = ?, agency_mark = ?, category = ?, other_categories = ?, phone = ?, address = ?,
             parent_id = ?, is_resident = ?, valid_to = ?, version = version + 1, updated_at = ?
       where id = ?)sql",
          d.name, d.short_name, d.uscc, d.agency_mark, d.category, platform::join(d.other_categories, ","), d.phone,
          d.address, d.parent, d.is_resident, d.valid_to, tx.now(), d.id);
}

std::int64_t posts_in_force(Tx& tx, DepartmentId id) {
  return tx.scalar<std::int64_t>("select count(*) from post where department_id = ? and valid_to is null", id).value_or(0);
}

}  // namespace yimen::organisation::store
