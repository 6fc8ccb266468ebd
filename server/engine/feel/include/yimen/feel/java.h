#pragma once
#include <functional>
#include <span>
#include <string_view>

#include "yimen/feel/expression.h"
#include "yimen/feel/session.h"
#include "yimen/feel/value.h"

namespace yimen::feel {

using JavaFunction = std::function<Value(std::span<const Value>, Session&)>;

/// What FEEL's external functions may name: the pure static methods of java.lang.Math and the conversions of
/// java.lang.String and the classes of numbers, worked out here. No Java runs; any other class or method yields an
/// empty function. `signature` as DMN writes it: "max(int, int)".
JavaFunction java_function(std::string_view class_name, std::string_view signature);

/// As parse_expression, but external functions are refused: where a browser, too, works the expression out.
platform::Result<Expression> parse_without_java(std::string_view text, const Scope& = {});

}  // namespace yimen::feel
