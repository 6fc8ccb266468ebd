#pragma once
#include "yimen/designs/designs.h"
#include "yimen/platform/schema.h"

/// What the routes of a kind answer; names begin with its own.
namespace yimen::designs::schemas {

platform::Schema summaries(const Kind&);
platform::Schema model(const Kind&);
platform::Schema versions(const Kind&);
platform::Schema version_text(const Kind&);
platform::Schema draft(const Kind&);
platform::Schema draft_text(const Kind&);
platform::Schema comparison(const Kind&);
platform::Schema choices(const Kind&);
platform::Schema form_readers(const Kind&);
/// [{"name": …, "inputs": {…}, "expected": …}]
platform::Schema samples();

}  // namespace yimen::designs::schemas
