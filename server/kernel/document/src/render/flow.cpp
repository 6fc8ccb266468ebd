#include "render/flow.h"

#include <algorithm>

namespace yimen::document::ink {

namespace {

constexpr double cell_size = 12, cell_margin = 4;
constexpr double smallest_text = 14;  // lower pieces are gaps

}  // namespace

std::vector<std::vector<const Piece*>> paginate(const std::vector<Piece>& pieces, double first_height, double height) {
  std::vector<std::vector<const Piece*>> pages(1);
  double left = first_height;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    // A heading, or the frame of a row's first line, does not stand alone at the foot of a page.
    double wanted = 0;
    for (auto j = i; j < pieces.size(); ++j) {
      wanted += pieces[j].height;
      if (!pieces[j].stays_with_next) break;
    }
    const bool is_fresh = pages.back().empty();
    if (!is_fresh && (pieces[i].height > left || (wanted > left && wanted <= height))) {
      pages.emplace_back();
      left = height;
    }
    pages.back().push_back(&pieces[i]);
    left -= pieces[i].height;
  }
  return pages;
}

void append_lines(std::vector<Piece>& pieces, const Pen& pen, std::shared_ptr<PangoLayout> layout, double x, double pitch,
                  double size) {
  const int count = pango_layout_get_line_count(layout.get());
  for (int i = 0; i < count; ++i) {
    // The baseline of Han characters lies about 0.88 em below their top; the rest of the pitch is shared above and below.
    const double baseline = (pitch - size) / 2 + size * 0.88;
    pieces.push_back({pitch, [&pen, layout, x, i, baseline](double y, bool, bool) { pen.line(layout.get(), i, x, y + baseline); },
                      // No single first line at a page's foot, no single last line at its head.
                      count > 1 && (i == 0 || i == count - 2)});
  }
}

void append_gap(std::vector<Piece>& pieces, double height) {
  pieces.push_back({height, [](double, bool, bool) {}, false});
}

void append_row(std::vector<Piece>& pieces, const Pen& pen, const Density& density, const std::vector<TableColumn>& columns,
                const std::vector<Cell>& cells) {
  std::vector<std::shared_ptr<PangoLayout>> layouts;
  int lines = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto made = pen.layout(cells[i].text, {.face = cells[i].face, .size = cell_size, .width = columns[i].width - 2 * cell_margin, .align = columns[i].align});
    lines = std::max(lines, pango_layout_get_line_count(made.get()));
    layouts.emplace_back(std::move(made));
  }
  for (int line = 0; line < lines; ++line) {
    const bool is_top = line == 0, is_bottom = line == lines - 1;
    const double above = is_top ? density.cell_padding : 0, below = is_bottom ? density.cell_padding : 0;
    const double height = above + density.cell_pitch + below;
    const double baseline = above + (density.cell_pitch - cell_size) / 2 + cell_size * 0.88;
    pieces.push_back({height,
                      [&pen, columns, layouts, line, is_top, is_bottom, baseline, height](double y, bool is_first, bool is_last) {
                        const double left = columns.front().x, right = columns.back().x + columns.back().width;
                        if (is_top || is_first) pen.rule(left, y, right, y);
                        if (is_bottom || is_last) pen.rule(left, y + height, right, y + height);
                        for (const auto& column : columns) pen.rule(column.x, y, column.x, y + height);
                        pen.rule(right, y, right, y + height);
                        for (std::size_t i = 0; i < columns.size(); ++i)
                          pen.line(layouts[i].get(), line, columns[i].x + cell_margin, y + baseline);
                      },
                      // Short rows stay whole; long ones may go on overleaf.
                      lines <= 6 && !is_bottom});
  }
}

void hold_to_next(std::vector<Piece>& pieces) {
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    piece->stays_with_next = true;
    if (piece->height > smallest_text) return;
  }
}

}  // namespace yimen::document::ink
