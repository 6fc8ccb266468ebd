#pragma once
#include "yimen/platform/sheet.h"

namespace yimen::platform {

Result<std::unique_ptr<SheetWriter>> open_xlsx_sheet(const std::string& path, const std::vector<std::string>& heading);

}  // namespace yimen::platform
