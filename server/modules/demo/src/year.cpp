// One simulated year. Events wait in slots of simulated time; the cases of one slot are worked on side by side, so that the
// writer lane commits them together.
#include <algorithm>
#include <array>
#include <atomic>
#include <set>
#include <thread>

#include "handling.h"
#include "offices.h"

namespace yimen::demo {

using platform::Tx;

namespace {

class Simulation {
 public:
  Simulation(platform::Database& database, platform::ManualClock& clock, approval::Approval& approval, appraisal::Appraisal& appraisal, const Year& year, const Progress& progress)
      : scene_{database, clock, approval, appraisal}, year_{year}, progress_{progress}, random_{year.seed} {}

  Outcome run() {
    prepare();
    const auto total = static_cast<std::int64_t>(stories_.size());
    auto day = platform::shanghai_date(first_);
    while (true) {
      const auto at = next_slot();
      if (!at || *at > year_.until) break;
      // What the law does by itself happens at the beginning of each day.
      for (const auto today = platform::shanghai_date(*at); day < today; day = platform::add_days(day, 1)) {
        scene_.clock.set(platform::shanghai_instant(platform::add_days(day, 1), 0, 30));
        scene_.approval.deem_accepted(scene_.database);
        scene_.approval.lapse_corrections(scene_.database);
        offices_.begin_day(platform::add_days(day, 1));
      }
      scene_.clock.set(*at);
      work_on(*at);
      if (progress_) progress_("模拟办件", total - static_cast<std::int64_t>(std::count_if(stories_.begin(), stories_.end(), [](const Story& s) { return !s.id && s.next; })), total);
    }
    Outcome outcome{.refused_acts = handling_.refused_acts(), .refusals = handling_.refusals()};
    for (const auto& story : stories_) outcome.submitted += story.id ? 1 : 0;
    scene_.database.read([&](Tx& tx) {
      outcome.closed = static_cast<int>(tx.scalar<std::int64_t>("select count(*) from service_case where closed_at is not null").value_or(0));
      outcome.open = static_cast<int>(tx.scalar<std::int64_t>("select count(*) from service_case where closed_at is null").value_or(0));
    });
    return outcome;
  }

 private:
  void prepare() {
    first_ = year_.until - std::chrono::hours{24 * 365};
    scene_.clock.set(first_);
    std::vector<std::shared_ptr<const catalogue::MatterVersion>> matters;
    scene_.database.read([&](Tx& tx) {
      scene_.days = scene_.approval.services().calendars.for_region(tx, year_.region_code);
      const auto ids = tx.all("select m.id from matter m where m.status = 'in_force' order by m.id", [](const platform::Row& row) { return row.get<catalogue::MatterId>(0); });
      std::vector<std::int64_t> departments;
      for (const auto id : ids)
        if (auto matter = scene_.approval.services().catalogue.current(tx, id); matter && catalogue::is_applicant_driven((*matter)->type)) {
          departments.push_back((*matter)->department_id);
          matters.push_back(*matter);
        }
      std::sort(departments.begin(), departments.end());
      departments.erase(std::unique(departments.begin(), departments.end()), departments.end());
      scene_.roster = std::make_unique<Roster>(tx, scene_.approval, departments, platform::shanghai_date(year_.until));
    });
    std::erase_if(matters, [&](const auto& matter) {
      return !scene_.roster->clerk(random_, matter->department_id) || !scene_.roster->any(random_, matter->department_id, "approver");
    });
    if (matters.empty()) throw std::runtime_error("演示城市里没有可以办理的事项：请先载入事项和机构。");
    fill_desks(matters);
    fill_accounts(matters);
    while (static_cast<int>(stories_.size()) < year_.cases) {
      Story story{.matter = any_of(random_, matters), .random = Random{random_()}};
      // The city's own matters are asked for more often than each county's.
      if (story.matter->region_code != year_.region_code && chance(random_, 0.4)) story.matter = any_of(random_, matters);
      story.is_online = chance(random_, 0.45);
      story.pace = chance(random_, 0.025) ? 1.2 : std::uniform_real_distribution<double>(0.1, 0.85)(random_);
      story.applicant = takes_persons(*story.matter) ? any_person(random_) : any_enterprise(random_);
      // The last fortnight is fuller than the rest, so that every desk has work in hand.
      const auto day = platform::add_days(platform::shanghai_date(first_), chance(random_, 0.12) ? pick(random_, 350, 364) : pick(random_, 0, 364));
      story.next = story.is_online ? slot(day, pick(random_, 8, 21), random_) : working_slot(scene_, day, random_);
      stories_.push_back(std::move(story));
    }
  }

  /// Work in hand for the departments that are shown: a few cases of the last days for every desk, a sixth of all cases at most.
  void fill_desks(const std::vector<std::shared_ptr<const catalogue::MatterVersion>>& matters) {
    constexpr std::array desks{"acceptance", "review/handler", "review/handler", "review/reviewer", "approval", "certify", "delivery"};
    constexpr std::size_t rounds = 3;
    std::vector<std::shared_ptr<const catalogue::MatterVersion>> shown;
    for (const auto& matter : matters)
      if (std::find(year_.shown_departments.begin(), year_.shown_departments.end(), matter->department_id) != year_.shown_departments.end() && catalogue::handled_as(*matter) != catalogue::CaseClass::instant) shown.push_back(matter);
    if (shown.empty()) return;
    std::set<std::int64_t> departments;
    for (const auto& matter : shown) departments.insert(matter->department_id);
    const auto today = platform::shanghai_date(year_.until);
    for (std::size_t round = 0; round < rounds; ++round)
      for (const auto* desk : desks)
        for (const auto department : departments) {
          if (static_cast<int>(stories_.size()) >= year_.cases / 6) return;
          std::vector<std::shared_ptr<const catalogue::MatterVersion>> own;
          std::copy_if(shown.begin(), shown.end(), std::back_inserter(own), [&](const auto& matter) { return matter->department_id == department; });
          Story story{.matter = any_of(random_, own), .pace = 0.1, .random = Random{random_()}, .stays_with = desk};
          story.is_online = chance(random_, 0.5);
          story.applicant = takes_persons(*story.matter) ? any_person(random_) : any_enterprise(random_);
          const bool is_new = story.stays_with == "acceptance";
          story.next = working_slot(scene_, scene_.days->add_working(today, is_new ? -pick(random_, 1, 3) : -pick(random_, 4, 9)), random_);
          stories_.push_back(std::move(story));
        }
  }

  /// What the shown accounts find under 我的办件; a third of all cases at most, desks included.
  void fill_accounts(const std::vector<std::shared_ptr<const catalogue::MatterVersion>>& matters) {
    constexpr std::array ends{"", "review/handler", "correction", "delivery", ""};
    const auto today = platform::shanghai_date(year_.until);
    for (const auto* end : ends)
      for (const auto& person : year_.shown_people) {
        if (static_cast<int>(stories_.size()) >= year_.cases / 3) return;
        const auto party = scene_.database.read([&](Tx& tx) { return scene_.approval.services().parties.get(tx, person.party); });
        if (!party) continue;
        const bool is_enterprise = party->kind == party::PartyKind::enterprise;
        std::vector<std::shared_ptr<const catalogue::MatterVersion>> own;
        std::copy_if(matters.begin(), matters.end(), std::back_inserter(own), [&](const auto& matter) {
          return takes_persons(*matter) != is_enterprise && catalogue::handled_as(*matter) != catalogue::CaseClass::instant;
        });
        if (own.empty()) continue;
        Story story{.matter = any_of(random_, own), .party = person.party.value(), .is_online = true, .pace = 0.2, .random = Random{random_()}, .stays_with = end, .account = person.account};
        story.applicant = {.is_enterprise = is_enterprise, .name = party->name, .id_type = party->id_type, .id_no = party->id_no, .phone = party->phone, .address = party->address, .legal_person_name = party->legal_person_name};
        const bool is_over = story.stays_with.empty();
        story.next = working_slot(scene_, scene_.days->add_working(today, is_over ? -pick(random_, 40, 200) : -pick(random_, 4, 9)), random_);
        stories_.push_back(std::move(story));
      }
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
        for (std::size_t i; (i = taken++) < due.size();) handling_.step(*due[i]);
      });
  }

  Scene scene_;
  const Year& year_;
  Handling handling_{scene_};
  Offices offices_{scene_, year_};
  const Progress& progress_;
  Random random_;
  Instant first_{};
  std::vector<Story> stories_;
};

}  // namespace

Outcome simulate_year(platform::Database& database, platform::ManualClock& clock, approval::Approval& approval, appraisal::Appraisal& appraisal, const Year& year, const Progress& progress) {
  return Simulation(database, clock, approval, appraisal, year, progress).run();
}

bool has_cases(platform::Database& database) {
  return database.read([](Tx& tx) { return tx.scalar<int>("select 1 from service_case limit 1").has_value(); });
}

}  // namespace yimen::demo
