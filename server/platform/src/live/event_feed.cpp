#include <boost/json.hpp>

#include "yimen/platform/live.h"

namespace yimen::platform {

namespace {
/// A client that does not read must not fill the memory; it connects again and is told what stands then.
constexpr std::size_t most_pending = 256 * 1024;
}  // namespace

bool EventFeed::send(std::string_view event, const boost::json::object& data) {
  const std::lock_guard lock{mutex_};
  if (is_ended_ || is_gone_) return false;
  // JSON has no line ends of its own, so one data line holds it.
  pending_.append("event: ").append(event).append("\ndata: ").append(boost::json::serialize(data)).append("\n\n");
  if (pending_.size() > most_pending) {
    pending_.clear();
    is_ended_ = true;
  }
  if (wake_) wake_();
  return !is_ended_;
}

void EventFeed::end() {
  const std::lock_guard lock{mutex_};
  is_ended_ = true;
  if (wake_) wake_();
}

bool EventFeed::is_open() const {
  const std::lock_guard lock{mutex_};
  return !is_ended_ && !is_gone_;
}

void EventFeed::attach(std::function<void()> wake) {
  const std::lock_guard lock{mutex_};
  wake_ = std::move(wake);
}

void EventFeed::detach() {
  const std::lock_guard lock{mutex_};
  wake_ = nullptr;
  is_gone_ = true;
  pending_.clear();
}

std::string EventFeed::take(bool& has_ended) {
  const std::lock_guard lock{mutex_};
  has_ended = is_ended_;
  return std::exchange(pending_, {});
}

}  // namespace yimen::platform
