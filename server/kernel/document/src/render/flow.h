#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "render/picture.h"

namespace yimen::document::ink {

/// A piece of the page that is not cut: one line of a paragraph, one line of a table row, the place of the seal.
struct Piece {
  double height = 0;
  /// `y` is the top; `is_first` and `is_last` tell whether a page begins or ends with it (tables close their frame).
  std::function<void(double y, bool is_first, bool is_last)> draw;
  bool stays_with_next = false;
};

/// Cuts pieces into pages of `first_height` and `height`. A piece taller than a page gets one to itself.
std::vector<std::vector<const Piece*>> paginate(const std::vector<Piece>&, double first_height, double height);

/// Appends the lines of `layout` as pieces, each `pitch` high.
void append_lines(std::vector<Piece>&, const Pen&, std::shared_ptr<PangoLayout> layout, double x, double pitch, double size);
void append_gap(std::vector<Piece>&, double height);

struct TableColumn {
  double x = 0, width = 0;
  PangoAlignment align = PANGO_ALIGN_LEFT;
};
/// How much air a page has: what almost fits on one page is set tighter rather than sent to a second.
struct Density {
  double body_pitch, cell_pitch, cell_padding;
};
inline constexpr Density airy{28, 18, 4}, tight{24, 16, 2};

/// Faces of a row's cells: labels in bold, values in body type.
struct Cell {
  std::string text;
  Face face = Face::body;
};
/// One row of a framed table; long cells may continue on the next page.
void append_row(std::vector<Piece>&, const Pen&, const Density&, const std::vector<TableColumn>&, const std::vector<Cell>&);
/// A row whose last cell is a picture; it is not cut.
void append_picture_row(std::vector<Piece>&, const Pen&, const Density&, const std::vector<TableColumn>&, const std::vector<Cell>&, const Picture&);
/// The last text before the seal goes to the page of the seal: a seal alone on a page could be put under anything.
void hold_to_next(std::vector<Piece>&);

}  // namespace yimen::document::ink
