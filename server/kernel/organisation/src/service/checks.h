#pragma once
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "service/changes.h"

namespace yimen::organisation {

/// @returns forbidden unless the region lies in the actor's scope and, where the scope is one department's, it is that one.
Result<void> require_scope(const Actor&, std::int64_t region_code, DepartmentId = {});
Result<void> require_version(int stored, int expected);
/// Trimmed; @returns invalid_input with the label when blank or longer than `most` characters.
Result<std::string> checked_text(std::string_view text, std::string_view field, std::string_view label, std::size_t most);
platform::FieldProblem problem_of(std::string_view field, std::string detail);
tl::unexpected<platform::Error> refuse_field(std::string_view field, std::string_view slug, std::string detail);
tl::unexpected<platform::Error> refuse_rule(std::string_view slug, std::string detail);
/// @returns invalid_input unless the region is in force.
Result<void> require_region(Tx&, std::int64_t region_code);

template <class T>
Result<T> existing(std::optional<T> found, std::string_view what) {
  if (found) return std::move(*found);
  return platform::fail(platform::ErrorCode::not_found, "organisation/not-found", "没有找到" + std::string(what) + "，可能已被撤销或您无权查看。");
}

struct TrailOf {
  const char *action, *kind;
  std::int64_t id = 0, region_code = 0;
};
/// Trail entry of a change; a change of posts, staff or departments takes effect with the next request (store::note_change).
void append_trail(Tx&, const Actor&, const TrailOf&, std::string text, boost::json::object facts = {});

}  // namespace yimen::organisation
