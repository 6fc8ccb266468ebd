#pragma once
#include <map>
#include <mutex>

#include "domain/template.h"
#include "store/template_store.h"

namespace yimen::document {

/// Parsed templates by the digest of their text: what is published never changes, so reading it once is enough.
struct Documents::Layouts {
  /// @returns not_found when there is no such version, internal when its text is damaged.
  platform::Result<std::shared_ptr<const Template>> of(const std::optional<TemplateRow>&);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Template>> known_;
};

}  // namespace yimen::document
