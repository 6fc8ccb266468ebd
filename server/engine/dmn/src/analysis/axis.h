#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "yimen/feel/expression.h"
#include "yimen/feel/value.h"

namespace yimen::dmn {

/// A set of atoms of an axis.
class Atoms {
 public:
  explicit Atoms(std::size_t size = 0) : words_((size + 63) / 64) {}
  void insert(std::size_t atom) { words_[atom / 64] |= std::uint64_t{1} << atom % 64; }
  bool contains(std::size_t atom) const { return (words_[atom / 64] >> atom % 64 & 1) != 0; }
  bool is_empty() const;
  bool meets(const Atoms& other) const;
  Atoms& operator&=(const Atoms& other);
  Atoms& operator|=(const Atoms& other);
  friend auto operator<=>(const Atoms&, const Atoms&) = default;

 private:
  std::vector<std::uint64_t> words_;
};

/// One input of a decision table, cut into atoms that no cell divides: points and the open intervals between them for numbers, dates and
/// durations; the single values and "any other" for the rest.
class Axis {
 public:
  using Cells = std::vector<const feel::UnaryTests*>;
  Axis(const Cells& cells, const feel::UnaryTests* allowed, feel::TypeKind type);

  std::size_t size() const { return atoms_.size(); }
  /// The atoms a cell accepts; nullopt when it depends on more than the input.
  std::optional<Atoms> read(const feel::UnaryTests& cell) const;
  /// What the input can be: all atoms its allowed values leave.
  const Atoms& domain() const { return domain_; }
  /// What rules must cover: the domain without null.
  const Atoms& required() const { return required_; }
  /// The set as unary tests: "-", "< 18", "[18..65)", "not(\"a\")".
  std::string text(const Atoms&) const;
  feel::Value example(const Atoms&) const;

 private:
  struct Atom {
    enum class Kind { point, between, other, null } kind = Kind::point;
    feel::Value start, end;  // of an interval; null: without bound
  };
  bool collect(const feel::UnaryTests& cell);
  bool add_point(const feel::Value&);
  void cut_ordered();
  void cut_single(feel::TypeKind type);
  bool covers(const feel::Value& accepted, const Atom&) const;
  bool covers_range(const feel::Range&, const Atom&) const;
  Atoms all() const;
  std::string ordered_text(const Atoms&) const;
  std::string single_text(const Atoms&) const;
  std::string span_text(std::size_t first, std::size_t last) const;
  feel::Value example(const Atom&) const;

  std::vector<feel::Value> points_;
  std::vector<Atom> atoms_;
  bool is_readable_ = true;
  bool is_ordered_ = false;
  bool has_ranges_ = false;
  bool has_null_ = false;
  Atoms domain_, required_;
};

}  // namespace yimen::dmn
