#include "http/gzip.h"

#include <zlib.h>

#include "http/text_tools.h"

namespace yimen::platform {

namespace {

/// zlib's state is 260 KB: one per worker thread, used again.
class Deflater {
 public:
  Deflater() { is_ready_ = deflateInit2(&stream_, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK; }
  ~Deflater() {
    if (is_ready_) deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string run(std::string_view bytes) {
    if (!is_ready_ || bytes.size() > 0x4000'0000 || deflateReset(&stream_) != Z_OK) return {};
    std::string out(bytes.size(), '\0');  // no room to grow: then it is not worth it
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return {};
    out.resize(out.size() - stream_.avail_out);
    return out;
  }

 private:
  z_stream stream_{};
  bool is_ready_ = false;
};

}  // namespace

std::string gzip(std::string_view bytes) {
  thread_local Deflater deflater;
  return deflater.run(bytes);
}

bool is_compressible(std::string_view type) {
  type = trim_blanks(type.substr(0, type.find(';')));
  if (type == "text/event-stream") return false;
  if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) return true;
  for (const std::string_view known :
       {"application/json", "application/javascript", "application/xml", "application/wasm"})
    if (type == known) return true;
  return false;
}

bool accepts_gzip(std::string_view accept) {
  while (!accept.empty()) {
    auto item = trim_blanks(cut(accept, ','));
    const auto name = trim_blanks(cut(item, ';'));
    if (!equal_ignoring_case(name, "gzip") && name != "*") continue;
    item = trim_blanks(item);
    const bool is_refused = item.starts_with("q=0") && item.find_first_of("123456789") == std::string_view::npos;
    return !is_refused;
  }
  return false;
}

}  // namespace yimen::platform
