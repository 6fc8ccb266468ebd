#include "yimen/catalogue/catalogue.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/topics.h"
#include "store/matter_lists.h"
#include "store/matter_store.h"
#include "store/search_index.h"
#include "yimen/platform/db.h"
#include "yimen/platform/search.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::Result;
using platform::Tx;

namespace {
constexpr std::size_t cached_versions = 1024;  // about 20 KB each in memory
constexpr int searched_bases = 60;

/// How much the words look like a life event: 0 not at all, 4 its own name or an everyday word for it.
int likeness(const LifeEvent& event, const std::string& said) {
  constexpr std::size_t fewest_characters = 2;
  if (platform::count_characters(said) < fewest_characters) return 0;
  int best = 0;
  for (const auto& term : platform::split(platform::replace_all(event.name, "、", " ") + " " + event.words, ' ')) {
    if (term.empty()) continue;
    if (term == said) best = std::max(best, 4);
    else if (said.find(term) != said.npos) best = std::max(best, 3);
    else if (said == platform::initials(term) || said == platform::replace_all(platform::pinyin(term), " ", "")) best = std::max(best, 2);
    else if (term.find(said) != term.npos) best = std::max(best, 1);
  }
  return best;
}

/// What may change beside an unchanging content: the row's state and the matter's department.
struct Stamp {
  int version_revision = 0, matter_revision = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};
}  // namespace

/// Least recently used versions leave first.
struct Catalogue::Cache {
  struct Entry {
    MatterVersionId id;
    Stamp stamp;
    std::shared_ptr<const MatterVersion> version;
  };
  std::mutex mutex;
  std::list<Entry> entries;
  std::unordered_map<MatterVersionId, std::list<Entry>::iterator> index;

  std::shared_ptr<const MatterVersion> get(MatterVersionId id, Stamp stamp) {
    const std::lock_guard lock{mutex};
    const auto found = index.find(id);
    if (found == index.end() || found->second->stamp != stamp) return nullptr;
    entries.splice(entries.begin(), entries, found->second);
    return found->second->version;
  }
  void put(MatterVersionId id, Stamp stamp, std::shared_ptr<const MatterVersion> version) {
    const std::lock_guard lock{mutex};
    if (const auto found = index.find(id); found != index.end()) {
      entries.erase(found->second);
      index.erase(found);
    }
    entries.push_front({id, stamp, std::move(version)});
    index[id] = entries.begin();
    if (entries.size() <= cached_versions) return;
    index.erase(entries.back().id);
    entries.pop_back();
  }
};

/// Views since they were last stored: at most one number for each matter that is offered.
struct Catalogue::Views {
  std::mutex mutex;
  std::unordered_map<MatterId, std::int64_t> counts;
};

Catalogue::Catalogue() : views_{std::make_unique<Views>()}, cache_{std::make_unique<Cache>()} {}
Catalogue::~Catalogue() = default;

Result<std::shared_ptr<const MatterVersion>> Catalogue::version(Tx& tx, MatterVersionId id) {
  const auto stamp = tx.find("select v.revision, m.revision from matter_version v join matter m on m.id = v.matter_id where v.id = ?",
                             [](const platform::Row& row) { return Stamp{row.get<int>(0), row.get<int>(1)}; }, id);
  if (!stamp) return fail(ErrorCode::not_found, "catalogue/no-such-version", "没有找到事项的这一版本。");
  if (auto kept = cache_->get(id, *stamp)) return kept;
  const auto row = TRY(store::find_version(tx, id));
  const auto matter = TRY(store::find_matter(tx, row.matter));
  auto version = std::make_shared<const MatterVersion>(store::version_of(row, matter));
  cache_->put(id, *stamp, version);
  return version;
}

Result<std::shared_ptr<const MatterVersion>> Catalogue::current(Tx& tx, MatterId id) {
  const auto matter = TRY(store::find_matter(tx, id));
  switch (matter.status) {
    case MatterStatus::in_force: break;
    case MatterStatus::suspended:
      return fail(ErrorCode::rule_violated, "catalogue/suspended",
                  fmt::format("事项“{}”暂停办理{}。", matter.name, matter.status_reason.empty() ? "" : "：" + matter.status_reason));
    case MatterStatus::cancelled:
      return fail(ErrorCode::rule_violated, "catalogue/cancelled",
                  fmt::format("事项“{}”已取消{}。", matter.name, matter.status_reason.empty() ? "" : "：" + matter.status_reason));
  }
  // A version published for today may wait for the daily job; the day decides, not the job.
  const auto version_id = store::published_for(tx, id, tx.today());
  if (!version_id) return fail(ErrorCode::rule_violated, "catalogue/not-published", fmt::format("事项“{}”还没有发布。", matter.name));
  return version(tx, *version_id);
}

MatterPage Catalogue::find(Tx& tx, const MatterQuery& query) {
  MatterQuery bounded = query;
  bounded.limit = std::clamp(query.limit, 1, 100);
  if (bounded.words.empty()) return store::find_published(tx, bounded);
  return store::find_published_of(tx, bounded, store::search_bases(tx, bounded.words, searched_bases));
}

std::vector<std::string> Catalogue::suggest(Tx& tx, const std::string& words, std::int64_t region_code, int limit) {
  auto suggestions = store::matching_words(tx, words, limit / 2);
  MatterQuery query{.words = words, .region_code = region_code, .limit = limit};
  for (const auto& item : find(tx, query).items) {
    if (suggestions.size() >= static_cast<std::size_t>(limit)) break;
    if (std::find(suggestions.begin(), suggestions.end(), item.name) == suggestions.end()) suggestions.push_back(item.name);
  }
  return suggestions;
}

void Catalogue::note_view(MatterId id) {
  const std::lock_guard lock{views_->mutex};
  ++views_->counts[id];
}

int Catalogue::store_views(platform::Database& database) {
  std::unordered_map<MatterId, std::int64_t> counts;
  {
    const std::lock_guard lock{views_->mutex};
    counts.swap(views_->counts);
  }
  if (counts.empty()) return 0;
  try {
    database.transact([&](Tx& tx) {
      for (const auto& [id, seen] : counts) store::add_views(tx, id, seen);
      return true;
    });
  } catch (const platform::DbError&) {
    const std::lock_guard lock{views_->mutex};
    for (const auto& [id, seen] : counts) views_->counts[id] += seen;
    throw;
  }
  return static_cast<int>(counts.size());
}

std::vector<LifeEvent> Catalogue::life_events(Tx& tx) { return store::life_events(tx); }

std::vector<LifeEvent> Catalogue::life_events_for(Tx& tx, const std::string& words, std::size_t limit) {
  const auto said = platform::replace_all(platform::trim(platform::fold_width(words)), " ", "");
  std::vector<std::pair<int, LifeEvent>> found;
  for (auto& event : store::life_events(tx))
    if (const int score = event.matter_count ? likeness(event, said) : 0) found.emplace_back(score, std::move(event));
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<LifeEvent> events;
  for (auto& [score, event] : found)
    if (events.size() < limit) events.push_back(std::move(event));
  return events;
}

std::vector<Topic> Catalogue::topics(Tx& tx, std::int64_t region_code) {
  auto topics = store::topics(tx, region_code);
  for (auto& topic : topics) topic.name = topic_name(topic.code);
  return topics;
}

std::optional<MatterId> Catalogue::by_impl_code(Tx& tx, const std::string& impl_code) {
  return tx.scalar<MatterId>("select id from matter where impl_code = ? order by id limit 1", impl_code);
}

std::vector<MatterSummary> Catalogue::instances_of(Tx& tx, MatterBaseId base) {
  std::vector<MatterSummary> summaries;
  for (const auto& row : store::instances(tx, base)) summaries.push_back(store::summary_of(row));
  return summaries;
}

}  // namespace yimen::catalogue
