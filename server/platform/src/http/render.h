#pragma once
#include "http/exchange.h"

namespace yimen::platform {

/// Turns exchange.response into a head and the bytes that follow it: conditional answers, ranges, compression, security
/// headers. Opens the file of a file answer. Runs on a worker thread (or on the I/O thread for answers without a
/// handler).
void render(Exchange&, const HttpOptions&);

struct ByteRange {
  std::uint64_t from = 0, length = 0;
};
enum class RangeKind { whole, part, unsatisfiable };
/// A single `bytes=` range of RFC 9110; several ranges, other units and nonsense mean the whole file.
RangeKind read_range(std::string_view header, std::uint64_t size, ByteRange& range);
/// Weak comparison of an ETag with the list in If-None-Match.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace yimen::platform
