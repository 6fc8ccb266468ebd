#include "axis.h"

#include <algorithm>

#include <fmt/format.h>

#include "between.h"

namespace yimen::dmn {
namespace {

bool is_single(feel::Kind kind) { return kind == feel::Kind::boolean || kind == feel::Kind::string; }

bool can_be_ordered(feel::Kind kind) {
  return kind == feel::Kind::number || kind == feel::Kind::string || kind == feel::Kind::date || kind == feel::Kind::time || kind == feel::Kind::date_time ||
         kind == feel::Kind::days_duration || kind == feel::Kind::months_duration;
}

bool is_before(const feel::Value& a, const feel::Value& b) { return feel::compare(a, b) == feel::Order::less; }
bool is_equal(const feel::Value& a, const feel::Value& b) { return feel::compare(a, b) == feel::Order::equal || feel::same(a, b); }

}  // namespace

bool Atoms::is_empty() const {
  return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
}

bool Atoms::meets(const Atoms& other) const {
  for (std::size_t i = 0; i < words_.size(); ++i)
    if ((words_[i] & other.words_[i]) != 0) return true;
  return false;
}

Atoms& Atoms::operator&=(const Atoms& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

Atoms& Atoms::operator|=(const Atoms& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

Axis::Axis(const Cells& cells, const feel::UnaryTests* allowed, feel::TypeKind type) {
  for (const auto* cell : cells) is_readable_ = is_readable_ && collect(*cell);
  if (allowed != nullptr) is_readable_ = is_readable_ && collect(*allowed);
  if (!is_readable_) points_.clear();
  is_ordered_ = !points_.empty() && can_be_ordered(points_.front().kind()) && (has_ranges_ || !is_single(points_.front().kind()));
  if (is_ordered_) cut_ordered();
  else cut_single(type);
  if (has_null_) atoms_.push_back({Atom::Kind::null, {}, {}});
  domain_ = all();
  if (allowed != nullptr)
    if (const auto limited = read(*allowed)) domain_ = *limited;
  required_ = domain_;
  if (!has_null_) return;
  domain_.insert(atoms_.size() - 1);  // null is always possible
  Atoms present{atoms_.size()};
  for (std::size_t i = 0; i + 1 < atoms_.size(); ++i) present.insert(i);
  required_ &= present;
}

/// Notes the values a cell speaks of. @returns false when the column cannot be cut: values of different kinds, or of none that can be told apart.
bool Axis::collect(const feel::UnaryTests& cell) {
  if (cell.is_any()) return true;
  const auto shape = cell.shape();
  if (!shape) return true;  // only this rule is left out
  for (const auto& value : shape->values) {
    if (!value.is(feel::Kind::range)) {
      if (!add_point(value)) return false;
      continue;
    }
    const auto& range = value.range();
    const auto is_not_equal = range.form == feel::RangeForm::not_equal;
    has_ranges_ = has_ranges_ || (!is_not_equal && range.form != feel::RangeForm::equal);
    if ((range.has_start() || is_not_equal) && !add_point(range.start)) return false;
    if (range.has_end() && !add_point(range.end)) return false;
  }
  return true;
}

bool Axis::add_point(const feel::Value& value) {
  if (value.is_null()) {
    has_null_ = true;
    return true;
  }
  if (!can_be_ordered(value.kind()) && !is_single(value.kind())) return false;
  if (!points_.empty() && points_.front().kind() != value.kind()) return false;
  if (std::ranges::none_of(points_, [&](const feel::Value& one) { return is_equal(one, value); })) points_.push_back(value);
  return true;
}

void Axis::cut_ordered() {
  std::ranges::sort(points_, is_before);
  atoms_.push_back({Atom::Kind::between, {}, points_.front()});
  for (std::size_t i = 0; i < points_.size(); ++i) {
    atoms_.push_back({Atom::Kind::point, points_[i], points_[i]});
    const auto next = i + 1 < points_.size() ? points_[i + 1] : feel::Value{};
    if (next.is_null() || has_between(points_[i], next)) atoms_.push_back({Atom::Kind::between, points_[i], next});
  }
}

void Axis::cut_single(feel::TypeKind type) {
  const auto is_boolean = type == feel::TypeKind::boolean || (!points_.empty() && points_.front().is(feel::Kind::boolean));
  if (is_boolean) points_ = {feel::Value{true}, feel::Value{false}};
  for (const auto& point : points_) atoms_.push_back({Atom::Kind::point, point, point});
  if (!is_boolean) atoms_.push_back({Atom::Kind::other, {}, {}});
}

std::optional<Atoms> Axis::read(const feel::UnaryTests& cell) const {
  if (cell.is_any()) return all();
  const auto shape = is_readable_ ? cell.shape() : std::nullopt;
  if (!shape) return std::nullopt;
  Atoms atoms{atoms_.size()};
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    const auto is_covered = std::ranges::any_of(shape->values, [&](const feel::Value& value) { return covers(value, atoms_[i]); });
    if (is_covered != shape->is_negated) atoms.insert(i);
  }
  return atoms;
}

bool Axis::covers(const feel::Value& accepted, const Atom& atom) const {
  if (accepted.is(feel::Kind::range)) return covers_range(accepted.range(), atom);
  if (accepted.is_null()) return atom.kind == Atom::Kind::null;
  return atom.kind == Atom::Kind::point && is_equal(accepted, atom.start);
}

bool Axis::covers_range(const feel::Range& range, const Atom& atom) const {
  if (range.form == feel::RangeForm::not_equal) return atom.kind != Atom::Kind::point || !is_equal(range.start, atom.start);
  if (atom.kind == Atom::Kind::point) return feel::contains(range, atom.start).is_true();
  if (atom.kind != Atom::Kind::between) return false;
  const auto starts = !range.has_start() || (!atom.start.is_null() && !is_before(atom.start, range.start));
  const auto ends = !range.has_end() || (!atom.end.is_null() && !is_before(range.end, atom.end));
  return starts && ends;
}

Atoms Axis::all() const {
  Atoms atoms{atoms_.size()};
  for (std::size_t i = 0; i < atoms_.size(); ++i) atoms.insert(i);
  return atoms;
}

std::string Axis::text(const Atoms& atoms) const {
  auto whole = required_;
  whole &= atoms;
  if (whole == required_) return "-";
  return is_ordered_ ? ordered_text(atoms) : single_text(atoms);
}

std::string Axis::ordered_text(const Atoms& atoms) const {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if (!atoms.contains(i)) continue;
    if (atoms_[i].kind == Atom::Kind::null) {
      add("null");
      continue;
    }
    auto last = i;
    while (last + 1 < atoms_.size() && atoms_[last + 1].kind != Atom::Kind::null && atoms.contains(last + 1)) ++last;
    add(span_text(i, last));
    i = last;
  }
  return text;
}

std::string Axis::span_text(std::size_t first, std::size_t last) const {
  const auto& from = atoms_[first];
  const auto& to = atoms_[last];
  const auto start_included = from.kind == Atom::Kind::point, end_included = to.kind == Atom::Kind::point;
  if (first == last && start_included) return feel::literal_text(from.start);
  if (from.start.is_null()) return fmt::format("{} {}", end_included ? "<=" : "<", feel::literal_text(to.end));
  if (to.end.is_null()) return fmt::format("{} {}", start_included ? ">=" : ">", feel::literal_text(from.start));
  return fmt::format("{}{}..{}{}", start_included ? "[" : "(", feel::literal_text(from.start), feel::literal_text(to.end), end_included ? "]" : ")");
}

std::string Axis::single_text(const Atoms& atoms) const {
  std::string with, without;
  auto has_other = false;
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if (atoms_[i].kind == Atom::Kind::other) {
      has_other = atoms.contains(i);
      continue;
    }
    auto& list = atoms.contains(i) ? with : without;
    list += (list.empty() ? "" : ", ") + (atoms_[i].kind == Atom::Kind::null ? "null" : feel::literal_text(atoms_[i].start));
  }
  return has_other ? fmt::format("not({})", without) : with;
}

feel::Value Axis::example(const Atoms& atoms) const {
  for (std::size_t i = 0; i < atoms_.size(); ++i)
    if (atoms.contains(i)) return example(atoms_[i]);
  return {};
}

feel::Value Axis::example(const Atom& atom) const {
  switch (atom.kind) {
    case Atom::Kind::null: return {};
    case Atom::Kind::point: return atom.start;
    case Atom::Kind::between: return between(atom.start, atom.end);
    case Atom::Kind::other: break;
  }
  if (points_.empty() || !points_.front().is(feel::Kind::string)) return {};
  std::string text = "*";  // a text that is none of those listed
  while (std::ranges::any_of(points_, [&](const feel::Value& one) { return one.string() == text; })) text += "*";
  return text;
}

}  // namespace yimen::dmn
