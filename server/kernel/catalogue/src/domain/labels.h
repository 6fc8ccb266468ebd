#pragma once
#include <span>
#include <string_view>

namespace yimen::catalogue {

/// The element's Chinese name, in the order of the implementation list; "" for a member that is not shown.
struct Label {
  std::string_view field, chinese, section;
};
std::span<const Label> labels();
std::string_view label_of(std::string_view field);
/// Name of a member inside a list's item ("materials", "copy_count" → 复印件份数).
std::string_view item_label(std::string_view member);

}  // namespace yimen::catalogue
