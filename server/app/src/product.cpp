#include "product.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "command.h"
#include "yimen/approval/http.h"
#include "yimen/approval/jobs.h"
#include "yimen/approval/process_versions.h"
#include "yimen/calendar/module.h"
#include "yimen/cases/case_parts.h"
#include "yimen/catalogue/module.h"
#include "yimen/document/http.h"
#include "yimen/organisation/module.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"
#include "yimen/platform/log.h"
#include "yimen/platform/text.h"
#include "yimen/processes/processes.h"
#include "yimen/region/module.h"
#include "yimen/region/region.h"
#include "yimen/rules/rules.h"
#include "yimen/seal/local_seal.h"
#include "yimen/trail/http.h"

namespace yimen::app {

namespace fs = std::filesystem;
using platform::Tx;

namespace {

template <class T>
T or_stop(platform::Result<T> result) {
  if (!result) throw StartError(result.error().detail);
  return std::move(*result);
}

std::string below(const platform::Settings& settings, std::string_view part) {
  return (fs::path(settings.text("data.directory")) / part).string();
}

document::DocumentOptions document_options(const platform::Settings& settings, const platform::FieldCipher& cipher) {
  return {.public_base_url = settings.text("site.public_url"),
          .templates_folder = (fs::path(settings.text("data.reference")) / "documents").string(),
          .facts_cipher = &cipher};
}

identity::Options identity_options(const platform::Settings& settings) {
  identity::Options options;
  options.require_otp_for_admins = settings.flag("identity.require_otp_for_admins");
  // A code on the page makes sense only where no text message leaves the house.
  options.show_sms_code = settings.flag("identity.show_sms_code") && settings.text("sms.adapter") == "local";
  options.staff_idle_minutes = static_cast<int>(settings.integer("identity.staff_idle_minutes"));
  options.public_idle_minutes = static_cast<int>(settings.integer("identity.public_idle_minutes"));
  return options;
}

portal::Site site_of(const platform::Settings& settings) {
  portal::Site site;
  site.name = settings.text("site.name");
  site.region_code = region::pad_code(settings.text("site.region"));
  site.host = settings.text("site.host");
  site.contractor = settings.text("site.contractor");
  site.site_code = settings.text("site.site_code");
  site.icp = settings.text("site.icp_number");
  site.is_demo = settings.flag("site.is_demo");
  return site;
}

}  // namespace

Product::Product(const platform::Settings& settings, platform::Database& opened)
    : database{opened},
      keys{or_stop(platform::KeyRing::open(below(settings, "keys")))},
      files{platform::FileStore::open(below(settings, "files"))},
      parties{keys->field_cipher()},
      seal{seal::make_local_seal(*keys)},
      documents{*seal, document_options(settings, keys->field_cipher())},
      identity{identity::Identity::open(database, keys->field_cipher(), identity_options(settings))},
      sms{or_stop(sms::open_adapter(database, keys->field_cipher(), {.adapter = settings.text("sms.adapter")}))},
      approval{{calendars, catalogue, organisation, parties, documents, identity->messages(), *files, keys->field_cipher()}},
      appraisal{approval},
      portal{site_of(settings), approval, appraisal, database},
      live{database} {
  live.add(identity::unread_topic());
  live.add(platform::job_topic());
  live.add(approval::task_topic(approval));
}

catalogue::DepartmentResolver Product::department_resolver() const {
  return [this](Tx& tx, std::int64_t region_code, std::string_view category) -> catalogue::DepartmentRef {
    const auto department = organisation.department_of_category(tx, region_code, category);
    if (!department) return {};
    const auto region = region::Regions{}.find(tx, region_code);
    return {.id = department->id.value(), .name = department->name, .uscc = department->uscc, .region_name = region ? region->name : "",
            .phone = department->phone, .address = department->address};
  };
}

trail::RootKey Product::trail_key() {
  const auto key = std::make_shared<platform::Sm2Key>(or_stop(keys->sm2("trail")));
  return {.sign = [key](std::string_view text) { return platform::to_base64url(platform::sm2_sign(*key, text)); },
          .is_valid = [key](std::string_view text, std::string_view signature) { return platform::sm2_verify(*key, text, platform::from_base64(signature)); }};
}

void Product::add_routes(platform::Routes& routes) {
  identity->add_routes(routes);
  region::add_routes(routes);
  calendar::add_routes(routes, calendars);
  organisation::add_routes(routes);
  catalogue::add_routes(routes, catalogue, database, department_resolver());
  catalogue::add_file_routes(routes, *files);
  platform::add_upload_routes(routes, database, *files);
  document::add_document_routes(routes, documents, [this](std::string_view title, std::string_view body) { return portal.shell(title, body); });
  sms::add_routes(routes, keys->field_cipher());
  approval::add_routes(routes, approval);
  approval::add_export_routes(routes, approval);
  approval::add_version_routes(routes);
  approval::add_public_routes(routes, approval);
  appraisal::add_routes(routes, appraisal);
  processes::add_routes(routes);
  trail::add_routes(routes, database, trail_key(), cases::case_numbers);
  rules::add_routes(routes, catalogue);
  portal.add_routes(routes);
  platform::add_live_routes(routes, live);
  platform::add_job_routes(routes, database, *files, live,
                           [](Tx& tx, const platform::Actor& actor, const platform::Job& job, std::string_view act, std::string_view text) {
                             trail::append(tx, actor, {.action = std::string(act), .subject_kind = "account", .subject_id = job.created_by.value(),
                                                       .region_code = actor.scope_low, .text = std::string(text), .facts = {{"job", job.id.str()}, {"kind", job.kind}}});
                           });
}

void Product::add_work(platform::JobRunner& jobs, platform::OutboxRunner& outbox) {
  using namespace std::chrono_literals;
  // 行政许可法 Art. 32(4): what nobody answered in five working days counts as accepted; checked all day long so that a
  // machine that was off at midnight catches up.
  jobs.every("approval.deem_accepted", 60s, [this](platform::Database& db) { approval.deem_accepted(db); });
  jobs.every("approval.lapse_corrections", 60s, [this](platform::Database& db) { approval.lapse_corrections(db); });
  jobs.every("approval.fire_due_timers", 15s, [this](platform::Database& db) { approval.fire_due_timers(db); });
  // A little of the writing each time, so that people's acts go on meanwhile.
  jobs.every("cases.fill_names", 30s, [](platform::Database& db) {
    constexpr int at_once = 100;
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < until)
      if (*db.transact([](Tx& tx) -> platform::Result<int> { return cases::fill_names(tx, at_once); }) < at_once) return;
  });
  jobs.every("trail.anchor", 600s, [this](platform::Database& db) {
    const auto key = trail_key();
    (void)db.transact([&](Tx& tx) -> platform::Result<int> { return trail::anchor(tx, key); });
  });
  jobs.every("catalogue.activate_due", 600s, [](platform::Database& db) {
    (void)db.transact([](Tx& tx) -> platform::Result<int> { return catalogue::activate_due(tx); });
  });
  jobs.every("catalogue.store_views", 60s, [this](platform::Database& db) { catalogue.store_views(db); });
  jobs.every("platform.forget_old_answers", 3600s, [](platform::Database& db) {
    (void)db.transact([](Tx& tx) -> platform::Result<std::int64_t> { return platform::forget_old_answers(tx); });
  });
  jobs.every("files.remove_expired", 3600s, [this](platform::Database& db) { files->remove_expired(db); });
  jobs.every("identity.sweep", 300s, [this](platform::Database&) { identity->sweep(); });
  jobs.every("jobs.remove_expired_files", 3600s, [this](platform::Database& db) { platform::remove_expired_job_files(db, *files); });
  approval::add_jobs(jobs, outbox, approval);
  outbox.subscribe("sms.send", "sms", [this](const platform::OutboxEvent& event, platform::Database&) {
    return sms::deliver(*sms, keys->field_cipher(), event.id, event.body);
  });
}

namespace {

std::string file_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw StartError(fmt::format("读不到文件 {}：请检查 data.reference 指向的目录。", file.string()));
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

constexpr std::pair<const char*, const char*> shipped_models[] = {{"instant", "即办"}, {"two-step", "一审一核"}, {"handler-reviewer-approver", "承办—审核—批准"}};
constexpr std::pair<const char*, const char*> shipped_rules[] = {{"water-permit-term", "取水许可证有效期裁量基准（演示）"}, {"haulage-inspection", "道路货运经营许可后续检查裁量基准（演示）"}};

}  // namespace

void load_reference_data(Product& product, const std::string& data_folder) {
  auto& db = product.database;
  or_stop(region::load_regions(db, data_folder));
  or_stop(calendar::load_calendars(db, data_folder));
  or_stop(organisation::load_roles(db, data_folder));
  or_stop(db.transact([&](Tx& tx) { return product.documents.load_default_templates(tx); }));
  for (const auto& [key, name] : shipped_models) {
    const auto xml = file_text(fs::path(data_folder) / "processes" / (std::string(key) + ".bpmn"));
    or_stop(db.transact([&, key = key, name = name](Tx& tx) -> platform::Result<int> { return cases::store_shipped_model(tx, {.kind = cases::ModelKind::process, .key = key, .name = name, .xml = xml}); }));
  }
  for (const auto& [key, name] : shipped_rules) {
    const auto at = fs::path(data_folder) / "rules" / key;
    const cases::StoredModel rule{.kind = cases::ModelKind::rule, .key = key, .name = name, .xml = file_text(at.string() + ".dmn"), .samples = boost::json::serialize(boost::json::parse(file_text(at.string() + ".json")))};
    or_stop(db.transact([&](Tx& tx) -> platform::Result<int> { return cases::store_shipped_model(tx, rule); }));
  }
}

}  // namespace yimen::app
