#pragma once
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "yimen/feel/value.h"
#include "yimen/platform/result.h"

namespace yimen::feel {

/// tagged loses nothing: {"$number":"12.50"}, {"$date":"2017-01-01"}, {"$time":…}, {"$dateTime":…},
/// {"$duration":"P1D"}, {"$context":{…}},
/// {"$range":"[1..5)"}; text, true, false, null and lists as JSON. plain: numbers as JSON numbers where exact, the rest
/// as text.
enum class JsonForm { tagged, plain };

/// One line of JSON. A function is {"$function":"name(parameters)"} (plain: null).
std::string json_text(const Value&, JsonForm = JsonForm::tagged);
boost::json::value to_json(const Value&, JsonForm = JsonForm::tagged);

/// Reads both forms; a plain number is a number (all its digits count), a plain object a context.
/// @returns malformed with line and column.
platform::Result<Value> read_json(std::string_view text);
platform::Result<Value> from_json(const boost::json::value&);

}  // namespace yimen::feel
