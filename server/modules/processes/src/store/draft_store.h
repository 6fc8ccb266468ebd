#pragma once
#include "yimen/processes/processes.h"

namespace yimen::processes::store {

std::optional<Draft> find_draft(Tx&, std::string_view key);
std::vector<Draft> list_drafts(Tx&);
/// Holds the row until commit. @returns not_found; stale_version unless it is still at `revision`.
Result<Draft> lock_draft(Tx&, const std::string& key, int revision);
void insert_draft(Tx&, const Draft&);
/// Writes everything but key, start and number it was begun from; the revision grows by one, here and there.
void update_draft(Tx&, Draft&);
void delete_draft(Tx&, std::string_view key);

}  // namespace yimen::processes::store
