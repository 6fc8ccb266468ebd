#include "http/socket_body.h"

#include <boost/asio/post.hpp>
#include <boost/beast/http/read.hpp>

#include "http/answers.h"

namespace yimen::platform {

Error body_too_large(std::uint64_t limit) {
  const auto text = limit >= (1u << 20) ? fmt::format("{} MB", limit >> 20)
                                        : fmt::format("{} KB", std::max<std::uint64_t>(limit >> 10, 1));
  return {ErrorCode::too_large, "platform/body-too-large",
          fmt::format("提交的内容过大，最多 {}，请减小后重新提交。", text)};
}

Error body_too_slow() {
  return {ErrorCode::malformed, "platform/too-slow", "上传得太慢，连接已关闭，请检查网络后重试。"};
}

Error body_unreadable() {
  return {ErrorCode::malformed, "platform/body-unreadable", "没有收到完整的内容，请检查网络后重新提交。"};
}

std::size_t SocketBody::read(char* into, std::size_t size) {
  if (size == 0 || parser_.is_done()) return 0;
  into_ = into;
  size_ = size;
  boost::asio::post(connection_.socket_.get_executor(), [this] { start(); });
  is_read_.acquire();
  if (error_) {
    if (connection_.is_late_) throw BodyTrouble(408, body_too_slow());
    throw BodyTrouble(400, body_unreadable());
  }
  total_ += got_;
  const auto limit = connection_.core_.options.upload_limit;
  if (total_ > limit) throw BodyTrouble(413, body_too_large(limit));
  return got_;
}

void SocketBody::start() {
  auto& body = parser_.get().body();
  body.data = into_;
  body.size = size_;
  body.more = true;
  connection_.allow_body(total_);
  http::async_read_some(connection_.socket_, connection_.buffer_, parser_,
                        [this](boost::system::error_code error, std::size_t) {
                          if (error == http::error::need_buffer) error = {};
                          got_ = size_ - parser_.get().body().size;
                          if (!error && got_ == 0 && !parser_.is_done())
                            return start();  // only the frame of a chunk has come
                          connection_.allow_forever();
                          error_ = error;
                          is_read_.release();
                        });
}

std::optional<std::uint64_t> SocketBody::length() const {
  const auto length = parser_.content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

}  // namespace yimen::platform
