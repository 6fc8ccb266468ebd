#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "yimen/catalogue/matter_version.h"
#include "yimen/catalogue/types.h"
#include "yimen/platform/result.h"

namespace yimen::platform {
class Database;
class Tx;
}  // namespace yimen::platform

/// The one matter catalogue (事项目录) every module asks. Words and tables: README.md.
namespace yimen::catalogue {

/// The limit a case is handled under: promised, else statutory, else the law's own default.
struct HandlingLimit {
  calendar::Limit limit;
  enum class From { promised, statutory, law_default } from = From::promised;
  /// Chinese words for the clock's explanation: "承诺时限", "法定时限", "未写明，按《行政许可法》第四十二条二十个工作日".
  std::string reason;
};
/// Law: 行政许可法 Art. 42(1) — twenty working days where nothing shorter is stated; 即办件 decides on the spot.
HandlingLimit handling_limit(const MatterVersion&);
/// The statutory clock that runs beside it; absent when the guide and the law state none.
std::optional<HandlingLimit> statutory_limit(const MatterVersion&);
/// The stated class, else what the limits and joint departments say: instant, joint, promised.
CaseClass handled_as(const MatterVersion&);
/// What an element is called: "承诺办结时限", "申请材料“营业执照”". Empty for what only editors know.
std::string element_words(const MatterVersion&, std::string_view field);

/// One line of a list.
struct MatterSummary {
  MatterId id;
  MatterVersionId version_id;
  std::string name, department_name, region_name, impl_code;
  std::int64_t region_code = 0, department_id = 0;
  MatterType type = MatterType::public_service;
  CaseClass case_class = CaseClass::promised;
  MatterStatus status = MatterStatus::in_force;
  std::string promised_text, statutory_text;  // "5个工作日", "即时办结", as stated when it cannot be held
  std::optional<int> visit_count;
  int online_level = 0, material_count = 0;
  std::int64_t view_count = 0;
};

/// What the portal and the desk ask. Empty members do not filter.
struct MatterQuery {
  std::string words = {};          // Chinese, pinyin, initials, everyday words
  std::int64_t department_id = 0;
  std::int64_t region_code = 0;    // this place's own matters; its subtree with `is_subtree`
  bool is_subtree = false;
  std::string topic = {}, life_event = {}, audience = {};  // "p:090" or "c:010"; code or name; person or corp
  std::optional<MatterType> type = std::nullopt;
  int limit = 20;
  std::string after = {};          // cursor of the page before
};
struct MatterPage {
  std::vector<MatterSummary> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool is_exact = true;
};

/// 一件事, with how many matters are in it.
struct LifeEvent {
  std::string code, name, audience, note;  // audience: person or corp
  std::int64_t matter_count = 0;
  std::string words = {};  // what people say when they mean it, parted by spaces
};
/// A topic of the national lists that holds matters: "p:090" 证件办理.
struct Topic {
  std::string code, name, audience;
  std::int64_t matter_count = 0;
};

class Catalogue {
 public:
  Catalogue();
  ~Catalogue();
  /// The version in force today. @returns not_found; rule_violated "catalogue/suspended", "catalogue/cancelled",
  /// "catalogue/not-published".
  platform::Result<std::shared_ptr<const MatterVersion>> current(platform::Tx&, MatterId);
  /// Any version; published ones never change and are kept in the process (bounded).
  platform::Result<std::shared_ptr<const MatterVersion>> version(platform::Tx&, MatterVersionId);
  /// The materials the answers select, in the guide's order. Answers: {"situation key": "option key" or ["…"]}.
  std::vector<Material> materials_for(const MatterVersion&, const json::object& answers) const;
  /// invalid_input unless every situation that applies has an answer among its options.
  platform::Result<void> check_answers(const MatterVersion&, const json::object& answers) const;
  /// Published matters in force.
  MatterPage find(platform::Tx&, const MatterQuery&);
  /// Words a person may mean, best first, for the search box.
  std::vector<std::string> suggest(platform::Tx&, const std::string& words, std::int64_t region_code, int limit = 8);
  std::vector<LifeEvent> life_events(platform::Tx&);
  /// Those a person may mean by these words, best first: by name, everyday words, pinyin and initials.
  std::vector<LifeEvent> life_events_for(platform::Tx&, const std::string& words, std::size_t limit = 3);
  /// Of one place, or of all when the code is 0.
  std::vector<Topic> topics(platform::Tx&, std::int64_t region_code);
  std::optional<MatterId> by_impl_code(platform::Tx&, const std::string& impl_code);
  /// Matters of the same base item in other places (R031).
  std::vector<MatterSummary> instances_of(platform::Tx&, MatterBaseId);
  /// Somebody looked at the guide. Counted in memory: no page waits for the database to be counted.
  void note_view(MatterId);
  /// Adds what was counted to the stored numbers, which order the lists; a timer calls it.
  /// @returns how many matters were seen.
  int store_views(platform::Database&);

 private:
  struct Cache;
  struct Views;
  std::unique_ptr<Views> views_;
  std::unique_ptr<Cache> cache_;
};

/// How many published matters in force name each of these models in that member ("process_key", "discretion_key"). Looks at
/// every content once.
std::map<std::string, std::int64_t> matters_by_model(platform::Tx&, std::string_view member, const std::vector<std::string>& keys);
/// Version, name, place and department of the first ones; the rest of the summary stays empty.
std::vector<MatterSummary> matters_of_model(platform::Tx&, std::string_view member, const std::string& key, int limit);

/// The guide as the public sees it: every shown element with its Chinese label.
json::object guide_json(const MatterVersion&, const MatterSummary&);

}  // namespace yimen::catalogue
