#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/render.h"
#include "http/routes.h"
#include "http/schemas.h"
#include "service/questions.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

/// What the form designer asks: the problems of a form as it is drawn, and the bank of questions.
namespace yimen::catalogue {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;
using store::QuestionId;
using store::QuestionRow;

namespace {

constexpr auto tag = "申请表单";

Result<Response> validate_form(const Request& request, Tx&) {
  const auto* schema = platform::object_at(request.body(), "schema");
  std::vector<form::Problem> problems;
  (void)forms::read(schema ? *schema : json::object{}, problems);
  json::array items;
  for (const auto& one : problems)
    items.push_back(json::object{{"id", one.id}, {"field", one.field}, {"rule", one.rule}, {"zh", one.zh}, {"en", one.en}, {"severity", one.is_error ? "error" : "warning"}});
  return Response::json(json::object{{"items", std::move(items)}});
}

/// How many matters ask a question, and how many of them in words of before.
struct Count {
  int used = 0, behind = 0;
};
json::object to_json(const QuestionRow& q, Count count) {
  return {{"id", q.id.str()}, {"name", q.name}, {"definition", json::parse(q.definition)}, {"note", q.note}, {"wording", q.wording}, {"is_retired", q.is_retired},
          {"edited_by", q.edited_name}, {"updated_at", platform::iso_instant(q.updated_at)}, {"revision", q.revision}, {"used", count.used}, {"behind", count.behind}};
}
Count counted(const std::vector<QuestionUse>& uses, const QuestionRow& q) {
  Count count;
  for (const auto& use : uses)
    if (use.question == q.id) ++count.used, count.behind += use.wording < q.wording;
  return count;
}
Result<Response> answer(Result<QuestionRow> done, int status = 200) {
  const auto question = TRY(std::move(done));
  return Response::json(to_json(question, {}), status).etag(question.revision);
}

Result<Response> list(const Request& request, Tx& tx) {
  store::QuestionQuery query{.words = platform::trim(request.query("q").value_or("")), .after = {}, .limit = static_cast<int>(request.query_int("limit", 20, 1, 100))};
  if (const auto after = request.query("after"); after && !after->empty()) {
    const auto last = TRY(platform::parse_id(*after));
    query.after = QuestionId{last};
  }
  const auto page = store::list_questions(tx, query);
  const auto uses = question_uses(tx, request.actor());
  json::array items;
  for (const auto& question : page.items) items.push_back(to_json(question, counted(uses, question)));
  auto next = page.has_more ? std::optional(page.items.back().id.str()) : std::nullopt;
  return Response::json(platform::page_of(std::move(items), std::move(next), page.total, page.is_exact));
}

Result<Response> show(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<QuestionId>("question_id"));
  const auto question = store::find_question(tx, id);
  if (!question) return platform::fail(platform::ErrorCode::not_found, "catalogue/no-question", "没有找到题目，可能已被删除。");
  const auto uses = question_uses(tx, request.actor());
  auto found = to_json(*question, counted(uses, *question));
  json::array matters;
  for (const auto& use : uses)
    if (use.question == id && matters.size() < 500)
      matters.push_back(json::object{{"matter_id", use.matter.str()}, {"name", use.matter_name}, {"department_name", use.department_name}, {"region_name", use.region_name},
                                     {"is_draft", use.is_draft}, {"wording", use.wording}});
  found["uses"] = std::move(matters);
  return Response::json(found).etag(question->revision);
}

QuestionOrder order_of(const Request& request) {
  QuestionOrder order{.name = platform::text_or(request.body(), "name"), .note = platform::text_or(request.body(), "note"), .definition = {}};
  if (const auto* definition = platform::object_at(request.body(), "definition")) order.definition = *definition;
  return order;
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<QuestionId>("question_id"));
  const int revision = TRY(request.if_match());
  return answer(change_question(tx, request.actor(), id, revision, order_of(request)));
}
Result<Response> retire(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<QuestionId>("question_id"));
  const int revision = TRY(request.if_match());
  return answer(retire_question(tx, request.actor(), id, revision));
}
Result<Response> renew(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<MatterId>("matter_id"));
  const int revision = TRY(request.if_match());
  const auto renewal = TRY(renew_questions(tx, request.actor(), id, revision));
  return Response::json(json::object{{"renewed", renewal.count}, {"revision", renewal.matter.revision}}).etag(renewal.matter.revision);
}

std::vector<Schema::Field> question_members() {
  return {{"id", Schema::text(20)}, {"name", Schema::text(100).label("题目")}, {"definition", Schema::any().label("表单项")}, {"note", Schema::text(500).label("说明").or_empty()},
          {"wording", Schema::integer(1, 1'000'000).label("第几版")}, {"is_retired", Schema::boolean()}, {"edited_by", Schema::text(60)}, {"updated_at", Schema::instant()},
          {"revision", Schema::integer(1, 1'000'000'000)}, {"used", Schema::integer(0, 1'000'000).label("使用的事项")}, {"behind", Schema::integer(0, 1'000'000).label("尚未采用最新的事项")}};
}

}  // namespace

void add_form_routes(platform::Routes& routes) {
  const auto edit = Needs::permission_of("matter.edit");
  constexpr std::size_t form_limit = 1u << 20;
  const auto problem = Schema::object("FormProblem", {{"id", Schema::text(100).or_empty()}, {"field", Schema::text(200).or_empty()}, {"rule", Schema::text(60)}, {"zh", Schema::text(1000)}, {"en", Schema::text(1000)},
                                                      {"severity", Schema::one_of({"error", "warning"})}});
  routes.post("/api/v1/form-validations", edit, tag).summary("检查一份表单").operation("validateForm").body_limit(form_limit)
      .body(Schema::object("FormText", {{"schema", Schema::any().label("表单").describe("见 docs/form-schema.md")}}))
      .answer(200, Schema::object("FormProblems", {{"items", Schema::list(problem, 10'000)}})).reads(validate_form);

  const auto question = Schema::object("FormQuestion", question_members());
  auto members = question_members();
  const auto use = Schema::object("FormQuestionUse", {{"matter_id", Schema::text(20)}, {"name", Schema::text(500)}, {"department_name", Schema::text(200)}, {"region_name", Schema::text(100)},
                                                      {"is_draft", Schema::boolean()}, {"wording", Schema::integer(0, 1'000'000)}});
  members.push_back({"uses", Schema::list(use, 500)});
  const auto body = Schema::object("NewFormQuestion", {{"name", Schema::text(100).label("题目名称")}, {"definition", Schema::any().label("表单项")}, {"note", Schema::text(500).label("说明").optional()}});
  const std::string one = "/api/v1/form-questions/{question_id}";
  routes.get("/api/v1/form-questions", edit, tag).summary("题库").operation("listFormQuestions").parameter("q", Schema::text(100).label("题目或标题").optional())
      .parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, schemas::page("FormQuestions", question)).reads(list);
  routes.post("/api/v1/form-questions", edit, tag).summary("题库新增题目").operation("createFormQuestion").body_limit(form_limit).body(body).answer(201, question)
      .commands([](const Request& request, Tx& tx) { return answer(create_question(tx, request.actor(), order_of(request)), 201); });
  routes.get(one, edit, tag).summary("题目和使用它的事项").operation("getFormQuestion").answer(200, Schema::object("ShownFormQuestion", std::move(members))).reads(show);
  routes.put(one, edit, tag).summary("修改题目").operation("changeFormQuestion").body_limit(form_limit).body(body).answer(200, question).commands(change);
  routes.del(one, edit, tag).summary("停用题目").operation("retireFormQuestion").answer(200, question).commands(retire);
  routes.post("/api/v1/matters/{matter_id}/question-renewal", edit, tag).summary("草稿中的题目改用题库最新的").operation("renewMatterQuestions")
      .answer(200, Schema::object("QuestionRenewal", {{"renewed", Schema::integer(1, 10'000)}, {"revision", Schema::integer(1, 1'000'000'000)}})).commands(renew);
}

}  // namespace yimen::catalogue
