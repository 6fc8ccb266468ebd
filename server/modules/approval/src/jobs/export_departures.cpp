// 偏离裁量基准清单导出：与清单同一个筛选、同一条可见规则。
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "yimen/platform/files.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"
#include "yimen/platform/plain_words.h"
#include "yimen/platform/sheet.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using platform::SheetFormat;
using platform::SheetWriter;

namespace {

const std::vector<std::string> heading{"办件编号", "事项", "实施机关", "裁量基准", "版次", "基准建议", "决定", "偏离理由", "批准方式", "批准材料", "决定人", "决定日期"};
constexpr std::int64_t most_rows = 100'000;

std::vector<std::string> cells(const DiscretionRecord& r) {
  return {r.case_no, r.matter_name, r.department_name, r.rule_name, std::to_string(r.rule_version), platform::plain_words(r.proposed), platform::plain_words(r.chosen), r.reason, std::string(way_words(r.approved_by_way)),
          r.approval_record, r.decided_by_name, platform::iso_date(r.decided_on)};
}

struct Temporary {
  std::string path;
  ~Temporary() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

platform::Request as_request(const json::object& filter) {
  platform::Request request;
  for (const auto& [name, value] : filter)
    if (value.is_string()) request.query_values.emplace_back(name, std::string(value.get_string()));
  return request;
}

}  // namespace

Result<json::object> export_departures_job(platform::JobRun& run, Approval& approval) {
  auto& files = approval.services().files;
  const auto actor = platform::actor_of(run);
  const auto format = platform::sheet_format(platform::text_or(run.args(), "format")).value_or(SheetFormat::csv);
  const auto* given = platform::object_at(run.args(), "filter");
  auto filter = TRY(departure_filter_from(as_request(given ? *given : json::object{})));
  const Temporary made{files.new_temporary()};
  const auto sheet = TRY(SheetWriter::open(made.path, format, heading));
  std::int64_t rows = 0;
  for (bool is_more = true; is_more && rows < most_rows && !run.is_cancelled();) {
    const auto page = run.database().read([&](Tx& tx) { return departures_of(tx, actor, filter); });
    for (const auto& record : page) TRY(sheet->add(cells(record)));
    rows += static_cast<std::int64_t>(page.size());
    is_more = static_cast<int>(page.size()) == filter.limit;
    if (is_more) filter.before_id = page.back().id;
    run.progress(rows, rows, "写入表格");
  }
  if (run.is_cancelled()) return json::object{};
  TRY(sheet->finish());
  const auto staged = TRY(files.stage_made(made.path, std::string(platform::content_type_of(format))));
  run.at_end([&files, &run, actor, staged, rows, format](Tx& tx) -> Result<platform::FileId> {
    const auto name = fmt::format("偏离裁量基准清单_{}{}", platform::iso_date(tx.today()), platform::ending_of(format));
    const auto file = TRY(files.add(tx, platform::system_actor(), staged, {.name = name, .purpose = "job_result", .region_code = actor.scope_low}));
    trail::append(tx, actor, {.action = "cases.export_departures", .subject_kind = "account", .subject_id = actor.id.value(), .region_code = actor.scope_low,
                              .text = fmt::format("导出偏离裁量基准清单 {} 行", rows), .facts = {{"job", run.id().str()}, {"rows", rows}, {"sm3", staged.sm3}}});
    return file.id;
  });
  return json::object{{"rows", rows}, {"is_cut_off", rows >= most_rows}};
}

}  // namespace yimen::approval
