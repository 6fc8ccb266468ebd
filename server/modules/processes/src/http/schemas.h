#pragma once
#include "yimen/platform/schema.h"

/// What the routes of processes answer beside those of designs.
namespace yimen::processes::schemas {

platform::Schema problems();
platform::Schema simulation();

}  // namespace yimen::processes::schemas
