#include "http/router.h"

#include <set>
#include <stdexcept>

#include "http/text_tools.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

bool is_clean_segment(std::string_view segment) {
  if (segment == "." || segment == "..") return false;
  for (const unsigned char c : segment)
    if (c < 0x20 || c == 0x7f || c == '\\') return false;
  return is_utf8(segment);
}

tl::unexpected<Error> bad_target() {
  return fail(ErrorCode::malformed, "platform/bad-address", "网址格式不对，请检查后重试，或从首页重新进入。");
}

/// "{case_id}" → "case_id", "{rest*}" → "rest"; empty for a literal.
std::string_view parameter_name(std::string_view segment) {
  if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return {};
  segment = segment.substr(1, segment.size() - 2);
  if (segment.back() == '*') segment.remove_suffix(1);
  return segment;
}

}  // namespace

Result<Target> read_target(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;  // absolute form, as proxies send it
    const auto slash = target.find('/', scheme.size());
    target = slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
    break;
  }
  if (target.empty() || target.front() != '/') return bad_target();
  Target read;
  const auto question = target.find('?');
  if (question != std::string_view::npos) read.query = target.substr(question + 1);
  read.query = read.query.substr(0, read.query.find('#'));
  auto rest = target.substr(0, std::min(question, target.find('#')));
  while (!rest.empty()) {
    const auto raw = cut(rest, '/');
    if (raw.empty()) continue;
    std::string segment;
    if (!url_decode(raw, segment, false) || !is_clean_segment(segment)) return bad_target();
    read.path += '/' + segment;
    read.segments.push_back(std::move(segment));
  }
  if (read.path.empty()) read.path = "/";
  return read;
}

struct Router::Node {
  struct Leaf {
    const Route* route;
    int index;
    std::vector<std::string> names;
  };
  using Leaves = std::map<std::string, Leaf, std::less<>>;  // by method

  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  Leaves here, rest;

  struct Search {
    std::string_view method;
    const std::vector<std::string>& segments;
    std::vector<std::string> values;
    std::set<std::string> allow;

    const Leaf* pick(const Leaves& leaves) {
      if (auto found = leaves.find(method); found != leaves.end()) return &found->second;
      if (method == "HEAD")
        if (auto found = leaves.find("GET"); found != leaves.end()) return &found->second;
      for (const auto& [name, leaf] : leaves) allow.insert(name);
      return nullptr;
    }
  };

  const Leaf* find(Search& search, std::size_t at) const {
    if (at == search.segments.size()) {
      if (const auto* leaf = search.pick(here)) return leaf;
    } else {
      if (auto literal = literals.find(search.segments[at]); literal != literals.end())
        if (const auto* leaf = literal->second->find(search, at + 1)) return leaf;
      if (parameter) {
        search.values.push_back(search.segments[at]);
        if (const auto* leaf = parameter->find(search, at + 1)) return leaf;
        search.values.pop_back();
      }
    }
    return find_rest(search, at);
  }

  const Leaf* find_rest(Search& search, std::size_t at) const {
    if (rest.empty()) return nullptr;
    // A catch-all at the root serves files and pages; it does not make an unknown path "method not allowed".
    if (at == 0 && !rest.contains(search.method) && search.method != "HEAD") return nullptr;
    const auto* leaf = search.pick(rest);
    if (!leaf) return nullptr;
    std::string remainder;
    for (auto i = at; i < search.segments.size(); ++i) remainder += (i > at ? "/" : "") + search.segments[i];
    search.values.push_back(std::move(remainder));
    return leaf;
  }
};

Router::Router(const Routes& routes) : root_{std::make_unique<Node>()} {
  int index = 0;
  for (const auto& route : routes.all()) insert(*route, index++);
}
Router::~Router() = default;

void Router::insert(const Route& route, int index) {
  const auto refuse = [&](const char* why) {
    throw std::logic_error(fmt::format("route {} {}: {}", route.method, route.path, why));
  };
  if (int(bool(route.read)) + int(bool(route.command)) + int(bool(route.plain)) != 1)
    refuse("needs exactly one handler");
  if (!route.path.starts_with('/')) refuse("the path must begin with '/'");
  Node* node = root_.get();
  Node::Leaf leaf{&route, index, {}};
  std::string_view rest = route.path;
  while (!rest.empty()) {
    const auto segment = cut(rest, '/');
    if (segment.empty()) continue;
    const auto name = parameter_name(segment);
    if (!name.empty()) leaf.names.emplace_back(name);
    if (segment.ends_with("*}")) {
      if (!rest.empty()) refuse("{rest*} must be the last segment");
      if (!node->rest.emplace(route.method, std::move(leaf)).second) refuse("is registered twice");
      return;
    }
    auto& child = name.empty() ? node->literals[std::string(segment)] : node->parameter;
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  if (!node->here.emplace(route.method, std::move(leaf)).second) refuse("is registered twice");
}

Router::Match Router::find(std::string_view method, const std::vector<std::string>& segments) const {
  Node::Search search{method, segments, {}, {}};
  Match match;
  if (const auto* leaf = root_->find(search, 0)) {
    match.route = leaf->route;
    match.index = leaf->index;
    for (std::size_t i = 0; i < leaf->names.size(); ++i)
      match.values.emplace_back(leaf->names[i], std::move(search.values[i]));
    return match;
  }
  if (search.allow.contains("GET")) search.allow.insert("HEAD");
  for (const auto& name : search.allow) match.allow += (match.allow.empty() ? "" : ", ") + name;
  return match;
}

}  // namespace yimen::platform
