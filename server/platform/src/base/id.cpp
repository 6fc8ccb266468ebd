#include "yimen/platform/id.h"

#include <atomic>
#include <charconv>
#include <chrono>

namespace yimen::platform {
namespace {

constexpr std::int64_t epoch_2020_ms = 1'577'836'800'000;
constexpr int sequence_bits = 12;
constexpr int node_bits = 10;

std::atomic<std::int64_t> node_number{0};
// Milliseconds since 2020 and the sequence within them, as one counter: a full millisecond simply runs into the next
// one, and a machine clock that is set back changes nothing until it has caught up.
std::atomic<std::int64_t> last_tick{0};

std::int64_t tick_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count() - epoch_2020_ms;
  return (ms < 1 ? 1 : ms) << sequence_bits;
}

}  // namespace

std::int64_t next_id() {
  const auto now = tick_now();
  auto last = last_tick.load(std::memory_order_relaxed);
  std::int64_t next = 0;
  do {
    next = now > last ? now : last + 1;
  } while (!last_tick.compare_exchange_weak(last, next, std::memory_order_relaxed));
  constexpr std::int64_t sequence_mask = (std::int64_t{1} << sequence_bits) - 1;
  return (next >> sequence_bits) << (node_bits + sequence_bits) |
         node_number.load(std::memory_order_relaxed) << sequence_bits | (next & sequence_mask);
}

void set_node_number(int node) {
  node_number = node & ((1 << node_bits) - 1);
}

Result<std::int64_t> parse_id(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const bool is_canonical = !text.empty() && text.front() >= '1' && text.front() <= '9';
  if (!is_canonical || error != std::errc{} || rest != end)
    return fail(ErrorCode::malformed, "platform/bad-id", "编号格式不正确，应为正整数。请检查网址或重新从列表进入。");
  return value;
}

}  // namespace yimen::platform
