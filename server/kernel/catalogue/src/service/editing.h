#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/validate.h"
#include "store/matter_store.h"
#include "yimen/catalogue/import.h"

/// Use cases of editors and publishers. Each checks scope, version and rule, writes, and leaves a trail.
namespace yimen::catalogue {

using platform::Actor;
using platform::Result;
using platform::Tx;

/// True when the matter lies in the actor's region range and, without a range over all departments, in the own department.
bool is_in_scope(const Actor&, const store::MatterRow&);

struct NewMatter {
  std::int64_t region_code = 0;
  std::string category;
  json::object content;  // name and type at least
};
/// A first draft, version 1. Permission matter.edit.
Result<store::MatterRow> create_matter(Tx&, const Actor&, const NewMatter&, const DepartmentResolver&);

struct DraftChange {
  MatterId matter;
  int revision = 0;  // If-Match: the matter's
  json::object content;
  std::string note;
};
/// Writes the draft, or begins the next version from it. An unknown or ill-typed member is refused, not dropped.
Result<store::MatterRow> save_draft(Tx&, const Actor&, const DraftChange&);
Result<store::MatterRow> discard_draft(Tx&, const Actor&, MatterId, int revision);
/// To the reviewer. @returns invalid_input with every error of validate().
Result<store::MatterRow> submit_draft(Tx&, const Actor&, MatterId, int revision);
/// Back to the editor with a reason.
Result<store::MatterRow> return_draft(Tx&, const Actor&, MatterId, int revision, const std::string& reason);
/// By somebody else than who edited and who submitted. From `effective_on` (today when absent) it is the version in force.
Result<store::MatterRow> publish_draft(Tx&, const Actor&, MatterId, int revision, std::optional<platform::Date> effective_on);

struct StatusChange {
  MatterId matter;
  int revision = 0;
  MatterStatus to = MatterStatus::in_force;
  std::string reason;
};
/// 暂停, 恢复, 取消. A cancelled matter stays cancelled; running cases are not touched.
Result<store::MatterRow> change_status(Tx&, const Actor&, const StatusChange&);

/// R062: the matter goes to another department of the same place; versions, codes already given and cases stay.
Result<store::MatterRow> transfer_matter(Tx&, const Actor&, MatterId, int revision, const std::string& category,
                                         const std::string& reason, const DepartmentResolver&);

struct Settlement {
  MatterId matter;
  int revision = 0;
  std::size_t issue = 0;  // index in the newest version's issues
  std::string note;
  std::optional<calendar::Limit> limit;  // for "statutory" and "promised": what the editor decides to hold
};
Result<store::MatterRow> settle_issue(Tx&, const Actor&, const Settlement&);

/// The newest version: the draft, else the published one.
Result<store::VersionRow> newest_version(Tx&, const store::MatterRow&);

/// Makes a published version the one in force: list columns, tags, search. Shared with import and the daily job.
void put_in_force(Tx&, store::MatterRow&, store::VersionRow&);

/// How the instances of a base item differ from the one of the highest place (R031).
json::object consistency_of(Tx&, MatterBaseId);

/// "2025年…" sentences for the trail.
void note_trail(Tx&, const Actor&, const store::MatterRow&, std::string action, std::string text, json::object facts);

}  // namespace yimen::catalogue
