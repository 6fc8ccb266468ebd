#pragma once
#include <string>

#include "yimen/catalogue/module.h"

namespace yimen::catalogue {

void add_public_routes(platform::Routes&, Catalogue&);
void add_editing_routes(platform::Routes&, DepartmentResolver);
void add_overview_routes(platform::Routes&, platform::Database&, DepartmentResolver);

/// Chinese name of "p:090" or "c:010"; the code itself when the national list does not have it.
std::string topic_name(const std::string& topic);

}  // namespace yimen::catalogue
