#include <doctest/doctest.h>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "yimen/platform/site.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / fmt::format("yimen-http-{}-{}", ::getpid(), next_id());
  Folder() { fs::create_directories(path / "assets"); }
  ~Folder() { fs::remove_all(path); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path / name, std::ios::binary} << text;
    return (path / name).string();
  }
};

/// Resident memory of this process in KB.
long resident_kb() {
  std::ifstream statm{"/proc/self/statm"};
  long all = 0, resident = 0;
  statm >> all >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

Result<Response> count_bytes(const Request& request) {
  std::vector<char> piece(64 * 1024);
  std::uint64_t total = 0, sum = 0;
  while (const auto count = request.stream->read(piece.data(), piece.size())) {
    total += count;
    for (std::size_t i = 0; i < count; ++i) sum += static_cast<unsigned char>(piece[i]);
  }
  return Response::json({{"total", total}, {"sum", sum}});
}

}  // namespace

YIMEN_DB_TEST("an upload is read piece by piece in constant memory") {
  Routes routes;
  routes.put("/upload", Needs::anybody(), "t").hidden().streaming().handles(count_bytes);
  TestServer server{routes, db};
  HttpClient client{server.port()};
  CHECK(client.request("PUT", "/upload", "", "abc").json() == json::value{{"total", 3}, {"sum", 294}});
  const auto before = resident_kb();
  constexpr std::uint64_t size = 150ull << 20;
  client.send(fmt::format("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", size));
  const std::string piece(1 << 20, '\x01');
  long most = before;
  for (int i = 0; i < 150; ++i) {
    client.send(piece);
    most = std::max(most, resident_kb());
  }
  CHECK(client.read_answer().json() == json::value{{"total", size}, {"sum", size}});
  CHECK(most - before < 24 * 1024);  // sanitizers keep freed memory for a while
  client.send("PUT /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(client.read_answer().json().at("total") == 5);
}

YIMEN_DB_TEST("an upload beyond the limit is refused, announced or not") {
  Routes routes;
  routes.put("/upload", Needs::anybody(), "t").hidden().streaming().handles(count_bytes);
  auto options = TestServer::quiet();
  options.upload_limit = 100'000;
  TestServer server{routes, db, options};
  HttpClient announced{server.port()}, chunked{server.port()};
  announced.send("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
  CHECK(announced.read_answer().status == 413);
  chunked.send("PUT /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1e848\r\n" +
               std::string(125'000, 'x') + "\r\n");
  CHECK(chunked.read_answer().status == 413);
}

YIMEN_DB_TEST("a slow upload holds no worker, and a handler that does not read the body does no harm") {
  Routes routes;
  routes.put("/upload", Needs::anybody(), "t").hidden().streaming().handles(count_bytes);
  routes.put("/ignore", Needs::anybody(), "t").hidden().streaming().handles([](const Request&) -> Result<Response> {
    return Response::text("no");
  });
  routes.get("/hello", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::text("hello");
  });
  auto options = TestServer::quiet();
  options.worker_threads = 1;
  options.body_seconds = 1;
  TestServer server{routes, db, options};
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 10; ++i) {
    slow.push_back(std::make_unique<HttpClient>(server.port()));
    slow.back()->send("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
  }
  std::this_thread::sleep_for(100ms);
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/hello").body == "hello");
  for (auto& one : slow) CHECK(one->read_answer().status == 408);
  client.send("PUT /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'x'));
  CHECK(client.read_answer().body == "no");
  CHECK(client.is_closed_within(5000));
}

YIMEN_DB_TEST("a file is sent whole, in part, or not at all when the client has it") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += fmt::format("{:09}\n", i);
  const auto big = folder.write("big.txt", text);
  const auto small = folder.write("small.txt", "0123456789");
  Routes routes;
  for (const auto& path : {big, small})
    routes.get(path == big ? "/big" : "/small", Needs::anybody(), "t")
        .hidden()
        .handles([path](const Request&) -> Result<Response> {
          return Response::file_of(path, fs::file_size(path), "text/plain; charset=utf-8", "材料\r\n\".txt",
                                   Response::Disposition::attachment);
        });
  routes.get("/gone", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::file_of("/nowhere/file", 5, "text/plain", "a", Response::Disposition::attachment);
  });
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto whole = client.request("GET", "/big");
  CHECK(whole.body == text);
  CHECK(whole.header("accept-ranges") == "bytes");
  CHECK(whole.header("content-disposition") ==
        "attachment; filename=\"download.txt\"; filename*=UTF-8''%E6%9D%90%E6%96%99.txt");
  CHECK(whole.header("content-security-policy").find("sandbox") != std::string::npos);
  CHECK(client.request("GET", "/small").body == "0123456789");

  const auto part = client.request("GET", "/small", "Range: bytes=2-4\r\n");
  CHECK(part.status == 206);
  CHECK(part.body == "234");
  CHECK(part.header("content-range") == "bytes 2-4/10");
  CHECK(client.request("GET", "/big", "Range: bytes=-10\r\n").body == "000059999\n");
  CHECK(client.request("GET", "/big", "Range: bytes=100000-499999\r\n").body == text.substr(100'000, 400'000));
  const auto beyond = client.request("GET", "/small", "Range: bytes=10-\r\n");
  CHECK(beyond.status == 416);
  CHECK(beyond.header("content-range") == "bytes */10");

  const auto etag = client.request("HEAD", "/small").header("etag");
  CHECK(client.request("GET", "/small", "If-None-Match: " + etag + "\r\n").status == 304);
  CHECK(client.request("GET", "/small", "Range: bytes=0-0\r\nIf-Range: " + etag + "\r\n").status == 206);
  CHECK(client.request("GET", "/small", "Range: bytes=0-0\r\nIf-Range: \"old\"\r\n").status == 200);
  CHECK(client.request("GET", "/gone").status == 404);
}

YIMEN_DB_TEST("an answer with an ETag is 304 for who has that version") {
  Routes routes;
  routes.get("/v", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::json({{"a", 1}}).etag(7);
  });
  TestServer server{routes, db};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/v", "If-None-Match: \"6\"\r\n").status == 200);
  const auto same = client.request("GET", "/v", "If-None-Match: \"6\", W/\"7\"\r\n");
  CHECK(same.status == 304);
  CHECK(same.header("etag") == "\"7\"");
  CHECK(client.request("GET", "/v").status == 200);
}

YIMEN_DB_TEST("events flow as they happen, the heart beats when nothing does, a stop ends them") {
  std::atomic<bool> was_told{false};
  Routes routes;
  routes.get("/events", Needs::anybody(), "t").hidden().handles([&](const Request&) -> Result<Response> {
    auto response = Response::text("", 200, "text/event-stream");
    response.streamer = [&](ResponseStream& stream) {
      stream.send("data: one\n\n");
      stream.send("data: two\n\n");
      while (stream.is_open()) std::this_thread::sleep_for(20ms);
      was_told = !stream.send("data: three\n\n");
    };
    return response;
  });
  routes.get("/download", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    auto response = Response::text("", 200, "text/csv; charset=utf-8");
    response.streamer = [](ResponseStream& stream) {
      for (int i = 0; i < 1000 && stream.send(std::string(1000, 'x')); ++i) {}
    };
    return response;
  });
  routes.get("/torn", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    auto response = Response::text("", 200, "text/csv; charset=utf-8");
    response.streamer = [](ResponseStream& stream) {
      stream.send("half");
      throw std::runtime_error("lost");
    };
    return response;
  });
  auto options = TestServer::quiet();
  options.heartbeat_seconds = 1;
  options.max_streams = 2;
  TestServer server{routes, db, options};
  HttpClient download{server.port()};
  CHECK(download.request("GET", "/download").body.size() == 1'000'000);
  CHECK(download.request("GET", "/download").status == 200);
  HttpClient torn{server.port()};
  CHECK(torn.request("GET", "/torn").body == "half");
  CHECK(torn.is_closed_within(1000));

  HttpClient first{server.port()}, second{server.port()}, third{server.port()};
  first.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  std::string seen;
  while (seen.find("data: two") == std::string::npos) seen += first.read_some();
  CHECK(seen.find("Transfer-Encoding: chunked") != std::string::npos);
  CHECK(first.read_some().find(": \n\n") != std::string::npos);
  second.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  while (second.read_some().find("data: two") == std::string::npos) {}
  CHECK(third.request("GET", "/events").status == 503);
  server.finish();
  CHECK(was_told);
}

YIMEN_DB_TEST("the front end's files are served from their folder and nowhere else") {
  const Folder folder;
  folder.write("index.html", "<p>home</p>");
  folder.write("portal.html", "<p>portal</p>");
  folder.write("assets/index-BX3f9a1c.js", std::string(3000, 'a'));
  folder.write(".secret", "no");
  fs::create_symlink("/etc/passwd", folder.path / "link.txt");
  Routes routes;
  add_probe_routes(routes, db, {});
  add_static_routes(routes, {.root = folder.path.string(), .applications = {{"/my", "portal.html"}}});
  add_document_routes(routes, "1.0");
  TestServer server{routes, db};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/").body == "<p>home</p>");
  CHECK(client.request("GET", "/my").body == "<p>portal</p>");
  CHECK(client.request("GET", "/my/cases/5").body == "<p>portal</p>");
  CHECK(client.request("GET", "/my/missing.js").status == 404);
  CHECK(client.request("GET", "/mystery").status == 404);
  CHECK(client.request("GET", "/.secret").status == 404);
  CHECK(client.request("GET", "/link.txt").status == 404);
  CHECK(client.request("GET", "/assets").status == 404);
  CHECK(client.request("GET", "/assets/..%2findex.html").status == 404);
  const auto asset = client.request("GET", "/assets/index-BX3f9a1c.js", "Accept-Encoding: gzip\r\n");
  CHECK(asset.header("cache-control") == "public, max-age=31536000, immutable");
  CHECK(asset.header("content-encoding") == "gzip");
  CHECK(asset.body.size() < 100);
  CHECK(client
            .request("GET", "/assets/index-BX3f9a1c.js",
                     "Accept-Encoding: gzip\r\nIf-None-Match: " + asset.header("etag") + "\r\n")
            .status == 304);
  CHECK(client.request("GET", "/assets/index-BX3f9a1c.js").body.size() == 3000);
  CHECK(client.request("GET", "/healthz").body == "ok\n");
  CHECK(client.request("GET", "/readyz").body == "ready\n");
  CHECK(client.request("GET", "/metrics")
            .body.find("yimen_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1") !=
        std::string::npos);
  CHECK(client.request("GET", "/metrics").body.find("yimen_jobs{state=\"queued\"} 0\n") != std::string::npos);
  CHECK(client.request("GET", "/api/v1/openapi.json").json().at("openapi") == "3.1.0");
  CHECK(client.request("GET", "/api/docs").status == 200);
  CHECK(client.request("GET", "/api/docs/docs.js").header("content-type") == "text/javascript; charset=utf-8");
}

YIMEN_DB_TEST("files and probes answer when nobody can be asked who calls") {
  class BrokenAuthenticator final : public Authenticator {
   public:
    Actor authenticate(const Request&) override { throw DbError(DbFault::connection, "", "the database is away"); }
    bool csrf_matches(const Actor&, std::string_view) override { return false; }
    void note_refusal(const Actor&, const Route&, const Request&) override {}
  } broken;
  const Folder folder;
  folder.write("index.html", "<p>home</p>");
  Routes routes;
  add_probe_routes(routes, db, {});
  add_static_routes(routes, {.root = folder.path.string(), .applications = {}});
  routes.get("/mine", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::text("mine");
  });
  TestServer server{routes, db, broken};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/").status == 200);
  CHECK(client.request("GET", "/healthz").status == 200);
  const auto refused = client.request("GET", "/mine");
  CHECK(refused.status == 503);
  CHECK_FALSE(refused.header("retry-after").empty());
  CHECK(refused.json().at("slug") == "platform/database-unavailable");
}
