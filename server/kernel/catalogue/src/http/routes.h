#pragma once
#include "yimen/catalogue/module.h"

namespace yimen::catalogue {

void add_public_routes(platform::Routes&, Catalogue&);
void add_editing_routes(platform::Routes&, DepartmentResolver);
void add_form_routes(platform::Routes&);
void add_overview_routes(platform::Routes&, platform::Database&, DepartmentResolver);

}  // namespace yimen::catalogue
