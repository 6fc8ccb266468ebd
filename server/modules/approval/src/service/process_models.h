#pragma once
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <tuple>

#include "yimen/bpmn/model.h"
#include "yimen/cases/service_case.h"
#include "yimen/platform/db.h"

namespace yimen::approval {

/// A model that cases run by, and what its expressions may ask for beside the row of the case.
struct RunningModel {
  explicit RunningModel(std::shared_ptr<const bpmn::Model>);
  std::shared_ptr<const bpmn::Model> model;
  bool names_staff, names_applicant;
};

/// What one database has published, so that the model of a case is not asked for again at every step. A version is known by its number: its
/// text never changes once its transaction is committed, and only what was published a while ago is taken in (README, "Kept models").
class ProcessModels {
 public:
  /// `called`: the versions of the processes inside, "key@version," each; empty for a model as it was published.
  std::optional<RunningModel> find(const std::string& key, int version, const std::string& called = {}) const;
  RunningModel keep(const std::string& key, int version, const std::string& called, RunningModel);

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::tuple<std::string, int, std::string>, RunningModel> models_;
};

/// A published model, read once and kept: a published text never changes. Version 0: the newest that holds.
/// @returns rule_violated "approval/no-process".
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const std::string& key, int version);
/// What the case runs by: its version with the called processes it began with inside; nodes of those are "<key>/<id>". What an older version
/// of the model did not call is taken as it holds today.
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const cases::ServiceCase&);
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const cases::ServiceCase&, int version);
/// The same without asking the database for what is known.
platform::Result<RunningModel> model_of(ProcessModels&, platform::Tx&, const cases::ServiceCase&);
/// The model with the called processes of today inside: for what no case runs by yet.
platform::Result<std::shared_ptr<const bpmn::Model>> with_calls_of_today(platform::Tx&, std::shared_ptr<const bpmn::Model>);
/// When a case begins or moves to another version: called processes, directly or not, keep the version of now from here on.
/// @returns rule_violated "approval/no-called-process".
platform::Result<void> fix_calls(platform::Tx&, const cases::ServiceCase&);

}  // namespace yimen::approval
