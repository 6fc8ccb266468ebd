#include "service/changes.h"

#include "service/import_tables.h"
#include "testing_town.h"
#include "yimen/region/region.h"

using namespace yimen;
using namespace yimen::organisation;
using namespace yimen::organisation::testing;

namespace {

/// Runs in a transaction of its own and tells how it ended.
template <class Work>
std::string slug(platform::Database& db, Work work) {
  const auto result = db.transact([&](Tx& tx) { return work(tx); });
  return result ? "done" : result.error().slug;
}

void plant_regions(platform::Database& db) {
  db.transact([](Tx& tx) {
    const auto actor = platform::system_actor();
    region::Regions regions;
    const region::Regions::Order order{since, "测试", 0};
    return regions.create(tx, actor, 0, 450000000000, "广西壮族自治区", order) && regions.create(tx, actor, 450000000000, yulin, "玉林市", order) &&
           regions.create(tx, actor, yulin, yuzhou, "玉州区", order);
  });
}

platform::Actor admin() { return with(actor(UserId{99}, {}), {"organisation.edit"}); }
platform::Actor farming_admin(const Town& town) { return with(actor(town.cai, town.approver, town.farming), {"organisation.department_edit", "letter.edit", "absence.edit"}, false); }

void load_roles_of(platform::Database& db) { REQUIRE(load_roles(db, YIMEN_SOURCE_DIR "/data")); }

}  // namespace

YIMEN_DB_TEST("a role takes effect only after the security administrator confirms it", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  load_roles_of(db);
  const auto granted = db.transact([&](Tx& tx) { return request_role(tx, farming_admin(town), town.handler, "dept_admin", "grant", "工作需要"); });
  REQUIRE(granted);
  const auto has_role = [&] { return db.read([&](Tx& tx) { return store::find_post(tx, town.handler)->has_role("dept_admin"); }); };
  CHECK_FALSE(has_role());
  const auto decide = [&](UserId who) {
    return slug(db, [&](Tx& tx) { return decide_role(tx, with(actor(who, {}), {"role.grant"}), granted->id, true); });
  };
  CHECK(decide(town.cai) == "organisation/same-person");
  CHECK(decide(town.an) == "organisation/own-role");
  CHECK_FALSE(has_role());
  CHECK(decide(UserId{98}) == "done");
  CHECK(has_role());
  CHECK(decide(UserId{98}) == "organisation/decided");
  db.read([&](Tx& tx) { CHECK(trail::of_subject(tx, "post", town.handler.value()).size() == 2); });
}

YIMEN_DB_TEST("nobody holds or stands in for two of the three administrators", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  load_roles_of(db);
  db.transact([&](Tx& tx) {
    store::add_role(tx, town.clerk, "sys_admin");
    store::add_role(tx, town.other_clerk, "audit_admin");
    return true;
  });
  // 丁四 already is system administrator; as his deputy 鄂五 would be two.
  CHECK(slug(db, [&](Tx& tx) {
          Post post = *store::find_post(tx, town.clerk);
          post.holder = town.e;
          post.deputy_post = {};
          return change_post(tx, admin(), post, 1);
        }) == "organisation/administrators-separate");
  const auto asked = db.transact([&](Tx& tx) { return request_role(tx, admin(), town.other_clerk, "sec_admin", "grant", "测试"); });
  REQUIRE(asked);
  CHECK(slug(db, [&](Tx& tx) { return decide_role(tx, with(actor(UserId{98}, {}), {}), asked->id, true); }) == "organisation/administrators-separate");
}

YIMEN_DB_TEST("nobody appoints himself", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  const auto change = [&](auto edit) {
    return slug(db, [&](Tx& tx) {
      auto post = *store::find_post(tx, town.handler);
      edit(post);
      return change_post(tx, farming_admin(town), post, post.version);
    });
  };
  CHECK(change([&](Post& post) { post.holder = town.cai; }) == "organisation/self-appointment");
  CHECK(change([&](Post& post) { post.deputy_post = town.approver; }) == "organisation/self-appointment");
  CHECK(change([&](Post& post) { post.deputy_post = town.reviewer; }) == "done");
  CHECK(change([&](Post& post) { post.deputy_post = post.id; }) == "organisation/no-deputy");
  CHECK(change([&](Post& post) { post.deputy_post = town.clerk; }) == "organisation/deputy-elsewhere");
  CHECK(change([&](Post& post) { post.all_departments = true; }) == "organisation/wider-than-own");
}

YIMEN_DB_TEST("a department's administrator changes his own department only", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  const auto who = farming_admin(town);
  CHECK(slug(db, [&](Tx& tx) { return create_staff(tx, who, {.employee_no = "N1", .name = "新人", .phone = "", .login = "yl.new", .department = town.office}); }) ==
        "organisation/out-of-scope");
  CHECK(slug(db, [&](Tx& tx) { return create_staff(tx, who, {.employee_no = "N1", .name = "新人", .phone = "", .login = "yl.new", .department = town.farming}); }) == "done");
  CHECK(slug(db, [&](Tx& tx) { return create_staff(tx, who, {.employee_no = "N1", .name = "再来", .phone = "", .login = "yl.new2", .department = town.farming}); }) ==
        "organisation/number-taken");
  CHECK(slug(db, [&](Tx& tx) {
          auto staff = *store::find_staff(tx, town.an);
          staff.is_active = false;
          return change_staff(tx, who, staff, staff.version);
        }) == "organisation/posts-left");
  auto elsewhere = with(actor(UserId{99}, {}), {"organisation.edit"});
  elsewhere.scope_low = yuzhou;
  elsewhere.scope_high = 450903000000;
  CHECK(slug(db, [&](Tx& tx) {
          auto department = *store::find_department(tx, town.farming);
          return change_department(tx, elsewhere, department, 1);
        }) == "organisation/out-of-scope");
}

YIMEN_DB_TEST("departments are founded, changed under their version and closed when no post is left", migrations::trail(), migrations::region(),
              migrations::organisation()) {
  plant_regions(db);
  Department wanted;
  wanted.region_code = yuzhou;
  wanted.name = " 玉州区水利局 ";
  wanted.category = "水利";
  const auto made = db.transact([&](Tx& tx) { return create_department(tx, admin(), wanted); });
  REQUIRE(made);
  CHECK(made->name == "玉州区水利局");
  CHECK(slug(db, [&](Tx& tx) { return create_department(tx, admin(), wanted); }) == "organisation/name-taken");
  wanted.name = "某局";
  wanted.uscc = "11450902DEM0000100";
  CHECK(slug(db, [&](Tx& tx) { return create_department(tx, admin(), wanted); }) == "organisation/bad-uscc");
  wanted.region_code = 450903000000;
  CHECK(slug(db, [&](Tx& tx) { return create_department(tx, admin(), wanted); }) == "organisation/no-region");
  auto changed = *made;
  changed.phone = "0775-0128000";
  CHECK(slug(db, [&](Tx& tx) { return change_department(tx, admin(), changed, 7); }) == "organisation/changed-meanwhile");
  CHECK(slug(db, [&](Tx& tx) { return change_department(tx, admin(), changed, 1); }) == "done");
  PostId post;
  db.transact([&](Tx& tx) {
    post = add_post(tx, made->id, "承办岗", "handler", {});
    return true;
  });
  CHECK(slug(db, [&](Tx& tx) { return close_department(tx, admin(), made->id, 2, tx.today()); }) == "organisation/posts-left");
  CHECK(slug(db, [&](Tx& tx) { return close_post(tx, admin(), post, 1, tx.today()); }) == "done");
  CHECK(slug(db, [&](Tx& tx) { return close_department(tx, admin(), made->id, 2, tx.today()); }) == "done");
  db.read([&](Tx& tx) {
    CHECK_FALSE(Organisation{}.department_of_category(tx, yuzhou, "水利"));
    CHECK(Organisation{}.department(tx, made->id)->valid_to == tx.today());
    CHECK(trail::of_subject(tx, "department", made->id.value()).size() == 3);
  });
}

YIMEN_DB_TEST("absences begin today or later, do not overlap and end early on return", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  const auto self = actor(town.cai, town.approver, town.farming);
  const auto absent = [&](const platform::Actor& who, UserId staff, Date from, Date until) {
    return slug(db, [&](Tx& tx) { return record_absence(tx, who, {.staff = staff, .reason = "公休", .from_on = from, .until_on = until}); });
  };
  CHECK(absent(self, town.cai, 2025y / 6 / 1, 2025y / 6 / 3) == "organisation/past-absence");
  CHECK(absent(self, town.an, 2025y / 6 / 2, 2025y / 6 / 3) == "organisation/absence-of-others");
  CHECK(absent(farming_admin(town), town.an, 2025y / 6 / 2, 2025y / 6 / 3) == "done");
  CHECK(absent(farming_admin(town), town.ding, 2025y / 6 / 2, 2025y / 6 / 3) == "organisation/out-of-scope");
  CHECK(absent(self, town.cai, 2025y / 6 / 2, 2025y / 6 / 6) == "done");
  CHECK(absent(self, town.cai, 2025y / 6 / 6, 2025y / 6 / 9) == "organisation/absence-overlaps");
  const auto id = db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select id from absence where staff_id = ?", town.cai); });
  db.read([&](Tx& tx) { CHECK(uncovered_posts(tx, *store::find_absence(tx, id)).empty()); });
  CHECK(slug(db, [&](Tx& tx) { return cancel_absence(tx, self, id, 1); }) == "done");
  db.read([&](Tx& tx) { CHECK_FALSE(Organisation{}.is_absent(tx, town.cai, today)); });
  CHECK(absent(self, town.cai, 2025y / 6 / 2, 2025y / 6 / 6) == "done");
  clock.advance(std::chrono::hours{24});
  const auto second = db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select max(id) from absence where staff_id = ?", town.cai); });
  CHECK(slug(db, [&](Tx& tx) { return cancel_absence(tx, self, second, 1); }) == "organisation/absence-begun");
  CHECK(slug(db, [&](Tx& tx) { return change_absence(tx, self, second, 1, 2025y / 6 / 2); }) == "done");
  db.read([&](Tx& tx) { CHECK_FALSE(Organisation{}.is_absent(tx, town.cai, 2025y / 6 / 3)); });
}

YIMEN_DB_TEST("a letter names one grantee, gives windows the window's powers only and ends when it is revoked", migrations::trail(),
              migrations::organisation()) {
  const auto town = plant(db);
  const auto who = farming_admin(town);
  AuthorisationLetter letter{.number = "玉农授〔2025〕1号", .department = town.farming, .grantee_window = town.window, .powers = {Power::accept},
                             .valid_from = today, .valid_to = 2025y / 12 / 31, .issued_by = "局长"};
  const auto issue = [&](AuthorisationLetter wanted) { return slug(db, [&](Tx& tx) { return issue_letter(tx, who, wanted); }); };
  auto wrong = letter;
  wrong.grantee_post = town.clerk;
  CHECK(issue(wrong) == "organisation/one-grantee");
  wrong = letter;
  wrong.powers = {Power::accept, Power::decide};
  CHECK(issue(wrong) == "organisation/power-for-posts-only");
  wrong = letter;
  wrong.grantee_window = {};
  wrong.grantee_post = town.approver;
  CHECK(issue(wrong) == "organisation/letter-to-oneself");
  wrong = letter;
  wrong.valid_to = 2025y / 6 / 1;
  CHECK(issue(wrong) == "organisation/bad-days");
  wrong = letter;
  wrong.department = town.office;
  CHECK(issue(wrong) == "organisation/out-of-scope");
  const auto issued = db.transact([&](Tx& tx) { return issue_letter(tx, who, letter); });
  REQUIRE(issued);
  CHECK(issued->grantee_name == "综合窗口1");
  CHECK(issue(letter) == "organisation/number-taken");
  const auto clerk = actor(town.ding, town.clerk, town.office, town.window);
  const auto may = [&] { return db.read([&](Tx& tx) { return Organisation{}.require_power(tx, clerk, town.farming, Power::accept, today).has_value(); }); };
  CHECK(may());
  CHECK(slug(db, [&](Tx& tx) { return revoke_letter(tx, who, issued->id, 1, "调整分工"); }) == "done");
  CHECK_FALSE(may());
  CHECK(slug(db, [&](Tx& tx) { return revoke_letter(tx, who, issued->id, 2, "再次"); }) == "organisation/letter-revoked");
}

YIMEN_DB_TEST("who is asked first answers or hands over, and nobody else can", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  const auto first = actor(town.ding, town.clerk), second = actor(town.e, town.other_clerk);
  const auto asked = db.transact([&](Tx& tx) { return record_contact(tx, first, {.asked_by = "王先生", .request = "如何办理种畜禽许可"}); });
  REQUIRE(asked);
  CHECK(slug(db, [&](Tx& tx) { return close_contact(tx, second, asked->id, 1, "已答复"); }) == "organisation/not-owner");
  CHECK(slug(db, [&](Tx& tx) { return hand_over_contact(tx, first, asked->id, 1, town.e); }) == "done");
  CHECK(slug(db, [&](Tx& tx) { return close_contact(tx, first, asked->id, 2, "已答复"); }) == "organisation/not-owner");
  CHECK(slug(db, [&](Tx& tx) { return close_contact(tx, second, asked->id, 2, "已告知所需材料"); }) == "done");
  CHECK(slug(db, [&](Tx& tx) { return close_contact(tx, second, asked->id, 3, "再次"); }) == "organisation/contact-closed");
}

YIMEN_DB_TEST("a department is resident from an approved entry to an approved exit", migrations::trail(), migrations::organisation()) {
  const auto town = plant(db);
  const auto manager = with(actor(UserId{97}, {}), {"residency.propose", "residency.decide"});
  const auto step = [&](const char* kind, bool is_approved) {
    const auto proposed = db.transact([&](Tx& tx) {
      return propose_residency(tx, manager, {.center = town.hall, .department = town.farming, .kind = kind, .reason = "三集中"});
    });
    REQUIRE(proposed);
    REQUIRE(db.transact([&](Tx& tx) { return decide_residency(tx, manager, proposed->id, is_approved, "玉政函〔2025〕3号", tx.today()); }));
    CHECK(slug(db, [&](Tx& tx) { return decide_residency(tx, manager, proposed->id, true, "再次", tx.today()); }) == "organisation/decided");
    return db.read([&](Tx& tx) { return store::find_department(tx, town.farming)->is_resident; });
  };
  CHECK_FALSE(step("entry", false));
  CHECK(step("entry", true));
  CHECK_FALSE(step("exit", true));
  CHECK(step("entry", true));
}

YIMEN_DB_TEST("a table of departments loads its good rows and names the bad ones", migrations::trail(), migrations::region(), migrations::organisation()) {
  plant_regions(db);
  const auto load = [&](std::string_view csv) {
    auto report = db.transact([&](Tx& tx) { return import_departments(tx, admin(), csv); });
    REQUIRE(report);
    return std::move(*report);
  };
  const auto csv = "行政区划代码,部门名称,类别,兼办类别,电话\n450900,玉林市文化局,文化旅游,体育,0775-0\n450900,,水利,,\n460000,海南某局,水利,,\n45,广西某厅,水利,,\n";
  const auto report = load(csv);
  CHECK(report.created == 1);
  REQUIRE(report.problems.size() == 3);
  CHECK(report.problems[0].row == 3);
  CHECK(report.problems[0].field == "部门名称");
  const auto again = load(csv);
  CHECK(again.created == 0);
  CHECK(again.unchanged == 1);
  const auto changed = load("行政区划代码,部门名称,电话\n450900,玉林市文化局,0775-1\n");
  CHECK(changed.changed == 1);
  db.read([&](Tx& tx) {
    store::ListOrder order;
    order.high = INT64_MAX;
    const auto text = export_departments(tx, order);
    CHECK(text.find("450900000000,玉林市文化局") != std::string::npos);
    CHECK(Organisation{}.department_of_category(tx, yulin, "体育").has_value());
  });
}
