#pragma once
#include <string_view>

#include <boost/json/object.hpp>

#include "yimen/platform/result.h"

namespace yimen::approval {

/// Holds the answers of an application form against its schema ({"fields": [{key, type, label, validate, options,
/// conditional}]}): every problem at once, fields under `prefix`. Hidden fields are not asked for; unknown answers are
/// refused so that nothing is stored that nobody can see.
platform::Result<void> check_form(const boost::json::object& form, const boost::json::object& answers, std::string_view prefix);

}  // namespace yimen::approval
