#include "testing_town.h"

using namespace yimen;
using namespace yimen::organisation;
using namespace yimen::organisation::testing;

namespace {

const Organisation organisation_;

std::string slug(const Result<void>& result) { return result ? "granted" : result.error().slug; }
constexpr auto refused = "organisation/power-not-delegated";

}  // namespace

YIMEN_DB_TEST("a post of the department itself needs no letter for what its role carries", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  db.read([&](Tx& tx) {
    const auto may = [&](UserId user, PostId post, Power power) { return slug(organisation_.require_power(tx, actor(user, post), town.farming, power, today)); };
    CHECK(may(town.an, town.handler, Power::accept) == "granted");
    CHECK(may(town.an, town.handler, Power::decide) == refused);
    CHECK(may(town.bao, town.reviewer, Power::report_up) == "granted");
    CHECK(may(town.cai, town.approver, Power::decide) == "granted");
    CHECK(may(town.cai, town.approver, Power::use_seal) == "granted");
    // Somebody who only claims to sit on the post.
    CHECK(may(town.an, town.approver, Power::decide) == refused);
    CHECK(slug(organisation_.require_power(tx, platform::system_actor(), town.farming, Power::decide, today)) == "granted");
  });
}

YIMEN_DB_TEST("a window has a power only from the first to the last day of a letter that is not revoked", migrations::trail(),
              migrations::organisation()) {
  const auto town = plant(db);
  LetterId letter;
  db.transact([&](Tx& tx) {
    letter = add_letter(tx, town, {Power::accept, Power::deliver}, 2025y / 6 / 1, 2025y / 6 / 30, {}, town.window, {});
    return true;
  });
  const auto clerk = actor(town.ding, town.clerk, town.office, town.window);
  db.read([&](Tx& tx) {
    const auto on = [&](Date day, Power power) { return slug(organisation_.require_power(tx, clerk, town.farming, power, day)); };
    CHECK(on(2025y / 5 / 31, Power::accept) == refused);
    CHECK(on(2025y / 6 / 1, Power::accept) == "granted");
    CHECK(on(2025y / 6 / 30, Power::accept) == "granted");
    CHECK(on(2025y / 7 / 1, Power::accept) == refused);
    CHECK(on(today, Power::deliver) == "granted");
    CHECK(on(today, Power::approve) == refused);
    const auto told = organisation_.require_power(tx, clerk, town.farming, Power::decide, today);
    REQUIRE_FALSE(told);
    CHECK(told.error().code == platform::ErrorCode::rule_violated);
    CHECK(told.error().detail.find("玉林市农业农村局的审批决定权") != std::string::npos);
    CHECK(organisation_.powers_for(tx, clerk, town.farming, today) == std::vector<Power>{Power::accept, Power::deliver});
  });
  db.transact([&](Tx& tx) {
    auto stored = *store::find_letter(tx, letter);
    stored.revoked_at = tx.now();
    store::revoke_letter(tx, stored);
    return true;
  });
  db.read([&](Tx& tx) { CHECK(slug(organisation_.require_power(tx, clerk, town.farming, Power::accept, today)) == refused); });
}

YIMEN_DB_TEST("a letter to a hall serves its general windows that take the department's matters, for those who signed on there",
              migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  db.transact([&](Tx& tx) {
    add_letter(tx, town, {Power::accept}, since, 2030y / 1 / 1, {}, {}, town.hall);
    return true;
  });
  db.read([&](Tx& tx) {
    const auto may = [&](const platform::Actor& who, DepartmentId owner) { return slug(organisation_.require_power(tx, who, owner, Power::accept, today)); };
    CHECK(may(actor(town.ding, town.clerk, town.office, town.window), town.farming) == "granted");
    CHECK(may(actor(town.ding, town.clerk, town.office), town.farming) == refused);                       // not signed on
    CHECK(may(actor(town.ding, town.clerk, town.office, town.closed_window), town.farming) == refused);   // the window is closed
    CHECK(may(actor(town.ding, town.clerk, town.office, town.window), town.office) == refused);           // other owner
    CHECK(may(actor(town.bao, town.reviewer, town.farming, town.window), town.farming) == refused);       // no window post
  });
}

YIMEN_DB_TEST("a letter to the chief representative gives the power to decide and with it to approve", migrations::trail(),
              migrations::organisation()) {
  const auto town = plant(db);
  UserId person;
  PostId chief;
  db.transact([&](Tx& tx) {
    person = add_staff(tx, town.farming, "首席");
    chief = add_post(tx, town.farming, "首席代表", "chief_representative", person, town.hall);
    return true;
  });
  db.read([&](Tx& tx) { CHECK(slug(organisation_.require_power(tx, actor(person, chief), town.farming, Power::decide, today)) == refused); });
  db.transact([&](Tx& tx) {
    add_letter(tx, town, {Power::decide}, since, 2030y / 1 / 1, chief, {}, {});
    return true;
  });
  db.read([&](Tx& tx) {
    CHECK(slug(organisation_.require_power(tx, actor(person, chief), town.farming, Power::decide, today)) == "granted");
    CHECK(slug(organisation_.require_power(tx, actor(person, chief), town.farming, Power::approve, today)) == "granted");
    CHECK(slug(organisation_.require_power(tx, actor(person, chief), town.farming, Power::use_seal, today)) == refused);
  });
}

YIMEN_DB_TEST("the deputy has the post while the holder is absent and not a day longer", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  db.transact([&](Tx& tx) {
    add_absence(tx, town.cai, 2025y / 6 / 2, 2025y / 6 / 4);
    return true;
  });
  db.read([&](Tx& tx) {
    const auto posts_on = [&](Date day) { return organisation_.posts_of(tx, town.bao, day); };
    CHECK(posts_on(2025y / 6 / 1).size() == 1);
    const auto during = posts_on(2025y / 6 / 2);
    REQUIRE(during.size() == 2);
    CHECK(during[0].post.id == town.reviewer);
    CHECK(during[1].is_substitute);
    CHECK(during[1].post.id == town.approver);
    CHECK(during[1].absent_holder == town.cai);
    CHECK(during[1].absent_holder_name == "蔡三");
    CHECK(posts_on(2025y / 6 / 4).size() == 2);
    CHECK(posts_on(2025y / 6 / 5).size() == 1);
    const auto decide = [&](Date day) { return slug(organisation_.require_power(tx, actor(town.bao, town.approver), town.farming, Power::decide, day)); };
    CHECK(decide(2025y / 6 / 1) == refused);
    CHECK(decide(2025y / 6 / 3) == "granted");
    CHECK(decide(2025y / 6 / 5) == refused);
    CHECK(organisation_.staff_with_role(tx, town.farming, "approver", 2025y / 6 / 1) == std::vector<UserId>{town.cai});
    CHECK(organisation_.staff_with_role(tx, town.farming, "approver", 2025y / 6 / 3) == std::vector<UserId>{town.bao});
    CHECK(organisation_.posts_of(tx, town.an, 2025y / 6 / 3).size() == 1);
  });
}

YIMEN_DB_TEST("a clerk signs on to open windows of the own hall only", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  db.read([&](Tx& tx) {
    CHECK(organisation_.require_window(tx, town.clerk, town.window));
    CHECK(slug(organisation_.require_window(tx, town.clerk, town.closed_window)) == "organisation/window-closed");
    CHECK(slug(organisation_.require_window(tx, town.handler, town.window)) == "organisation/window-elsewhere");
  });
}

YIMEN_DB_TEST("a category finds the department of exactly that region, other names of the bureau included", migrations::trail(),
              migrations::organisation()) {
  const auto town = plant(db);
  db.transact([&](Tx& tx) {
    Department bureau{.id = platform::new_id<DepartmentId>(), .region_code = yuzhou, .name = "玉州区文化体育广电和旅游局", .category = "文化旅游",
                      .other_categories = {"体育"}, .valid_from = since};
    store::insert_department(tx, bureau);
    return true;
  });
  db.read([&](Tx& tx) {
    CHECK(organisation_.department_of_category(tx, yulin, "农业农村")->id == town.farming);
    CHECK_FALSE(organisation_.department_of_category(tx, yuzhou, "农业农村"));
    CHECK(organisation_.department_of_category(tx, yuzhou, "体育")->name == "玉州区文化体育广电和旅游局");
    CHECK_FALSE(organisation_.department_of_category(tx, yuzhou, "文化"));
    CHECK(organisation_.departments(tx, yulin, 451000000000).size() == 3);
    CHECK(organisation_.departments(tx, yuzhou, 450903000000).size() == 1);
  });
}
