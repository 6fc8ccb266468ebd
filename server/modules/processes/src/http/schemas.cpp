#include "http/schemas.h"

namespace yimen::processes::schemas {

using platform::Schema;

namespace {

using Fields = std::vector<Schema::Field>;

Schema note(std::size_t most = 1000) { return Schema::text(most).or_empty(); }
Schema count() { return Schema::integer(0, 1'000'000'000'000); }
Schema text_of_model() { return Schema::text(1 << 20).describe("BPMN 2.0，原样保存"); }

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

Schema version() { return Schema::object("ProcessVersion", version_fields()); }

}  // namespace

Schema draft() { return Schema::object("ProcessDraft", draft_fields()); }

Schema draft_text() {
  auto fields = draft_fields();
  fields.push_back({"xml", text_of_model()});
  return Schema::object("ProcessDraftText", std::move(fields));
}

Schema summary() {
  return Schema::object("ProcessSummary", {{"key", Schema::text(40)}, {"name", Schema::text(100)}, {"current_version", Schema::integer(0, 100'000)}, {"valid_from", Schema::date().or_null()},
                                           {"draft_state", Schema::one_of({"none", "draft", "in_review"})}, {"draft_author", note(100)}, {"versions", count()}, {"open_cases", count()}, {"matters", count()}});
}

Schema summaries() { return Schema::object("ProcessList", {{"items", Schema::list(summary(), 1000)}}); }
Schema versions() { return Schema::object("ProcessVersionList", {{"items", Schema::list(version(), 1000)}}); }

Schema process() {
  const auto matter = Schema::object("ProcessMatter", {{"id", Schema::id()}, {"name", Schema::text(1000)}, {"department_name", note(200)}, {"region_name", note(100)}});
  return Schema::object("Process", {{"key", Schema::text(40)}, {"name", Schema::text(100)}, {"current_version", Schema::integer(0, 100'000)}, {"versions", Schema::list(version(), 1000)},
                                    {"draft", draft().or_null()}, {"matters", Schema::list(matter, 50)}, {"matter_count", count()}});
}

Schema version_text() {
  auto fields = version_fields();
  fields.push_back({"xml", text_of_model()});
  return Schema::object("ProcessVersionText", std::move(fields));
}

Schema problems() {
  const auto problem = Schema::object("ProcessProblem", {{"element", note(200)}, {"line", count()}, {"rule", Schema::text(100)}, {"zh", Schema::text(2000)}, {"en", Schema::text(2000)}});
  return Schema::object("ProcessProblems", {{"items", Schema::list(problem, 10'000)}});
}

Schema comparison() {
  const auto change = Schema::object("ProcessChange", {{"element", Schema::text(200)}, {"element_name", note(400)}, {"kind", Schema::one_of({"added", "removed", "changed"})}, {"field", note(40)},
                                                       {"before", note(10'000)}, {"after", note(10'000)}});
  return Schema::object("ProcessComparison", {{"items", Schema::list(change, 10'000)}});
}

Schema simulation() {
  const auto element = Schema::object("SimulatedElement", {{"element", Schema::text(200)}, {"name", note(400)}, {"kind", Schema::text(40)}, {"entered", count()}, {"instances", count()}});
  const auto step = Schema::object("SimulatedStep", {{"element", Schema::text(200)}, {"at_seconds", count()}});
  return Schema::object("ProcessSimulation", {{"instances", count()}, {"completed", count()}, {"stuck", count()}, {"failed", count()}, {"unfinished", count()}, {"mean_seconds", count()},
                                              {"elements", Schema::list(element, 1000)}, {"walk", Schema::list(step, 10'000)}});
}

}  // namespace yimen::processes::schemas
