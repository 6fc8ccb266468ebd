#include "store/post_store.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_grant =
    "select g.id, g.post_id, p.name, g.role, g.kind, g.state, g.reason, g.requested_by, coalesce(s.name, ''), g.requested_at, "
    "g.decided_by, g.decided_at, p.region_code, p.holder_id, coalesce(d.name, ''), coalesce(h.name, '') from role_grant g join post p on p.id = g.post_id "
    "left join department d on d.id = p.department_id left join staff h on h.id = p.holder_id left join staff s on s.id = g.requested_by";

RoleGrant grant_from(const Row& row) {
  RoleGrant g;
  g.id = row.i64(0);
  g.post = row.get<PostId>(1);
  g.post_name = row.text(2);
  g.role = row.text(3);
  g.kind = row.text(4);
  g.state = row.text(5);
  g.reason = row.text(6);
  g.requested_by = row.get<UserId>(7);
  g.requested_by_name = row.text(8);
  g.requested_at = row.get<Instant>(9);
  g.decided_by = row.get<UserId>(10);
  g.decided_at = row.get<std::optional<Instant>>(11);
  g.region_code = row.i64(12);
  g.holder = row.get<UserId>(13);
  g.department_name = row.text(14);
  g.holder_name = row.text(15);
  return g;
}

}  // namespace

std::optional<RoleGrant> find_grant(Tx& tx, std::int64_t id) {
  return tx.find(std::string(select_grant) + " where g.id = ?", grant_from, id);
}

bool has_open_grant(Tx& tx, PostId post, std::string_view role) {
  return tx.scalar<std::int64_t>("select 1 from role_grant where post_id = ? and role = ? and state = 'requested' limit 1", post, role)
      .has_value();
}

std::vector<RoleGrant> list_grants(Tx& tx, const ListOrder& order) {
  Conditions where;
  where.also("p.region_code >= ?", order.low).also("p.region_code < ?", order.high).also("g.id > ?", order.after);
  if (!order.word.empty()) where.also("g.state = ?", order.word);
  if (order.department != 0) where.also("p.department_id = ?", order.department);
  if (!order.text.empty())
    where.also("(p.name like ? escape '!' or d.name like ? escape '!' or h.name like ? escape '!')", contains(order.text), contains(order.text), contains(order.text));
  return where.all(tx, select_grant, " order by g.id" + limit_words(order.limit), grant_from);
}

void insert_grant(Tx& tx, const RoleGrant& g) {
  tx.exec(R"sql(
      insert into role_grant (id, post_id, role, kind, state, reason, requested_by, requested_at, decided_by, decided_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          g.id, g.post, g.role, g.kind, g.state, g.reason, g.requested_by, g.requested_at, g.decided_by, g.decided_at);
}

void decide_grant(Tx& tx, const RoleGrant& g) {
  tx.exec("update role_grant set state = ?, decided_by = ?, decided_at = ? where id = ?", g.state, g.decided_by, g.decided_at, g.id);
}

std::vector<Role> list_roles(Tx& tx) {
  auto roles = tx.all("select name, title, description, position from role order by position", [](const Row& row) {
    return Role{row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<int>(3), {}};
  });
  tx.each("select role, permission from role_permission order by role, permission", [&](const Row& row) {
    for (auto& role : roles)
      if (role.name == row.text(0)) role.permissions.emplace_back(row.text(1));
  });
  return roles;
}

void replace_roles(Tx& tx, const std::vector<Role>& roles) {
  tx.exec("delete from role_permission");
  tx.exec("delete from role");
  for (const auto& role : roles) {
    tx.exec("insert into role (name, title, description, position) values (?, ?, ?, ?)", role.name, role.title, role.description,
            role.position);
    for (const auto& permission : role.permissions)
      tx.exec("insert into role_permission (role, permission) values (?, ?)", role.name, permission);
  }
}

std::unordered_set<std::string> permissions_of(Tx& tx, const std::vector<std::string>& roles) {
  std::unordered_set<std::string> permissions;
  for (const auto& role : roles)
    tx.each("select permission from role_permission where role = ?", [&](const Row& row) { permissions.emplace(row.text(0)); }, role);
  return permissions;
}

}  // namespace yimen::organisation::store
