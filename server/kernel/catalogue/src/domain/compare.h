#pragma once
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace yimen::catalogue {

namespace json = boost::json;

/// What changed between two versions' contents, in the order of the implementation list:
/// [{field, label, section, kind: changed|added|removed, before, after, items: [{key, kind, before, after, changes: [...]}]}].
json::array compare_contents(const json::object& before, const json::object& after);

/// Members of `given` that `understood` does not hold with the same value, as JSON Pointers. Blank ones do not count.
std::vector<std::string> lost_members(const json::value& given, const json::value& understood);

}  // namespace yimen::catalogue
