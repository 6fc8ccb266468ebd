#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "yimen/feel/value.h"

namespace yimen::feel {

struct NumberPayload final : Payload {
  explicit NumberPayload(const Decimal& decimal) : value{decimal} {}
  Decimal value;
};

struct TextPayload final : Payload {
  explicit TextPayload(std::string text) : value{std::move(text)} {}
  std::string value;
};

struct MomentPayload final : Payload {
  explicit MomentPayload(const DateTime& moment) : value{moment} {}
  DateTime value;
};

struct ListPayload final : Payload {
  explicit ListPayload(List list) : value(std::move(list)) {}
  List value;
};

struct RangePayload final : Payload {
  explicit RangePayload(Range range) : value{std::move(range)} {}
  Range value;
};

/// Small contexts are searched from front to back; larger ones have an index ordered by name.
struct ContextPayload final : Payload {
  explicit ContextPayload(std::vector<ContextEntry> list);
  const Value* find(std::string_view name) const;

  static constexpr std::size_t searched_in_order = 8;
  std::vector<ContextEntry> entries;
  std::vector<std::uint32_t> index;
};

}  // namespace yimen::feel
