#pragma once
#include "render.h"
#include "yimen/appraisal/appraisal.h"
#include "yimen/organisation/organisation.h"

/// 办事服务, 一件事, 办理结果公示 and 办件概况.
namespace yimen::portal {

/// /matters and /search: by department, topic, life event and words.
platform::Response matter_list(const Site&, approval::Approval&, const platform::Request&, platform::Tx&);
platform::Response life_events_page(const Site&, approval::Approval&, const platform::Request&, platform::Tx&);
json::array department_links(platform::Tx&, const organisation::Organisation&, std::int64_t region_code, std::int64_t current, const std::string& more = {});

platform::Result<platform::Response> results_page(const Site&, approval::Approval&, const platform::Request&, platform::Tx&);
/// What the page's filter finds as a table for spreadsheet programs, up to a fixed number of rows.
platform::Result<platform::Response> results_file(const Site&, const platform::Request&, platform::Tx&);
platform::Response overview_page(const Site&, appraisal::Appraisal&, const platform::Request&, platform::Tx&);

/// The region a page is asked for, else the site's own.
std::int64_t region_of(const platform::Request&, const Site&);
json::array level_rows(const std::array<std::int64_t, 6>& counts);

}  // namespace yimen::portal
