#include "http/schemas.h"

namespace yimen::designs::schemas {

using platform::Schema;

namespace {

using Fields = std::vector<Schema::Field>;

Schema note(std::size_t most = 1000) { return Schema::text(most).or_empty(); }
Schema count() { return Schema::integer(0, 1'000'000'000'000); }

void add_text(const Kind& kind, Fields& fields) {
  fields.push_back({"xml", Schema::text(1 << 20).describe("原样保存")});
  if (kind.has_samples) fields.push_back({"samples", samples()});
}

Fields version_fields() {
  return {{"version", Schema::integer(1, 100'000)}, {"name", note(100)}, {"state", Schema::one_of({"published", "waiting", "superseded", "withdrawn"})}, {"valid_from", Schema::date().or_null()}, {"note", note()},
          {"author_name", note(100)}, {"published_by_name", note(100)}, {"published_at", Schema::instant()}, {"is_shipped", Schema::boolean()},
          {"withdrawn_at", Schema::instant().or_null()}, {"withdrawn_by_name", note(100)}, {"withdrawn_reason", note()}, {"open_cases", count()}};
}

Fields draft_fields() {
  return {{"key", Schema::text(40)}, {"name", Schema::text(100)}, {"state", Schema::one_of({"draft", "in_review"})}, {"based_on", Schema::integer(0, 100'000)}, {"note", note()},
          {"author_id", Schema::id()}, {"author_name", note(100)}, {"returned_reason", note()}, {"submitted_at", Schema::instant().or_null()}, {"created_at", Schema::instant()},
          {"updated_at", Schema::instant()}, {"revision", Schema::integer(1, 1'000'000)}};
}

Schema version(const Kind& kind) { return Schema::object(kind.schema + "Version", version_fields()); }

Schema summary(const Kind& kind) {
  return Schema::object(kind.schema + "Summary", {{"key", Schema::text(40)}, {"name", Schema::text(100)}, {"current_version", Schema::integer(0, 100'000)}, {"valid_from", Schema::date().or_null()},
                                                  {"draft_state", Schema::one_of({"none", "draft", "in_review"})}, {"draft_author", note(100)}, {"versions", count()}, {"open_cases", count()}, {"matters", count()}});
}

}  // namespace

Schema samples() {
  const auto sample = Schema::object("RuleSample", {{"name", Schema::text(100)}, {"inputs", Schema::any()}, {"expected", Schema::any()}});
  return Schema::list(sample, 200).label("示例");
}

Schema draft(const Kind& kind) { return Schema::object(kind.schema + "Draft", draft_fields()); }

Schema draft_text(const Kind& kind) {
  auto fields = draft_fields();
  add_text(kind, fields);
  return Schema::object(kind.schema + "DraftText", std::move(fields));
}

Schema summaries(const Kind& kind) { return Schema::object(kind.schema + "List", {{"items", Schema::list(summary(kind), 1000)}}); }
Schema versions(const Kind& kind) { return Schema::object(kind.schema + "VersionList", {{"items", Schema::list(version(kind), 1000)}}); }

Schema model(const Kind& kind) {
  const auto matter = Schema::object(kind.schema + "Matter", {{"id", Schema::id()}, {"name", Schema::text(1000)}, {"department_name", note(200)}, {"region_name", note(100)}});
  return Schema::object(kind.schema, {{"key", Schema::text(40)}, {"name", Schema::text(100)}, {"current_version", Schema::integer(0, 100'000)}, {"versions", Schema::list(version(kind), 1000)},
                                      {"draft", draft(kind).or_null()}, {"matters", Schema::list(matter, 50)}, {"matter_count", count()}});
}

Schema version_text(const Kind& kind) {
  auto fields = version_fields();
  add_text(kind, fields);
  return Schema::object(kind.schema + "VersionText", std::move(fields));
}

Schema comparison(const Kind& kind) {
  const auto change = Schema::object(kind.schema + "Change", {{"element", Schema::text(200)}, {"element_name", note(400)}, {"kind", Schema::one_of({"added", "removed", "changed"})}, {"field", note(400)},
                                                              {"before", note(10'000)}, {"after", note(10'000)}});
  return Schema::object(kind.schema + "Comparison", {{"items", Schema::list(change, 10'000)}});
}

Schema choices(const Kind& kind) {
  const auto choice = Schema::object(kind.schema + "Choice", {{"key", Schema::text(40)}, {"name", Schema::text(100)}});
  return Schema::object(kind.schema + "Choices", {{"items", Schema::list(choice, 1000)}});
}

Schema form_readers(const Kind& kind) {
  return Schema::object(kind.schema + "FormReaders", {{"items", Schema::list(Schema::object(kind.schema + "FormReader", {{"place", Schema::text(1000)}}), 200)}});
}

}  // namespace yimen::designs::schemas
