#include <doctest/doctest.h>

#include <random>

#include "testing/table.h"
#include "yimen/feel/decimal.h"
#include "yimen/feel/value.h"

namespace yimen::feel {

namespace {

std::optional<Decimal> work_out(const Decimal& a, const std::string& sign, const Decimal& b) {
  if (sign == "+") return add(a, b);
  if (sign == "-") return subtract(a, b);
  if (sign == "*") return multiply(a, b);
  if (sign == "/") return divide(a, b);
  return modulo(a, b);
}

std::optional<Rounding> rounding_of(const std::string& name) {
  const std::pair<const char*, Rounding> all[] = {{"half_even", Rounding::half_even}, {"half_up", Rounding::half_up},
                                                  {"half_down", Rounding::half_down}, {"up", Rounding::up},
                                                  {"down", Rounding::down},           {"ceiling", Rounding::ceiling},
                                                  {"floor", Rounding::floor}};
  for (const auto& [text, mode] : all)
    if (name == text) return mode;
  return std::nullopt;
}

}  // namespace

TEST_CASE("arithmetic agrees with another implementation of decimal128 on every row of tests/data/decimals.tsv") {
  const auto rows = testing::read_table("decimals.tsv", 4);
  CHECK(rows.size() > 900);
  for (const auto& row : rows) {
    CAPTURE(row[0] + " " + row[1] + " " + row[2]);
    const auto a = Decimal::parse(row[0]), b = Decimal::parse(row[2]);
    REQUIRE(a.has_value());
    REQUIRE(b.has_value());
    const auto mode = rounding_of(row[1]);
    const auto result = mode ? a->rescaled(static_cast<int>(*b->to_int()), *mode) : work_out(*a, row[1], *b);
    if (row[3] == "null")
      CHECK_FALSE(result.has_value());
    else
      CHECK(result == Decimal::parse(row[3]));
  }
}

TEST_CASE("a number prints the digits it was written with") {
  for (const auto* text : {"0", "1", "-1", "12.50", "0.001", "100", "1234567890123456789012345678901234", "-0.1"})
    CHECK(Decimal::parse(text)->text() == text);
  CHECK(Decimal::parse("1e3")->text() == "1000");
  CHECK(Decimal::parse("1.5e-3")->text() == "0.0015");
  CHECK(Decimal::parse("1e100")->text() == "1E+100");
  CHECK(Decimal::parse("1.25e-100")->text() == "1.25E-100");
}

TEST_CASE("text that is no number is refused") {
  for (const auto* text : {"", "-", "+1", "1.", ".", "1e", "1e+", "abc", "1 ", " 1", "0x1", "1.2.3", "1e99999999",
                           "--1", "NaN", "Infinity"})
    CHECK_FALSE(Decimal::parse(text).has_value());
}

TEST_CASE("more than 34 digits are rounded half to even") {
  CHECK(Decimal::parse("12345678901234567890123456789012345")->text() == "12345678901234567890123456789012340");
  CHECK(Decimal::parse("12345678901234567890123456789012355")->text() == "12345678901234567890123456789012360");
  CHECK(Decimal::parse("9999999999999999999999999999999999.9")->text() == "10000000000000000000000000000000000");
}

TEST_CASE("a sum of whole numbers taken apart again gives the summand back") {
  std::mt19937_64 random{1};
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a{static_cast<std::int64_t>(random() >> 8)}, b{-static_cast<std::int64_t>(random() >> 10) - 1};
    CHECK(subtract(*add(a, b), b) == a);
    CHECK(divide(*multiply(a, b), b) == a);
  }
}

TEST_CASE("a quotient of whole numbers is the dividend when multiplied back and rounded") {
  std::mt19937_64 random{2};
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a{static_cast<std::int64_t>(random() % 1'000'000'007)},
        b{static_cast<std::int64_t>(random() % 100'003 + 1)};
    const auto back = multiply(*divide(a, b), b);
    CHECK(back->rescaled(10, Rounding::half_even) == a);
  }
}

TEST_CASE("small and large numbers of one value are equal whatever their form") {
  CHECK(same(Value{Decimal::parse("1.0").value()}, Value{1}));
  CHECK(same(Value{Decimal::parse("1000").value()}, Value{Decimal::parse("1e3").value()}));
  CHECK(compare(Value{Decimal::parse("12345678901234567890").value()}, Value{5}) == Order::greater);
}

TEST_CASE("doubles become the shortest decimal that reads back the same") {
  CHECK(Decimal::from_double(0.1)->text() == "0.1");
  CHECK(Decimal::from_double(1234.56)->text() == "1234.56");
  CHECK_FALSE(Decimal::from_double(1.0 / 0.0).has_value());
}

TEST_CASE("bounds are held: beyond 34 digits and 10^6144 there is no result") {
  CHECK_FALSE(multiply(*Decimal::parse("1e6000"), *Decimal::parse("1e200")).has_value());
  CHECK(multiply(*Decimal::parse("1e-6000"), *Decimal::parse("1e-300"))->is_zero());
  CHECK_FALSE(divide(Decimal{1}, Decimal{0}).has_value());
  CHECK_FALSE(power(Decimal{10}, Decimal{10'000}).has_value());
  CHECK_FALSE(exponential(Decimal{100'000}).has_value());
  CHECK_FALSE(natural_logarithm(Decimal{-1}).has_value());
  CHECK_FALSE(square_root(Decimal{-1}).has_value());
}

}  // namespace yimen::feel
