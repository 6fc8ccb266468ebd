#pragma once
#include "story.h"

namespace yimen::demo {

/// What goes on in the offices beside the cases: leave and deputies, filing of refusals, bad ratings looked into.
class Offices {
 public:
  Offices(Scene& scene, const Year& year) : scene_{scene}, year_{year}, random_{year.seed + 1} {}
  /// Before the day's work begins; the clock stands at that day.
  void begin_day(Date);

 private:
  void send_on_leave(Date);
  void note_deputies(Date);
  void file_refusals(Date);
  void follow_up_ratings(Date);
  const platform::Actor* manager_of(std::int64_t region_code);

  Scene& scene_;
  const Year& year_;
  Random random_;
  std::map<std::int64_t, std::optional<platform::Actor>> managers_;  // by region
  std::vector<std::pair<platform::UserId, Date>> away_;              // until when, both ends counted
};

}  // namespace yimen::demo
