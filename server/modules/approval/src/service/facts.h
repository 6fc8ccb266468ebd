#pragma once
#include <string>
#include <string_view>

namespace yimen::approval {

/// "original" → "原件": how a material came in, for lists and documents.
std::string received_words(std::string_view received_as);

}  // namespace yimen::approval
