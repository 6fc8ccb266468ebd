#include "service/layouts.h"

#include <boost/json.hpp>

#include "yimen/platform/crypto.h"

namespace yimen::document {

platform::Result<std::shared_ptr<const Template>> Documents::Layouts::of(const std::optional<TemplateRow>& row) {
  if (!row)
    return platform::fail(platform::ErrorCode::not_found, "document/template-missing",
                          "没有已发布的文书模板。请管理员在文书模板中发布，或运行 yimen migrate 载入默认模板。");
  // The digest of the text that is there, not the one stored beside it.
  const auto sm3 = platform::sm3_hex(row->body);
  {
    const std::lock_guard lock{mutex_};
    if (const auto found = known_.find(sm3); found != known_.end() && found->second->version == row->version)
      return found->second;
  }
  auto layout = std::make_shared<Template>(TRY(parse_template(row->body)));
  layout->version = row->version;
  layout->sm3 = sm3;
  const std::lock_guard lock{mutex_};
  known_.insert_or_assign(sm3, layout);
  return std::shared_ptr<const Template>(layout);
}

}  // namespace yimen::document
