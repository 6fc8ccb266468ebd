#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/http.h"

/// What every installation serves beside its modules: the front end's files, probes, metrics and the API's document.
namespace yimen::platform {

/// Files of the built front end. A path below one of the prefixes that names no file is answered with that
/// application's page, because its router lives in the browser.
struct StaticSite {
  std::string root;  // web/dist
  struct Application {
    std::string prefix, page;  // "/bench", "bench.html"
  };
  std::vector<Application> applications;
};
/// Registers the catch-all route; routes of modules go before it.
void add_static_routes(Routes&, StaticSite);
/// The media type of a file by its name's ending; "application/octet-stream" when it is not known.
std::string_view media_type(std::string_view file_name);
/// The file below `root` that a decoded request path names; empty when there is none, when it is hidden (".env"), or
/// when a symbolic link leads out of the root.
std::string resolve_below(const std::string& root, std::string_view path);

/// /healthz (the process lives), /readyz (the database answers) and /metrics (from this machine only, unless opened).
struct ProbeOptions {
  bool are_metrics_public = false;
};
void add_probe_routes(Routes&, Database&, ProbeOptions);

/// /api/v1/openapi.json and the page /api/docs that shows it. Register last; `routes` must outlive the server.
void add_document_routes(Routes& routes, std::string version);

}  // namespace yimen::platform
