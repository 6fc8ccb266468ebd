// 公开：进度查询、结果公示、概况。
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "answer_schemas.h"
#include "read_orders.h"
#include "views.h"
#include "yimen/approval/http.h"
#include "yimen/approval/public_views.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/party/masking.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Row;

Result<json::object> progress_of(Approval& a, Tx& tx, std::string_view case_no, std::string_view query_code) {
  // One answer for a wrong number and a wrong code: nobody learns which numbers exist.
  const auto file = cases::find_by_no(tx, platform::trim(case_no));
  if (!file || !platform::equal_constant_time(file->query_code, platform::trim(query_code)))
    return fail(ErrorCode::not_found, "approval/no-such-progress", "办件编号或查询码不对，请按收件凭证核对后再试。");
  auto line = case_line(*file, *a.services().calendars.for_region(tx, file->region_code), tx.today());
  line["applicant_name"] = party::mask_name(file->applicant_name);
  for (const auto* hidden : {"id", "version"}) line.erase(hidden);
  line["timeline"] = public_timeline(tx, *file);
  return line;
}

namespace {

constexpr std::string_view result_condition = R"sql(
       where region_code >= ? and region_code < ? and (cast(? as bigint) = 0 or department_id = ?)
         and (cast(? as text) = '' or decision = ?) and decided_on >= ? and decided_on <= ?
         and (cast(? as text) = '' or matter_name like ? or applicant like ? or result_no like ?))sql";

/// Calls `work` with the statement's parameters in the order of `result_condition`, then with `more`.
template <class Work, class... More>
auto with_filter(const ResultFilter& filter, Work work, const More&... more) {
  const std::string decision(filter.decision == cases::Decision::none ? std::string_view() : platform::EnumText<cases::Decision>::to(filter.decision));
  const auto words = platform::trim(filter.words), like = "%" + words + "%";
  const auto first = filter.from.value_or(platform::Date{std::chrono::year{1} / 1 / 1}), last = filter.to.value_or(platform::Date{std::chrono::year{9999} / 12 / 31});
  return work(filter.low, filter.high, filter.department_id, filter.department_id, decision, decision, first, last, words, like, like, like, more...);
}

}  // namespace

std::vector<PublishedResult> published_results(Tx& tx, const ResultFilter& filter) {
  const auto sql = fmt::format("select id, department_name, matter_name, applicant, decision, result_no, reason, decided_on from published_result{} and (cast(? as bigint) = 0 or id < ?) order by id desc limit ?",
                               result_condition);
  const auto read = [](const Row& row) {
    auto [id, department, matter, applicant, decision, no, reason, on] =
        row.as<std::int64_t, std::string, std::string, std::string, cases::Decision, std::string, std::string, platform::Date>();
    return PublishedResult{id, department, matter, applicant, decision == cases::Decision::granted, no, reason, on};
  };
  return with_filter(filter, [&](const auto&... parameters) { return tx.all(sql, read, parameters...); }, filter.before_id, filter.before_id, filter.limit);
}

std::int64_t count_results(Tx& tx, const ResultFilter& filter, std::int64_t most) {
  const auto sql = fmt::format("select count(*) from (select 1 from published_result{} limit ?) counted", result_condition);
  return with_filter(filter, [&](const auto&... parameters) { return tx.scalar<std::int64_t>(sql, parameters...).value_or(0); }, most);
}

Overview overview_of(Tx& tx, std::int64_t low, std::int64_t high) {
  Overview o;
  o.states = cases::state_counts(tx, low, high);
  // In the order a case goes through them by law, not by the words in the table.
  std::sort(o.states.begin(), o.states.end());
  o.today = cases::figures(tx, low, high, tx.today(), tx.today());
  o.year = cases::figures(tx, low, high, platform::add_days(tx.today(), -365), tx.today());
  return o;
}

json::object to_json(const Overview& o) {
  json::array states;
  for (const auto& [state, n] : o.states)
    if (n) states.push_back(json::object{{"state", platform::EnumText<cases::CaseState>::to(state)}, {"name", cases::chinese_name(state)}, {"count", n}});
  const auto figures = [](const cases::DayFigures& f) {
    const double n = f.timed ? f.timed : 1;
    return json::object{{"submitted", f.submitted}, {"accepted", f.accepted}, {"closed", f.closed}, {"granted", f.granted}, {"refused", f.refused}, {"on_time", f.on_time},
                        {"average_promised_days", fmt::format("{:.1f}", f.promised_days / n)}, {"average_statutory_days", fmt::format("{:.1f}", f.statutory_days / n)},
                        {"average_actual_days", fmt::format("{:.1f}", f.actual_days / n)}, {"timed", f.timed}};
  };
  return {{"states", std::move(states)}, {"today", figures(o.today)}, {"year", figures(o.year)},
          {"formula", "平均用时 = 已办结且以工作日计的办件，自受理次日至决定日的工作日（不含特别程序）之和 ÷ 件数；近 365 天"}};
}

Result<ResultFilter> result_filter_from(const Request& request, std::int64_t region_code) {
  const auto [low, high] = region::range_of(region_code);
  ResultFilter filter{.low = low, .high = high, .words = request.query("q").value_or(""), .department_id = request.query_int("department_id", 0, 0, INT64_MAX),
                      .before_id = request.query_int("after", 0, 0, INT64_MAX)};
  filter.decision = platform::EnumText<cases::Decision>::from(request.query("decision").value_or("")).value_or(cases::Decision::none);
  if (const auto from = request.query("from").value_or(""); !from.empty()) filter.from = TRY(platform::parse_date(from));
  if (const auto to = request.query("to").value_or(""); !to.empty()) filter.to = TRY(platform::parse_date(to));
  return filter;
}

void add_public_routes(Routes& routes, Approval& a) {
  constexpr const char* tag = "公开查询";
  routes.post("/api/v1/public/progress", Needs::anybody(), tag).operation("queryProgress").summary("凭办件编号和查询码查进度").rate(20).without_csrf()
      .body(Schema::object("ProgressQuery", {{"case_no", Schema::text(40).label("办件编号")}, {"query_code", Schema::text(10).label("查询码")}})).answer(200, progress_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        return Response::json(TRY(progress_of(a, tx, platform::text_or(request.body(), "case_no"), platform::text_or(request.body(), "query_code"))));
      });
  routes.get("/api/v1/public/results", Needs::anybody(), tag).operation("listResults").summary("办理结果公示").parameter("region", Schema::text(12).optional())
      .parameter("q", Schema::text(60).label("事项、申请人或文号").optional()).parameter("department_id", Schema::id().label("部门").optional())
      .parameter("decision", Schema::one_of({"granted", "refused"}).label("结果").optional()).parameter("from", Schema::date().label("决定日期起").optional())
      .parameter("to", Schema::date().label("决定日期止").optional()).parameter("after", Schema::id().optional()).parameter("limit", Schema::integer(1, 100).optional())
      .answer(200, page_schema("ResultPage", published_result_schema()))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        auto filter = TRY(result_filter_from(request, region::pad_code(request.query("region").value_or("45"))));
        const int limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
        filter.limit = limit + 1;
        const auto rows = published_results(tx, filter);
        json::array items;
        std::optional<std::string> next;
        for (const auto& r : rows) {
          if (static_cast<int>(items.size()) == limit) break;
          items.push_back(json::object{{"id", std::to_string(r.id)}, {"department_name", r.department_name}, {"matter_name", r.matter_name}, {"applicant", r.applicant},
                                       {"is_granted", r.is_granted}, {"result_no", r.result_no}, {"reason", r.reason}, {"decided_on", platform::iso_date(r.decided_on)}});
          if (static_cast<int>(rows.size()) > limit) next = std::to_string(r.id);
        }
        constexpr std::int64_t counted_up_to = 1000;
        const auto total = count_results(tx, filter, counted_up_to + 1);
        return Response::json(platform::page_of(std::move(items), next, std::min(total, counted_up_to), total <= counted_up_to));
      });
  routes.get("/api/v1/public/overview", Needs::anybody(), tag).operation("getOverview").summary("公开概况：今日办件、各状态、承诺与实际用时").parameter("region", Schema::text(12).optional())
      .answer(200, overview_schema())
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        const auto [low, high] = region::range_of(region::pad_code(request.query("region").value_or("4509")));
        return Response::json(to_json(overview_of(tx, low, high)));
      });
}

// ---- 否定报备: the service authority files every "no" ---------------------------------------------------------------

void add_negative_report_routes(Routes& routes, Approval& a) {
  constexpr const char* tag = "否定报备";
  routes.get("/api/v1/negative-reports", Needs::permission_of("negative_reports.read"), tag).operation("listNegativeReports").summary("否定报备清单")
      .parameter("open", Schema::boolean().label("只看未备案").optional()).parameter("after", Schema::id().optional()).answer(200, page_schema("NegativeReportPage", negative_report_schema()))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        json::array items;
        tx.each(R"sql(
            select n.id, n.case_id, c.case_no, c.matter_name, c.department_name, n.kind, n.reason, n.clause, n.made_by_name, n.made_at, n.filed_by_name, n.filed_at, n.document_id,
                   n.form_document_id
              from negative_report n join service_case c on c.id = n.case_id
             where n.region_code >= ? and n.region_code < ? and (cast(? as bigint) = 1 or n.department_id = ?)
               and (cast(? as bigint) = 0 or n.filed_at is null) and (cast(? as bigint) = 0 or n.id < ?)
             order by n.id desc limit 100)sql",
                [&](const Row& r) {
                  const auto filed = r.get<std::optional<platform::Instant>>(11);
                  items.push_back(json::object{{"id", std::to_string(r.i64(0))}, {"case_id", std::to_string(r.i64(1))}, {"case_no", r.text(2)}, {"matter_name", r.text(3)},
                                               {"department_name", r.text(4)}, {"kind", r.text(5)}, {"reason", r.text(6)}, {"clause", r.text(7)}, {"made_by_name", r.text(8)},
                                               {"made_at", platform::iso_instant(r.get<platform::Instant>(9))}, {"filed_by_name", r.text(10)},
                                               {"filed_at", filed ? json::value(platform::iso_instant(*filed)) : json::value(nullptr)},
                                               {"document_id", std::to_string(r.i64(12))}, {"form_document_id", r.i64(13) ? json::value(std::to_string(r.i64(13))) : json::value(nullptr)}});
                },
                actor.scope_low, actor.scope_high, actor.all_departments, actor.department_id, request.query("open") == "true",
                request.query_int("after", 0, 0, INT64_MAX), request.query_int("after", 0, 0, INT64_MAX));
        const auto count = static_cast<std::int64_t>(items.size());
        std::optional<std::string> next;
        if (count == 100) next = std::string(items.back().as_object().at("id").as_string());
        return Response::json(platform::page_of(std::move(items), next, count, !next));
      });
  routes.post("/api/v1/negative-reports/{report_id}/filing", Needs::permission_of("negative_reports.file"), tag).operation("fileNegativeReport").summary("备案")
      .answer(204, Schema::nothing())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(platform::parse_id(request.path_text("report_id")));
        TRY(a.file_report(tx, request.actor(), id));
        return Response::no_content();
      });
}

}  // namespace yimen::approval
