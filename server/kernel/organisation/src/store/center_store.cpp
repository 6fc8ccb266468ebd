#include "store/unit_store.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_center =
    "select id, region_code, name, address, phone, hours, closing_minute, valid_from, valid_to, version from service_center";
constexpr std::string_view select_window =
    "select w.id, w.center_id, c.region_code, w.number, w.name, w.kind, w.is_open, w.version, c.name "
    "from service_window w join service_center c on c.id = w.center_id";
constexpr std::string_view select_residency =
    "select r.id, r.center_id, r.department_id, c.name, d.name, r.matter_name, r.kind, r.state, r.reason, r.proposed_by, "
    "r.proposed_at, r.decision_no, r.decided_by, r.decided_at, r.effective_on, c.region_code from center_residency r "
    "join service_center c on c.id = r.center_id join department d on d.id = r.department_id";

ServiceCenter center_from(const Row& row) {
  ServiceCenter c;
  c.id = row.get<CenterId>(0);
  c.region_code = row.i64(1);
  c.name = row.text(2);
  c.address = row.text(3);
  c.phone = row.text(4);
  c.hours = row.text(5);
  c.closing_minute = row.get<int>(6);
  c.valid_from = row.get<Date>(7);
  c.valid_to = row.get<std::optional<Date>>(8);
  c.version = row.get<int>(9);
  return c;
}

Window window_from(const Row& row) {
  Window w;
  w.id = row.get<WindowId>(0);
  w.center = row.get<CenterId>(1);
  w.region_code = row.i64(2);
  w.number = row.text(3);
  w.name = row.text(4);
  w.kind = row.get<WindowKind>(5);
  w.is_open = row.get<bool>(6);
  w.version = row.get<int>(7);
  w.center_name = row.text(8);
  return w;
}

Residency residency_from(const Row& row) {
  Residency r;
  r.id = row.i64(0);
  r.center = row.get<CenterId>(1);
  r.department = row.get<DepartmentId>(2);
  r.center_name = row.text(3);
  r.department_name = row.text(4);
  r.matter_name = row.text(5);
  r.kind = row.text(6);
  r.state = row.text(7);
  r.reason = row.text(8);
  r.proposed_by = row.get<UserId>(9);
  r.proposed_at = row.get<Instant>(10);
  r.decision_no = row.text(11);
  r.decided_by = row.get<UserId>(12);
  r.decided_at = row.get<std::optional<Instant>>(13);
  r.effective_on = row.get<std::optional<Date>>(14);
  r.region_code = row.i64(15);
  return r;
}

/// Windows are few in a hall: their departments come with one more query for all of them.
std::vector<Window> with_departments(Tx& tx, std::vector<Window> windows) {
  if (windows.empty()) return windows;
  std::string sql = "select window_id, department_id from window_department where window_id in (";
  std::vector<platform::Param> params;
  for (const auto& window : windows) {
    sql += params.empty() ? "?" : ", ?";
    params.push_back(platform::to_param(window.id));
  }
  tx.run(sql + ") order by window_id, department_id", params, [&](const Row& row) {
    for (auto& window : windows)
      if (window.id == row.get<WindowId>(0)) window.departments.push_back(row.get<DepartmentId>(1));
  });
  return windows;
}

void write_departments(Tx& tx, const Window& window) {
  for (const auto department : window.departments)
    tx.exec("insert into window_department (window_id, department_id) values (?, ?) on conflict do nothing", window.id, department);
}

}  // namespace

std::optional<ServiceCenter> find_center(Tx& tx, CenterId id) {
  return tx.find(std::string(select_center) + " where id = ?", center_from, id);
}

std::optional<CenterId> center_of_name(Tx& tx, std::int64_t region_code, std::string_view name) {
  return tx.scalar<CenterId>("select id from service_center where region_code = ? and name = ? and valid_to is null", region_code, name);
}

std::vector<ServiceCenter> list_centers(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("region_code >= ?", order.low).also("region_code < ?", order.high).also("id > ?", order.after);
  if (!order.with_closed) where.also("valid_to is null");
  if (!order.text.empty()) where.also("name like ? escape '!'", contains(order.text));
  return where.all(tx, select_center, " order by id" + limit_words(order.limit), center_from);
}

void insert_center(Tx& tx, const ServiceCenter& c) {
  tx.exec(R"sql(
      insert into service_center (id, region_code, name, address, phone, hours, closing_minute, valid_from, valid_to, version, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?))sql",
          c.id, c.region_code, c.name, c.address, c.phone, c.hours, c.closing_minute, c.valid_from, c.valid_to, tx.now());
}

void update_center(Tx& tx, const ServiceCenter& c) {
  tx.exec(R"sql(
      update service_center
         set name = ?, address = ?, phone = ?, hours = ?, closing_minute = ?, valid_to = ?, version = version + 1, updated_at = ?
       where id = ?)sql",
          c.name, c.address, c.phone, c.hours, c.closing_minute, c.valid_to, tx.now(), c.id);
}

std::optional<Window> find_window(Tx& tx, WindowId id) {
  auto found = tx.find(std::string(select_window) + " where w.id = ?", window_from, id);
  if (!found) return std::nullopt;
  return with_departments(tx, {std::move(*found)}).front();
}

std::optional<WindowId> window_of_number(Tx& tx, CenterId center, std::string_view number) {
  return tx.scalar<WindowId>("select id from service_window where center_id = ? and number = ?", center, number);
}

std::vector<Window> list_windows(Tx& tx, const ListOrder& order) {
  Conditions where;
  if (order.center != 0) where.also("w.center_id = ?", order.center);
  where.also("c.region_code >= ?", order.low).also("c.region_code < ?", order.high).also("w.id > ?", order.after);
  if (!order.with_closed) where.also("w.is_open = 1").also("c.valid_to is null");
  if (!order.word.empty()) where.also("w.kind = ?", order.word);
  if (!order.text.empty()) where.also("(w.name like ? escape '!' or w.number = ?)", contains(order.text), order.text);
  return with_departments(tx, where.all(tx, select_window, " order by w.id" + limit_words(order.limit), window_from));
}

std::vector<Window> windows_of_department(Tx& tx, DepartmentId department) {
  return with_departments(tx, tx.all(std::string(select_window) + R"sql(
       join window_department x on x.window_id = w.id
      where x.department_id = ? and w.is_open = 1 and c.valid_to is null
      order by w.id)sql",
                                     window_from, department));
}

void insert_window(Tx& tx, const Window& w) {
  tx.exec("insert into service_window (id, center_id, number, name, kind, is_open, version, updated_at) values (?, ?, ?, ?, ?, ?, 1, ?)",
          w.id, w.center, w.number, w.name, w.kind, w.is_open, tx.now());
  write_departments(tx, w);
}

void update_window(Tx& tx, const Window& w) {
  tx.exec("update service_window set number = ?, name = ?, kind = ?, is_open = ?, version = version + 1, updated_at = ? where id = ?",
          w.number, w.name, w.kind, w.is_open, tx.now(), w.id);
  tx.exec("delete from window_department where window_id = ?", w.id);
  write_departments(tx, w);
}

std::optional<Residency> find_residency(Tx& tx, std::int64_t id) {
  return tx.find(std::string(select_residency) + " where r.id = ?", residency_from, id);
}

std::vector<Residency> list_residencies(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("c.region_code >= ?", order.low).also("c.region_code < ?", order.high).also("r.id > ?", order.after);
  if (order.center != 0) where.also("r.center_id = ?", order.center);
  if (order.department != 0) where.also("r.department_id = ?", order.department);
  if (!order.word.empty()) where.also("r.state = ?", order.word);
  return where.all(tx, select_residency, " order by r.id" + limit_words(order.limit), residency_from);
}

void insert_residency(Tx& tx, const Residency& r) {
  tx.exec(R"sql(
      insert into center_residency (id, center_id, department_id, matter_name, kind, state, reason, proposed_by, proposed_at,
                                    decision_no, decided_by, decided_at, effective_on)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          r.id, r.center, r.department, r.matter_name, r.kind, r.state, r.reason, r.proposed_by, r.proposed_at, r.decision_no,
          r.decided_by, r.decided_at, r.effective_on);
}

void decide_residency(Tx& tx, const Residency& r) {
  tx.exec("update center_residency set state = ?, decision_no = ?, decided_by = ?, decided_at = ?, effective_on = ? where id = ?", r.state,
          r.decision_no, r.decided_by, r.decided_at, r.effective_on, r.id);
}

bool is_resident_somewhere(Tx& tx, DepartmentId department) {
  return tx.scalar<std::int64_t>(R"sql(
      select 1
        from center_residency e
       where e.department_id = ?
         and e.matter_name = ''
         and e.state = 'approved'
         and e.kind = 'entry'
         and not exists (select 1
                           from center_residency x
                          where x.department_id = e.department_id
                            and x.center_id = e.center_id
                            and x.matter_name = ''
                            and x.state = 'approved'
                            and x.kind = 'exit'
                            and x.effective_on >= e.effective_on
                            and x.id > e.id)
       limit 1)sql",
                                 department)
      .has_value();
}

}  // namespace yimen::organisation::store
