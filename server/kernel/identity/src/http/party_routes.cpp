#include <boost/json.hpp>

#include "http/routes.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::identity::http {

namespace {

constexpr const char* party_tag = "服务对象";

Schema party_input_schema(bool with_reason) {
  std::vector<Schema::Field> fields{{"kind", Schema::one_of({"person", "enterprise"}).label("类型")},
                                    {"name", Schema::text(150).label("姓名或名称")},
                                    {"id_type", Schema::text(4).label("证件类型").optional().describe("GA/T 2000.156；默认111")},
                                    {"id_no", Schema::text(40).label("证件号码")},
                                    {"phone", Schema::text(30).label("手机号").optional()},
                                    {"address", Schema::text(200).label("地址").optional()},
                                    {"legal_person_name", Schema::text(60).label("法定代表人").optional()},
                                    {"legal_person_id_number", Schema::text(30).label("法定代表人身份号码").optional()}};
  if (with_reason) fields.push_back({"reason", Schema::text(200).min(5).label("更正理由")});
  return Schema::object(with_reason ? "CorrectParty" : "PartyInput", std::move(fields));
}

party::PartyInput input_from(const json::object& body) {
  return {.kind = platform::text_or(body, "kind") == "enterprise" ? party::PartyKind::enterprise : party::PartyKind::person,
          .name = platform::text_or(body, "name"),
          .id_type = platform::text_or(body, "id_type"),
          .id_no = platform::text_or(body, "id_no"),
          .phone = platform::text_or(body, "phone"),
          .address = platform::text_or(body, "address"),
          .legal_person_name = platform::text_or(body, "legal_person_name"),
          .legal_person_id_number = platform::text_or(body, "legal_person_id_number")};
}

/// A search by somebody's number is a look at his data and leaves its row for everybody found.
Result<Response> search(Context& context, const Request& request, Tx& tx) {
  const auto& body = request.body();
  party::Parties::Query by{.id_no = platform::text_or(body, "id_no"), .phone = platform::text_or(body, "phone"), .name = platform::trim(platform::text_or(body, "name"))};
  if (by.id_no.empty() && by.phone.empty() && platform::count_characters(by.name) < 2)
    return fail(ErrorCode::invalid_input, "party/search-too-wide", "请填写完整的证件号码或手机号，或姓名、名称的前两个字以上。");
  const auto found = context.parties.search(tx, by);
  json::array items;
  for (const auto& view : found) {
    items.push_back(party::to_json(view));
    log_access(tx, request.actor(), {.subject_id = view.id, .purpose = "search", .reason = "窗口查找服务对象", .fields = {"masked"}, .rows = static_cast<int>(found.size())});
  }
  const auto total = static_cast<std::int64_t>(items.size());
  return Response::json(platform::page_of(std::move(items), std::nullopt, total, total < by.limit));
}

Result<Response> unmask(Context& context, const Request& request) {
  const auto& body = request.body();
  const auto id = TRY(request.path_id<party::PartyId>("party_id"));
  const auto reason = platform::trim(platform::text_or(body, "reason"));
  if (platform::count_characters(reason) < 5)
    return fail(ErrorCode::invalid_input, "identity/reason-missing", "请写明查看的理由。", {{"/reason", "请写明查看的理由，至少5个字。"}});
  std::vector<std::string> fields;
  for (const auto& field : *platform::array_at(body, "fields")) fields.emplace_back(field.as_string());
  const auto party = TRY(context.database.transact([&](Tx& tx) -> Result<party::Party> {
    auto found = TRY(context.parties.get(tx, id));
    log_access(tx, request.actor(), {.subject_id = id, .purpose = "unmask", .reason = reason, .case_no = platform::text_or(body, "case_no"), .fields = fields});
    trail::append(tx, request.actor(), {.action = "party.unmask", .subject_kind = "party", .subject_id = id.value(), .region_code = request.actor().scope_low,
                                        .text = "查看未脱敏的个人信息，理由：" + party::mask_text(reason),
                                        .facts = {{"fields", json::value_from(fields)}}});
    return found;
  }));
  json::object clear{{"id", party.id.str()}};
  for (const auto& field : fields) {
    if (field == "name") clear["name"] = party.name;
    if (field == "id_no") clear["id_no"] = party.id_no;
    if (field == "phone") clear["phone"] = party.phone;
    if (field == "address") clear["address"] = party.address;
    if (field == "legal_person_name") clear["legal_person_name"] = party.legal_person_name;
  }
  return Response::json(clear);
}

Result<Response> view_of(Context& context, Tx& tx, party::PartyId id, int status) {
  const auto view = party::masked(TRY(context.parties.get(tx, id)));
  auto response = Response::json(party::to_json(view), status);
  response.etag(view.version);
  return response;
}

}  // namespace

Schema party_schema() {
  return Schema::object("Party", {{"id", Schema::id()}, {"kind", Schema::one_of({"person", "enterprise"})}, {"name", Schema::text(120)},
                                  {"id_type", Schema::text(4)}, {"id_no", Schema::text(40)}, {"phone", Schema::text(30).or_empty()},
                                  {"address", Schema::text(200).or_empty()}, {"legal_person_name", Schema::text(50).or_empty()},
                                  {"version", Schema::integer()}});
}

void add_party_routes(Routes& routes, Context& context) {
  routes.post("/api/v1/party-searches", Needs::permission_of("party.search"), party_tag)
      .summary("查找服务对象").operation("searchParties")
      .body(Schema::object("PartySearch", {{"id_no", Schema::text(40).label("证件号码").optional()}, {"phone", Schema::text(30).label("手机号").optional()},
                                           {"name", Schema::text(120).label("姓名或名称").optional()}}))
      .answer(200, page_schema("PartyPage", party_schema()))
      .commands([&](const Request& request, Tx& tx) { return search(context, request, tx); });
  routes.post("/api/v1/parties", Needs::permission_of("party.edit"), party_tag)
      .summary("窗口登记服务对象").operation("createParty").body(party_input_schema(false)).answer(201, party_schema())
      .commands([&](const Request& request, Tx& tx) -> Result<Response> {
        return view_of(context, tx, TRY(context.parties.upsert(tx, request.actor(), input_from(request.body()))), 201);
      });
  routes.get("/api/v1/parties/{party_id}", Needs::permission_of("party.search"), party_tag)
      .summary("服务对象（脱敏）").operation("readParty").answer(200, party_schema())
      .reads([&](const Request& request, Tx& tx) -> Result<Response> {
        return view_of(context, tx, TRY(request.path_id<party::PartyId>("party_id")), 200);
      });
  routes.put("/api/v1/parties/{party_id}", Needs::permission_of("party.edit"), party_tag)
      .summary("更正服务对象").operation("correctParty").body(party_input_schema(true)).answer(200, party_schema())
      .commands([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<party::PartyId>("party_id"));
        const auto version = TRY(request.if_match());
        TRY(context.parties.correct(tx, request.actor(), id, input_from(request.body()), version, platform::text_or(request.body(), "reason")));
        return view_of(context, tx, id, 200);
      });
  routes.post("/api/v1/parties/{party_id}/unmask", Needs::permission_of("party.unmask"), party_tag)
      .summary("查看未脱敏信息").operation("unmaskParty").rate(60)
      .body(Schema::object("Unmask", {{"reason", Schema::text(200).min(5).label("理由")},
                                      {"fields", Schema::list(Schema::one_of({"name", "id_no", "phone", "address", "legal_person_name"}), 5).min(1).label("信息项")},
                                      {"case_no", Schema::text(50).label("办件编号").optional()}}))
      .answer(200, Schema::object("UnmaskedParty", {{"id", Schema::id()}, {"name", Schema::text(120).optional()}, {"id_no", Schema::text(40).optional()},
                                                    {"phone", Schema::text(30).optional()}, {"address", Schema::text(200).optional()},
                                                    {"legal_person_name", Schema::text(50).optional()}}))
      .handles([&](const Request& request) { return unmask(context, request); });
}

}  // namespace yimen::identity::http
