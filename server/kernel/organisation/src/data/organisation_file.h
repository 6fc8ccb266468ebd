#pragma once
#include <boost/json.hpp>

#include "yimen/platform/result.h"

namespace yimen::organisation::data {

/// The whole file as an object. @returns invalid_input "organisation/bad-data-file" that names the file and what is wrong.
platform::Result<boost::json::object> read_object(const std::string& path);

}  // namespace yimen::organisation::data
