#pragma once
#include "yimen/designs/designs.h"

namespace yimen::designs::store {

std::optional<Draft> find_draft(Tx&, cases::ModelKind, std::string_view key);
std::vector<Draft> list_drafts(Tx&, cases::ModelKind);
/// Holds the row until commit. @returns not_found; stale_version unless it is still at `revision`.
Result<Draft> lock_draft(Tx&, const Kind&, const std::string& key, int revision);
void insert_draft(Tx&, cases::ModelKind, const Draft&);
/// Writes everything but key, start and number it was begun from; the revision grows by one, here and there.
void update_draft(Tx&, cases::ModelKind, Draft&);
void delete_draft(Tx&, cases::ModelKind, std::string_view key);

}  // namespace yimen::designs::store
