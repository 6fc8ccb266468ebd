#include "http/schemas.h"

namespace yimen::catalogue::schemas {

using platform::Schema;

namespace {

Schema word(std::string name) { return Schema::object(std::move(name), {{"code", Schema::text(40)}, {"text", Schema::text(40)}}); }
Schema blank_text(std::size_t length = 2000) { return Schema::text(length).or_empty(); }

std::vector<Schema::Field> summary_fields() {
  return {{"id", Schema::id()},
          {"version_id", Schema::text(20)},
          {"name", Schema::text(1000).label("事项名称")},
          {"department", Schema::object("MatterDepartment", {{"id", Schema::text(20)}, {"name", blank_text()}})},
          {"region", Schema::object("MatterRegion", {{"code", Schema::text(12)}, {"name", blank_text()}})},
          {"impl_code", blank_text(64)},
          {"type", word("MatterTypeWord")},
          {"case_class", word("CaseClassWord")},
          {"status", word("MatterStatusWord")},
          {"promised_text", blank_text()},
          {"statutory_text", blank_text()},
          {"visit_count", Schema::integer().or_null()},
          {"online_level", Schema::integer(0, 4)},
          {"material_count", Schema::integer()},
          {"view_count", Schema::integer()}};
}

}  // namespace

Schema summary() { return Schema::object("MatterSummary", summary_fields()); }

namespace {

std::vector<Schema::Field> matter_fields() {
  auto fields = summary_fields();
  fields.push_back({"base_id", Schema::id()});
  fields.push_back({"status_reason", blank_text()});
  fields.push_back({"is_published", Schema::boolean()});
  fields.push_back({"draft_version_id", Schema::id().or_null()});
  fields.push_back({"draft_state", Schema::one_of({"draft", "in_review"}).or_empty().optional()});
  fields.push_back({"completeness", Schema::integer(0, 100).label("完整度")});
  fields.push_back({"open_issues", Schema::integer().label("待核定")});
  fields.push_back({"revision", Schema::integer(1)});
  fields.push_back({"updated_at", Schema::instant()});
  return fields;
}

}  // namespace

Schema matter() { return Schema::object("Matter", matter_fields()); }

Schema shown_matter() {
  auto fields = matter_fields();
  const auto label = Schema::object("ElementLabel", {{"field", Schema::text(60)}, {"label", Schema::text(60)}, {"section", Schema::text(60)}});
  fields.push_back({"version", version()});
  fields.push_back({"content", Schema::any()});
  fields.push_back({"problems", Schema::list(problem(), 1000)});
  fields.push_back({"labels", Schema::list(label, 200)});
  fields.push_back({"eight_disclosures", Schema::list(disclosure(), 8)});
  return Schema::object("ShownMatter", std::move(fields));
}

Schema page(std::string name, Schema item) {
  return Schema::object(std::move(name), {{"items", Schema::list(std::move(item), 200)},
                                          {"next", Schema::text(200).or_null()},
                                          {"previous", Schema::text(200).optional()},
                                          {"total", Schema::integer()},
                                          {"total_is", Schema::one_of({"exact", "at_least"})}});
}

Schema items(std::string name, Schema item) { return Schema::object(std::move(name), {{"items", Schema::list(std::move(item), 1000)}}); }

Schema problem() {
  return Schema::object("MatterProblem", {{"field", blank_text()}, {"reason", Schema::text(2000)}, {"severity", Schema::one_of({"info", "warning", "error"})}, {"rule", Schema::text(80)}});
}

Schema import_report() {
  const auto line = Schema::object("ImportProblem", {{"row", Schema::integer()}, {"id", blank_text()}, {"field", blank_text()}, {"reason", Schema::text(5000)},
                                                     {"severity", Schema::one_of({"info", "warning", "error"})}});
  return Schema::object("ImportReport", {{"rows", Schema::integer()}, {"loaded", Schema::integer()}, {"instances", Schema::integer()},
                                         {"unchanged", Schema::integer()}, {"problems", Schema::list(line, 1'000'000)}});
}

Schema life_event() {
  return Schema::object("LifeEvent", {{"code", Schema::text(60)}, {"name", Schema::text(60)}, {"audience", Schema::one_of({"person", "corp"})}, {"note", blank_text()}, {"matter_count", Schema::integer()}});
}

Schema topic() {
  return Schema::object("MatterTopic", {{"topic", Schema::text(8)}, {"name", Schema::text(40)}, {"audience", Schema::one_of({"person", "corp"})}, {"matter_count", Schema::integer()}});
}

}  // namespace yimen::catalogue::schemas
