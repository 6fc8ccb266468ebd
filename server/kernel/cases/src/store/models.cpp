#include "yimen/cases/models.h"

#include <map>

#include "yimen/cases/case_state.h"
#include "yimen/platform/text.h"

namespace yimen::cases {

using platform::Row;

namespace {

constexpr std::string_view select_model = "select kind, model_key, version, name, xml, samples, published_at from model_version where kind = ? and model_key = ?";

StoredModel model_from(const Row& r) {
  auto [kind, key, version, name, xml, samples, published_at] = r.as<ModelKind, std::string, int, std::string, std::string, std::string, Instant>();
  return {kind, std::move(key), version, std::move(name), std::move(xml), std::move(samples), published_at};
}

ModelVersion version_from(const Row& r) {
  return {.key = r.get<std::string>(0), .name = r.get<std::string>(2), .version = r.get<int>(1), .valid_from = r.get<std::optional<Date>>(3), .note = r.get<std::string>(4),
          .author_name = r.get<std::string>(5), .published_by_name = r.get<std::string>(7), .published_at = r.get<Instant>(8),
          .is_shipped = !r.get<std::optional<std::int64_t>>(6), .withdrawn_at = r.get<std::optional<Instant>>(9), .withdrawn_by_name = r.get<std::string>(10),
          .withdrawn_reason = r.get<std::string>(11)};
}

int highest(Tx& tx, ModelKind kind, std::string_view key) {
  return tx.scalar<int>("select coalesce(max(version), 0) from model_version where kind = ? and model_key = ?", kind, key).value_or(0);
}

std::map<std::pair<std::string, int>, std::int64_t> open_cases_by_process(Tx& tx) {
  std::map<std::pair<std::string, int>, std::int64_t> open;
  // By state, of which few cases of a city are in the open ones: the index on the state serves.
  tx.each(R"sql(
      select process_key, process_version, count(*) from service_case
       where state in ('in_review', 'in_approval', 'special', 'reported_up', 'suspended') and process_version > 0
       group by process_key, process_version)sql",
          [&](const Row& r) { open[{r.get<std::string>(0), r.get<int>(1)}] = r.i64(2); });
  return open;
}

}  // namespace

std::optional<StoredModel> stored_model(Tx& tx, ModelKind kind, std::string_view key, int version) {
  if (version > 0) return tx.find(std::string(select_model) + " and version = ?", model_from, kind, key, version);
  return tx.find(std::string(select_model) + " and withdrawn_at is null and (valid_from is null or valid_from <= ?) order by version desc limit 1", model_from, kind, key, tx.today());
}

int store_shipped_model(Tx& tx, const StoredModel& m) {
  const auto same = tx.scalar<int>("select version from model_version where kind = ? and model_key = ? and xml = ? and samples = ? order by version desc limit 1", m.kind, m.key, m.xml, m.samples);
  if (same) return *same;
  const int newest = highest(tx, m.kind, m.key);
  const auto own = tx.scalar<std::int64_t>("select count(*) from model_version where kind = ? and model_key = ? and published_by is not null", m.kind, m.key);
  if (own.value_or(0) > 0) return newest;
  tx.exec("insert into model_version (kind, model_key, version, name, xml, samples, published_at) values (?, ?, ?, ?, ?, ?, ?)", m.kind, m.key, newest + 1, m.name, m.xml, m.samples, tx.now());
  return newest + 1;
}

std::vector<ModelVersion> model_versions(Tx& tx, ModelKind kind, std::string_view key) {
  auto versions = tx.all(R"sql(
      select model_key, version, name, valid_from, note, author_name, published_by, published_by_name, published_at, withdrawn_at, withdrawn_by_name, withdrawn_reason
        from model_version where kind = ? and (cast(? as text) = '' or model_key = ?)
       order by model_key, version desc)sql",
                         version_from, kind, key, key);
  if (kind != ModelKind::process) return versions;
  const auto open = open_cases_by_process(tx);
  for (auto& one : versions)
    if (const auto found = open.find({one.key, one.version}); found != open.end()) one.open_cases = found->second;
  return versions;
}

int publish_model(Tx& tx, const NewModel& m) {
  const int version = highest(tx, m.kind, m.key) + 1;
  tx.exec(R"sql(
      insert into model_version (kind, model_key, version, name, xml, samples, published_at, valid_from, note, author_name, published_by, published_by_name)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          m.kind, m.key, version, m.name, m.xml, m.samples, tx.now(), m.valid_from, m.note, m.author_name, m.published_by, m.published_by_name);
  return version;
}

bool withdraw_model(Tx& tx, ModelKind kind, std::string_view key, int version, const std::string& by_name, const std::string& reason) {
  return tx.exec("update model_version set withdrawn_at = ?, withdrawn_by_name = ?, withdrawn_reason = ? where kind = ? and model_key = ? and version = ? and withdrawn_at is null",
                 tx.now(), by_name, reason, kind, key, version) == 1;
}

}  // namespace yimen::cases

namespace yimen::platform {

using cases::ModelKind;

std::string_view EnumText<ModelKind>::to(ModelKind kind) { return kind == ModelKind::process ? "process" : "rule"; }
std::optional<ModelKind> EnumText<ModelKind>::from(std::string_view word) {
  if (word == "process") return ModelKind::process;
  if (word == "rule") return ModelKind::rule;
  return std::nullopt;
}

}  // namespace yimen::platform
