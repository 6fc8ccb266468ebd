#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"

/// The versions of the models by which cases run. A published text never changes: cases keep the version they began with.
namespace yimen::cases {

using platform::Date;
using platform::Instant;
using platform::Tx;

struct StoredModel {
  std::string key;
  int version = 0;
  std::string name, xml;
};
/// Version 0: the newest that holds today — begun and not withdrawn. A numbered one is found whatever became of it.
std::optional<StoredModel> process_model(Tx&, std::string_view key, int version);
/// Of the program's own data: adds a version unless some version has the same text, or people of this place have published
/// one since, which a new release must not overtake. @returns the version that holds the text, else the newest one.
int store_process_model(Tx&, std::string_view key, std::string_view name, std::string_view xml);

/// What is known of one version beside its text.
struct ModelVersion {
  std::string key, name;
  int version = 0;
  std::optional<Date> valid_from;  // empty: from the beginning
  std::string note, author_name, published_by_name;
  Instant published_at{};
  bool is_shipped = false;         // came with the program
  std::optional<Instant> withdrawn_at;
  std::string withdrawn_by_name, withdrawn_reason;
  std::int64_t open_cases = 0;     // that run by it
};
/// By key, newest version first; all keys when `key` is empty.
std::vector<ModelVersion> model_versions(Tx&, std::string_view key = {});

struct NewModel {
  std::string key, name, xml, note, author_name;
  Date valid_from{};
  std::int64_t published_by = 0;
  std::string published_by_name;
};
/// @returns the number of the version.
int publish_process_model(Tx&, const NewModel&);
/// New cases take an older version from now on. False when it is not there or withdrawn already.
bool withdraw_process_model(Tx&, std::string_view key, int version, const std::string& by_name, const std::string& reason);

}  // namespace yimen::cases
