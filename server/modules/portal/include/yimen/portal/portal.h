#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "yimen/appraisal/appraisal.h"
#include "yimen/approval/approval.h"
#include "yimen/platform/http.h"

/// The public pages, rendered by the server as plain HTML that works without script.
namespace yimen::portal {

class GuidePages;

struct Site {
  std::string name = "玉林市政务服务";
  std::int64_t region_code = 450900000000;
  std::string host = "玉林市人民政府办公室", contractor = "玉林市行政审批局", hotline = "12345";
  std::string site_code = "演示站点无标识码", icp = "演示站点无备案号";
  bool is_demo = false;
};

class Portal {
 public:
  Portal(Site, approval::Approval&, appraisal::Appraisal&, platform::Database&);
  ~Portal();
  /// /, /search, /matters, /matters/{id}, /regions, /progress, /results, /ratings, /overview, /about/…, /api/v1/suggestions.
  void add_routes(platform::Routes&);
  /// The shell around a body that another part made (verification pages, errors).
  std::string shell(std::string_view title, std::string_view body) const;
  const Site& site() const { return site_; }

 private:
  Site site_;
  approval::Approval& approval_;
  appraisal::Appraisal& appraisal_;
  std::unique_ptr<GuidePages> guides_;
};

}  // namespace yimen::portal
