#include <set>

#include "testing_town.h"

using namespace yimen;
using namespace yimen::organisation;
using namespace yimen::organisation::testing;

namespace {

const std::string data_dir = YIMEN_SOURCE_DIR "/data";
const Organisation organisation_;

}  // namespace

YIMEN_DB_TEST("the demonstration city loads once, every post with a deputy and every category with a department", migrations::trail(),
              migrations::organisation()) {
  REQUIRE(load_roles(db, data_dir));
  const auto counts = load_organisation(db, data_dir);
  if (!counts) FAIL(counts.error().detail);
  CHECK(counts->departments > 150);
  CHECK(counts->posts == counts->staff);
  const auto again = load_organisation(db, data_dir);
  REQUIRE(again);
  CHECK(again->departments + again->centers + again->windows + again->posts + again->staff + again->letters == 0);
  db.read([&](Tx& tx) {
    CHECK(tx.scalar<std::int64_t>("select count(*) from post where deputy_post_id = 0 or deputy_post_id = id") == 0);
    for (const auto* category : {"农业农村", "水利", "卫生健康", "司法", "人力资源社会保障", "公安", "民政", "文化旅游", "市场监管", "住房城乡建设", "自然资源",
                                 "发展改革", "交通运输", "档案", "林业", "应急管理", "生态环境", "医疗保障", "教育", "税务", "体育"})
      for (const std::int64_t region : {450900000000, 450902000000, 450903000000, 450921000000, 450922000000, 450923000000, 450924000000, 450981000000}) {
        const auto department = organisation_.department_of_category(tx, region, category);
        REQUIRE_MESSAGE(department, category);
        for (const auto* role : {"handler", "reviewer", "approver", "chief_representative"})
          CHECK_FALSE(organisation_.staff_with_role(tx, department->id, role, today).empty());
      }
  });
}

YIMEN_DB_TEST("a general clerk of the demonstration may accept for a resident department and not decide", migrations::trail(),
              migrations::organisation()) {
  REQUIRE(load_roles(db, data_dir));
  REQUIRE(load_organisation(db, data_dir));
  db.read([&](Tx& tx) {
    const auto clerk = *tx.scalar<UserId>("select id from staff where login = 'yl.clerk1'");
    const auto posts = organisation_.posts_of(tx, clerk, today);
    REQUIRE(posts.size() == 1);
    const auto center = organisation_.centers(tx, yulin).at(0);
    CHECK(center.name == "玉林市政务服务中心");
    const auto window = organisation_.windows(tx, center.id).at(0);
    REQUIRE(organisation_.require_window(tx, posts[0].post.id, window.id));
    const auto farming = organisation_.department_of_category(tx, yulin, "农业农村");
    const auto who = actor(clerk, posts[0].post.id, posts[0].post.department, window.id);
    CHECK(organisation_.require_power(tx, who, farming->id, Power::accept, today));
    CHECK(organisation_.require_power(tx, who, farming->id, Power::approve, today));
    CHECK_FALSE(organisation_.require_power(tx, who, farming->id, Power::decide, today));
    CHECK_FALSE(organisation_.require_power(tx, who, farming->id, Power::use_seal, today));
  });
}

YIMEN_DB_TEST("the three administrators share no permission", migrations::trail(), migrations::organisation()) {
  REQUIRE(load_roles(db, data_dir));
  db.read([&](Tx& tx) {
    std::multiset<std::string> all;
    for (const auto* role : {"sys_admin", "sec_admin", "audit_admin"}) {
      const auto permissions = organisation_.permissions_of_roles(tx, {role});
      CHECK_FALSE(permissions->empty());
      for (const auto& permission : *permissions) {
        CHECK_MESSAGE(all.count(permission) == 0, permission);
        all.insert(permission);
        CHECK_FALSE(permission.starts_with("cases."));
      }
    }
    CHECK(organisation_.permissions_of_roles(tx, {"nobody"})->empty());
  });
}
