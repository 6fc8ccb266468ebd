#include "yimen/feel/java.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "builtins/builtin.h"
#include "builtins/java_format.h"

namespace yimen::feel {

namespace {

using Result = std::optional<Value>;
using Run = std::function<Result(std::span<const Value>)>;

enum class JavaType { byte, short_int, int_, long_, float_, double_, text, boolean, object, objects };

struct Signature {
  std::string method;
  std::vector<JavaType> types;
};

std::optional<JavaType> type_named(std::string name) {
  static constexpr std::pair<std::string_view, JavaType> known[] = {
      {"byte", JavaType::byte},       {"Byte", JavaType::byte},        {"short", JavaType::short_int},
      {"Short", JavaType::short_int}, {"int", JavaType::int_},         {"Integer", JavaType::int_},
      {"long", JavaType::long_},      {"Long", JavaType::long_},       {"float", JavaType::float_},
      {"Float", JavaType::float_},    {"double", JavaType::double_},   {"Double", JavaType::double_},
      {"String", JavaType::text},     {"CharSequence", JavaType::text}, {"boolean", JavaType::boolean},
      {"Boolean", JavaType::boolean}, {"Object", JavaType::object},    {"[LObject;", JavaType::objects},
      {"Object[]", JavaType::objects}, {"Object...", JavaType::objects}};
  if (const auto package = name.find("java.lang."); package != std::string::npos) name.erase(package, 10);
  for (const auto& [text, type] : known)
    if (text == name) return type;
  return std::nullopt;
}

std::optional<Signature> read_signature(std::string_view text) {
  std::string plain{text};
  std::erase(plain, ' ');
  const auto open = plain.find('(');
  if (open == std::string::npos || !plain.ends_with(')')) return std::nullopt;
  Signature signature{plain.substr(0, open), {}};
  const auto list = plain.substr(open + 1, plain.size() - open - 2);
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    const auto type = type_named(list.substr(at, end - at));
    if (!type) return std::nullopt;
    signature.types.push_back(*type);
    at = end + 1;
  }
  return signature;
}

bool is_whole(JavaType type) {
  return type <= JavaType::long_;
}
bool is_numeric(JavaType type) {
  return type <= JavaType::double_;
}

/// The value as Java would get it; nullopt when it does not fit: no whole number, out of the type's bounds.
std::optional<Value> converted(const Value& value, JavaType type) {
  if (type == JavaType::object) return value;
  if (type == JavaType::text) return value.is(Kind::string) ? std::optional{value} : std::nullopt;
  if (type == JavaType::boolean) return value.is(Kind::boolean) ? std::optional{value} : std::nullopt;
  if (!value.is(Kind::number)) return std::nullopt;
  if (!is_whole(type)) return value;
  static constexpr int bits[] = {8, 16, 32, 64};
  const auto whole = value.number().to_int();
  const auto bound = static_cast<__int128_t>(1) << (bits[static_cast<int>(type)] - 1);
  if (!whole || *whole >= bound || *whole < -bound) return std::nullopt;
  return value;
}

Result from_double(double number) {
  const auto decimal = Decimal::from_double(number);  // Java's NaN and infinity are no FEEL numbers
  return decimal ? Result{Value{decimal->stripped()}} : std::nullopt;
}

template <double (*function)(double)>
Result of_double(std::span<const Value> given) {
  return from_double(function(given[0].number().to_double()));
}
template <double (*function)(double, double)>
Result of_doubles(std::span<const Value> given) {
  return from_double(function(given[0].number().to_double(), given[1].number().to_double()));
}
template <Rounding mode>
Result rounded(std::span<const Value> given) {
  const auto number = given[0].number().rescaled(0, mode);
  return number ? Result{Value{*number}} : std::nullopt;
}

double sign_of(double number) {
  return number > 0 ? 1 : number < 0 ? -1 : 0;
}
double to_radians(double degrees) {
  return degrees / 180.0 * M_PI;
}
double to_degrees(double radians) {
  return radians * 180.0 / M_PI;
}
/// Java rounds halves upwards, also below zero.
double round_half_up(double number) {
  return std::floor(number + 0.5);
}

Result smaller(std::span<const Value> given) {
  return given[1].number() < given[0].number() ? given[1] : given[0];
}
Result larger(std::span<const Value> given) {
  return given[0].number() < given[1].number() ? given[1] : given[0];
}
Result absolute(std::span<const Value> given) {
  return Value{given[0].number().abs()};
}
Result total(std::span<const Value> given) {
  const auto sum = add(given[0].number(), given[1].number());
  return sum ? Result{Value{*sum}} : std::nullopt;
}
Result parsed_number(std::span<const Value> given) {
  const auto number = Decimal::parse(given[0].string());
  return number ? Result{Value{*number}} : std::nullopt;
}
Result as_text(std::span<const Value> given) {
  return Value{plain_text(given[0])};
}

struct Method {
  std::string_view name;
  std::size_t count;
  Result (*run)(std::span<const Value>);
};

constexpr Method of_math[] = {
    {"abs", 1, absolute},
    {"max", 2, larger},
    {"min", 2, smaller},
    {"addExact", 2, total},
    {"floor", 1, rounded<Rounding::floor>},
    {"ceil", 1, rounded<Rounding::ceiling>},
    {"rint", 1, rounded<Rounding::half_even>},
    {"round", 1, of_double<round_half_up>},
    {"signum", 1, of_double<sign_of>},
    {"sqrt", 1, of_double<std::sqrt>},
    {"cbrt", 1, of_double<std::cbrt>},
    {"exp", 1, of_double<std::exp>},
    {"expm1", 1, of_double<std::expm1>},
    {"log", 1, of_double<std::log>},
    {"log10", 1, of_double<std::log10>},
    {"log1p", 1, of_double<std::log1p>},
    {"sin", 1, of_double<std::sin>},
    {"cos", 1, of_double<std::cos>},
    {"tan", 1, of_double<std::tan>},
    {"asin", 1, of_double<std::asin>},
    {"acos", 1, of_double<std::acos>},
    {"atan", 1, of_double<std::atan>},
    {"sinh", 1, of_double<std::sinh>},
    {"cosh", 1, of_double<std::cosh>},
    {"tanh", 1, of_double<std::tanh>},
    {"toRadians", 1, of_double<to_radians>},
    {"toDegrees", 1, of_double<to_degrees>},
    {"atan2", 2, of_doubles<std::atan2>},
    {"hypot", 2, of_doubles<std::hypot>},
    {"pow", 2, of_doubles<std::pow>},
};

constexpr std::pair<std::string_view, JavaType> number_classes[] = {
    {"Byte", JavaType::byte}, {"Short", JavaType::short_int}, {"Integer", JavaType::int_},
    {"Long", JavaType::long_}, {"Float", JavaType::float_},   {"Double", JavaType::double_}};

Run method_of_math(const Signature& signature) {
  if (!std::all_of(signature.types.begin(), signature.types.end(), is_numeric)) return {};
  for (const auto& method : of_math)
    if (method.name == signature.method && method.count == signature.types.size()) return method.run;
  return {};
}

/// valueOf and parse… of text, toString, max, min and sum of the classes of numbers.
Run method_of_number(JavaType own, const Signature& signature) {
  const auto& name = signature.method;
  const auto& types = signature.types;
  if (types.size() == 1 && types[0] == JavaType::text && (name == "valueOf" || name.starts_with("parse")))
    return [own](std::span<const Value> given) {
      auto number = parsed_number(given);
      return number ? converted(*number, own) : number;
    };
  if (!std::all_of(types.begin(), types.end(), is_numeric)) return {};
  if (types.size() == 1 && name == "valueOf")
    return [own](std::span<const Value> given) { return converted(given[0], own); };
  if (types.size() == 1 && name == "toString") return as_text;
  if (types.size() != 2) return {};
  return name == "max" ? Run{larger} : name == "min" ? Run{smaller} : name == "sum" ? Run{total} : Run{};
}

Run method_of_string(const Signature& signature) {
  const auto& types = signature.types;
  if (signature.method == "format" && types.size() == 2 && types[0] == JavaType::text && types[1] == JavaType::objects)
    return [](std::span<const Value> given) -> Result {
      const auto items = given.size() == 2 && given[1].is(Kind::list) ? std::span{given[1].list()} : given.subspan(1);
      auto text = format_as_java(given[0].string(), items);
      return text ? Result{Value{std::move(*text)}} : std::nullopt;
    };
  return signature.method == "valueOf" && types.size() == 1 && types[0] != JavaType::objects ? Run{as_text} : Run{};
}

Run method_of(std::string_view class_name, const Signature& signature) {
  if (!class_name.starts_with("java.lang.")) return {};
  class_name.remove_prefix(10);
  if (class_name == "Math" || class_name == "StrictMath") return method_of_math(signature);
  if (class_name == "String") return method_of_string(signature);
  for (const auto& [name, type] : number_classes)
    if (name == class_name) return method_of_number(type, signature);
  return {};
}

}  // namespace

JavaFunction java_function(std::string_view class_name, std::string_view signature) {
  const auto read = read_signature(signature);
  const auto run = read ? method_of(class_name, *read) : Run{};
  if (!run) return {};
  return [run, types = read->types, name = std::string{signature}](std::span<const Value> given, Session& session) {
    const bool takes_rest = !types.empty() && types.back() == JavaType::objects;
    const auto fixed = types.size() - (takes_rest ? 1 : 0);
    List values;
    for (std::size_t i = 0; i < given.size(); ++i) {
      auto value = i < fixed ? converted(given[i], types[i]) : std::optional{given[i]};
      if (!value) break;
      values.push_back(std::move(*value));
    }
    const bool fits = values.size() == given.size() && (takes_rest ? given.size() >= fixed : given.size() == fixed);
    auto result = fits ? run(values) : std::nullopt;
    if (result && session.allocate(64)) return std::move(*result);
    warn(session, "feel/arguments", fmt::format("外部函数 {} 不能用于给出的参数", name),
         fmt::format("the external function {} is not defined for these arguments", name));
    return Value{};
  };
}

}  // namespace yimen::feel
