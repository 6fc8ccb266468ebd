#include "offices.h"

#include <algorithm>
#include <array>

#include "yimen/organisation/absence.h"
#include "yimen/organisation/organisation.h"
#include "yimen/region/region.h"

namespace yimen::demo {

using platform::Actor;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t most_away = 3;
constexpr int last_days = 3;        // what the last days bring waits on the desks
constexpr int open_follow_up_days = 10;
constexpr int waiting_reports = 3;  // so many of the newest are left for the manager who looks around

/// Who stands in for the holder of a post and does nothing else in the department: nobody works on two levels of a case.
std::optional<platform::UserId> deputy_of(Tx& tx, const Actor& who, std::string_view role) {
  return tx.scalar<platform::UserId>(R"sql(
      select d.holder_id from post p join post d on d.id = p.deputy_post_id
       where p.id = ? and d.holder_id <> 0 and not exists (select 1 from post_role r where r.post_id = d.id and r.role <> ?)
         and not exists (select 1 from post o where o.holder_id = d.holder_id and o.id <> d.id))sql",
                                     who.post_id, std::string(role));
}

struct OpenFollowUp {
  appraisal::FollowUpId id;
  std::int64_t department_id = 0;
  std::string state;
};

}  // namespace

void Offices::begin_day(Date today) {
  scene_.clock.set(platform::shanghai_instant(today, 8, 0));  // before anybody applies, after what the law does by itself
  const bool is_working = scene_.days->is_working(today);
  std::erase_if(away_, [&](const auto& one) { return one.second < today; });
  if (is_working) send_on_leave(today);
  note_deputies(today);
  if (!is_working || platform::add_days(today, last_days) > platform::shanghai_date(year_.until)) return;
  file_refusals(today);
  follow_up_ratings(today);
}

/// Now and then somebody takes leave; the last day finds somebody away, but nobody whose account is shown.
void Offices::send_on_leave(Date today) {
  const bool is_end = platform::add_days(today, last_days) >= platform::shanghai_date(year_.until);
  if (away_.size() >= most_away || !chance(random_, is_end ? 0.9 : 0.15)) return;
  const bool is_handler = chance(random_, 0.7);
  // Where work lies, so that the deputy has something to do.
  const auto busy = scene_.database.read([&](Tx& tx) {
    return tx.all("select distinct department_id from case_task where is_open = 1 and kind = 'review' and role = ?", [](const platform::Row& r) { return r.i64(0); }, std::string(is_handler ? "handler" : "reviewer"));
  });
  auto candidates = scene_.roster->all(is_handler ? "handler" : "reviewer");
  std::erase_if(candidates, [&](const Actor* one) {
    const bool is_shown = std::find(year_.shown_departments.begin(), year_.shown_departments.end(), one->department_id) != year_.shown_departments.end();
    return std::find(busy.begin(), busy.end(), one->department_id) == busy.end() || (is_end && is_shown) || std::any_of(away_.begin(), away_.end(), [&](const auto& gone) { return gone.first == one->id; });
  });
  scene_.database.read([&](Tx& tx) { std::erase_if(candidates, [&](const Actor* one) { return !deputy_of(tx, *one, is_handler ? "handler" : "reviewer"); }); });
  if (candidates.empty()) return;
  const auto* who = any_of(random_, candidates);
  const auto until = scene_.days->add_working(today, is_end ? last_days + pick(random_, 1, 4) : pick(random_, 1, 4));
  const auto* reason = any_of(random_, std::array{"年休假", "参加业务培训", "外出现场核查", "病假"});
  const auto noted = scene_.database.transact([&](Tx& tx) -> Result<int> {
    TRY(organisation::note_absence(tx, *who, who->id, today, until, reason));
    return 1;
  });
  if (noted) away_.emplace_back(who->id, until);
}

void Offices::note_deputies(Date today) {
  scene_.deputies.clear();
  if (away_.empty()) return;
  const auto& organisation = scene_.approval.services().organisation;
  scene_.database.read([&](Tx& tx) {
    for (const auto& [absent, until] : away_) {
      const auto* person = scene_.roster->person(absent);
      const auto deputy = person ? tx.scalar<platform::UserId>("select d.holder_id from post p join post d on d.id = p.deputy_post_id where p.id = ?", person->post_id) : std::nullopt;
      if (!deputy) continue;
      for (const auto& held : organisation.posts_of(tx, *deputy, today))
        if (held.is_substitute && held.post.id.value() == person->post_id) scene_.deputies.emplace(absent, staff_actor(tx, organisation, *deputy, held));
    }
  });
}

const Actor* Offices::manager_of(std::int64_t region_code) {
  auto [place, is_new] = managers_.try_emplace(region_code);
  if (is_new)
    scene_.database.read([&](Tx& tx) {
      const auto& organisation = scene_.approval.services().organisation;
      const auto today = platform::shanghai_date(scene_.clock.now());
      const auto holder = tx.scalar<platform::UserId>("select p.holder_id from post p join post_role r on r.post_id = p.id where r.role = 'center_manager' and p.region_code = ? and p.holder_id <> 0 order by p.id limit 1", region_code);
      if (!holder) return;
      for (const auto& held : organisation.posts_of(tx, *holder, today))
        if (held.post.has_role("center_manager") && !held.is_substitute) place->second = staff_actor(tx, organisation, *holder, held);
    });
  return place->second ? &*place->second : nullptr;
}

/// 否定报备: filed within days; the newest ones wait.
void Offices::file_refusals(Date today) {
  const auto before = platform::shanghai_instant(platform::add_days(today, -1), 0, 0);
  const auto open = scene_.database.read([&](Tx& tx) {
    return tx.all("select id, region_code from negative_report where filed_at is null and made_at < ? order by id", [](const platform::Row& r) { return std::pair(r.i64(0), r.i64(1)); }, before);
  });
  for (std::size_t i = 0; i + waiting_reports < open.size(); ++i) {
    const auto* manager = manager_of(open[i].second);
    if (!manager) manager = manager_of(year_.region_code);
    if (!manager || !chance(random_, 0.7)) continue;
    (void)scene_.database.transact([&](Tx& tx) -> Result<int> {
      TRY(scene_.approval.file_report(tx, *manager, open[i].first));
      return 1;
    });
  }
}

/// 差评整改: a step now and then, by the department's own administrator; those of the last days are looked into, not ended.
void Offices::follow_up_ratings(Date today) {
  const bool is_late = platform::add_days(today, open_follow_up_days) > platform::shanghai_date(year_.until);
  const auto open = scene_.database.read([&](Tx& tx) {
    return tx.all("select id, department_id, state from review_follow_up where state <> 'revisited' order by id",
                  [](const platform::Row& r) { return OpenFollowUp{r.get<appraisal::FollowUpId>(0), r.i64(1), r.get<std::string>(2)}; });
  });
  for (const auto& one : open) {
    const auto* admin = scene_.roster->any(random_, one.department_id, "dept_admin");
    if (!admin || !chance(random_, 0.3) || (is_late && one.state != "received")) continue;
    auto& appraisal = scene_.appraisal;
    (void)scene_.database.transact([&](Tx& tx) -> Result<int> {
      if (one.state == "received") TRY(appraisal.verify(tx, *admin, one.id, {.note = "已电话联系，办事人反映材料说明不清楚，跑了两趟。", .finding = "情况属实"}));
      else if (one.state == "verified") TRY(appraisal.rectify(tx, *admin, one.id, {.note = "已修改办事指南的材料说明，并对窗口人员做了提醒。", .reply = "感谢您的意见。办事指南的材料说明已经改清楚，窗口也做了提醒，欢迎继续监督。"}));
      else TRY(appraisal.revisit(tx, *admin, one.id, {.note = "已回访，办事人表示认可。", .second_level = 2}));
      return 1;
    });
  }
}

}  // namespace yimen::demo
