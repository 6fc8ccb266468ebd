// One simulated year. Events wait in slots of simulated time; the cases of one slot are worked on side by side, so that the
// writer lane commits them together.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/demo/people.h"
#include "yimen/demo/roster.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/demo/demo.h"
#include "yimen/identity/accounts.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/party.h"
#include "yimen/platform/files.h"
#include "yimen/platform/log.h"
#include "yimen/trail/trail.h"

namespace yimen::demo {

namespace json = boost::json;
using approval::Application;
using approval::Done;
using cases::CaseId;
using cases::CaseState;
using platform::Actor;
using platform::Date;
using platform::Instant;
using platform::Result;
using platform::Tx;

namespace {

struct Story {
  std::shared_ptr<const catalogue::MatterVersion> matter;
  Application::Person applicant;
  Actor citizen;
  std::int64_t party = 0;
  bool is_online = false;
  CaseId id;
  double pace = 0.5;          // of the promised limit
  Random random;
  std::optional<Instant> next;
  bool is_waiting_for_law = false;
};

constexpr std::string_view one_page_pdf =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n";

json::value sample_answer(const json::object& field, Random& random) {
  const auto type = platform::text_or(field, "type");
  // Fields that follow a pattern say by an example what fits; nobody could guess it.
  if (const auto* told = platform::object_at(field, "properties"); told && told->contains("example")) return told->at("example");
  static const json::object none;
  const auto* validate = platform::object_at(field, "validate");
  if (!validate) validate = &none;
  if (type == "number" || type == "money") return std::max<std::int64_t>(platform::int_or(*validate, "min", 1), std::min<std::int64_t>(platform::int_or(*validate, "max", 500), pick(random, 20, 300)));
  if (type == "date") return json::value("2026-09-01");
  if (type == "phone") return json::value("19900000088");
  if (type == "uscc") return json::value(any_enterprise(random).id_no);
  if (type == "id_number") return json::value(any_person(random).id_no);
  if (type == "checkbox") return true;
  if (type == "select" || type == "radio" || type == "checklist") {
    const auto* options = platform::array_at(field, "values");
    if (!options) options = platform::array_at(field, "options");
    if (!options || options->empty()) return nullptr;
    const auto& chosen = any_of(random, *options);
    const auto value = chosen.is_object() ? chosen.as_object().at("value") : chosen;
    return type == "checklist" ? json::value(json::array{value}) : value;
  }
  return json::value(fmt::format("{}（演示填写）", platform::text_or(field, "label", "内容")));
}

json::object sample_form(const json::object& form, Random& random) {
  json::object answers;
  const auto* fields = platform::array_at(form, "fields");
  for (const auto& entry : fields ? *fields : json::array{}) {
    const auto& field = entry.as_object();
    const auto* validate = platform::object_at(field, "validate");
    if (const auto key = platform::text_or(field, "key"); !key.empty() && validate && platform::bool_or(*validate, "required")) answers[key] = sample_answer(field, random);
  }
  return answers;
}

/// Answers every situation that applies, first option first, until the catalogue is content.
json::object sample_situation(catalogue::Catalogue& catalogue, const catalogue::MatterVersion& matter, Random& random) {
  json::object answers;
  for (const auto& situation : matter.situations) {
    if (!situation.options.empty()) {
      const auto& option = any_of(random, situation.options);
      if (situation.is_multiple) answers[situation.key] = json::array{json::string(option.key)};
      else answers[situation.key] = option.key;
    }
    if (catalogue.check_answers(matter, answers)) break;
  }
  return answers;
}

class Simulation {
 public:
  Simulation(platform::Database& database, platform::ManualClock& clock, approval::Approval& approval, appraisal::Appraisal& appraisal, const Year& year, const Progress& progress)
      : db_{database}, clock_{clock}, approval_{approval}, appraisal_{appraisal}, year_{year}, progress_{progress}, random_{year.seed} {}

  Outcome run() {
    prepare();
    const auto total = static_cast<std::int64_t>(stories_.size());
    auto day = platform::shanghai_date(first_);
    while (true) {
      const auto at = next_slot();
      if (!at || *at > year_.until) break;
      // What the law does by itself happens at the beginning of each day.
      for (const auto today = platform::shanghai_date(*at); day < today; day = platform::add_days(day, 1)) {
        clock_.set(platform::shanghai_instant(platform::add_days(day, 1), 0, 30));
        approval_.deem_accepted(db_);
        approval_.lapse_corrections(db_);
      }
      clock_.set(*at);
      work_on(*at);
      if (progress_) progress_("模拟办件", total - static_cast<std::int64_t>(std::count_if(stories_.begin(), stories_.end(), [](const Story& s) { return !s.id && s.next; })), total);
    }
    for (const auto& story : stories_) {
      outcome_.submitted += story.id ? 1 : 0;
    }
    db_.read([&](Tx& tx) {
      outcome_.closed = static_cast<int>(tx.scalar<std::int64_t>("select count(*) from service_case where closed_at is not null").value_or(0));
      outcome_.open = static_cast<int>(tx.scalar<std::int64_t>("select count(*) from service_case where closed_at is null").value_or(0));
    });
    return outcome_;
  }

 private:
  void prepare() {
    first_ = year_.until - std::chrono::hours{24 * 365};
    clock_.set(first_);
    std::vector<std::shared_ptr<const catalogue::MatterVersion>> matters;
    db_.read([&](Tx& tx) {
      days_ = approval_.services().calendars.for_region(tx, year_.region_code);
      const auto ids = tx.all("select m.id from matter m where m.status = 'in_force' order by m.id", [](const platform::Row& row) { return row.get<catalogue::MatterId>(0); });
      std::vector<std::int64_t> departments;
      for (const auto id : ids)
        if (auto matter = approval_.services().catalogue.current(tx, id); matter && catalogue::is_applicant_driven((*matter)->type)) {
          departments.push_back((*matter)->department_id);
          matters.push_back(*matter);
        }
      std::sort(departments.begin(), departments.end());
      departments.erase(std::unique(departments.begin(), departments.end()), departments.end());
      roster_ = std::make_unique<Roster>(tx, approval_, departments, platform::shanghai_date(year_.until));
    });
    std::erase_if(matters, [&](const auto& matter) {
      return !roster_->clerk(random_, matter->department_id) || !roster_->any(random_, matter->department_id, "approver");
    });
    if (matters.empty()) throw std::runtime_error("演示城市里没有可以办理的事项：请先载入事项和机构。");
    for (int i = 0; i < year_.cases; ++i) {
      Story story{.matter = any_of(random_, matters), .random = Random{random_()}};
      // The city's own matters are asked for more often than each county's.
      if (story.matter->region_code != year_.region_code && chance(random_, 0.4)) story.matter = any_of(random_, matters);
      story.is_online = chance(random_, 0.45);
      story.pace = chance(random_, 0.025) ? 1.2 : std::uniform_real_distribution<double>(0.1, 0.85)(random_);
      story.applicant = takes_persons(*story.matter) ? any_person(random_) : any_enterprise(random_);
      // The last fortnight is fuller than the rest, so that every desk has work in hand.
      const auto day = platform::add_days(platform::shanghai_date(first_), chance(random_, 0.12) ? pick(random_, 350, 364) : pick(random_, 0, 364));
      story.next = story.is_online ? slot(day, pick(random_, 8, 21), random_) : working_slot(day, random_);
      stories_.push_back(std::move(story));
    }
    const auto staged = approval_.services().files.stage(one_page_pdf, "材料.pdf");
    if (!staged) throw std::runtime_error(staged.error().detail);
    staged_ = *staged;
  }

  static bool takes_persons(const catalogue::MatterVersion& matter) {
    if (matter.service_objects.empty()) return true;
    return std::any_of(matter.service_objects.begin(), matter.service_objects.end(), [](const std::string& object) {
      return object.find("自然人") != object.npos || object.find("个人") != object.npos || object == "1" || object == "person";
    });
  }

  static Instant slot(Date day, int hour, Random& random) { return platform::shanghai_instant(day, hour, pick(random, 0, 1) * 30 + 5); }
  Instant working_slot(Date day, Random& random) const {
    const auto worked = days_->is_working(day) ? day : days_->add_working(day, 1);
    return slot(worked, any_of(random, std::array{9, 9, 10, 10, 11, 14, 14, 15, 15, 16}), random);
  }
  /// A time at work, n working days on (0: later today, or tomorrow when the day is over).
  Instant later(Story& story, int n) const {
    const auto now = clock_.now();
    const auto today = platform::shanghai_date(now);
    if (n == 0 && platform::shanghai_minute(now) < 15 * 60) return now + std::chrono::minutes{30 * pick(story.random, 1, 3)};
    return working_slot(days_->add_working(today, std::max(n, 1)), story.random);
  }

  std::optional<Instant> next_slot() const {
    std::optional<Instant> earliest;
    for (const auto& story : stories_)
      if (story.next && (!earliest || *story.next < *earliest)) earliest = story.next;
    return earliest;
  }

  void work_on(Instant at) {
    std::vector<Story*> due;
    for (auto& story : stories_)
      if (story.next && *story.next <= at) due.push_back(&story);
    std::atomic<std::size_t> taken{0};
    std::vector<std::jthread> workers;
    for (std::size_t n = 0; n < std::min<std::size_t>(8, due.size()); ++n)
      workers.emplace_back([&] {
        for (std::size_t i; (i = taken++) < due.size();) step(*due[i]);
      });
  }

  void step(Story& story) {
    story.next.reset();
    try {
      if (!story.id) return begin(story);
      const auto seen = db_.read([&](Tx& tx) -> Result<std::pair<cases::ServiceCase, std::vector<cases::CaseTask>>> {
        auto file = TRY(cases::get_case(tx, story.id));
        return std::pair(std::move(file), cases::open_tasks_of(tx, story.id));
      });
      if (seen) advance(story, seen->first, seen->second);
    } catch (const std::exception& error) {
      note(std::string("exception: ") + error.what());
    }
  }

  template <class Work>
  auto act(Work work) -> std::optional<typename std::invoke_result_t<Work, Tx&>::value_type> {
    auto done = db_.transact(work);
    if (done) return std::move(*done);
    note(done.error().slug + " " + (done.error().fields.empty() ? done.error().detail : done.error().fields.front().detail));
    return std::nullopt;
  }

  void note(const std::string& slug) {
    const std::lock_guard lock(mutex_);
    ++outcome_.refused_acts;
    ++outcome_.refusals[slug];
  }

  std::vector<approval::HandedIn> hand_in(Tx& tx, Story& story, const Actor& by, const json::object& situation) {
    std::vector<approval::HandedIn> list;
    for (const auto& material : approval_.services().catalogue.materials_for(*story.matter, situation)) {
      approval::HandedIn one{.key = material.key, .received_as = "original", .original_count = std::max(1, material.original_count.value_or(1))};
      const bool is_tolerable = material.necessity == catalogue::Necessity::tolerable && chance(story.random, 0.3);
      if (is_tolerable) one = {.key = material.key, .received_as = "deferred"};
      else if (story.is_online) {
        const auto file = approval_.services().files.add(tx, by, staged_, {.name = material.name.substr(0, 90) + ".pdf", .purpose = "material", .region_code = story.matter->region_code});
        one = {.key = material.key, .received_as = "electronic", .file_id = file ? file->id.value() : 0};
      }
      list.push_back(std::move(one));
    }
    return list;
  }

  void begin(Story& story) {
    const auto* clerk = roster_->clerk(story.random, story.matter->department_id);
    auto& s = approval_.services();
    Application application{.matter_id = story.matter->matter.value(), .contact_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name,
                            .contact_phone = story.applicant.phone, .delivery_way = chance(story.random, 0.6) ? "window" : chance(story.random, 0.5) ? "express" : "online",
                            .channel = chance(story.random, 0.4) ? cases::Channel::mobile : cases::Channel::online, .is_declared = true};
    application.situation = sample_situation(s.catalogue, *story.matter, story.random);
    application.form = sample_form(story.matter->form, story.random);
    if (story.is_online) {
      story.citizen = {.kind = platform::ActorKind::citizen, .name = story.applicant.name, .ip = "127.0.0.1", .request_id = "demo"};
      const auto done = act([&](Tx& tx) -> Result<Done> {
        const auto party = TRY(s.parties.upsert(tx, story.citizen, {.kind = story.applicant.is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person, .name = story.applicant.name,
                                                                    .id_type = story.applicant.id_type, .id_no = story.applicant.id_no, .phone = story.applicant.phone, .address = story.applicant.address,
                                                                    .legal_person_name = story.applicant.legal_person_name, .legal_person_id_number = story.applicant.legal_person_id_number}));
        story.citizen.id = TRY(identity::create_sleeping_account(tx, s.cipher, TRY(s.parties.get(tx, party))));
        TRY(s.parties.bind_account(tx, story.citizen.id, party));
        application.applicant_party_id = party.value();
        application.materials = hand_in(tx, story, story.citizen, application.situation);
        return approval_.submit(tx, story.citizen, application);
      });
      if (done) story.id = done->case_id;
    } else {
      application.applicant = story.applicant;
      const auto done = act([&](Tx& tx) -> Result<Done> {
        application.materials = hand_in(tx, story, *clerk, application.situation);
        return approval_.receive(tx, *clerk, application);
      });
      if (done) story.id = done->case_id;
    }
    if (!story.id) return;
    if (chance(story.random, 0.006)) {  // nobody looks at it in time: the law accepts it, and then it is worked on
      story.next = later(story, 9);
      return;
    }
    story.next = later(story, story.is_online ? pick(story.random, 0, 2) : pick(story.random, 0, 1));
  }

  void advance(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
    using enum CaseState;
    switch (file.state) {
      case submitted: case pre_review: case received: return accept(story, file);
      case correction: case pre_returned: return answer(story, file);
      case in_review: return review(story, file, tasks);
      case in_approval: return decide(story, file, tasks);
      case special: case reported_up: case suspended: return end_special(story, file);
      case decided: return make(story, file);
      case delivering: return deliver(story, file);
      case closed: return rate(story, file);
      case not_needed: case rejected: case withdrawn: case withdrawn_deemed: case voided: return;
    }
  }

  void accept(Story& story, const cases::ServiceCase& file) {
    const auto* clerk = roster_->clerk(story.random, file.department_id);
    auto& random = story.random;
    const int dice = pick(random, 1, 1000);
    const bool is_instant = file.handling_class == cases::HandlingClass::instant;
    if (dice <= 12) {
      act([&](Tx& tx) { return approval_.withdraw(tx, story.is_online ? story.citizen : *clerk, file.id, file.version, "计划有变，暂不办理"); });
      return;
    }
    if (dice <= 112 && file.correction_rounds == 0) {
      const auto done = act([&](Tx& tx) -> Result<Done> {
        const auto materials = cases::materials_of(tx, file.id);
        const auto target = materials.empty() ? std::string("form:contact") : "material:" + any_of(random, materials).key;
        int version = file.version;
        if (file.state != CaseState::received) version = TRY(approval_.pass_pre_review(tx, *clerk, file.id, version)).version;
        return approval_.request_correction(tx, *clerk, file.id, version, {.items = {{target, any_of(random, std::array{"签章不清晰", "缺少日期", "与申请表内容不一致", "复印件未盖章"}), "请更正后重新提交"}}});
      });
      if (done && !chance(random, 0.08)) story.next = later(story, pick(random, 1, 9));
      return;
    }
    if (dice <= 135) {
      const approval::Refusal refusal{.reason = "申请事项依法不属于本机关职权范围", .clause = "《中华人民共和国行政许可法》第三十二条第一款第二项", .competent_agency = "上级主管部门"};
      act([&](Tx& tx) { return dice <= 125 ? approval_.declare_out_of_competence(tx, *clerk, file.id, file.version, refusal) : approval_.reject_acceptance(tx, *clerk, file.id, file.version, refusal); });
      return;
    }
    const auto done = act([&](Tx& tx) -> Result<Done> {
      const bool may_settle = may_settle_at_once(tx, *clerk, file.department_id);
      if (is_instant && !story.is_online && may_settle)
        return approval_.settle_instantly(tx, *clerk, file.id, file.version, {.decision = cases::Decision::granted},
                                          {.way = "window", .recipient_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name});
      return approval_.accept(tx, *clerk, file.id, file.version, "材料齐全，符合法定形式，予以受理。");
    });
    if (done) story.next = done->state == CaseState::closed ? later(story, pick(random, 0, 2)) : later(story, 0);
  }

  bool may_settle_at_once(Tx& tx, const Actor& clerk, std::int64_t department) {
    return approval_.services().organisation.require_power(tx, clerk, organisation::DepartmentId{department}, organisation::Power::approve, tx.today()).has_value();
  }

  void answer(Story& story, const cases::ServiceCase& file) {
    const auto* clerk = roster_->clerk(story.random, file.department_id);
    const auto done = act([&](Tx& tx) -> Result<Done> {
      approval::CorrectionAnswer answer;
      const Actor& by = story.is_online ? story.citizen : *clerk;
      for (const auto& material : cases::materials_of(tx, file.id)) {
        if (material.state != "wrong") continue;
        const auto added = TRY(approval_.services().files.add(tx, by, staged_, {.name = "补正-" + material.name.substr(0, 80) + ".pdf", .purpose = "material", .region_code = file.region_code}));
        answer.materials.push_back({.key = material.key, .received_as = "electronic", .file_id = added.id.value()});
      }
      return approval_.answer_correction(tx, by, file.id, file.version, answer);
    });
    if (done) story.next = later(story, pick(story.random, 0, 2));
  }

  const Actor* worker(Story& story, const cases::CaseTask& task) {
    if (task.assignee)
      if (const auto* same = roster_->person(task.assignee)) return same;
    if (task.role == "window_clerk") return roster_->clerk(story.random, task.department_id);
    return roster_->any(story.random, task.department_id, task.role);
  }

  int share_of_limit(const Story& story, const cases::ServiceCase& file, int parts) const {
    const int days = file.promised_limit.unit == calendar::LimitUnit::working_day ? file.promised_limit.length : std::min(file.promised_limit.length, 20);
    return static_cast<int>(story.pace * days / parts + 0.5);
  }

  static std::vector<approval::CheckMark> marks(const cases::CaseTask& task) {
    std::vector<approval::CheckMark> list;
    const auto checks = json::parse(task.checks);  // named: a range-for does not keep a temporary's owner alive
    for (const auto& entry : checks.as_array()) list.push_back({platform::text_or(entry.as_object(), "text"), true, ""});
    return list;
  }

  void review(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
    const auto found = std::find_if(tasks.begin(), tasks.end(), [](const auto& t) { return t.kind == "review"; });
    if (found == tasks.end()) return note("no review task");
    const auto* by = worker(story, *found);
    if (!by) return note("nobody for " + found->role);
    auto& random = story.random;
    if (found->role == "handler" && !story.matter->special_procedures.empty() && file.extension_days == 0 && chance(random, 0.12)) {
      const auto& special = any_of(random, story.matter->special_procedures);
      const int days = special.limit ? std::clamp(special.limit->length, 3, 30) : 10;
      if (act([&](Tx& tx) { return approval_.start_special(tx, *by, file.id, file.version, {.name = special.name.substr(0, 120), .reason = "需要" + special.name.substr(0, 120), .basis = "《中华人民共和国行政许可法》第四十五条", .planned_days = days}); }))
        story.next = later(story, pick(random, 2, days));
      return;
    }
    const bool is_back = found->role != "handler" && chance(random, 0.04);
    const auto done = act([&](Tx& tx) {
      const approval::StepWork work{.opinion = is_back ? "请补充现场核查情况后再报。" : found->role == "handler" ? "经审查，材料真实有效，符合条件，拟同意。" : "同意承办意见，报请批准。", .checks = marks(*found)};
      return is_back ? approval_.return_step(tx, *by, found->id, file.version, work) : approval_.forward(tx, *by, found->id, file.version, work);
    });
    if (done) story.next = later(story, share_of_limit(story, file, 3));
  }

  void decide(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
    const auto found = std::find_if(tasks.begin(), tasks.end(), [](const auto& t) { return t.kind == "approval"; });
    if (found == tasks.end()) return note("no approval task");
    auto& random = story.random;
    const bool is_granted = !chance(random, 0.035);
    const approval::DecisionOrder order = is_granted ? approval::DecisionOrder{.decision = cases::Decision::granted, .grounds = "申请符合法定条件、标准"}
                                                     : approval::DecisionOrder{.decision = cases::Decision::refused, .grounds = "经核查，申请人提交的场所条件不符合规定的标准", .clause = "《中华人民共和国行政许可法》第三十八条第二款"};
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto* by = worker(story, *found);
      if (!by) return note("nobody for " + found->role);
      const auto done = db_.transact([&](Tx& tx) { return approval_.decide(tx, *by, found->id, file.version, order, {.opinion = is_granted ? "同意。" : "不同意。", .checks = marks(*found)}); });
      if (done) {
        story.next = later(story, pick(random, 0, 1));
        return;
      }
      if (done.error().slug != "approval/same-person") return note(done.error().slug + " " + done.error().detail);
    }
    note("approval/same-person");
  }

  void end_special(Story& story, const cases::ServiceCase& file) {
    const auto* by = roster_->any(story.random, file.department_id, "handler");
    if (by && act([&](Tx& tx) { return approval_.end_special(tx, *by, file.id, file.version, "已完成，结论合格"); })) story.next = later(story, pick(story.random, 0, 1));
  }

  void make(Story& story, const cases::ServiceCase& file) {
    const auto* by = roster_->any(story.random, file.department_id, "handler");
    if (by && act([&](Tx& tx) { return approval_.make_result(tx, *by, file.id, file.version, ""); })) story.next = later(story, pick(story.random, 0, 4));
  }

  void deliver(Story& story, const cases::ServiceCase& file) {
    const auto* by = roster_->clerk(story.random, file.department_id);
    approval::Delivery delivery{.way = file.delivery_way, .recipient_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name};
    if (delivery.way == "express") delivery.tracking_no = fmt::format("EMS{:010}", file.id.value() % 10'000'000'000);
    if (by && act([&](Tx& tx) { return approval_.deliver(tx, *by, file.id, file.version, delivery); })) story.next = later(story, pick(story.random, 0, 3));
  }

  void rate(Story& story, const cases::ServiceCase& file) {
    auto& random = story.random;
    if (!chance(random, 0.62)) return;
    const int dice = pick(random, 1, 100);
    const int level = dice <= 72 ? 1 : dice <= 91 ? 2 : dice <= 97 ? 3 : dice <= 99 ? 4 : 5;
    Actor by = story.is_online ? story.citizen : Actor{};
    act([&](Tx& tx) {
      return appraisal_.review(tx, by, file, {.level = level, .tags = {level <= 3 ? "效率高" : "等待时间长"}, .text = level <= 2 ? "" : level == 3 ? "可以再快一些" : "来回补材料，希望一次说清",
                                              .is_anonymous = chance(random, 0.3), .channel = story.is_online ? "PC端" : "政务大厅平板电脑"});
    });
  }

  platform::Database& db_;
  platform::ManualClock& clock_;
  approval::Approval& approval_;
  appraisal::Appraisal& appraisal_;
  const Year& year_;
  const Progress& progress_;
  Random random_;
  Instant first_{};
  std::shared_ptr<const calendar::WorkCalendar> days_;
  std::unique_ptr<Roster> roster_;
  std::vector<Story> stories_;
  platform::StagedFile staged_;
  std::mutex mutex_;
  Outcome outcome_;
};

}  // namespace

Outcome simulate_year(platform::Database& database, platform::ManualClock& clock, approval::Approval& approval, appraisal::Appraisal& appraisal, const Year& year, const Progress& progress) {
  return Simulation(database, clock, approval, appraisal, year, progress).run();
}

bool has_cases(platform::Database& database) {
  return database.read([](Tx& tx) { return tx.scalar<int>("select 1 from service_case limit 1").has_value(); });
}

}  // namespace yimen::demo
