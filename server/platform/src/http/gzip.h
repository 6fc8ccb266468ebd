#pragma once
#include <string>
#include <string_view>

namespace yimen::platform {

/// gzip at a level that costs little; empty when it did not become smaller.
std::string gzip(std::string_view bytes);
/// Text-like types that shrink.
bool is_compressible(std::string_view content_type);
/// Accept-Encoding names gzip (or *) with a weight above zero.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace yimen::platform
