#pragma once
#include <string_view>

namespace yimen::platform {

/// The page that shows the API document: no library, no inline script.
extern const std::string_view docs_html, docs_css, docs_js;

}  // namespace yimen::platform
