#include "builtins/builtin.h"

namespace yimen::feel {

namespace {

/// Merge sort, since std::sort may run off the ends when a lambda orders inconsistently. A pair without an order ends
/// it.
class Sorting {
 public:
  Sorting(List items, const Value& precedes, Session& session)
      : items_(std::move(items)), room_(items_.size()), precedes_{precedes}, session_{session} {}

  Outcome result() {
    sort(0, items_.size());
    if (session_.is_stopped()) return Value{};
    return failed_ ? std::nullopt : Outcome{Value{std::move(items_)}};
  }

 private:
  bool comes_before(const Value& a, const Value& b) {
    if (failed_ || !session_.step()) return failed_ = true, false;
    if (precedes_.is_null()) {
      const auto order = compare(a, b);
      failed_ = order == Order::none;
      return order == Order::less;
    }
    const Value pair[] = {a, b};
    const auto answer = call(precedes_, pair, session_);
    failed_ = !answer.is(Kind::boolean);
    return answer.is_true();
  }

  void sort(std::size_t from, std::size_t to) {
    if (to - from < 2 || failed_) return;
    const auto middle = from + (to - from) / 2;
    sort(from, middle);
    sort(middle, to);
    auto left = from, right = middle, out = from;
    while (left < middle && right < to)
      room_[out++] = comes_before(items_[right], items_[left]) ? items_[right++] : items_[left++];
    while (left < middle) room_[out++] = items_[left++];
    while (right < to) room_[out++] = items_[right++];
    std::move(room_.begin() + static_cast<std::ptrdiff_t>(from), room_.begin() + static_cast<std::ptrdiff_t>(to),
              items_.begin() + static_cast<std::ptrdiff_t>(from));
  }

  List items_, room_;
  const Value& precedes_;
  Session& session_;
  bool failed_ = false;
};

Outcome sort(Arguments arguments, Session& session) {
  const auto& precedes = argument(arguments, 1);
  if (arguments[0].is_null() || (arguments.size() > 1 && !precedes.is(Kind::function))) return std::nullopt;
  auto items = arguments[0].is(Kind::list) ? arguments[0].list() : List{arguments[0]};
  if (!session.allocate(static_cast<std::int64_t>(2 * items.size() * sizeof(Value)))) return Value{};
  return Sorting{std::move(items), precedes, session}.result();
}

}  // namespace

std::vector<Builtin> sorting_builtins() {
  return {{"sort", {{{"list", "precedes"}, 1, sort}}}};
}

}  // namespace yimen::feel
