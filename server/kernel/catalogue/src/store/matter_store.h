#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// All SQL of the catalogue but the lists (matter_lists.h) and the search index.
namespace yimen::catalogue::store {

using platform::Date;
using platform::Instant;
using platform::Result;
using platform::Tx;

struct BaseRow {
  MatterBaseId id;
  std::string base_code, name, main_name;
  MatterType type = MatterType::unstated;
  std::string category;
  int main_item = 0, sub_item = 0;
  std::string source_key;
};
std::optional<BaseRow> find_base(Tx&, MatterBaseId);
std::optional<BaseRow> find_base_of_source(Tx&, const std::string& source_key);
/// Gives main and sub item numbers: guides of one name share the main item.
BaseRow add_base(Tx&, int province, MatterType, const std::string& category, const std::string& name, const std::string& source_key);

struct MatterRow {
  MatterId id;
  MatterBaseId base;
  std::int64_t region_code = 0;
  std::string region_name;
  std::int64_t department_id = 0;
  std::string department_name, impl_code;
  MatterStatus status = MatterStatus::in_force;
  std::string status_reason;
  std::optional<MatterVersionId> current, draft;
  std::string name;
  MatterType type = MatterType::unstated;
  CaseClass case_class = CaseClass::promised;
  std::string promised_text, statutory_text;
  std::optional<int> visit_count;
  int online_level = 0, material_count = 0, completeness = 0, open_issues = 0;
  std::int64_t view_count = 0;
  std::string import_digest;
  int revision = 1;
  Instant updated_at{};
};
/// The columns of MatterRow in order, for queries that map with matter_from.
extern const std::string matter_columns;
MatterRow matter_from(const platform::Row&);
MatterSummary summary_of(const MatterRow&);

Result<MatterRow> find_matter(Tx&, MatterId);
Result<MatterRow> lock_matter(Tx&, MatterId);
std::optional<MatterRow> find_instance(Tx&, MatterBaseId, std::int64_t region_code);
void insert_matter(Tx&, const MatterRow&);
/// Writes every column but the counters and grows the revision.
void update_matter(Tx&, MatterRow&);
void set_view_count(Tx&, MatterId, std::int64_t count);
void add_views(Tx&, MatterId, std::int64_t count);
/// Copies what lists show from a version: name, type, limits, counts, completeness.
void describe(MatterRow&, const MatterVersion&);

struct VersionRow {
  MatterVersionId id;
  MatterId matter;
  int version = 1;
  VersionState state = VersionState::draft;
  std::optional<Date> effective_on, retired_on;
  std::string content;
  int revision = 1;
  std::string note;
  platform::UserId edited_by;
  std::string edited_name;
  std::optional<platform::UserId> submitted_by, published_by;
  std::string published_name;
  std::optional<Instant> submitted_at, published_at;
  Instant created_at{}, updated_at{};
};
Result<VersionRow> find_version(Tx&, MatterVersionId);
std::optional<VersionRow> find_version_number(Tx&, MatterId, int version);
/// Without content, newest first.
std::vector<VersionRow> history(Tx&, MatterId);
int next_version_number(Tx&, MatterId);
void insert_version(Tx&, const VersionRow&);
/// Writes every column but id, matter and number and grows the revision.
void update_version(Tx&, VersionRow&);
/// Version published for today or before, the newest.
std::optional<MatterVersionId> published_for(Tx&, MatterId, Date today);
/// Published versions whose day has come and that are not the current one.
std::vector<MatterVersionId> due_versions(Tx&, Date today);

void set_tags(Tx&, MatterId, std::int64_t region_code, const MatterVersion&);
void set_words(Tx&, const std::string& word, const std::vector<MatterBaseId>&);
std::vector<std::string> words_of(Tx&, MatterBaseId);

/// The version with the keys of its rows.
MatterVersion version_of(const VersionRow&, const MatterRow&);

}  // namespace yimen::catalogue::store
