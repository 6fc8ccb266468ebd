#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"

/// The published versions of the models by which cases run and are decided. A published text never changes: cases keep the
/// version they began with.
namespace yimen::cases {

using platform::Date;
using platform::Instant;
using platform::Tx;

/// BPMN 2.0: where the work goes. DMN: what is proposed to whoever decides.
enum class ModelKind { process, rule };

struct StoredModel {
  ModelKind kind = ModelKind::process;
  std::string key;
  int version = 0;
  std::string name, xml;
  std::string samples = "[]";  // JSON: inputs with the answers they must have, of rules
  Instant published_at{};
};
/// Version 0: the newest that holds today — begun and not withdrawn. A numbered one is found whatever became of it.
std::optional<StoredModel> stored_model(Tx&, ModelKind, std::string_view key, int version);
inline std::optional<StoredModel> process_model(Tx& tx, std::string_view key, int version) { return stored_model(tx, ModelKind::process, key, version); }
/// Of the program's own data: adds a version unless some version has the same text, or people of this place have published
/// one since, which a new release must not overtake. @returns the version that holds the text, else the newest one.
int store_shipped_model(Tx&, const StoredModel&);

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
  std::int64_t open_cases = 0;     // that run by it; of processes
};
/// By key, newest version first; all keys when `key` is empty.
std::vector<ModelVersion> model_versions(Tx&, ModelKind, std::string_view key = {});

struct NewModel {
  ModelKind kind = ModelKind::process;
  std::string key, name, xml, samples = "[]", note, author_name;
  Date valid_from{};
  std::int64_t published_by = 0;
  std::string published_by_name;
};
/// @returns the number of the version.
int publish_model(Tx&, const NewModel&);
/// New cases take an older version from now on. False when it is not there or withdrawn already.
bool withdraw_model(Tx&, ModelKind, std::string_view key, int version, const std::string& by_name, const std::string& reason);

}  // namespace yimen::cases

template <>
struct yimen::platform::EnumText<yimen::cases::ModelKind> {
  static std::string_view to(yimen::cases::ModelKind);
  static std::optional<yimen::cases::ModelKind> from(std::string_view);
};
