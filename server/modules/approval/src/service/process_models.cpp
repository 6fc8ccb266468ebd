#include "process_models.h"

#include <map>
#include <mutex>

#include <fmt/format.h>

#include "yimen/cases/models.h"

namespace yimen::approval {

platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx& tx, const std::string& key, int version) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::shared_ptr<const bpmn::Model>> read;
  const auto stored = cases::process_model(tx, key, version);
  if (!stored) return platform::fail(platform::ErrorCode::rule_violated, "approval/no-process", fmt::format("事项指定的流程“{}”不存在，请事项管理员重新选择流程。", key));
  const std::pair name(key, stored->xml);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = read.find(name); found != read.end()) return found->second;
  }
  std::vector<bpmn::Problem> problems;
  auto model = TRY(bpmn::read_model(stored->xml, problems));
  const std::lock_guard lock(mutex);
  return read.emplace(name, std::move(model)).first->second;
}

namespace {

using Model = std::shared_ptr<const bpmn::Model>;
using Versions = std::map<std::string, int>;

Versions fixed_versions(platform::Tx& tx, cases::CaseId id) {
  Versions versions;
  for (auto& [key, version] : tx.all("select called_key, version from process_call where case_id = ?", [](const platform::Row& row) { return std::pair(row.get<std::string>(0), row.get<int>(1)); }, id))
    versions.emplace(std::move(key), version);
  return versions;
}

/// Every process that is called, by its key, with the version it is taken in; those of `versions` in theirs, the others in that of today.
platform::Result<Versions> called_by(platform::Tx& tx, const bpmn::Model& model, const Versions& versions) {
  Versions found;
  auto open = model.unresolved_calls();
  while (!open.empty()) {
    const auto key = std::move(open.back());
    open.pop_back();
    if (found.contains(key)) continue;
    const auto fixed = versions.find(key);
    const auto stored = cases::process_model(tx, key, fixed == versions.end() ? 0 : fixed->second);
    if (!stored) return platform::fail(platform::ErrorCode::rule_violated, "approval/no-called-process", fmt::format("流程调用的“{}”没有现行版本，请联系事项管理员。", key));
    found.emplace(key, stored->version);
    const auto called = TRY(model_of(tx, key, stored->version));
    for (auto& next : called->unresolved_calls()) open.push_back(std::move(next));
  }
  return found;
}

/// Joined once for each set of versions: published texts never change.
platform::Result<Model> joined(platform::Tx& tx, Model base, const Versions& versions) {
  if (base->unresolved_calls().empty()) return base;
  const auto called = TRY(called_by(tx, *base, versions));
  std::string name;
  for (const auto& [key, version] : called) name += fmt::format("{}@{},", key, version);
  static std::mutex mutex;
  static std::map<std::pair<Model, std::string>, Model> made;
  const std::pair place(base, name);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = made.find(place); found != made.end()) return found->second;
  }
  std::map<std::string, Model> models;
  for (const auto& [key, version] : called) models.emplace(key, TRY(model_of(tx, key, version)));
  auto whole = TRY(bpmn::link(*base, [&](std::string_view key) -> Model {
    const auto found = models.find(std::string(key));
    return found == models.end() ? nullptr : found->second;
  }));
  const std::lock_guard lock(mutex);
  return made.emplace(place, std::move(whole)).first->second;
}

}  // namespace

platform::Result<Model> model_of(platform::Tx& tx, const cases::ServiceCase& file) { return model_of(tx, file, file.process_version); }

platform::Result<Model> model_of(platform::Tx& tx, const cases::ServiceCase& file, int version) {
  auto base = TRY(model_of(tx, file.process_key, version));
  if (base->unresolved_calls().empty()) return base;
  return joined(tx, std::move(base), fixed_versions(tx, file.id));
}

platform::Result<Model> with_calls_of_today(platform::Tx& tx, Model model) { return joined(tx, std::move(model), {}); }

platform::Result<void> fix_calls(platform::Tx& tx, const cases::ServiceCase& file) {
  const auto base = TRY(model_of(tx, file.process_key, file.process_version));
  for (const auto& [key, version] : TRY(called_by(tx, *base, fixed_versions(tx, file.id))))
    tx.exec("insert into process_call (case_id, called_key, version) values (?, ?, ?) on conflict (case_id, called_key) do nothing", file.id, key, version);
  return {};
}

}  // namespace yimen::approval
