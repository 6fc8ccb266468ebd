#include "yimen/cases/process_models.h"

#include <map>

#include "yimen/cases/case_state.h"
#include "yimen/platform/text.h"

namespace yimen::cases {

using platform::Row;

namespace {

StoredModel model_from(const Row& r) {
  auto [key, version, name, xml] = r.as<std::string, int, std::string, std::string>();
  return {key, version, name, xml};
}

ModelVersion version_from(const Row& r) {
  return {.key = r.get<std::string>(0), .name = r.get<std::string>(2), .version = r.get<int>(1), .valid_from = r.get<std::optional<Date>>(3), .note = r.get<std::string>(4),
          .author_name = r.get<std::string>(5), .published_by_name = r.get<std::string>(7), .published_at = r.get<Instant>(8),
          .is_shipped = !r.get<std::optional<std::int64_t>>(6), .withdrawn_at = r.get<std::optional<Instant>>(9), .withdrawn_by_name = r.get<std::string>(10),
          .withdrawn_reason = r.get<std::string>(11)};
}

int highest(Tx& tx, std::string_view key) {
  return tx.scalar<int>("select coalesce(max(version), 0) from process_model where process_key = ?", key).value_or(0);
}

}  // namespace

std::optional<StoredModel> process_model(Tx& tx, std::string_view key, int version) {
  if (version > 0) return tx.find("select process_key, version, name, xml from process_model where process_key = ? and version = ?", model_from, key, version);
  return tx.find(R"sql(
      select process_key, version, name, xml from process_model
       where process_key = ? and withdrawn_at is null and (valid_from is null or valid_from <= ?)
       order by version desc limit 1)sql",
                 model_from, key, tx.today());
}

int store_process_model(Tx& tx, std::string_view key, std::string_view name, std::string_view xml) {
  const auto same = tx.scalar<int>("select version from process_model where process_key = ? and xml = ? order by version desc limit 1", key, xml);
  if (same) return *same;
  const int newest = highest(tx, key);
  const auto own = tx.scalar<std::int64_t>("select count(*) from process_model where process_key = ? and published_by is not null", key);
  if (own.value_or(0) > 0) return newest;
  tx.exec("insert into process_model (process_key, version, name, xml, published_at) values (?, ?, ?, ?, ?)", key, newest + 1, name, xml, tx.now());
  return newest + 1;
}

std::vector<ModelVersion> model_versions(Tx& tx, std::string_view key) {
  std::map<std::pair<std::string, int>, std::int64_t> open;
  // By state, of which few cases of a city are in the open ones: the index on the state serves.
  tx.each(R"sql(
      select process_key, process_version, count(*) from service_case
       where state in ('in_review', 'in_approval', 'special', 'reported_up', 'suspended') and process_version > 0
       group by process_key, process_version)sql",
          [&](const Row& r) { open[{r.get<std::string>(0), r.get<int>(1)}] = r.i64(2); });
  auto versions = tx.all(R"sql(
      select process_key, version, name, valid_from, note, author_name, published_by, published_by_name, published_at, withdrawn_at, withdrawn_by_name, withdrawn_reason
        from process_model where cast(? as text) = '' or process_key = ?
       order by process_key, version desc)sql",
                         version_from, key, key);
  for (auto& one : versions)
    if (const auto found = open.find({one.key, one.version}); found != open.end()) one.open_cases = found->second;
  return versions;
}

int publish_process_model(Tx& tx, const NewModel& model) {
  const int version = highest(tx, model.key) + 1;
  tx.exec(R"sql(
      insert into process_model (process_key, version, name, xml, published_at, valid_from, note, author_name, published_by, published_by_name)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          model.key, version, model.name, model.xml, tx.now(), model.valid_from, model.note, model.author_name, model.published_by, model.published_by_name);
  return version;
}

bool withdraw_process_model(Tx& tx, std::string_view key, int version, const std::string& by_name, const std::string& reason) {
  return tx.exec("update process_model set withdrawn_at = ?, withdrawn_by_name = ?, withdrawn_reason = ? where process_key = ? and version = ? and withdrawn_at is null",
                 tx.now(), by_name, reason, key, version) == 1;
}

}  // namespace yimen::cases
