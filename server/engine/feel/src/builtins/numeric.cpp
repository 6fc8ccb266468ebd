#include "builtins/builtin.h"
#include "eval/arithmetic.h"

namespace yimen::feel {

namespace {

Outcome found(const std::optional<Decimal>& decimal) {
  return decimal ? Outcome{Value{*decimal}} : std::nullopt;
}

bool are_numbers(Arguments arguments) {
  return std::all_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.is(Kind::number); });
}

/// Scales reach from -6111 to 6176, as the exponents of numbers do.
template <Rounding mode>
Outcome round(Arguments arguments, Session&) {
  if (!are_numbers(arguments)) return std::nullopt;
  const auto scale = arguments.size() > 1 ? whole(arguments[1]) : std::optional<std::int64_t>{0};
  if (!scale || *scale < -Decimal::max_exponent || *scale > -Decimal::min_exponent) return std::nullopt;
  return found(arguments[0].number().rescaled(static_cast<int>(*scale), mode));
}

Outcome abs(Arguments arguments, Session&) {
  const auto& n = arguments[0];
  switch (n.kind()) {
    case Kind::number:
      return Value{n.number().abs()};
    case Kind::days_duration:
      return n.days().seconds < 0 ? negated_value(n) : n;
    case Kind::months_duration:
      return n.months().months < 0 ? negated_value(n) : n;
    default:
      return std::nullopt;
  }
}

Outcome modulo(Arguments arguments, Session&) {
  if (!are_numbers(arguments)) return std::nullopt;
  return found(modulo(arguments[0].number(), arguments[1].number()));
}

template <std::optional<Decimal> (*function)(const Decimal&), std::int64_t cost>
Outcome of_number(Arguments arguments, Session& session) {
  if (!are_numbers(arguments) || !session.steps(cost)) return std::nullopt;
  return found(function(arguments[0].number()));
}

Outcome is_odd(const Value& number, bool wanted) {
  if (!number.is(Kind::number)) return std::nullopt;
  const auto rest = modulo(number.number(), Decimal{2});
  return Value{rest && *rest == Decimal{wanted ? 1 : 0}};
}

Outcome odd(Arguments arguments, Session&) {
  return is_odd(arguments[0], true);
}
Outcome even(Arguments arguments, Session&) {
  return is_odd(arguments[0], false);
}

}  // namespace

std::vector<Builtin> numeric_builtins() {
  return {
      {"decimal", {{{"n", "scale"}, 2, round<Rounding::half_even>}}},
      {"floor", {{{"n", "scale"}, 1, round<Rounding::floor>}}},
      {"ceiling", {{{"n", "scale"}, 1, round<Rounding::ceiling>}}},
      {"round up", {{{"n", "scale"}, 2, round<Rounding::up>}}},
      {"round down", {{{"n", "scale"}, 2, round<Rounding::down>}}},
      {"round half up", {{{"n", "scale"}, 2, round<Rounding::half_up>}}},
      {"round half down", {{{"n", "scale"}, 2, round<Rounding::half_down>}}},
      {"abs", {{{"n"}, 1, abs}}},
      {"modulo", {{{"dividend", "divisor"}, 2, modulo}}},
      {"sqrt", {{{"number"}, 1, of_number<square_root, steps_of_root>}}},
      {"log", {{{"number"}, 1, of_number<natural_logarithm, steps_of_series>}}},
      {"exp", {{{"number"}, 1, of_number<exponential, steps_of_series>}}},
      {"odd", {{{"number"}, 1, odd}}},
      {"even", {{{"number"}, 1, even}}},
  };
}

}  // namespace yimen::feel
