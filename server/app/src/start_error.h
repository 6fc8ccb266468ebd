#pragma once
#include "command.h"

namespace yimen::app {

/// The exception being handled as one line that says how to mend it. Call inside a catch block.
StartError current_start_error();

}  // namespace yimen::app
