#pragma once
#include <string>
#include <vector>

#include "yimen/bpmn/model.h"
#include "yimen/cases/process_models.h"
#include "yimen/platform/http.h"

/// 流程模型: administrators change how matters are routed — draft, review by another, publication, withdrawal.
namespace yimen::processes {

using platform::Actor;
using platform::Result;
using platform::Tx;

/// R084: at most three layers of people between acceptance and decision.
inline constexpr int most_layers = 3;

struct Draft {
  std::string key, name, xml;
  std::string state = "draft";  // draft | in_review
  int based_on = 0;
  std::string note;
  platform::UserId author_id;
  std::string author_name, returned_reason;
  std::optional<platform::Instant> submitted_at;
  platform::Instant created_at{}, updated_at{};
  int revision = 1;
};

/// Everything that keeps a text from being published: rules of BPMN and of the engine, three layers, lawful order of review and
/// decision, elements cases do not run, roles that lack the authority their step needs. Empty: it may be published.
std::vector<bpmn::Problem> check(Tx&, std::string_view xml);

/// One element that differs between two texts.
struct Change {
  std::string element, element_name, kind;  // kind: added | removed | changed
  std::string field;                        // of changed: "name", "role", "checklist", …
  std::string before, after;
};
/// @returns invalid_input when one of them cannot be read.
Result<std::vector<Change>> compare(std::string_view before, std::string_view after);

struct NewDraft {
  std::string key, name, xml;
  int based_on = 0;  // version to begin from; 0 with `xml` empty: the newest
};
/// @returns conflict "processes/draft-exists", invalid_input "processes/bad-key".
Result<Draft> start_draft(Tx&, const Actor&, const NewDraft&);
struct DraftText {
  std::string name, xml, note;
};
/// Saves what is drawn, right or wrong: only publication asks for a faultless model. A draft in review becomes one again.
/// @returns stale_version "processes/changed-meanwhile" naming who saved.
Result<Draft> save_draft(Tx&, const Actor&, const std::string& key, int revision, const DraftText&);
Result<void> discard_draft(Tx&, const Actor&, const std::string& key, int revision);
/// @returns rule_violated "processes/has-problems" with one field problem per fault.
Result<Draft> submit_draft(Tx&, const Actor&, const std::string& key, int revision);
Result<Draft> return_draft(Tx&, const Actor&, const std::string& key, int revision, const std::string& reason);
/// By somebody else than the author. @returns the number of the version; rule_violated "processes/own-work", "processes/has-problems".
Result<int> publish_draft(Tx&, const Actor&, const std::string& key, int revision, std::optional<platform::Date> valid_from);
/// New cases take the version before it. @returns rule_violated "processes/last-version" when none would be left.
Result<void> withdraw_version(Tx&, const Actor&, const std::string& key, int version, const std::string& reason);

void add_routes(platform::Routes&);

}  // namespace yimen::processes
