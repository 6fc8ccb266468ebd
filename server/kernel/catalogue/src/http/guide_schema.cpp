#include "http/schemas.h"

namespace yimen::catalogue::schemas {

using platform::Schema;

namespace {

using Fields = std::vector<Schema::Field>;

Schema note(std::size_t most = 10'000) { return Schema::text(most).or_empty(); }
Schema texts(std::size_t most_items = 500) { return Schema::list(Schema::text(4000), most_items); }
Schema word() { return Schema::object("CodedWord", {{"code", Schema::text(40)}, {"text", Schema::text(40)}}); }
Schema count() { return Schema::integer(0, 1'000'000); }

Schema facts() {
  return Schema::object("GuideFacts", {{"promised_text", note()}, {"statutory_text", note()}, {"handling_text", Schema::text(100)}, {"handling_reason", note()},
                                       {"visit_count", count().or_null()}, {"visit_reason", note()}, {"fee_text", Schema::text(20)},
                                       {"reduction_percent", Schema::integer(0, 100).optional()}, {"material_count", count()}, {"waivable_count", count()}});
}

Schema situation() {
  const auto option = Schema::object("SituationOption", {{"key", Schema::text(60)}, {"text", Schema::text(1000)}, {"note", note()}, {"materials_added", texts()}, {"materials_removed", texts()}});
  return Schema::object("Situation", {{"key", Schema::text(60)}, {"question", Schema::text(1000)}, {"hint", note()}, {"is_multiple", Schema::boolean()}, {"when", note()},
                                      {"options", Schema::list(option, 200)}});
}

Schema step() {
  return Schema::object("GuideStep", {{"name", Schema::text(1000)}, {"role", note(40)}, {"limit_text", note()}, {"content", note()}, {"standard", note()}, {"result_doc", note()}, {"checks", texts()}});
}

Schema special() {
  return Schema::object("GuideSpecialProcedure", {{"name", Schema::text(1000)}, {"kind", Schema::text(40)}, {"limit_text", note()}, {"counted_text", note()}, {"basis", note()}});
}

Schema fee() {
  const auto row = Schema::object("FeeItem", {{"name", Schema::text(1000)}, {"standard", note()}, {"unit", note()}, {"condition", note()}, {"amount_fen", Schema::money().or_null()},
                                              {"is_reducible", Schema::boolean()}, {"reduce_basis", note()}});
  return Schema::object("GuideFee", {{"is_charged", Schema::boolean().or_null()}, {"text", note()}, {"note", note()}, {"basis", note()}, {"relief", note()}, {"items", Schema::list(row, 500)}});
}

Fields identity() {
  return {{"id", Schema::id()}, {"version_id", Schema::id()}, {"version", Schema::integer(1)}, {"effective_on", Schema::date().or_null()}, {"name", Schema::text(1000)},
          {"scenario", note()}, {"type", word()}, {"case_class", word()}, {"status", word()},
          {"region", Schema::object("GuideRegion", {{"code", Schema::text(12)}, {"name", note(100)}})},
          {"department", Schema::object("GuideDepartment", {{"id", Schema::text(20)}, {"name", note(200)}})}, {"base_code", note(64)}, {"impl_code", note(64)}, {"stated_code", note(64)},
          {"exercise_level", Schema::integer(0, 9)}, {"authority_division", note()}, {"service_objects", texts()}, {"joint_departments", texts()}, {"person_topics", texts()},
          {"corp_topics", texts()}, {"life_events", texts()}};
}

Fields demands() {
  const auto basis = Schema::object("LegalBasis", {{"law", Schema::text(1000)}, {"number", note()}, {"article", note()}, {"text", note()}});
  return {{"facts", facts()}, {"conditions", texts()}, {"refusal_conditions", texts()}, {"quantity_limit", note()}, {"review_standard", note()}, {"discretion_rule", note()},
          {"materials", Schema::list(guide_material(), 500)}, {"situations", Schema::list(situation(), 200)}, {"steps", Schema::list(step(), 200)}, {"process_text", note()},
          {"special_procedures", Schema::list(special(), 100)}, {"fee", fee()}, {"legal_basis", Schema::list(basis, 500)}, {"form", Schema::any()}, {"is_demo", Schema::boolean()},
          {"open_issues", count()}, {"eight_disclosures", Schema::list(disclosure(), 8)}};
}

Fields service() {
  const auto place = Schema::object("GuidePlace", {{"hall", note()}, {"window", note()}, {"address", note()}, {"hours", note()}, {"traffic", note()}});
  return {{"result", Schema::object("GuideResult", {{"name", note()}, {"type", note(40)}, {"validity", note()}, {"sample_file", note()}, {"delivery_ways", texts()}, {"annual_check", note()}})},
          {"channels", Schema::object("GuideChannels", {{"handling_forms", texts()}, {"stated", note()}, {"scope_of_service", note()}, {"online_level", Schema::integer(0, 9)},
                                                        {"has_appointment", Schema::boolean()}, {"window_authority", note()}})},
          {"places", Schema::list(place, 200)}, {"contacts", Schema::object("GuideContacts", {{"consult_phone", note()}, {"supervise_phone", note()}})},
          {"remedies", Schema::object("GuideRemedies", {{"review", note()}, {"litigation", note()}, {"rights", note()}, {"duties", note()}})},
          {"faqs", Schema::list(Schema::object("Faq", {{"question", Schema::text(4000)}, {"answer", note()}}), 200)}};
}

Fields version_fields() {
  return {{"id", Schema::id()}, {"matter_id", Schema::id()}, {"version", Schema::integer(1)}, {"state", word()}, {"effective_on", Schema::date().or_null()}, {"retired_on", Schema::date().or_null()},
          {"note", note()}, {"edited_by", note()}, {"published_by", note()}, {"submitted_at", Schema::instant().or_null()}, {"published_at", Schema::instant().or_null()},
          {"created_at", Schema::instant()}, {"updated_at", Schema::instant()}};
}

}  // namespace

Schema version() { return Schema::object("MatterVersion", version_fields()); }

Schema version_content() {
  auto fields = version_fields();
  fields.push_back({"content", Schema::any()});
  return Schema::object("MatterVersionContent", std::move(fields));
}

Schema disclosure() { return Schema::object("Disclosure", {{"number", Schema::integer(1, 8)}, {"title", Schema::text(100)}, {"text", note()}}); }

Schema guide_material() {
  return Schema::object("GuideMaterial", {{"key", Schema::text(60)}, {"name", Schema::text(1000)}, {"kind", word()}, {"format", word()}, {"necessity", word()}, {"copies_text", note()},
                                          {"original_count", count().or_null()}, {"copy_count", count().or_null()}, {"source", word()}, {"source_note", note()}, {"issuing_org", note()},
                                          {"fill_note", note()}, {"accept_standard", note()}, {"basis", note()}, {"waivable_by_certificate", note()}, {"tolerance_days", count()},
                                          {"blank_file", note()}, {"sample_file", note()}, {"is_on_request", Schema::boolean()}});
}

Schema selected_materials() { return Schema::object("SelectedMaterials", {{"materials", Schema::list(guide_material(), 500)}, {"is_complete", Schema::boolean()}}); }

Schema guide() {
  auto fields = identity();
  for (auto part : {demands(), service()}) fields.insert(fields.end(), part.begin(), part.end());
  return Schema::object("Guide", std::move(fields));
}

Schema comparison() {
  return Schema::object("MatterComparison", {{"from", version()}, {"to", version()}, {"changes", Schema::list(Schema::any(), 10'000)}});
}

Schema consistency() {
  const auto instance = Schema::object("MatterInstance", {{"matter_id", Schema::id()}, {"region_code", Schema::text(12)}, {"region_name", note(100)}, {"department_name", note(200)},
                                                          {"status", Schema::text(20)}, {"is_published", Schema::boolean()}, {"differences", Schema::list(Schema::any(), 1000)}});
  return Schema::object("MatterConsistency", {{"base_id", Schema::id()}, {"name", note(1000).optional()}, {"is_consistent", Schema::boolean().optional()}, {"instances", Schema::list(instance, 10'000)}});
}

Schema file() {
  return Schema::object("AttachedFile", {{"id", Schema::id()}, {"purpose", Schema::one_of({"blank", "sample", "result"})}, {"material_key", note(60)}, {"name", Schema::text(300)},
                                         {"size_bytes", Schema::integer()}});
}

}  // namespace yimen::catalogue::schemas
