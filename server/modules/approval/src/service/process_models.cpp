#include "process_models.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include <fmt/format.h>

#include "yimen/approval/approval.h"
#include "yimen/bpmn/around.h"
#include "yimen/cases/models.h"

namespace yimen::approval {

namespace {

using Model = std::shared_ptr<const bpmn::Model>;
using Versions = std::map<std::string, int>;

/// Until then the commit that brings a version may still fail, and its number go to another text: works that share a commit see each other's.
/// They begin within milliseconds of each other (platform/src/db/sqlite_lane.cpp).
constexpr std::chrono::seconds until_settled{5};

}  // namespace

RunningModel::RunningModel(Model read) : model{std::move(read)}, names_staff{model->may_mention("staff.")}, names_applicant{model->may_mention("applicant")} {}

std::shared_ptr<ProcessModels> new_process_models() { return std::make_shared<ProcessModels>(); }

std::optional<RunningModel> ProcessModels::find(const std::string& key, int version, const std::string& called) const {
  const std::shared_lock lock(mutex_);
  const auto found = models_.find({key, version, called});
  return found == models_.end() ? std::nullopt : std::optional(found->second);
}

RunningModel ProcessModels::keep(const std::string& key, int version, const std::string& called, RunningModel model) {
  const std::lock_guard lock(mutex_);
  return models_.emplace(std::tuple(key, version, called), std::move(model)).first->second;
}

namespace {

/// Parsed once for each text, whichever database it is of.
platform::Result<Model> parsed(const std::string& key, const std::string& xml) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, Model> read;
  const std::pair name(key, xml);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = read.find(name); found != read.end()) return found->second;
  }
  std::vector<bpmn::Problem> problems;
  auto model = TRY(bpmn::read_model(xml, problems));
  const std::lock_guard lock(mutex);
  return read.emplace(name, std::move(model)).first->second;
}

struct Published {
  int version = 0;
  Model model;
};

/// Asks the models in hand first, when there are any. Nothing when there is no such version.
platform::Result<std::optional<Published>> published(platform::Tx& tx, ProcessModels* kept, const std::string& key, int version) {
  if (kept != nullptr)
    if (auto known = kept->find(key, version)) return std::optional(Published{version, std::move(known->model)});
  const auto stored = cases::process_model(tx, key, version);
  if (!stored) return std::optional<Published>();
  auto model = TRY(parsed(key, stored->xml));
  if (kept != nullptr && stored->published_at + until_settled < tx.now()) kept->keep(key, stored->version, {}, RunningModel{model});
  return std::optional(Published{stored->version, std::move(model)});
}

platform::Result<Published> published_process(platform::Tx& tx, ProcessModels* kept, const std::string& key, int version) {
  auto found = TRY(published(tx, kept, key, version));
  if (!found) return platform::fail(platform::ErrorCode::rule_violated, "approval/no-process", fmt::format("事项指定的流程“{}”不存在，请事项管理员重新选择流程。", key));
  return *std::move(found);
}

Versions fixed_versions(platform::Tx& tx, cases::CaseId id) {
  Versions versions;
  for (auto& [key, version] : tx.all("select called_key, version from process_call where case_id = ?", [](const platform::Row& row) { return std::pair(row.get<std::string>(0), row.get<int>(1)); }, id))
    versions.emplace(std::move(key), version);
  return versions;
}

/// Every process that is called, by its key; those of `versions` in theirs, the others in that of today.
platform::Result<std::map<std::string, Published>> called_by(platform::Tx& tx, ProcessModels* kept, const bpmn::Model& model, const Versions& versions) {
  std::map<std::string, Published> found;
  auto open = model.unresolved_calls();
  while (!open.empty()) {
    const auto key = std::move(open.back());
    open.pop_back();
    if (found.contains(key)) continue;
    const auto fixed = versions.find(key);
    auto called = TRY(published(tx, kept, key, fixed == versions.end() ? 0 : fixed->second));
    if (!called) return platform::fail(platform::ErrorCode::rule_violated, "approval/no-called-process", fmt::format("流程调用的“{}”没有现行版本，请联系事项管理员。", key));
    for (auto& next : called->model->unresolved_calls()) open.push_back(std::move(next));
    found.emplace(key, *std::move(called));
  }
  return found;
}

/// Does an error come out of a call that nobody catches? Publication looks at what holds on its day; later days may bring another version.
bool leaves_errors(const bpmn::Model& whole) {
  return std::ranges::any_of(bpmn::uncaught_errors(whole), [](const bpmn::Throw& thrown) { return thrown.via >= 0; });
}

/// What was called when the text of the caller was checked, as far as it still holds.
Versions versions_then(platform::Tx& tx, const std::map<std::string, Published>& called, platform::Instant then) {
  Versions versions;
  for (const auto& [key, one] : called)
    for (const auto& version : cases::model_versions(tx, cases::ModelKind::process, key))
      if (version.published_at <= then && !version.withdrawn_at && (!version.valid_from || *version.valid_from <= tx.today())) {
        versions.emplace(key, version.version);
        break;  // the newest comes first
      }
  return versions;
}

std::string names_of(const std::map<std::string, Published>& called) {
  std::string names;
  for (const auto& [key, one] : called) names += fmt::format("{}@{},", key, one.version);
  return names;
}

platform::Result<Model> linked(const Model& base, const std::map<std::string, Published>& called) {
  return bpmn::link(*base, [&](std::string_view key) -> Model {
    const auto found = called.find(std::string(key));
    return found == called.end() ? nullptr : found->second.model;
  });
}

/// Once for each set of versions: published texts never change.
platform::Result<Model> joined(Model base, const std::map<std::string, Published>& called) {
  static std::mutex mutex;
  static std::map<std::vector<Model>, Model> made;
  std::vector<Model> parts{base};
  for (const auto& [key, one] : called) parts.push_back(one.model);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = made.find(parts); found != made.end()) return found->second;
  }
  auto whole = TRY(linked(base, called));
  const std::lock_guard lock(mutex);
  return made.emplace(std::move(parts), std::move(whole)).first->second;
}

/// What the case calls: in the versions it began with; the others as they hold today or, where these throw what its process does not catch, as they
/// held when that was published.
platform::Result<std::map<std::string, Published>> called_by_case(platform::Tx& tx, ProcessModels* kept, const cases::ServiceCase& file, int version, const Model& base) {
  const auto fixed = fixed_versions(tx, file.id);
  auto today = TRY(called_by(tx, kept, *base, fixed));
  if (std::ranges::all_of(today, [&](const auto& one) { return fixed.contains(one.first); })) return today;
  const auto whole = TRY(joined(base, today));
  if (!leaves_errors(*whole)) return today;
  const auto stored = cases::process_model(tx, file.process_key, version);
  if (!stored) return today;
  auto versions = versions_then(tx, today, stored->published_at);
  for (const auto& [key, number] : fixed) versions[key] = number;
  auto then = TRY(called_by(tx, kept, *base, versions));
  const auto whole_then = TRY(joined(base, then));
  return leaves_errors(*whole_then) ? today : then;
}

}  // namespace

platform::Result<Model> model_of(platform::Tx& tx, const std::string& key, int version) { return TRY(published_process(tx, nullptr, key, version)).model; }

platform::Result<Model> model_of(platform::Tx& tx, const cases::ServiceCase& file) { return model_of(tx, file, file.process_version); }

platform::Result<Model> model_of(platform::Tx& tx, const cases::ServiceCase& file, int version) {
  auto base = TRY(model_of(tx, file.process_key, version));
  if (base->unresolved_calls().empty()) return base;
  const auto called = TRY(called_by_case(tx, nullptr, file, version, base));
  return joined(std::move(base), called);
}

platform::Result<RunningModel> model_of(ProcessModels& kept, platform::Tx& tx, const cases::ServiceCase& file) {
  const auto base = TRY(published_process(tx, &kept, file.process_key, file.process_version));
  const auto known = kept.find(file.process_key, base.version);
  if (base.model->unresolved_calls().empty()) return known ? *known : RunningModel{base.model};
  const auto called = TRY(called_by_case(tx, &kept, file, base.version, base.model));
  const auto names = names_of(called);
  if (auto whole = kept.find(file.process_key, base.version, names)) return *std::move(whole);
  auto linked_model = TRY(joined(base.model, called));
  RunningModel whole{std::move(linked_model)};
  const bool is_settled = known && std::ranges::all_of(called, [&](const auto& one) { return kept.find(one.first, one.second.version).has_value(); });
  return is_settled ? kept.keep(file.process_key, base.version, names, std::move(whole)) : whole;
}

platform::Result<Model> with_calls_of_today(platform::Tx& tx, Model model) {
  const auto called = TRY(called_by(tx, nullptr, *model, {}));
  return called.empty() ? model : linked(model, called);
}

platform::Result<void> fix_calls(platform::Tx& tx, const cases::ServiceCase& file) {
  const auto base = TRY(model_of(tx, file.process_key, file.process_version));
  const auto calls = TRY(called_by_case(tx, nullptr, file, file.process_version, base));
  for (const auto& [key, called] : calls)
    tx.exec("insert into process_call (case_id, called_key, version) values (?, ?, ?) on conflict (case_id, called_key) do nothing", file.id, key, called.version);
  return {};
}

}  // namespace yimen::approval
