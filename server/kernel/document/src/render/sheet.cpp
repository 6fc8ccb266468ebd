#include "yimen/document/sheet.h"

#include "render/flow.h"
#include "render/pdf_file.h"

namespace yimen::document {

using namespace ink;

std::string sheet_pdf(const Sheet& sheet) {
  constexpr double label = 110, title_height = 60;
  const auto describe = [&](cairo_surface_t* surface) { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, sheet.title.c_str()); };
  return pdf_file(describe, [&](const Pen& pen) {
    std::vector<Piece> pieces;
    const std::vector<TableColumn> columns{{margin, label, PANGO_ALIGN_CENTER}, {margin + label, text_width - label}};
    for (const auto& [name, text] : sheet.rows) append_row(pieces, pen, airy, columns, {{name, Face::bold}, {text}});
    const auto pages = paginate(pieces, text_height - title_height, text_height);
    for (std::size_t page = 0; page < pages.size(); ++page) {
      double y = margin;
      if (page == 0) {
        pen.text(sheet.title, {.face = Face::bold, .size = 20, .width = text_width, .align = PANGO_ALIGN_CENTER}, margin, y);
        y += title_height;
      }
      for (const auto* piece : pages[page]) {
        piece->draw(y, piece == pages[page].front(), piece == pages[page].back());
        y += piece->height;
      }
      pen.text(sheet.foot, {.size = 9, .width = text_width, .align = PANGO_ALIGN_CENTER}, margin, page_height - margin + 14);
      cairo_show_page(pen.cairo());
    }
  });
}

}  // namespace yimen::document
