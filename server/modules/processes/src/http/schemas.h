#pragma once
#include "yimen/platform/schema.h"

/// What the routes of processes answer.
namespace yimen::processes::schemas {

platform::Schema summary();
platform::Schema summaries();
platform::Schema process();
platform::Schema versions();
platform::Schema version_text();
platform::Schema draft();
platform::Schema draft_text();
platform::Schema problems();
platform::Schema comparison();
platform::Schema simulation();

}  // namespace yimen::processes::schemas
