#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/http.h"

namespace yimen::platform {

/// A request target, taken apart and checked: no way out of the tree, no hidden characters.
struct Target {
  std::string path;                   // decoded
  std::vector<std::string> segments;  // decoded; a '%2F' stays inside its segment
  std::string_view query;             // as sent, looks into the text that was read
};

/// @returns malformed for anything that is no clean origin-form or absolute-form target.
Result<Target> read_target(std::string_view target);

/// Finds the route of a request: a literal segment goes before {name}, {name} before {rest*}.
class Router {
 public:
  /// @throws std::logic_error when two routes are the same or a route has no handler: a mistake of the program.
  explicit Router(const Routes&);
  ~Router();

  struct Match {
    const Route* route = nullptr;
    int index = -1;                                           // in Routes::all()
    std::vector<std::pair<std::string, std::string>> values;  // path values
    std::string allow;                                        // methods there are, when the method does not fit
  };
  /// HEAD is answered by GET routes.
  Match find(std::string_view method, const std::vector<std::string>& segments) const;

 private:
  struct Node;
  void insert(const Route&, int index);
  std::unique_ptr<Node> root_;
};

}  // namespace yimen::platform
