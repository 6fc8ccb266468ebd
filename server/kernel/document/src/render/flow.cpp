#include "render/flow.h"

#include <algorithm>

namespace yimen::document::ink {

namespace {

constexpr double cell_size = 12, cell_margin = 4;
constexpr double smallest_text = 14;  // lower pieces are gaps
constexpr double picture_height = 54;

std::vector<std::shared_ptr<PangoLayout>> layouts_of(const Pen& pen, const std::vector<TableColumn>& columns, const std::vector<Cell>& cells) {
  std::vector<std::shared_ptr<PangoLayout>> layouts;
  for (std::size_t i = 0; i < cells.size(); ++i)
    layouts.emplace_back(pen.layout(cells[i].text, {.face = cells[i].face, .size = cell_size, .width = columns[i].width - 2 * cell_margin, .align = columns[i].align}));
  return layouts;
}
int most_lines(const std::vector<std::shared_ptr<PangoLayout>>& layouts) {
  int lines = 1;
  for (const auto& layout : layouts) lines = std::max(lines, pango_layout_get_line_count(layout.get()));
  return lines;
}
/// Where the baseline of a line of cells lies below its top.
double baseline_of(const Density& density) { return (density.cell_pitch - cell_size) / 2 + cell_size * 0.88; }

void draw_frame(const Pen& pen, const std::vector<TableColumn>& columns, double top, double bottom, bool is_closed_above, bool is_closed_below) {
  const double left = columns.front().x, right = columns.back().x + columns.back().width;
  if (is_closed_above) pen.rule(left, top, right, top);
  if (is_closed_below) pen.rule(left, bottom, right, bottom);
  for (const auto& column : columns) pen.rule(column.x, top, column.x, bottom);
  pen.rule(right, top, right, bottom);
}

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
  const auto layouts = layouts_of(pen, columns, cells);
  const int lines = most_lines(layouts);
  for (int line = 0; line < lines; ++line) {
    const bool is_top = line == 0, is_bottom = line == lines - 1;
    const double above = is_top ? density.cell_padding : 0, below = is_bottom ? density.cell_padding : 0;
    const double height = above + density.cell_pitch + below;
    const double baseline = above + baseline_of(density);
    pieces.push_back({height,
                      [&pen, columns, layouts, line, is_top, is_bottom, baseline, height](double y, bool is_first, bool is_last) {
                        draw_frame(pen, columns, y, y + height, is_top || is_first, is_bottom || is_last);
                        for (std::size_t i = 0; i < columns.size(); ++i)
                          pen.line(layouts[i].get(), line, columns[i].x + cell_margin, y + baseline);
                      },
                      // Short rows stay whole; long ones may go on overleaf.
                      lines <= 6 && !is_bottom});
  }
}

void append_picture_row(std::vector<Piece>& pieces, const Pen& pen, const Density& density, const std::vector<TableColumn>& columns, const std::vector<Cell>& cells, const Picture& picture) {
  const auto layouts = layouts_of(pen, columns, {cells.begin(), cells.end() - 1});
  const int lines = most_lines(layouts);
  const double height = std::max(picture_height, lines * density.cell_pitch) + 2 * density.cell_padding;
  pieces.push_back({height, [&pen, density, columns, layouts, lines, picture, height](double y, bool, bool) {
                      draw_frame(pen, columns, y, y + height, true, true);
                      const double first = y + (height - lines * density.cell_pitch) / 2 + baseline_of(density);
                      for (std::size_t i = 0; i < layouts.size(); ++i)
                        for (int line = 0; line < lines; ++line) pen.line(layouts[i].get(), line, columns[i].x + cell_margin, first + line * density.cell_pitch);
                      picture.draw(pen, columns.back().x + cell_margin, y + density.cell_padding, columns.back().width - 2 * cell_margin, height - 2 * density.cell_padding);
                    }});
}

void hold_to_next(std::vector<Piece>& pieces) {
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    piece->stays_with_next = true;
    if (piece->height > smallest_text) return;
  }
}

}  // namespace yimen::document::ink
