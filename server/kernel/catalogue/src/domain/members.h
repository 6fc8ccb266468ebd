#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "yimen/catalogue/import.h"
#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

struct RowProblem {
  std::string field, reason;
  Severity severity = Severity::warning;
};

/// Reads the members of one imported object by kind. A member of another kind is reported and handed over in rest()
/// together with members nobody asked for, so that nothing of the row is lost.
class Members {
 public:
  Members(const json::object& from, std::string prefix, std::vector<RowProblem>& problems)
      : from_{from}, prefix_{std::move(prefix)}, problems_{problems} {}

  /// Text, trimmed; a number or truth value is kept in words and reported.
  std::string text(std::string_view name);
  std::optional<int> integer(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  const json::object* object(std::string_view name);
  const json::array* list(std::string_view name);
  /// A list of texts; one text alone counts as a list of one and is reported.
  std::vector<std::string> texts(std::string_view name);
  /// The member as it is, whatever its kind; counts as read.
  const json::value* any(std::string_view name);
  /// Members not read or of the wrong kind. Unknown ones are reported as information.
  json::object rest();
  std::string path(std::string_view name) const { return prefix_ + std::string(name); }

 private:
  const json::value* take(std::string_view name);
  void wrong_kind(std::string_view name, std::string_view wanted, const json::value& found);
  const json::object& from_;
  std::string prefix_;
  std::vector<RowProblem>& problems_;
  std::set<std::string, std::less<>> read_, refused_;
};

}  // namespace yimen::catalogue
