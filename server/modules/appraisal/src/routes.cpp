#include <boost/json.hpp>

#include "yimen/appraisal/appraisal.h"
#include "yimen/approval/public_views.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::appraisal {

namespace json = boost::json;
using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;
using platform::Row;
using platform::Schema;

namespace {

constexpr const char* tag = "好差评";

std::vector<Schema::Field> review_fields() {
  return {{"level", Schema::integer(1, 5).label("满意程度")}, {"tags", Schema::list(Schema::text(30), 10).label("评价标签").optional()}, {"text", Schema::text(500).label("评价内容").optional()},
          {"is_anonymous", Schema::boolean().label("匿名").optional()}, {"channel", Schema::text(20).label("渠道").optional()}};
}

Schema note(std::size_t most = 1000) { return Schema::text(most).or_empty(); }
Schema made_schema() { return Schema::object("MadeReview", {{"id", Schema::id()}}); }

Schema review_schema() {
  return Schema::object("Review", {{"id", Schema::id()}, {"department_name", Schema::text(200)}, {"matter_name", Schema::text(1000)}, {"level", Schema::integer(1, 5)}, {"level_name", Schema::text(20)},
                                   {"channel", note(40)}, {"tags", Schema::list(Schema::text(60), 20)}, {"text", note()}, {"reviewer_name", note(200)}, {"reply", note()}, {"created_at", Schema::instant()}});
}

Schema review_page_schema() {
  const auto level = Schema::object("ReviewLevel", {{"level", Schema::integer(1, 5)}, {"name", Schema::text(20)}, {"count", Schema::integer()}});
  return Schema::object("ReviewPage", {{"items", Schema::list(review_schema(), 100)}, {"next", Schema::id().or_null()}, {"levels", Schema::list(level, 5)}});
}

Schema follow_up_schema() {
  return Schema::object("FollowUp", {{"id", Schema::id()}, {"case_id", Schema::id()}, {"department_name", Schema::text(200)}, {"matter_name", Schema::text(1000)}, {"level", Schema::integer(1, 5)},
                                     {"level_name", Schema::text(20)}, {"text", note()}, {"state", Schema::text(20)}, {"contact_due_on", Schema::date()}, {"due_on", Schema::date()}, {"contact_note", note()},
                                     {"finding", note()}, {"rectification", note()}, {"revisit_note", note()}, {"second_level", Schema::integer(0, 5)}, {"handled_by_name", note(100)},
                                     {"created_at", Schema::instant()}});
}

Review review_from(const json::object& b) {
  Review r{.level = static_cast<int>(platform::int_or(b, "level")), .text = platform::text_or(b, "text"), .is_anonymous = platform::bool_or(b, "is_anonymous"),
           .channel = platform::text_or(b, "channel", "PC端")};
  if (const auto* tags = platform::array_at(b, "tags"))
    for (const auto& one : *tags) r.tags.emplace_back(one.as_string());
  return r;
}

json::object review_json(const Row& r) {
  boost::system::error_code broken;
  auto tags = json::parse(r.text(5), broken);
  return {{"id", std::to_string(r.i64(0))}, {"department_name", r.text(1)}, {"matter_name", r.text(2)}, {"level", r.i64(3)}, {"level_name", level_name(static_cast<int>(r.i64(3)))},
          {"channel", r.text(4)}, {"tags", broken ? json::value(json::array{}) : tags}, {"text", r.text(6)}, {"reviewer_name", r.get<bool>(7) ? std::string_view("匿名") : r.text(8)},
          {"reply", r.text(9)}, {"created_at", platform::iso_instant(r.get<platform::Instant>(10))}};
}
constexpr std::string_view select_review = "select id, department_name, matter_name, level, channel, tags, text, is_anonymous, reviewer_name, reply, created_at from service_review";

void add_public(Routes& routes, Appraisal& a) {
  routes.get("/api/v1/public/reviews", Needs::anybody(), tag).operation("listReviews").summary("公开的评价与回复").parameter("matter_id", Schema::id().optional())
      .parameter("department_id", Schema::id().optional()).parameter("after", Schema::id().optional()).answer(200, review_page_schema())
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto matter = request.query_int("matter_id", 0, 0, INT64_MAX), department = request.query_int("department_id", 0, 0, INT64_MAX), after = request.query_int("after", 0, 0, INT64_MAX);
        json::array items;
        std::optional<std::string> next;
        tx.each(std::string(select_review) + R"sql(
             where is_valid = 1 and (cast(? as bigint) = 0 or matter_id = ?) and (cast(? as bigint) = 0 or department_id = ?) and (cast(? as bigint) = 0 or id < ?)
             order by id desc limit 20)sql",
                [&](const Row& r) { items.push_back(review_json(r)); next = std::to_string(r.i64(0)); }, matter, matter, department, department, after, after);
        if (items.size() < 20) next.reset();
        const auto [low, high] = region::range_of(region::pad_code(request.query("region").value_or("4509")));
        const auto counts = a.counts(tx, low, high, department);
        json::array levels;
        for (int level = 1; level <= 5; ++level) levels.push_back(json::object{{"level", level}, {"name", level_name(level)}, {"count", counts[static_cast<std::size_t>(level)]}});
        return Response::json(json::object{{"items", std::move(items)}, {"next", next ? json::value(*next) : json::value(nullptr)}, {"levels", std::move(levels)}});
      });
  auto fields = review_fields();
  fields.push_back({"case_no", Schema::text(40).label("办件编号")});
  fields.push_back({"query_code", Schema::text(10).label("查询码")});
  routes.post("/api/v1/public/reviews", Needs::anybody(), tag).operation("reviewByCode").summary("凭办件编号和查询码评价").rate(20).body(Schema::object("ReviewByCode", fields)).answer(201, made_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = cases::find_by_no(tx, platform::trim(platform::text_or(request.body(), "case_no")));
        if (!file || !platform::equal_constant_time(file->query_code, platform::trim(platform::text_or(request.body(), "query_code"))))
          return fail(ErrorCode::not_found, "appraisal/no-such-case", "办件编号或查询码不对，请按收件凭证核对后再试。");
        const auto id = TRY(a.review(tx, request.actor(), *file, review_from(request.body())));
        return Response::created(json::object{{"id", id.str()}});
      });
}

void add_own(Routes& routes, Appraisal& a) {
  routes.post("/api/v1/my/cases/{case_id}/review", Needs::citizen(), tag).operation("reviewCase").summary("评价我的办件（一事一评）").body(Schema::object("CaseReview", review_fields())).answer(201, made_schema())
      .commands([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.approval().visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto id = TRY(a.review(tx, request.actor(), file, review_from(request.body())));
        return Response::created(json::object{{"id", id.str()}});
      });
  routes.get("/api/v1/my/cases/{case_id}/review", Needs::citizen(), tag).operation("getCaseReview").summary("我对这件事的评价").answer(200, Schema::object("OwnReview", {{"review", review_schema().or_null()}}))
      .reads([&a](const Request& request, Tx& tx) -> Result<Response> {
        const auto file = TRY(a.approval().visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
        const auto found = tx.find(std::string(select_review) + " where case_id = ?", review_json, file.id);
        return Response::json(json::object{{"review", found ? json::value(*found) : json::value(nullptr)}});
      });
}

void add_follow_ups(Routes& routes, Appraisal& a) {
  routes.get("/api/v1/reviews/follow-ups", Needs::permission_of("reviews.handle"), tag).operation("listFollowUps").summary("差评整改，最急的在前").parameter("all", Schema::boolean().optional()).answer(200, Schema::object("FollowUpList", {{"items", Schema::list(follow_up_schema(), 200)}}))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        json::array items;
        tx.each(R"sql(
            select f.id, f.case_id, r.department_name, r.matter_name, r.level, r.text, f.state, f.contact_due_on, f.due_on, f.contact_note, f.finding, f.rectification, f.revisit_note,
                   f.second_level, f.handled_by_name, f.created_at
              from review_follow_up f join service_review r on r.id = f.review_id
             where f.region_code >= ? and f.region_code < ? and (cast(? as bigint) = 1 or f.department_id = ?) and (cast(? as bigint) = 1 or f.state <> 'revisited')
             order by f.due_on, f.id limit 200)sql",
                [&](const Row& r) {
                  items.push_back(json::object{{"id", std::to_string(r.i64(0))}, {"case_id", std::to_string(r.i64(1))}, {"department_name", r.text(2)}, {"matter_name", r.text(3)},
                                               {"level", r.i64(4)}, {"level_name", level_name(static_cast<int>(r.i64(4)))}, {"text", r.text(5)}, {"state", r.text(6)},
                                               {"contact_due_on", r.text(7)}, {"due_on", r.text(8)}, {"contact_note", r.text(9)}, {"finding", r.text(10)}, {"rectification", r.text(11)},
                                               {"revisit_note", r.text(12)}, {"second_level", r.i64(13)}, {"handled_by_name", r.text(14)}, {"created_at", platform::iso_instant(r.get<platform::Instant>(15))}});
                },
                actor.scope_low, actor.scope_high, actor.all_departments, actor.department_id, request.query("all") == "true");
        return Response::json(json::object{{"items", std::move(items)}});
      });
  const auto step = [&](const char* path, const char* operation, const char* summary, auto member) {
    routes.post(std::string("/api/v1/reviews/follow-ups/{follow_up_id}/") + path, Needs::permission_of("reviews.handle"), tag).operation(operation).summary(summary)
        .body(Schema::object("FollowUpStep", {{"note", Schema::text(1000).label("情况")}, {"finding", Schema::text(1000).label("核实结果").optional()}, {"reply", Schema::text(500).label("公开答复").optional()},
                                              {"second_level", Schema::integer(0, 5).label("再次评价").optional()}}))
        .answer(204, Schema::nothing())
        .commands([&a, member](const Request& request, Tx& tx) -> Result<Response> {
          const auto& b = request.body();
          const FollowUpStep work{platform::text_or(b, "note"), platform::text_or(b, "finding"), platform::text_or(b, "reply"), static_cast<int>(platform::int_or(b, "second_level"))};
          TRY((a.*member)(tx, request.actor(), TRY(request.path_id<FollowUpId>("follow_up_id")), work));
          return Response::no_content();
        });
  };
  step("verification", "verifyFollowUp", "联系核实", &Appraisal::verify);
  step("rectification", "rectifyFollowUp", "整改并公开答复", &Appraisal::rectify);
  step("revisit", "revisitFollowUp", "回访", &Appraisal::revisit);
}

}  // namespace

void add_routes(Routes& routes, Appraisal& a) {
  add_public(routes, a);
  add_own(routes, a);
  add_follow_ups(routes, a);
}

}  // namespace yimen::appraisal
