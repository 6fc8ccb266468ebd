#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include <sys/stat.h>

#include "http/gzip.h"
#include "http/text_tools.h"
#include "yimen/platform/site.h"

namespace yimen::platform {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_to_pack = 4 << 20;

/// The build puts eight characters of a hash before the ending of names below assets/: such a file never changes.
bool has_hashed_name(std::string_view path) {
  if (!path.starts_with("assets/")) return false;
  const auto dot = path.find('.', path.rfind('/'));
  return dot != std::string_view::npos && dot > 9 && path[dot - 9] == '-';
}

/// Compressed once per version of a file, not per request.
class PackedFiles {
 public:
  /// Empty when packing does not pay.
  std::shared_ptr<const std::string> of(const std::string& path, const struct stat& info) {
    const auto stamp = fmt::format("{}.{}.{}", info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size);
    {
      const std::lock_guard lock{mutex_};
      if (auto found = files_.find(path); found != files_.end() && found->second.first == stamp)
        return found->second.second;
    }
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    auto packed = std::make_shared<const std::string>(gzip(text.str()));
    const std::lock_guard lock{mutex_};
    files_[path] = {stamp, packed};
    return packed;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::pair<std::string, std::shared_ptr<const std::string>>> files_;
};

class StaticHandler {
 public:
  explicit StaticHandler(StaticSite site) : site_{std::move(site)} {}

  Result<Response> operator()(const Request& request) {
    const auto path = request.path_text("rest");
    auto file = resolve_below(site_.root, path.empty() ? "index.html" : path);
    if (file.empty()) file = application_page(request.path);
    if (file.empty())
      return fail(ErrorCode::not_found, "platform/no-such-page",
                  "没有找到您要的页面，网址可能已变更，请从首页重新查找。");
    return answer(request, file, path);
  }

 private:
  std::string application_page(const std::string& path) const {
    for (const auto& [prefix, page] : site_.applications) {
      const bool is_inside = path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/');
      const auto name = path.substr(path.rfind('/') + 1);
      if (is_inside && name.find('.') == std::string::npos) return resolve_below(site_.root, page);
    }
    return {};
  }

  Response answer(const Request& request, const std::string& file, std::string_view path) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) info.st_size = 0;
    const auto type = media_type(file);
    auto response = packed(request, file, info, type);
    if (!response)
      response = Response::file_of(file, static_cast<std::uint64_t>(info.st_size), type, "",
                                   Response::Disposition::inline_view);
    if (is_compressible(type)) response->header("Vary", "Accept-Encoding");
    response->header("Cache-Control", has_hashed_name(path) ? "public, max-age=31536000, immutable" : "no-cache");
    return std::move(*response);
  }

  std::optional<Response> packed(const Request& request, const std::string& file, const struct stat& info,
                                 std::string_view type) {
    if (!is_compressible(type) || info.st_size < 1024 || !request.header("range").empty()) return std::nullopt;
    if (!accepts_gzip(request.header("accept-encoding"))) return std::nullopt;
    std::optional<Response> response;
    struct stat ready {};
    if (::stat((file + ".gz").c_str(), &ready) == 0 && S_ISREG(ready.st_mode)) {
      response = Response::file_of(file + ".gz", static_cast<std::uint64_t>(ready.st_size), type, "",
                                   Response::Disposition::inline_view);
    } else {
      if (static_cast<std::uintmax_t>(info.st_size) > most_to_pack) return std::nullopt;
      const auto bytes = packed_.of(file, info);
      if (bytes->empty()) return std::nullopt;
      response = Response::bytes(*bytes, type, "", Response::Disposition::inline_view);
    }
    response->header("Content-Encoding", "gzip");
    response->header("ETag",
                     fmt::format("\"{:x}-{:x}-{:x}-gz\"", info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size));
    return response;
  }

  StaticSite site_;
  PackedFiles packed_;
};

}  // namespace

std::string resolve_below(const std::string& root, std::string_view path) {
  if (root.empty() || path.empty()) return {};
  auto rest = path;
  while (!rest.empty()) {
    const auto segment = cut(rest, '/');
    if (segment.empty() || segment.front() == '.' || segment.find('\0') != std::string_view::npos) return {};
  }
  std::error_code error;
  const auto base = fs::canonical(root, error);
  if (error) return {};
  const auto file = fs::canonical(base / fs::path(path), error);
  if (error || !fs::is_regular_file(file, error)) return {};
  const auto inside = file.string().starts_with(base.string() + "/");
  return inside ? file.string() : std::string{};
}

std::string_view media_type(std::string_view name) {
  static const std::map<std::string, std::string_view, std::less<>> types{{"html", "text/html; charset=utf-8"},
                                                                          {"js", "text/javascript; charset=utf-8"},
                                                                          {"mjs", "text/javascript; charset=utf-8"},
                                                                          {"css", "text/css; charset=utf-8"},
                                                                          {"json", "application/json; charset=utf-8"},
                                                                          {"map", "application/json; charset=utf-8"},
                                                                          {"svg", "image/svg+xml"},
                                                                          {"png", "image/png"},
                                                                          {"jpg", "image/jpeg"},
                                                                          {"jpeg", "image/jpeg"},
                                                                          {"gif", "image/gif"},
                                                                          {"webp", "image/webp"},
                                                                          {"avif", "image/avif"},
                                                                          {"ico", "image/x-icon"},
                                                                          {"woff", "font/woff"},
                                                                          {"woff2", "font/woff2"},
                                                                          {"ttf", "font/ttf"},
                                                                          {"txt", "text/plain; charset=utf-8"},
                                                                          {"xml", "application/xml; charset=utf-8"},
                                                                          {"pdf", "application/pdf"},
                                                                          {"wasm", "application/wasm"},
                                                                          {"webmanifest", "application/manifest+json"},
                                                                          {"mp3", "audio/mpeg"},
                                                                          {"mp4", "video/mp4"},
                                                                          {"csv", "text/csv; charset=utf-8"},
                                                                          {"zip", "application/zip"}};
  const auto dot = name.rfind('.');
  std::string ending{dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1)};
  for (auto& c : ending) c = lower_ascii(c);
  const auto found = types.find(ending);
  return found == types.end() ? "application/octet-stream" : found->second;
}

void add_static_routes(Routes& routes, StaticSite site) {
  auto handler = std::make_shared<StaticHandler>(std::move(site));
  routes.get("/{rest*}", Needs::anybody(), "").hidden().for_everybody().handles([handler](const Request& request) {
    return (*handler)(request);
  });
}

}  // namespace yimen::platform
