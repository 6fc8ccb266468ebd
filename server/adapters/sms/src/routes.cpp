#include <boost/json.hpp>

#include "yimen/party/masking.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/sms/sms.h"

namespace yimen::sms {

namespace json = boost::json;
using platform::Row;
using platform::Schema;

namespace {

struct Outgoing {
  std::int64_t event_id;
  std::string phone_sealed, text_sealed, purpose;
  platform::Instant sent_at;
};

/// Codes are secrets even for an administrator; phones and numbers inside the text are masked.
std::string shown_text(const Outgoing& row, const std::string& text) {
  if (row.purpose != "code") return party::mask_text(text);
  std::string shown = text;
  std::size_t run = 0;
  for (std::size_t i = 0; i <= shown.size(); ++i) {
    if (i < shown.size() && shown[i] >= '0' && shown[i] <= '9') {
      ++run;
      continue;
    }
    if (run >= 4) std::fill(shown.begin() + static_cast<std::ptrdiff_t>(i - run), shown.begin() + static_cast<std::ptrdiff_t>(i), '*');
    run = 0;
  }
  return shown;
}

platform::Result<platform::Response> list_outgoing(const platform::FieldCipher& cipher, const platform::Request& request, platform::Tx& tx) {
  const auto limit = request.query_int("limit", 20, 1, 100);
  const auto after = platform::parse_id(request.query("after").value_or("")).value_or(INT64_MAX);
  const auto rows = tx.all(R"sql(
      select event_id, phone_sealed, text_sealed, purpose, sent_at
        from sms_outgoing
       where event_id < ?
       order by event_id desc
       limit ?)sql",
                           [](const Row& row) {
                             auto [id, phone, text, purpose, at] = row.as<std::int64_t, std::string, std::string, std::string, platform::Instant>();
                             return Outgoing{id, phone, text, purpose, at};
                           },
                           after, limit);
  json::array items;
  for (const auto& row : rows) {
    const auto phone = TRY(cipher.decrypt(row.phone_sealed)), text = TRY(cipher.decrypt(row.text_sealed));
    items.push_back({{"event_id", std::to_string(row.event_id)}, {"phone", party::mask_phone(phone)}, {"text", shown_text(row, text)},
                     {"purpose", row.purpose}, {"sent_at", platform::iso_instant(row.sent_at)}});
  }
  const bool is_full = static_cast<std::int64_t>(rows.size()) == limit;
  const auto next = is_full ? std::optional(std::to_string(rows.back().event_id)) : std::nullopt;
  return platform::Response::json(platform::page_of(std::move(items), next, static_cast<std::int64_t>(rows.size()), !is_full));
}

}  // namespace

void add_routes(platform::Routes& routes, const platform::FieldCipher& cipher) {
  const auto item = Schema::object("OutgoingSms", {{"event_id", Schema::id()}, {"phone", Schema::text(20)}, {"text", Schema::text(500)},
                                                   {"purpose", Schema::text(20)}, {"sent_at", Schema::instant()}});
  routes.get("/api/v1/sms-outgoing", platform::Needs::permission_of("sms.view"), "短信")
      .summary("本地短信适配器的发送记录").operation("listOutgoingSms")
      .parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, Schema::object("OutgoingSmsPage", {{"items", Schema::list(item)}, {"next", Schema::text(40).optional()},
                                                      {"total", Schema::integer()}, {"total_is", Schema::one_of({"exact", "at_least"})}}))
      .reads([&cipher](const platform::Request& request, platform::Tx& tx) { return list_outgoing(cipher, request, tx); });
}

}  // namespace yimen::sms
