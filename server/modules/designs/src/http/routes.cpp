#include <map>
#include <memory>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/schemas.h"
#include "store/draft_store.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::designs {

namespace json = boost::json;
using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

using Versions = std::vector<cases::ModelVersion>;

json::value instant_or_null(const std::optional<platform::Instant>& instant) { return instant ? json::value(platform::iso_instant(*instant)) : json::value(nullptr); }

std::string key_of(const Request& request) { return std::string(request.path_text("key")); }
std::string trimmed(const Request& request, std::string_view name) { return platform::trim(platform::text_or(request.body(), name)); }
/// Empty when the request has none.
std::string samples_in(const Request& request) {
  const auto* found = request.body().if_contains("samples");
  return found ? json::serialize(*found) : std::string();
}

json::object draft_json(const Draft& d) {
  return {{"key", d.key}, {"name", d.name}, {"state", d.state}, {"based_on", d.based_on}, {"note", d.note}, {"author_id", d.author_id.str()}, {"author_name", d.author_name},
          {"returned_reason", d.returned_reason}, {"submitted_at", instant_or_null(d.submitted_at)}, {"created_at", platform::iso_instant(d.created_at)},
          {"updated_at", platform::iso_instant(d.updated_at)}, {"revision", d.revision}};
}

Result<Response> answer(Result<Draft> done, int status = 200) {
  const auto draft = TRY(std::move(done));
  return Response::json(draft_json(draft), status).etag(draft.revision);
}

tl::unexpected<platform::Error> not_found(const Kind& kind) { return fail(ErrorCode::not_found, kind.path + "/not-found", fmt::format("没有找到{}，可能已被删除或您无权查看。", kind.noun)); }
tl::unexpected<platform::Error> no_version(const Kind& kind) { return fail(ErrorCode::not_found, kind.path + "/no-version", fmt::format("没有找到这一版{}。", kind.noun)); }
tl::unexpected<platform::Error> no_draft(const Kind& kind) { return fail(ErrorCode::not_found, kind.path + "/no-draft", fmt::format("这个{}没有正在编辑的草稿。", kind.noun)); }

/// By which new cases run today; 0: none.
int current_of(const Versions& versions, platform::Date today) {
  for (const auto& one : versions)
    if (!one.withdrawn_at && (!one.valid_from || *one.valid_from <= today)) return one.version;
  return 0;
}

json::object version_json(const cases::ModelVersion& v, int current, platform::Date today) {
  const char* state = v.withdrawn_at ? "withdrawn" : v.version == current ? "published" : v.valid_from && *v.valid_from > today ? "waiting" : "superseded";
  return {{"version", v.version}, {"name", v.name}, {"state", state}, {"valid_from", v.valid_from ? json::value(platform::iso_date(*v.valid_from)) : json::value(nullptr)}, {"note", v.note},
          {"author_name", v.author_name}, {"published_by_name", v.published_by_name}, {"published_at", platform::iso_instant(v.published_at)}, {"is_shipped", v.is_shipped},
          {"withdrawn_at", instant_or_null(v.withdrawn_at)}, {"withdrawn_by_name", v.withdrawn_by_name}, {"withdrawn_reason", v.withdrawn_reason}, {"open_cases", v.open_cases}};
}

json::array versions_json(Tx& tx, const Versions& versions) {
  json::array items;
  const int current = current_of(versions, tx.today());
  for (const auto& one : versions) items.push_back(version_json(one, current, tx.today()));
  return items;
}

void put_text(const Kind& kind, json::object& into, const std::string& xml, const std::string& samples) {
  into["xml"] = xml;
  if (kind.has_samples) into["samples"] = json::parse(samples);
}

json::object summary_json(Tx& tx, const std::string& key, const Versions& versions, const Draft* draft, std::int64_t matters) {
  const int current = current_of(versions, tx.today());
  std::int64_t open = 0;
  json::value valid_from = nullptr;
  std::string name = draft ? draft->name : versions.front().name;
  for (const auto& one : versions) {
    open += one.open_cases;
    if (one.version != current) continue;
    name = one.name;
    if (one.valid_from) valid_from = platform::iso_date(*one.valid_from);
  }
  return {{"key", key}, {"name", name}, {"current_version", current}, {"valid_from", valid_from}, {"draft_state", draft ? draft->state : "none"},
          {"draft_author", draft ? draft->author_name : ""}, {"versions", versions.size()}, {"open_cases", open}, {"matters", matters}};
}

Result<Response> list(const Kind& kind, const Request& request, Tx& tx) {
  std::map<std::string, Versions> models;
  for (auto& one : cases::model_versions(tx, kind.kind)) models[one.key].push_back(std::move(one));
  std::map<std::string, Draft> drafts;
  for (auto& one : store::list_drafts(tx, kind.kind)) {
    models.try_emplace(one.key);
    drafts.emplace(one.key, std::move(one));
  }
  std::vector<std::string> keys;
  for (const auto& [key, versions] : models) keys.push_back(key);
  const auto matters = kind.count_users(tx, keys);
  const auto words = platform::trim(request.query("q").value_or(""));
  json::array items;
  for (const auto& [key, versions] : models) {
    const auto draft = drafts.find(key);
    const auto used = matters.find(key);
    auto item = summary_json(tx, key, versions, draft == drafts.end() ? nullptr : &draft->second, used == matters.end() ? 0 : used->second);
    if (words.empty() || key.find(words) != std::string::npos || platform::text_or(item, "name").find(words) != std::string::npos) items.push_back(std::move(item));
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

/// What a matter may choose: models that have a version today.
Result<Response> list_choices(const Kind& kind, const Request&, Tx& tx) {
  json::array items;
  std::string seen;
  for (const auto& one : cases::model_versions(tx, kind.kind)) {
    if (one.key == seen || one.withdrawn_at || (one.valid_from && *one.valid_from > tx.today())) continue;
    seen = one.key;
    const auto held = kind.is_choice ? cases::stored_model(tx, kind.kind, one.key, one.version) : std::nullopt;
    if (held && !kind.is_choice(held->xml)) continue;
    items.push_back(json::object{{"key", one.key}, {"name", one.name}});
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

/// What reads an answer of the application form in the text that new cases take: asked before a key of the form changes.
Result<Response> list_form_readers(const Kind& kind, const Request& request, Tx& tx) {
  const auto names = platform::split(request.query("answer").value_or(""), '.');
  const auto held = cases::stored_model(tx, kind.kind, key_of(request), 0);
  if (!held) return fail(ErrorCode::not_found, kind.path + "/no-such", fmt::format("没有在用的{}“{}”。", kind.noun, key_of(request)));
  json::array items;
  constexpr std::size_t most = 300;  // enough to find the place by
  for (const auto& one : kind.form_readers(held->xml, names)) items.push_back(json::object{{"place", platform::to_utf8(platform::to_utf32(one).substr(0, most))}});
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> show(const Kind& kind, const Request& request, Tx& tx) {
  const auto key = key_of(request);
  const auto versions = cases::model_versions(tx, kind.kind, key);
  const auto draft = store::find_draft(tx, kind.kind, key);
  if (versions.empty() && !draft) return not_found(kind);
  const auto counted = kind.count_users(tx, {key});
  const auto used = counted.find(key);
  json::array matters;
  for (const auto& one : kind.users(tx, key, 50))
    matters.push_back(json::object{{"id", std::to_string(one.id)}, {"name", one.name}, {"department_name", one.department_name}, {"region_name", one.region_name}});
  const int current = current_of(versions, tx.today());
  std::string name = draft ? draft->name : versions.front().name;
  for (const auto& one : versions)
    if (one.version == current) name = one.name;
  return Response::json(json::object{{"key", key}, {"name", name}, {"current_version", current}, {"versions", versions_json(tx, versions)},
                                     {"draft", draft ? json::value(draft_json(*draft)) : json::value(nullptr)}, {"matters", std::move(matters)},
                                     {"matter_count", used == counted.end() ? 0 : used->second}});
}

Result<Response> list_versions(const Kind& kind, const Request& request, Tx& tx) {
  return Response::json(json::object{{"items", versions_json(tx, cases::model_versions(tx, kind.kind, key_of(request)))}});
}

Result<Response> show_version(const Kind& kind, const Request& request, Tx& tx) {
  const auto key = key_of(request);
  const auto number = TRY(platform::parse_id(request.path_text("version")));
  const auto versions = cases::model_versions(tx, kind.kind, key);
  for (const auto& one : versions) {
    if (one.version != number) continue;
    auto found = version_json(one, current_of(versions, tx.today()), tx.today());
    const auto stored = cases::stored_model(tx, kind.kind, key, one.version);
    put_text(kind, found, stored->xml, stored->samples);
    return Response::json(found);
  }
  return no_version(kind);
}

Result<Response> show_draft(const Kind& kind, const Request& request, Tx& tx) {
  const auto draft = store::find_draft(tx, kind.kind, key_of(request));
  if (!draft) return no_draft(kind);
  auto found = draft_json(*draft);
  put_text(kind, found, draft->xml, draft->samples);
  return Response::json(found).etag(draft->revision);
}

Result<Response> create(const Kind& kind, const Request& request, Tx& tx) {
  if (!cases::model_versions(tx, kind.kind, trimmed(request, "key")).empty())
    return fail(ErrorCode::conflict, kind.path + "/key-taken", fmt::format("这个编号已有{}。", kind.noun), {{"/key", fmt::format("这个编号已有{}，请换一个。", kind.noun)}});
  return answer(start_draft(tx, kind, request.actor(), {.key = trimmed(request, "key"), .name = trimmed(request, "name"), .xml = platform::text_or(request.body(), "xml"), .samples = samples_in(request)}), 201);
}

Result<Response> start(const Kind& kind, const Request& request, Tx& tx) {
  const auto key = key_of(request);
  if (cases::model_versions(tx, kind.kind, key).empty()) return not_found(kind);
  return answer(start_draft(tx, kind, request.actor(), {.key = key, .based_on = static_cast<int>(platform::int_or(request.body(), "version"))}), 201);
}

Result<Response> save(const Kind& kind, const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  return answer(save_draft(tx, kind, request.actor(), key_of(request), revision,
                           {.name = trimmed(request, "name"), .xml = platform::text_or(request.body(), "xml"), .samples = samples_in(request), .note = trimmed(request, "note")}));
}

Result<Response> discard(const Kind& kind, const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  TRY(discard_draft(tx, kind, request.actor(), key_of(request), revision));
  return Response::no_content();
}

Result<Response> submit(const Kind& kind, const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  return answer(submit_draft(tx, kind, request.actor(), key_of(request), revision));
}

Result<Response> send_back(const Kind& kind, const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  return answer(return_draft(tx, kind, request.actor(), key_of(request), revision, trimmed(request, "reason")));
}

Result<Response> publish(const Kind& kind, const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  std::optional<platform::Date> day;
  if (const auto text = trimmed(request, "valid_from"); !text.empty()) day = TRY(platform::parse_date(text));
  const int version = TRY(publish_draft(tx, kind, request.actor(), key_of(request), revision, day));
  return Response::json(json::object{{"version", version}});
}

Result<Response> withdraw(const Kind& kind, const Request& request, Tx& tx) {
  const auto version = TRY(platform::parse_id(request.path_text("version")));
  const auto reason = trimmed(request, "reason");
  if (reason.empty()) return fail(ErrorCode::invalid_input, kind.path + "/reason-missing", "请填写原因。", {{"/reason", "请填写原因。"}});
  TRY(withdraw_version(tx, kind, request.actor(), key_of(request), static_cast<int>(version), reason));
  return Response::no_content();
}

/// A number of a published version, or "draft".
Result<std::string> text_of(Tx& tx, const Kind& kind, const std::string& key, const std::string& which) {
  if (which == "draft") {
    auto draft = store::find_draft(tx, kind.kind, key);
    if (!draft) return no_draft(kind);
    return std::move(draft->xml);
  }
  auto stored = cases::stored_model(tx, kind.kind, key, static_cast<int>(TRY(platform::parse_id(which))));
  if (!stored) return no_version(kind);
  return std::move(stored->xml);
}

Result<Response> show_comparison(const Kind& kind, const Request& request, Tx& tx) {
  const auto before = TRY(text_of(tx, kind, key_of(request), request.query("from").value_or("")));
  const auto after = TRY(text_of(tx, kind, key_of(request), request.query("to").value_or("")));
  const auto changes = TRY(kind.compare(before, after));
  json::array items;
  for (const auto& one : changes)
    items.push_back(json::object{{"element", one.element}, {"element_name", one.element_name}, {"kind", one.kind}, {"field", one.field}, {"before", one.before}, {"after", one.after}});
  return Response::json(json::object{{"items", std::move(items)}});
}

}  // namespace

void add_routes(platform::Routes& routes, const Kind& given) {
  const auto kind = std::make_shared<const Kind>(given);
  const auto by = [&](Result<Response> (*handler)(const Kind&, const Request&, Tx&)) {
    return [kind, handler](const Request& request, Tx& tx) { return handler(*kind, request, tx); };
  };
  const auto edit = Needs::permission_of(kind->word + ".edit");
  const auto release = Needs::permission_of(kind->word + ".publish");
  const auto &name_one = kind->schema, &noun = kind->noun;
  const auto all = "/api/v1/" + kind->path, one = all + "/{key}";
  constexpr std::size_t text_limit = 2u << 20;
  const auto xml = Schema::text(1 << 20).label(kind->drawing);
  const auto name = Schema::text(100).label(noun + "名称");
  std::vector<Schema::Field> creation{{"key", Schema::text(40).label(noun + "编号")}, {"name", name}, {"xml", xml}};
  std::vector<Schema::Field> saving{{"xml", xml}, {"name", name.optional()}, {"note", Schema::text(500).label("修改说明").optional()}};
  if (kind->has_samples) {
    creation.push_back({"samples", schemas::samples().optional()});
    saving.push_back({"samples", schemas::samples().optional()});
  }
  const auto reason = [&](std::string_view act) { return Schema::object(std::string(act) + name_one, {{"reason", Schema::text(500).label("原因")}}); };
  const auto tag = kind->tag;
  routes.get(all, edit, tag).summary("全部" + noun).operation("list" + kind->schemas).parameter("q", Schema::text(100).label("名称或编号").optional()).answer(200, schemas::summaries(*kind)).reads(by(list));
  routes.post(all, edit, tag).summary("新建" + noun).operation("create" + name_one).body_limit(text_limit)
      .body(Schema::object("New" + name_one, creation)).answer(201, schemas::draft(*kind)).commands(by(create));
  routes.get(one, edit, tag).summary(fmt::format("一个{}的版本、草稿和使用它的事项", noun)).operation("get" + name_one).answer(200, schemas::model(*kind)).reads(by(show));
  routes.get(one + "/versions", edit, tag).summary(noun + "的版本").operation(fmt::format("list{}Versions", name_one)).answer(200, schemas::versions(*kind)).reads(by(list_versions));
  routes.get(one + "/versions/{version}", edit, tag).summary("一版" + kind->drawing).operation(fmt::format("get{}Version", name_one)).answer(200, schemas::version_text(*kind)).reads(by(show_version));
  routes.post(one + "/versions/{version}/withdrawal", release, tag).summary("停用一版" + noun).operation(fmt::format("withdraw{}Version", name_one))
      .body(reason("Withdraw")).answer(204, Schema::nothing()).commands(by(withdraw));
  routes.get(one + "/comparison", edit, tag).summary("比较两版" + noun).operation(fmt::format("compare{}Versions", name_one)).parameter("from", Schema::text(10).label("原来的版本"))
      .parameter("to", Schema::text(10).label("新的版本").describe("版本号，或 draft")).answer(200, schemas::comparison(*kind)).reads(by(show_comparison));
  routes.get(one + "/draft", edit, tag).summary(noun + "草稿").operation(fmt::format("get{}Draft", name_one)).answer(200, schemas::draft_text(*kind)).reads(by(show_draft));
  routes.post(one + "/draft", edit, tag).summary(fmt::format("从一版{}开始修改", noun)).operation(fmt::format("start{}Draft", name_one))
      .body(Schema::object(fmt::format("Start{}Draft", name_one), {{"version", Schema::integer(0, 100'000).label("版本").optional()}})).answer(201, schemas::draft(*kind)).commands(by(start));
  routes.put(one + "/draft", edit, tag).summary(fmt::format("保存{}草稿", noun)).operation(fmt::format("save{}Draft", name_one)).body_limit(text_limit)
      .body(Schema::object(fmt::format("Save{}Draft", name_one), saving)).answer(200, schemas::draft(*kind)).commands(by(save));
  routes.del(one + "/draft", edit, tag).summary(fmt::format("丢弃{}草稿", noun)).operation(fmt::format("discard{}Draft", name_one)).answer(204, Schema::nothing()).commands(by(discard));
  routes.post(one + "/submission", edit, tag).summary("提交审核").operation("submit" + name_one).answer(200, schemas::draft(*kind)).commands(by(submit));
  routes.post(one + "/return", release, tag).summary("退回修改").operation("return" + name_one).body(reason("Return")).answer(200, schemas::draft(*kind)).commands(by(send_back));
  routes.post(one + "/publication", release, tag).summary("发布").operation("publish" + name_one)
      .body(Schema::object("Publish" + name_one, {{"valid_from", Schema::date().label("启用日期").optional()}}))
      .answer(200, Schema::object("Published" + name_one, {{"version", Schema::integer(1, 100'000)}})).commands(by(publish));
  routes.get(fmt::format("/api/v1/{}-choices", kind->word), Needs::permission_of("matter.edit"), tag).summary("事项可以选用的" + noun).operation(fmt::format("list{}Choices", name_one))
      .answer(200, schemas::choices(*kind)).reads(by(list_choices));
  routes.get(one + "/form-readers", Needs::permission_of("matter.edit"), tag).summary(noun + "里读申请表某一项的地方").operation(fmt::format("list{}FormReaders", name_one))
      .parameter("answer", Schema::text(200).label("填写项的标识").describe("组里的项前面写组的标识：staff.wage")).answer(200, schemas::form_readers(*kind)).reads(by(list_form_readers));
}

}  // namespace yimen::designs
