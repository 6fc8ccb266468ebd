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

}  // namespace yimen::approval
