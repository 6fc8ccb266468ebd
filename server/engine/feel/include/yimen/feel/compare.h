#pragma once
#include <string>

#include "yimen/feel/value.h"

namespace yimen::feel {

/// How a range was written: [a..b], or as a unary test (< 5), (>= 3), (= 1), (!= 1).
enum class RangeForm : std::uint8_t { interval, less, less_or_equal, greater, greater_or_equal, equal, not_equal };

/// An end that is absent in the unary forms has no bound; an interval with a null end holds nothing it could tell.
struct Range {
  Value start = {}, end = {};
  bool start_included = true, end_included = true;
  RangeForm form = RangeForm::interval;

  static Range unary(RangeForm, Value bound);
  bool has_start() const {
    return form != RangeForm::less && form != RangeForm::less_or_equal && form != RangeForm::not_equal;
  }
  bool has_end() const {
    return form != RangeForm::greater && form != RangeForm::greater_or_equal && form != RangeForm::not_equal;
  }
};

/// FEEL's equality: nullopt-like null (as Value) for values of different kinds.
Value equal(const Value&, const Value&);
/// Exactly the same value, for tests and for remove/distinct/union: null equals null, other kinds are unlike.
bool same(const Value&, const Value&);
enum class Order { less, equal, greater, none };
/// none: not comparable (different kinds, one local and one with an offset where FEEL knows no answer, null).
Order compare(const Value&, const Value&);
/// Does the range hold the value? null when they cannot be compared.
Value contains(const Range&, const Value&);

/// FEEL literal text that reads back as the value; strings in quotes.
std::string literal_text(const Value&);
/// What FEEL's string() gives: strings without quotes at the top.
std::string plain_text(const Value&);

}  // namespace yimen::feel
