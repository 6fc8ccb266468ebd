// 办件列表导出：与列表同一个筛选、同一条可见规则；自然人姓名脱敏，因为文件会离开系统。
#include <filesystem>
#include <unordered_map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/read_orders.h"
#include "jobs/jobs.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/party/masking.h"
#include "yimen/party/party.h"
#include "yimen/platform/files.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"
#include "yimen/platform/sheet.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using platform::SheetFormat;
using platform::SheetWriter;

namespace {

constexpr int cases_per_page = 200;
constexpr std::int64_t most_rows = 1'000'000;  // what a person can still do something with, and a disk bears

const std::vector<std::string> heading{"办件编号", "事项", "实施机关", "申请人", "办件类型", "来源", "状态", "提交时间", "受理日期",
                                       "办理期限", "剩余天数", "决定", "结果文号", "办结时间"};

template <class T>
std::string shown(const std::optional<T>& value) {
  if (!value) return {};
  if constexpr (std::is_same_v<T, platform::Date>) return platform::iso_date(*value);
  else return platform::iso_instant(*value).substr(0, 16).replace(10, 1, " ");
}

/// Removes the file that was being made, however the job ends.
struct Temporary {
  std::string path;
  ~Temporary() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

class CaseRows {
 public:
  CaseRows(Approval& approval, Tx& tx) : s_{approval.services()}, tx_{tx} {}

  std::vector<std::string> cells(const cases::ServiceCase& f) {
    const auto days = s_.calendars.for_region(tx_, f.region_code);
    const auto remaining = cases::remaining_days(f, *days, tx_.today());
    return {f.case_no, f.matter_name, f.department_name, applicant(f), std::string(cases::chinese_name(f.handling_class)),
            std::string(cases::chinese_name(f.channel)), std::string(cases::chinese_name(f.state)), shown(std::optional(f.submitted_at)),
            shown(f.accepted_on), shown(f.due_on), remaining ? std::to_string(*remaining) : "", decision(f), f.result_no, shown(f.closed_at)};
  }

 private:
  std::string applicant(const cases::ServiceCase& f) {
    auto [known, is_new] = is_person_.try_emplace(f.applicant_party_id, true);
    if (is_new)
      if (const auto party = s_.parties.get(tx_, party::PartyId{f.applicant_party_id})) known->second = party->kind == party::PartyKind::person;
    return known->second ? party::mask_name(f.applicant_name) : f.applicant_name;
  }
  static std::string decision(const cases::ServiceCase& f) {
    switch (f.decision) {
      case cases::Decision::none: return {};
      case cases::Decision::granted: return "准予";
      case cases::Decision::refused: return "不予";
    }
    return {};
  }

  Services& s_;
  Tx& tx_;
  std::unordered_map<std::int64_t, bool> is_person_;
};

/// Page by page, each from a snapshot of its own: no transaction stays open for minutes. @returns rows written.
Result<std::int64_t> write_rows(platform::JobRun& run, Approval& approval, const Actor& actor, SheetWriter& sheet) {
  const auto* query = platform::object_at(run.args(), "filter");
  std::int64_t written = 0, total = 0;
  auto after = std::optional<std::string>("");
  while (after && written < most_rows) {
    if (run.is_cancelled()) return written;
    run.progress(written, std::max(total, written), "写入表格");
    std::vector<std::vector<std::string>> rows;
    TRY(run.database().read([&](Tx& tx) -> Result<void> {
      auto filter = TRY(filter_of(query ? *query : json::object{}, tx.today()));
      filter.after = *after;
      filter.limit = cases_per_page;
      filter.count_up_to = after->empty() ? static_cast<int>(most_rows) : 0;
      const auto page = cases::list_cases(tx, approval.viewer_of(tx, actor), filter);
      if (after->empty()) total = page.total;
      CaseRows lines{approval, tx};
      for (const auto& file : page.items) rows.push_back(lines.cells(file));
      after = page.next;
      return {};
    }));
    for (const auto& row : rows) TRY(sheet.add(row));
    written += static_cast<std::int64_t>(rows.size());
  }
  run.progress(written, written, "写入表格");
  return written;
}

}  // namespace

Result<cases::CaseFilter> filter_of(const json::object& query, platform::Date today) {
  platform::Request request;
  for (const auto& [name, value] : query)
    if (value.is_string()) request.query_values.emplace_back(name, std::string(value.get_string()));
    else if (value.is_bool()) request.query_values.emplace_back(name, value.get_bool() ? "true" : "false");
  return filter_from(request, today);
}

Result<json::object> export_cases_job(platform::JobRun& run, Approval& approval) {
  auto& files = approval.services().files;
  const auto actor = platform::actor_of(run);
  const auto format = platform::sheet_format(platform::text_or(run.args(), "format")).value_or(SheetFormat::csv);
  const Temporary made{files.new_temporary()};
  const auto sheet = TRY(SheetWriter::open(made.path, format, heading));
  const auto rows = TRY(write_rows(run, approval, actor, *sheet));
  if (run.is_cancelled()) return json::object{};
  TRY(sheet->finish());
  const auto staged = TRY(files.stage_made(made.path, std::string(platform::content_type_of(format))));
  run.at_end([&files, &run, actor, staged, rows, format](Tx& tx) -> Result<platform::FileId> {
    const auto name = fmt::format("办件列表_{}{}", platform::iso_date(tx.today()), platform::ending_of(format));
    // Nobody's own file: it can be collected through the job only, and goes with it.
    const auto file = TRY(files.add(tx, platform::system_actor(), staged, {.name = name, .purpose = "job_result", .region_code = actor.scope_low}));
    trail::append(tx, actor, {.action = "cases.export", .subject_kind = "account", .subject_id = actor.id.value(), .region_code = actor.scope_low,
                              .text = fmt::format("导出办件列表 {} 行（自然人姓名脱敏）", rows),
                              .facts = {{"job", run.id().str()}, {"rows", rows}, {"filter", platform::to_text(run.args().at("filter"))}, {"sm3", staged.sm3}}});
    return file.id;
  });
  return json::object{{"rows", rows}, {"is_cut_off", rows >= most_rows}};
}

}  // namespace yimen::approval
