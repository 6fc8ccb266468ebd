#pragma once
// 玉林 with its own matters, posts and letters, for tests of the whole product.
#include <doctest/doctest.h>

#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "command.h"
#include "product.h"
#include "wiring.h"
#include "yimen/demo/demo.h"
#include "yimen/demo/people.h"
#include "yimen/demo/roster.h"
#include "yimen/platform/testing/db_fixture.h"

namespace yimen::testing {

using approval::Done;
using cases::CaseState;
using platform::Result;
using platform::Tx;
namespace fs = std::filesystem;

/// Every part's migrations; the fixture brings platform's own.
inline std::vector<platform::Migration> parts() {
  auto all = app::all_migrations();
  std::erase_if(all, [](const platform::Migration& migration) { return migration.module == "platform"; });
  return all;
}

/// 玉林 with its organisation and matters, but without cases.
struct City {
  fs::path folder = fs::temp_directory_path() / fmt::format("yimen-city-{}", platform::next_id());
  platform::Settings settings = app::declared_settings();
  std::unique_ptr<app::Product> product;
  std::unique_ptr<demo::Roster> roster;
  demo::Random random{7};
  std::shared_ptr<const catalogue::MatterVersion> matter;

  explicit City(platform::Database& db) {
    const std::string data = YIMEN_SOURCE_DIR "/data";
    settings.set("data.directory", folder.string(), "test");
    settings.set("data.reference", data, "test");
    settings.set("identity.require_otp_for_admins", "false", "test");
    product = std::make_unique<app::Product>(settings, db);
    app::load_reference_data(*product, data);
    REQUIRE(organisation::load_organisation(db, data));
    REQUIRE(catalogue::load_matters(db, data, product->department_resolver(), [](std::string_view, int, int) {}));
    db.read([&](Tx& tx) {
      const auto found = product->catalogue.find(tx, {.words = "公共场所卫生许可", .region_code = 450900000000, .limit = 5});
      REQUIRE_FALSE(found.items.empty());
      matter = *product->catalogue.current(tx, found.items.front().id);
      roster = std::make_unique<demo::Roster>(tx, product->approval, std::vector<std::int64_t>{matter->department_id}, tx.today());
    });
  }
  ~City() { fs::remove_all(folder); }

  const platform::Actor& any(const std::string& role) { return *roster->any(random, matter->department_id, role); }
  const platform::Actor& clerk() { return *roster->clerk(random, matter->department_id); }

  approval::Application application(Tx&) {
    approval::Application a{.matter_id = matter->matter.value(), .applicant = demo::any_enterprise(random), .contact_name = "李经办", .contact_phone = "13900000001", .is_declared = true};
    for (const auto& situation : matter->situations) {
      if (product->catalogue.check_answers(*matter, a.situation)) break;
      a.situation[situation.key] = situation.options.front().key;
    }
    const auto* fields = platform::array_at(matter->form, "fields");
    for (const auto& entry : fields ? *fields : boost::json::array{}) {
      const auto& field = entry.as_object();
      const auto type = platform::text_or(field, "type");
      const auto* options = platform::array_at(field, "values");
      boost::json::value answer = type == "number" || type == "money" ? boost::json::value(50) : type == "date" ? boost::json::value("2026-01-05") : type == "phone" ? boost::json::value("13900000001") : type == "id_number" ? boost::json::value("11010519491231002X") : boost::json::value("测试内容甲乙丙丁");
      if (options && !options->empty()) answer = options->front().as_object().at("value");
      const auto* validate = platform::object_at(field, "validate");
      if (validate && platform::bool_or(*validate, "required")) a.form[platform::text_or(field, "key")] = answer;
    }
    for (const auto& m : product->catalogue.materials_for(*matter, a.situation)) a.materials.push_back({.key = m.key, .received_as = "original", .original_count = 1});
    return a;
  }
  Done receive(platform::Database& db) {
    auto done = db.transact([&](Tx& tx) { return product->approval.receive(tx, clerk(), application(tx)); });
    if (!done) FAIL(done.error().slug << " " << done.error().detail << (done.error().fields.empty() ? "" : " " + done.error().fields.front().field + " " + done.error().fields.front().detail));
    return *done;
  }
  template <class Work>
  Done must(platform::Database& db, Work work) {
    auto done = db.transact(work);
    if (!done) FAIL(done.error().slug << " " << done.error().detail << (done.error().fields.empty() ? "" : " " + done.error().fields.front().detail));
    return *done;
  }
  template <class Work>
  std::string refused(platform::Database& db, Work work) {
    const auto done = db.transact(work);
    return done ? "was allowed" : done.error().slug;
  }
  cases::CaseTask open_task(platform::Database& db, cases::CaseId id) {
    return db.read([&](Tx& tx) { return cases::open_tasks_of(tx, id).front(); });
  }
  /// Through every review step, each by somebody of its role.
  Done review(platform::Database& db, Done done) {
    while (done.state == CaseState::in_review) {
      const auto task = open_task(db, done.case_id);
      const auto& by = any(task.role);
      done = must(db, [&](Tx& tx) { return product->approval.forward(tx, by, task.id, done.version, {.opinion = "同意", .checks = all_met(task)}); });
    }
    return done;
  }
  static std::vector<approval::CheckMark> all_met(const cases::CaseTask& task) {
    std::vector<approval::CheckMark> marks;
    const auto checks = boost::json::parse(task.checks);
    for (const auto& entry : checks.as_array()) marks.push_back({platform::text_or(entry.as_object(), "text"), true, ""});
    return marks;
  }
};

}  // namespace yimen::testing
