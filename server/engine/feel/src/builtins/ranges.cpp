#include "builtins/builtin.h"

/// Allen's relations between points and ranges (DMN 1.5, table 78).
namespace yimen::feel {

namespace {

/// One end of a range; `infinity` is -1 or 1 for an end without bound.
struct Bound {
  const Value* value = nullptr;
  int infinity = 0;
  bool included = true;
};

struct Span {
  Bound start, end;
};

Span span_of(const Value& value) {
  if (!value.is(Kind::range)) return {{&value}, {&value}};
  const auto& range = value.range();
  return {{&range.start, range.has_start() ? 0 : -1, range.start_included},
          {&range.end, range.has_end() ? 0 : 1, range.end_included}};
}

/// Compares ends; what cannot be compared makes every question unanswerable.
class Comparer {
 public:
  bool less(const Bound& a, const Bound& b) { return order(a, b) == Order::less; }
  bool equal(const Bound& a, const Bound& b) { return order(a, b) == Order::equal; }
  Outcome answer(bool value) const { return is_unknown_ ? std::nullopt : Outcome{Value{value}}; }

 private:
  Order order(const Bound& a, const Bound& b) {
    if (a.infinity != b.infinity) return a.infinity < b.infinity ? Order::less : Order::greater;
    if (a.infinity != 0) return Order::equal;
    const auto result = compare(*a.value, *b.value);
    is_unknown_ = is_unknown_ || result == Order::none;
    return result;
  }
  bool is_unknown_ = false;
};

bool is_range(const Value& value) {
  return value.is(Kind::range) && value.range().form != RangeForm::not_equal;
}

enum class Shape { points, point_range, range_point, ranges };

Shape shape_of(Arguments arguments) {
  if (is_range(arguments[0])) return is_range(arguments[1]) ? Shape::ranges : Shape::range_point;
  return is_range(arguments[1]) ? Shape::point_range : Shape::points;
}

using Relation = bool (*)(Comparer&, const Span&, const Span&);

bool is_before(Comparer& c, const Span& a, const Span& b) {
  return c.less(a.end, b.start) || (c.equal(a.end, b.start) && (!a.end.included || !b.start.included));
}

bool meets(Comparer& c, const Span& a, const Span& b) {
  return a.end.included && b.start.included && c.equal(a.end, b.start);
}

bool overlaps(Comparer& c, const Span& a, const Span& b) {
  return (c.less(b.start, a.end) || (c.equal(a.end, b.start) && a.end.included && b.start.included)) &&
         (c.less(a.start, b.end) || (c.equal(a.start, b.end) && a.start.included && b.end.included));
}

bool overlaps_before(Comparer& c, const Span& a, const Span& b) {
  return (c.less(a.start, b.start) || (c.equal(a.start, b.start) && a.start.included && !b.start.included)) &&
         (c.less(b.start, a.end) || (c.equal(a.end, b.start) && a.end.included && b.start.included)) &&
         (c.less(a.end, b.end) || (c.equal(a.end, b.end) && (!a.end.included || b.end.included)));
}

bool finishes(Comparer& c, const Span& a, const Span& b) {
  return c.equal(a.end, b.end) && a.end.included == b.end.included &&
         (c.less(b.start, a.start) || (c.equal(a.start, b.start) && (!a.start.included || b.start.included)));
}

bool includes(Comparer& c, const Span& a, const Span& b) {
  return (c.less(a.start, b.start) || (c.equal(a.start, b.start) && (a.start.included || !b.start.included))) &&
         (c.less(b.end, a.end) || (c.equal(a.end, b.end) && (a.end.included || !b.end.included)));
}

bool starts(Comparer& c, const Span& a, const Span& b) {
  return c.equal(a.start, b.start) && a.start.included == b.start.included &&
         (c.less(a.end, b.end) || (c.equal(a.end, b.end) && (!a.end.included || b.end.included)));
}

bool coincides(Comparer& c, const Span& a, const Span& b) {
  return c.equal(a.start, b.start) && c.equal(a.end, b.end) && a.start.included == b.start.included &&
         a.end.included == b.end.included;
}

template <Relation relation, bool is_swapped, Shape... allowed>
Outcome relate(Arguments arguments, Session&) {
  const auto shape = shape_of(arguments);
  if (((shape != allowed) && ...)) return std::nullopt;
  Comparer comparer;
  const auto a = span_of(arguments[0]), b = span_of(arguments[1]);
  const bool holds = is_swapped ? relation(comparer, b, a) : relation(comparer, a, b);
  return comparer.answer(holds);
}

/// All the parameter names the overloads have; which kinds may stand where is checked by `run`.
Builtin relation(std::string_view name, Outcome (*run)(Arguments, Session&), std::initializer_list<Shape> shapes) {
  Builtin builtin{.name = name, .overloads = {}};
  for (const auto shape : shapes) {
    switch (shape) {
      case Shape::points:
        builtin.overloads.push_back({{"point1", "point2"}, 2, run});
        break;
      case Shape::point_range:
        builtin.overloads.push_back({{"point", "range"}, 2, run});
        break;
      case Shape::range_point:
        builtin.overloads.push_back({{"range", "point"}, 2, run});
        break;
      case Shape::ranges:
        builtin.overloads.push_back({{"range1", "range2"}, 2, run});
        break;
    }
  }
  return builtin;
}

}  // namespace

std::vector<Builtin> range_builtins() {
  using enum Shape;
  return {
      relation("before", relate<is_before, false, points, point_range, range_point, ranges>,
               {points, point_range, range_point, ranges}),
      relation("after", relate<is_before, true, points, point_range, range_point, ranges>,
               {points, point_range, range_point, ranges}),
      relation("meets", relate<meets, false, ranges>, {ranges}),
      relation("met by", relate<meets, true, ranges>, {ranges}),
      relation("overlaps", relate<overlaps, false, ranges>, {ranges}),
      relation("overlaps before", relate<overlaps_before, false, ranges>, {ranges}),
      relation("overlaps after", relate<overlaps_before, true, ranges>, {ranges}),
      relation("finishes", relate<finishes, false, point_range, ranges>, {point_range, ranges}),
      relation("finished by", relate<finishes, true, range_point, ranges>, {range_point, ranges}),
      relation("includes", relate<includes, false, range_point, ranges>, {range_point, ranges}),
      relation("during", relate<includes, true, point_range, ranges>, {point_range, ranges}),
      relation("starts", relate<starts, false, point_range, ranges>, {point_range, ranges}),
      relation("started by", relate<starts, true, range_point, ranges>, {range_point, ranges}),
      relation("coincides", relate<coincides, false, points, ranges>, {points, ranges}),
  };
}

}  // namespace yimen::feel
