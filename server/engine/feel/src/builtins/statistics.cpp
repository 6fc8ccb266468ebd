#include "builtins/builtin.h"
#include "eval/arithmetic.h"

namespace yimen::feel {

namespace {

bool are_numbers(const Value& value, Session& session) {
  if (!value.is(Kind::list) || !session.steps(static_cast<std::int64_t>(value.list().size()))) return false;
  return std::all_of(value.list().begin(), value.list().end(), [](const Value& item) { return item.is(Kind::number); });
}

Value total(const List& numbers) {
  Value result{0};
  for (const auto& number : numbers) result = add_values(result, number);
  return result;
}

Value mean_of(const List& numbers) {
  return divide_values(total(numbers), Value{static_cast<std::int64_t>(numbers.size())});
}

Outcome sum(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session) || arguments[0].list().empty()) return std::nullopt;
  return total(arguments[0].list());
}

Outcome mean(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session) || arguments[0].list().empty()) return std::nullopt;
  return mean_of(arguments[0].list());
}

Outcome product(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session) || arguments[0].list().empty()) return std::nullopt;
  Value result{1};
  for (const auto& number : arguments[0].list()) result = multiply_values(result, number);
  return result.is_null() ? std::nullopt : Outcome{result};
}

List sorted(const List& numbers) {
  auto result = numbers;
  std::stable_sort(result.begin(), result.end(),
                   [](const Value& a, const Value& b) { return compare(a, b) == Order::less; });
  return result;
}

Outcome median(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session) || arguments[0].list().empty()) return std::nullopt;
  const auto numbers = sorted(arguments[0].list());
  const auto middle = numbers.size() / 2;
  if (numbers.size() % 2 != 0) return numbers[middle];
  return divide_values(add_values(numbers[middle - 1], numbers[middle]), Value{2});
}

/// Of a sample: the squares are divided by one less than their number.
Outcome standard_deviation(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session) || arguments[0].list().size() < 2) return std::nullopt;
  const auto& numbers = arguments[0].list();
  const auto mean = mean_of(numbers);
  Value squares{0};
  for (const auto& number : numbers) {
    const auto distance = subtract_values(number, mean);
    squares = add_values(squares, multiply_values(distance, distance));
  }
  const auto variance = divide_values(squares, Value{static_cast<std::int64_t>(numbers.size() - 1)});
  return variance.is_null() ? std::nullopt : Outcome{from(square_root(variance.number()))};
}

/// The most frequent numbers, ascending.
Outcome mode(Arguments arguments, Session& session) {
  if (!are_numbers(arguments[0], session)) return std::nullopt;
  const auto numbers = sorted(arguments[0].list());
  List result;
  std::size_t most = 0;
  for (std::size_t i = 0; i < numbers.size();) {
    auto end = i + 1;
    while (end < numbers.size() && same(numbers[end], numbers[i])) ++end;
    if (end - i > most) result.clear();
    if (end - i >= most) result.push_back(numbers[i]);
    most = std::max(most, end - i);
    i = end;
  }
  return Value{std::move(result)};
}

}  // namespace

std::vector<Builtin> statistics_builtins() {
  return {
      {"sum", {{{"list"}, 1, sum}}, true},
      {"mean", {{{"list"}, 1, mean}}, true},
      {"product", {{{"list"}, 1, product}}, true},
      {"median", {{{"list"}, 1, median}}, true},
      {"stddev", {{{"list"}, 1, standard_deviation}}, true},
      {"mode", {{{"list"}, 1, mode}}, true},
  };
}

}  // namespace yimen::feel
