#include "prepared_city.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "command.h"
#include "yimen/demo/people.h"
#include "yimen/demo/roster.h"
#include "yimen/platform/json.h"

namespace yimen::bench {

using platform::Result;
using platform::Row;
using platform::Tx;

namespace {

const std::string data_folder = YIMEN_SOURCE_DIR "/data";
constexpr std::int64_t yulin = 450900000000;
constexpr const char* review_opinion = "经审核，符合条件，拟同意，报请批准。";
constexpr const char* return_opinion = "请补充核查情况后再报。";

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().slug + " " + result.error().detail + (result.error().fields.empty() ? "" : " " + result.error().fields.front().detail));
  return std::move(*result);
}

std::vector<approval::CheckMark> all_met(Tx& tx, cases::CaseId id) {
  std::vector<approval::CheckMark> marks;
  const auto checks = boost::json::parse(cases::open_tasks_of(tx, id).front().checks);
  for (const auto& entry : checks.as_array()) marks.push_back({platform::text_or(entry.as_object(), "text"), true, ""});
  return marks;
}

std::optional<cases::TaskId> open_task_id(Tx& tx, cases::CaseId id) {
  return tx.scalar<cases::TaskId>("select id from case_task where case_id = ? and is_open = 1", id);
}

}  // namespace

PreparedCity::PreparedCity(const std::string& folder, const std::string& database_url, const std::string& schema, int cases)
    : settings_{app::declared_settings()} {
  settings_.set("data.directory", folder, "bench");
  settings_.set("data.reference", data_folder, "bench");
  settings_.set("log.level", "error", "bench");
  settings_.set("database.write_connections", "16", "bench");
  if (!database_url.empty()) settings_.set("database.url", database_url, "bench");
  if (!schema.empty()) settings_.set("database.schema", schema, "bench");
  std::filesystem::create_directories(folder);
  application_ = app::Application::open(settings_);
  load();
  choose_people();
  make_cases(cases);
}

void PreparedCity::load() {
  auto& product = *application_->product;
  app::load_reference_data(product, data_folder);
  must(organisation::load_organisation(database(), data_folder));
  identity::load_demo_accounts(database(), product.keys->field_cipher(), data_folder);
  must(catalogue::load_matters(database(), data_folder, product.department_resolver(), [](std::string_view, int, int) {}));
}

void PreparedCity::choose_people() {
  auto& product = *application_->product;
  demo::Random random{7};
  database().read([&](Tx& tx) {
    const auto found = product.catalogue.find(tx, {.words = "公共场所卫生许可", .region_code = yulin, .limit = 5});
    if (found.items.empty()) throw std::runtime_error("matter not found");
    matter_ = *product.catalogue.current(tx, found.items.front().id);
    const demo::Roster roster(tx, product.approval, {matter_->department_id}, tx.today());
    clerk_ = *roster.clerk(random, matter_->department_id);
    handler_ = *roster.any(random, matter_->department_id, "handler");
    reviewer_ = *roster.any(random, matter_->department_id, "reviewer");
    approver_ = *roster.any(random, matter_->department_id, "approver");
  });
}

approval::Application PreparedCity::walk_in(int number) const {
  demo::Random random{static_cast<std::uint64_t>(number % 40)};
  auto& catalogue = application_->product->catalogue;
  approval::Application a{.matter_id = matter_->matter.value(), .applicant = demo::any_enterprise(random), .contact_name = "李经办", .contact_phone = "19900000001", .is_declared = true};
  for (const auto& situation : matter_->situations) {
    if (catalogue.check_answers(*matter_, a.situation)) break;
    a.situation[situation.key] = situation.options.front().key;
  }
  const auto* fields = platform::array_at(matter_->form, "fields");
  for (const auto& entry : fields ? *fields : boost::json::array{}) {
    const auto& field = entry.as_object();
    const auto type = platform::text_or(field, "type");
    const auto* options = platform::array_at(field, "values");
    const auto* validate = platform::object_at(field, "validate");
    if (!validate || !platform::bool_or(*validate, "required")) continue;
    boost::json::value answer = type == "number" || type == "money" ? boost::json::value(50) : type == "date" ? boost::json::value("2026-01-05") : type == "phone" ? boost::json::value("19900000001") : boost::json::value("测量用的内容");
    if (options && !options->empty()) answer = options->front().as_object().at("value");
    a.form[platform::text_or(field, "key")] = answer;
  }
  for (const auto& m : catalogue.materials_for(*matter_, a.situation)) a.materials.push_back({.key = m.key, .received_as = "original", .original_count = 1});
  return a;
}

void PreparedCity::make_cases(int count) {
  cases_.resize(static_cast<std::size_t>(count));
  auto& act = application_->product->approval;
  std::atomic<int> next{0};
  std::mutex checks;
  run_threads(16, Seconds{600}, [&](int) {
    const int number = next++;
    if (number >= count) return false;
    const auto application = walk_in(number);
    cases_[static_cast<std::size_t>(number)] = must(database().transact([&](Tx& tx) -> Result<Standing> {
      const auto received = TRY(act.receive(tx, clerk_, application));
      const auto accepted = TRY(act.accept(tx, clerk_, received.case_id, received.version, "齐全"));
      const auto to_reviewer = TRY(act.forward(tx, handler_, *open_task_id(tx, accepted.case_id), accepted.version, {.opinion = "经审查，符合条件，拟同意。", .checks = all_met(tx, accepted.case_id)}));
      const std::lock_guard lock(checks);
      reviewer_checks_ = all_met(tx, accepted.case_id);  // the same for every case of a matter
      return Standing{accepted.case_id, *open_task_id(tx, accepted.case_id), to_reviewer.version, true};
    }));
    return true;
  });
}

bool PreparedCity::step(Standing& s) {
  auto& act = application_->product->approval;
  const auto done = must(database().transact([&](Tx& tx) {
    return s.is_at_reviewer ? act.forward(tx, reviewer_, s.task, s.version, {.opinion = review_opinion, .checks = reviewer_checks_})
                            : act.return_step(tx, approver_, s.task, s.version, {.opinion = return_opinion});
  }));
  s = {s.id, {}, done.version, !s.is_at_reviewer};
  return true;
}

/// The open tasks of a thread's cases in one go, as the list of its clerk shows them.
void PreparedCity::look_up_tasks(std::span<Standing> share) {
  std::string marks;
  std::vector<platform::Param> ids;
  for (const auto& s : share) {
    marks += marks.empty() ? "?" : ", ?";
    ids.push_back(platform::to_param(s.id));
  }
  std::map<cases::CaseId, cases::TaskId> open;
  database().read([&](Tx& tx) {
    tx.run("select case_id, id from case_task where is_open = 1 and case_id in (" + marks + ")", ids, [&](const Row& row) { open.emplace(row.get<cases::CaseId>(0), row.get<cases::TaskId>(1)); });
  });
  for (auto& s : share) s.task = open.at(s.id);
}

Measured PreparedCity::steps(int threads, Seconds longest) {
  std::vector<std::size_t> turn(static_cast<std::size_t>(threads));
  const auto size = cases_.size() / static_cast<std::size_t>(threads);
  return run_threads(threads, longest, [&](int thread) {
    const auto t = static_cast<std::size_t>(thread);
    const std::span<Standing> share(cases_.data() + t * size, size);
    auto& standing = share[turn[t]++ % size];
    if (!standing.task) look_up_tasks(share);
    return step(standing);
  });
}

PreparedCity::Desk PreparedCity::desk(const platform::Actor& who, std::string_view role) {
  return database().read([&](Tx& tx) {
    Desk desk{.login = *tx.scalar<std::string>("select login from account where id = ?", who.id)};
    tx.each("select t.id, c.version from case_task t join service_case c on c.id = t.case_id where t.is_open = 1 and t.role = ? order by t.id",
            [&](const Row& row) { desk.waiting.push_back({row.i64(0), row.get<int>(1)}); }, role);
    return desk;
  });
}

PreparedCity::Desk PreparedCity::reviewers_desk() {
  auto desk = this->desk(reviewer_, "reviewer");
  boost::json::array checks;
  for (const auto& mark : reviewer_checks_) checks.push_back(boost::json::object{{"text", mark.text}, {"is_met", true}});
  desk.act = "forward";
  desk.body = boost::json::serialize(boost::json::object{{"opinion", review_opinion}, {"checks", checks}});
  return desk;
}

PreparedCity::Desk PreparedCity::approvers_desk() {
  auto desk = this->desk(approver_, "approver");
  desk.act = "return";
  desk.body = boost::json::serialize(boost::json::object{{"opinion", return_opinion}});
  return desk;
}

}  // namespace yimen::bench
