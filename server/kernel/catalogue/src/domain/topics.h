#pragma once
#include <string>

namespace yimen::catalogue {

/// Chinese name of "p:090" or "c:010"; the code itself when the national list does not have it.
std::string topic_name(const std::string& topic);

}  // namespace yimen::catalogue
