#pragma once
#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "yimen/platform/db.h"
#include "yimen/platform/http.h"
#include "matter_pages.h"
#include "yimen/portal/portal.h"

namespace yimen::catalogue {
struct MatterVersion;
}

namespace yimen::portal {

/// Guide pages as they leave the house, kept until something they show has changed. Only what is the same for every visitor
/// is kept: who is signed in or has answered the situation questions gets a page of his own.
///
/// A kept page is given without asking the database while this process has committed nothing since the page was checked, and
/// for one second at most, because another process may have written. Otherwise the matter's version in force and the
/// department's ratings are read and compared with those the page shows.
class GuidePages {
 public:
  GuidePages(platform::Database& database, const Site& site, approval::Approval& approval, appraisal::Appraisal& appraisal)
      : database_{database}, site_{site}, approval_{approval}, appraisal_{appraisal} {}
  /// @returns what Catalogue::current says of a matter that is not offered now.
  platform::Result<platform::Response> answer(const platform::Request&, std::string_view template_name);

 private:
  /// Everything a page is made of beside the site's settings.
  struct Shown {
    std::shared_ptr<const catalogue::MatterVersion> matter;  // the very object: it is made anew when its rows change
    std::array<std::int64_t, 6> ratings{};
    std::vector<Hall> halls;
    bool is_favourite = false;
    friend bool operator==(const Shown&, const Shown&) = default;
  };
  struct Kept {
    std::string key;
    Shown shown;
    std::shared_ptr<const platform::ReadyPage> page;
    std::uint64_t commits = 0;
    platform::Instant checked_at{};
  };

  /// Reads what the page shows, and counts the visit.
  platform::Result<Shown> look(platform::Tx&, const platform::Request&) const;
  std::string html(const platform::Request&, std::string_view template_name, const Shown&) const;
  std::optional<Kept> find(const std::string& key);
  void keep(Kept);

  platform::Database& database_;
  const Site& site_;
  approval::Approval& approval_;
  appraisal::Appraisal& appraisal_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // used last stands first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace yimen::portal
