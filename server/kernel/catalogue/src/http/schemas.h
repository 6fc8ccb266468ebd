#pragma once
#include "yimen/platform/schema.h"

/// Shapes of answers, for the OpenAPI document and the tests that hold real answers against it.
namespace yimen::catalogue::schemas {

platform::Schema summary();     // a line of the public list
platform::Schema matter();      // a line of the staff's list, and what every command answers
platform::Schema shown_matter();  // the staff's page of a matter
platform::Schema version();
platform::Schema version_content();
platform::Schema disclosure();
platform::Schema guide();
platform::Schema guide_material();
platform::Schema selected_materials();
platform::Schema comparison();
platform::Schema consistency();
platform::Schema file();
platform::Schema page(std::string name, platform::Schema item);
platform::Schema items(std::string name, platform::Schema item);
platform::Schema problem();
platform::Schema import_report();
platform::Schema life_event();
platform::Schema topic();

}  // namespace yimen::catalogue::schemas
