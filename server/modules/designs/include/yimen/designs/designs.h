#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "yimen/cases/models.h"
#include "yimen/platform/http.h"

/// How administrators change what cases run by: draft, review by another, publication on a day, withdrawal. One way for
/// processes (BPMN) and decision rules (DMN); what a text of a kind must keep to is the kind's own.
namespace yimen::designs {

using platform::Actor;
using platform::Result;
using platform::Tx;

struct Draft {
  std::string key, name, xml;
  std::string samples = "[]";    // of kinds that have them
  std::string state = "draft";   // draft | in_review
  int based_on = 0;
  std::string note;
  platform::UserId author_id;
  std::string author_name, returned_reason;
  std::optional<platform::Instant> submitted_at;
  platform::Instant created_at{}, updated_at{};
  int revision = 1;
};

/// What keeps a draft from publication.
struct Fault {
  std::string field, zh;  // "/elements/review"
};
/// One thing that differs between two texts.
struct Change {
  std::string element, element_name, kind;  // kind: added | removed | changed
  std::string field;                        // of changed: "name", "role", "checklist", …
  std::string before, after;
};
/// A matter that runs by a model.
struct User {
  std::int64_t id = 0;
  std::string name, department_name, region_name;
};

/// What one kind of model brings to the common way.
struct Kind {
  cases::ModelKind kind = cases::ModelKind::process;
  std::string word;                   // "process": permissions, trail
  std::string path;                   // "processes": routes, errors
  std::string schema, schemas;        // "Process", "Processes": names in the API
  std::string noun, drawing;          // 流程, 流程图
  std::string tag;                    // group of the routes
  bool has_samples = false;
  std::string uses;                   // 新办件: what a published version is used for
  std::function<std::vector<Fault>(Tx&, const Draft&)> faults;
  std::function<Result<std::vector<Change>>(std::string_view before, std::string_view after)> compare;
  std::function<std::map<std::string, std::int64_t>(Tx&, const std::vector<std::string>& keys)> count_users;
  std::function<std::vector<User>(Tx&, const std::string& key, int limit)> users;
  std::function<bool(const std::string& xml)> is_choice = {};  // what a matter may choose; empty: all
  std::function<Result<void>(Tx&, const std::string& key)> may_withdraw = {};  // asked when the version is withdrawn already; empty: always
  std::function<std::vector<std::string>(std::string_view xml, const std::vector<std::string>& names)> form_readers;  // where it may read that answer of the application form ({"staff", "wage"}), in words
};

struct NewDraft {
  std::string key, name, xml;
  std::string samples;
  int based_on = 0;  // version to begin from; 0 with `xml` empty: the newest
};
/// @returns conflict ".../draft-exists", invalid_input ".../bad-key".
Result<Draft> start_draft(Tx&, const Kind&, const Actor&, const NewDraft&);
struct DraftText {
  std::string name, xml, samples, note;
};
/// Saves what is drawn, right or wrong: only publication asks for a faultless model. A draft in review becomes one again.
/// @returns stale_version ".../changed-meanwhile" naming who saved.
Result<Draft> save_draft(Tx&, const Kind&, const Actor&, const std::string& key, int revision, const DraftText&);
Result<void> discard_draft(Tx&, const Kind&, const Actor&, const std::string& key, int revision);
/// @returns rule_violated ".../has-problems" with one field problem per fault.
Result<Draft> submit_draft(Tx&, const Kind&, const Actor&, const std::string& key, int revision);
Result<Draft> return_draft(Tx&, const Kind&, const Actor&, const std::string& key, int revision, const std::string& reason);
/// By somebody else than the author. @returns the number of the version; rule_violated ".../own-work", ".../has-problems".
Result<int> publish_draft(Tx&, const Kind&, const Actor&, const std::string& key, int revision, std::optional<platform::Date> valid_from);
/// New cases take the version before it. @returns rule_violated ".../last-version" when none would be left.
Result<void> withdraw_version(Tx&, const Kind&, const Actor&, const std::string& key, int version, const std::string& reason);

/// /api/v1/<path>, …/versions, …/draft, …/submission, …/return, …/publication, …/comparison and /api/v1/<word>-choices,
/// /api/v1/<word>-form-readers/{key}.
void add_routes(platform::Routes&, const Kind&);

}  // namespace yimen::designs
