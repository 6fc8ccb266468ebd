#include "http/idempotency.h"

#include <array>

#include <openssl/evp.h>

#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::chrono::hours kept_for{48};

struct KeptAnswer {
  std::string body_hash;
  int status;
  std::string headers, body;
  Instant created_at;
};

bool is_sane_key(std::string_view key) {
  if (key.size() < 8 || key.size() > 128) return false;
  return std::all_of(key.begin(), key.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

/// The key is bound to what was asked: method, path, query and body.
std::string hash_of(const Request& request) {
  const auto text = request.method + '\n' + request.target + '\n' + request.raw_body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  return "sha256:" + to_hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::string actor_key(const Actor& actor) {
  return actor.id ? "u" + actor.id.str() : "a" + actor.ip;
}

Response replay(const KeptAnswer& kept) {
  Response response;
  response.status = kept.status;
  response.body = kept.body;
  if (const auto headers = parse_json(kept.headers); headers && headers->is_object())
    for (const auto& header : headers->get_object())
      if (const auto* value = header.value().if_string()) response.header(header.key(), std::string(*value));
  response.header("Idempotent-Replay", "true");
  return response;
}

bool can_be_kept(const Response& response) {
  return response.status >= 200 && response.status < 300 && !response.file && !response.streamer &&
         is_utf8(response.body);
}

/// Headers as JSON. Cookies stay out: a kept answer must not hand a session to whoever repeats the key.
std::string headers_text(const Response& response) {
  json::object headers;
  for (const auto& [name, value] : response.headers)
    if (name != "Set-Cookie") headers[name] = value;
  return to_text(headers);
}

Result<Response> run_bound(Tx& tx, const Route& route, const Request& request, const std::string& hash) {
  const std::string key{request.header("idempotency-key")};
  const auto who = actor_key(request.actor());
  const auto kept = tx.find(
      "select body_hash, status, headers, body, created_at from idempotency_record where actor_key = ? and key = ?",
      [](const Row& row) {
        return KeptAnswer{row.get<std::string>(0), row.get<int>(1), row.get<std::string>(2), row.get<std::string>(3),
                          row.get<Instant>(4)};
      },
      who, key);
  if (kept && tx.now() - kept->created_at < kept_for) {
    if (kept->body_hash == hash) return replay(*kept);
    return fail(ErrorCode::invalid_input, "platform/idempotency-key-reused",
                "这次提交的编号已用于另一项内容不同的操作，请刷新页面后重新提交。");
  }
  if (kept) tx.exec("delete from idempotency_record where actor_key = ? and key = ?", who, key);
  auto response = TRY(route.command(request, tx));
  if (can_be_kept(response))
    tx.exec(
        "insert into idempotency_record (actor_key, key, body_hash, status, headers, body, created_at) values (?, ?, "
        "?, ?, ?, ?, ?)",
        who, key, hash, response.status, headers_text(response), response.body, tx.now());
  return response;
}

}  // namespace

Result<Response> run_command(Database& database, const Route& route, const Request& request) {
  const auto key = request.header("idempotency-key");
  if (key.empty()) return database.transact([&](Tx& tx) { return route.command(request, tx); });
  if (!is_sane_key(key))
    return fail(ErrorCode::malformed, "platform/idempotency-key-unreadable",
                "防重复提交的编号（Idempotency-Key）应为 8 到 128 个英文字符，请刷新页面后重试。");
  const auto hash = hash_of(request);
  const auto work = [&](Tx& tx) { return run_bound(tx, route, request, hash); };
  try {
    return database.transact(work);
  } catch (const DbError& error) {
    if (error.fault() != DbFault::unique) throw;
  }
  // A twin with the same key has just committed: the second look finds its answer.
  return database.transact(work);
}

std::int64_t forget_old_answers(Tx& tx) {
  return tx.exec("delete from idempotency_record where created_at < ?", tx.now() - kept_for);
}

}  // namespace yimen::platform
