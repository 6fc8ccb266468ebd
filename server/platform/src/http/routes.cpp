#include "yimen/platform/http.h"

namespace yimen::platform {

RouteBuilder Routes::add(std::string method, std::string path, Needs needs, std::string tag) {
  auto route =
      std::make_unique<Route>(Route{.method = std::move(method), .path = std::move(path), .needs = std::move(needs)});
  route->tag = std::move(tag);
  routes_.push_back(std::move(route));
  return RouteBuilder{*routes_.back()};
}

json::object page_of(json::array items, std::optional<std::string> next, std::int64_t total, bool is_exact) {
  return {{"items", std::move(items)},
          {"next", next ? json::value(*next) : json::value(nullptr)},
          {"total", total},
          {"total_is", is_exact ? "exact" : "at_least"}};
}

}  // namespace yimen::platform
