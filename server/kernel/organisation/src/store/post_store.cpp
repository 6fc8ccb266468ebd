#include "store/post_store.h"

namespace yimen::organisation::store {
namespace {

using platform::Row;

constexpr std::string_view select_post =
    "select p.id, p.region_code, p.department_id, coalesce(d.name, ''), p.center_id, p.name, p.holder_id, coalesce(s.name, ''), "
    "p.deputy_post_id, p.all_departments, p.valid_from, p.valid_to, p.version, r.role, coalesce(b.name, ''), coalesce(bs.name, '') "
    "from post p left join department d on d.id = p.department_id left join staff s on s.id = p.holder_id "
    "left join post b on b.id = p.deputy_post_id left join staff bs on bs.id = b.holder_id "
    "left join post_role r on r.post_id = p.id";
constexpr std::string_view in_force = "p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)";

Post post_from(const Row& row) {
  Post p;
  p.id = row.get<PostId>(0);
  p.region_code = row.i64(1);
  p.department = row.get<DepartmentId>(2);
  p.department_name = row.text(3);
  p.center = row.get<CenterId>(4);
  p.name = row.text(5);
  p.holder = row.get<UserId>(6);
  p.holder_name = row.text(7);
  p.deputy_post = row.get<PostId>(8);
  p.all_departments = row.get<bool>(9);
  p.valid_from = row.get<Date>(10);
  p.valid_to = row.get<std::optional<Date>>(11);
  p.version = row.get<int>(12);
  if (!row.is_null(13)) p.roles.emplace_back(row.text(13));
  p.deputy_post_name = row.text(14);
  p.deputy_holder_name = row.text(15);
  return p;
}

/// One row per role, ordered by post: rows of the same post become one value.
std::vector<Post> folded(std::vector<Post> rows) {
  std::vector<Post> posts;
  for (auto& row : rows) {
    if (posts.empty() || posts.back().id != row.id) posts.push_back(std::move(row));
    else posts.back().roles.push_back(std::move(row.roles.front()));
  }
  return posts;
}

template <class... Args>
std::vector<Post> posts_where(Tx& tx, std::string_view condition, const Args&... args) {
  return folded(tx.all(std::string(select_post) + " where " + std::string(condition) + " order by p.id, r.role", post_from, args...));
}

}  // namespace

std::optional<Post> find_post(Tx& tx, PostId id) {
  auto found = posts_where(tx, "p.id = ?", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::string> roles_of(Tx& tx, PostId id) {
  return tx.all("select role from post_role where post_id = ? order by role", [](const Row& row) { return row.get<std::string>(0); }, id);
}

std::optional<PostId> post_of_code(Tx& tx, std::string_view code) {
  return tx.scalar<PostId>("select id from post where code = ?", code);
}

std::vector<Post> posts_held(Tx& tx, UserId user, Date today) {
  return posts_where(tx, "p.holder_id = ? and " + std::string(in_force), user, today, today);
}

std::vector<Post> posts_deputised(Tx& tx, UserId user, Date today) {
  return posts_where(tx, R"sql(p.deputy_post_id in (select x.id
                                         from post x
                                        where x.holder_id = ?
                                          and x.valid_from <= ?
                                          and (x.valid_to is null or x.valid_to > ?))
       and p.holder_id <> ?
       and exists (select 1
                     from absence a
                    where a.staff_id = p.holder_id
                      and a.from_on <= ?
                      and a.until_on >= ?
                      and a.cancelled_at is null)
       and )sql" + std::string(in_force),
                     user, today, today, user, today, today, today, today);
}

std::vector<Post> list_posts(Tx& tx, const ListOrder& order) {
  // The page is cut on posts, not on their roles.
  Conditions where;
  where.also("q.region_code >= ?", order.low).also("q.region_code < ?", order.high).also("q.id > ?", order.after);
  if (order.department != 0) where.also("q.department_id = ?", order.department);
  if (order.center != 0) where.also("q.center_id = ?", order.center);
  if (!order.with_closed) where.also("q.valid_to is null");
  if (!order.word.empty()) where.also("exists (select 1 from post_role o where o.post_id = q.id and o.role = ?)", order.word);
  if (!order.text.empty())
    where.also("(q.name like ? escape '!' or exists (select 1 from staff t where t.id = q.holder_id and t.name like ? escape '!'))",
               contains(order.text), contains(order.text));
  const auto page = "select q.id from post q" + where.sql() + " order by q.id" + limit_words(order.limit);
  std::vector<Post> rows;
  tx.run(std::string(select_post) + " where p.id in (" + page + ") order by p.id, r.role", where.params(),
         [&](const Row& row) { rows.push_back(post_from(row)); });
  return folded(std::move(rows));
}

void insert_post(Tx& tx, const Post& p, std::string_view code) {
  tx.exec(R"sql(
      insert into post (id, code, region_code, department_id, center_id, name, holder_id, deputy_post_id, all_departments,
                        valid_from, valid_to, version, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?))sql",
          p.id, code, p.region_code, p.department, p.center, p.name, p.holder, p.deputy_post, p.all_departments, p.valid_from,
          p.valid_to, tx.now());
}

void update_post(Tx& tx, const Post& p) {
  tx.exec(R"sql(
      update post
         set center_id = ?, name = ?, holder_id = ?, deputy_post_id = ?, all_departments = ?, valid_to = ?,
             version = version + 1, updated_at = ?
       where id = ?)sql",
          p.center, p.name, p.holder, p.deputy_post, p.all_departments, p.valid_to, tx.now(), p.id);
}

void set_deputy(Tx& tx, PostId post, PostId deputy) { tx.exec("update post set deputy_post_id = ? where id = ?", deputy, post); }

std::vector<UserId> staff_with_role(Tx& tx, DepartmentId department, std::string_view role, Date today) {
  return tx.all(R"sql(
      with fitting as (select p.holder_id, p.deputy_post_id
                         from post p
                         join post_role r on r.post_id = p.id and r.role = ?
                        where p.department_id = ?
                          and p.valid_from <= ?
                          and (p.valid_to is null or p.valid_to > ?)
                          and p.holder_id <> 0),
           away as (select a.staff_id
                      from absence a
                     where a.staff_id in (select holder_id from fitting)
                       and a.from_on <= ?
                       and a.until_on >= ?
                       and a.cancelled_at is null)
      select holder_id as staff_id from fitting where holder_id not in (select staff_id from away)
      union
      select x.holder_id
        from fitting f
        join post x on x.id = f.deputy_post_id and x.valid_to is null and x.holder_id <> 0
       where f.holder_id in (select staff_id from away)
      order by staff_id)sql",
                [](const Row& row) { return row.get<UserId>(0); }, role, department, today, today, today, today);
}

std::vector<std::string> roles_within_reach(Tx& tx, UserId user) {
  return tx.all(R"sql(
      select distinct r.role
        from post_role r
        join post p on p.id = r.post_id and p.valid_to is null
       where p.holder_id = ?
          or p.deputy_post_id in (select x.id from post x where x.holder_id = ? and x.valid_to is null)
       order by r.role)sql",
                [](const Row& row) { return row.get<std::string>(0); }, user, user);
}

void add_role(Tx& tx, PostId post, std::string_view role) {
  tx.exec("insert into post_role (post_id, role) values (?, ?) on conflict do nothing", post, role);
}

void remove_role(Tx& tx, PostId post, std::string_view role) {
  tx.exec("delete from post_role where post_id = ? and role = ?", post, role);
}

}  // namespace yimen::organisation::store
