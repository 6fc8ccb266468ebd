#include "render/document_pdf.h"

#include <cairo-pdf.h>

#include <boost/json.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include <fmt/format.h>

#include "domain/number.h"
#include "render/flow.h"
#include "render/pdf_file.h"
#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

using namespace ink;

constexpr double body_size = 16, title_size = 22;  // 三号, 二号
constexpr double qr_size = 22 * mm;
constexpr std::string_view seal_purpose = "行政审批专用章";

class Composer {
 public:
  Composer(const Pen& pen, const Document& document, const Template& layout, Copy copy, std::string_view base_url)
      : pen_{pen}, document_{document}, layout_{layout}, copy_{copy}, base_url_{base_url} {}

  void draw(cairo_t* cairo) {
    const double header = header_height();
    auto pages = lay_out(airy, header);
    if (pages.size() > 1) {
      const auto wanted = pages.size();
      pages = lay_out(tight, header);
      if (pages.size() == wanted) pages = lay_out(airy, header);
    }
    for (std::size_t page = 0; page < pages.size(); ++page) {
      double y = margin;
      if (page == 0) {
        draw_header();
        y += header;
      }
      for (const auto* piece : pages[page]) {
        piece->draw(y, piece == pages[page].front(), piece == pages[page].back());
        y += piece->height;
      }
      draw_footer(page + 1, pages.size());
      if (copy_ == Copy::preview || copy_ == Copy::draft) draw_watermark(cairo);
      cairo_show_page(cairo);
    }
  }

 private:
  Scope scope() const { return {document_.facts}; }
  bool is_issued() const { return copy_ == Copy::original || copy_ == Copy::reprint; }

  // ---- head and foot -------------------------------------------------------------------------------------------
  double header_height() const { return 26 + height_of(title().get()) + 24; }

  Layout title() const {
    return pen_.layout(document_.title, {.face = Face::bold, .size = title_size, .width = text_width, .align = PANGO_ALIGN_CENTER});
  }

  void draw_header() const {
    const auto number = copy_ == Copy::preview ? std::string("（预览，未编号）") : copy_ == Copy::draft ? std::string("（草稿，未提交）") : document_.number;
    pen_.text(number, {.size = 12, .width = text_width, .align = PANGO_ALIGN_RIGHT}, margin, margin);
    if (copy_ == Copy::reprint) draw_reprint_mark();
    const auto made = title();
    cairo_move_to(pen_.cairo(), margin, margin + 26);
    pango_cairo_show_layout(pen_.cairo(), made.get());
  }

  void draw_reprint_mark() const {
    cairo_save(pen_.cairo());
    cairo_set_source_rgb(pen_.cairo(), 0.75, 0.1, 0.1);
    cairo_set_line_width(pen_.cairo(), 1);
    cairo_rectangle(pen_.cairo(), margin, margin - 4, 46, 24);
    cairo_stroke(pen_.cairo());
    pen_.text("补打", {.face = Face::bold, .size = 14, .width = 46, .align = PANGO_ALIGN_CENTER}, margin, margin - 2);
    cairo_restore(pen_.cairo());
  }

  void draw_footer(std::size_t page, std::size_t pages) const {
    const double y = page_height - margin + 14;
    pen_.text(fmt::format("第 {} 页　共 {} 页", page, pages), {.size = 10.5, .width = text_width, .align = PANGO_ALIGN_CENTER}, margin, y);
    if (!is_issued()) pen_.text(fmt::format("{}模板第 {} 版", chinese_name(document_.type), document_.template_version), {.size = 9}, margin, y + 18);
    else
      pen_.text(fmt::format("核验码 {}", printed_verify_code(document_.verify_code)), {.size = 9}, margin, y + 18);
    if (const auto case_no = platform::text_or(document_.facts, "case_no"); !case_no.empty())
      pen_.text(fmt::format("办件编号 {}", case_no), {.size = 9, .width = text_width, .align = PANGO_ALIGN_RIGHT}, margin, y + 18);
  }

  void draw_watermark(cairo_t* cairo) const {
    cairo_save(cairo);
    cairo_set_source_rgba(cairo, 0.5, 0.5, 0.5, 0.22);
    cairo_translate(cairo, page_width / 2, page_height / 2);
    cairo_rotate(cairo, -std::numbers::pi / 5);
    const auto made = pen_.layout(copy_ == Copy::draft ? "草稿" : "预览", {.face = Face::sans, .size = 150});
    cairo_move_to(cairo, -width_of(made.get()) / 2, -height_of(made.get()) / 2);
    pango_cairo_show_layout(cairo, made.get());
    cairo_restore(cairo);
  }

  std::vector<std::vector<const Piece*>> lay_out(const Density& density, double header) {
    density_ = density;
    pieces_.clear();
    compose();
    return paginate(pieces_, text_height - header, text_height);
  }

  // ---- body ----------------------------------------------------------------------------------------------------
  void compose() {
    for (const auto& block : layout_.blocks) {
      if (!block.when.empty() && !has_fact(document_.facts, block.when)) continue;
      switch (block.kind) {
        case Block::Kind::addressee: add_text(fill(block.text, scope()), Face::body, 0); break;
        case Block::Kind::paragraph: add_text(fill(block.text, scope()), Face::body, 2 * body_size); break;
        case Block::Kind::heading: add_heading(fill(block.text, scope())); break;
        case Block::Kind::fields: add_fields(block); break;
        case Block::Kind::table: add_table(block); break;
        case Block::Kind::signing: add_signing(block); break;
        case Block::Kind::seal: add_seal(); break;
      }
    }
    if (!layout_.copies.empty()) add_copies();
  }

  void add_text(const std::string& text, Face face, double indent) {
    append_lines(pieces_, pen_, pen_.layout(text, {.face = face, .size = body_size, .width = text_width, .indent = indent}), margin,
                 density_.body_pitch, body_size);
  }

  void add_heading(const std::string& text) {
    append_gap(pieces_, 6);
    add_text(text, Face::bold, 0);
    pieces_.back().stays_with_next = true;
  }

  /// A heading never stands alone at the foot of a page.
  void append_gap_after_heading() {
    const bool is_held = !pieces_.empty() && pieces_.back().stays_with_next;
    append_gap(pieces_, 6);
    if (is_held) pieces_.back().stays_with_next = true;
  }

  /// Label and value; two short ones share a line.
  void add_fields(const Block& block) {
    constexpr double label = 84, half = text_width / 2;
    const std::vector<TableColumn> wide{{margin, label, PANGO_ALIGN_CENTER}, {margin + label, text_width - label}};
    const std::vector<TableColumn> paired{{margin, label, PANGO_ALIGN_CENTER}, {margin + label, half - label},
                                          {margin + half, label, PANGO_ALIGN_CENTER}, {margin + half + label, half - label}};
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& [name, text] : block.rows)
      if (auto value = platform::trim(fill(text, scope())); !value.empty()) rows.emplace_back(name, std::move(value));
    append_gap_after_heading();
    const auto is_short = [&](std::size_t i) { return i < rows.size() && cell_width(rows[i].second) <= half - label - 8; };
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (is_short(i) && is_short(i + 1)) {
        append_row(pieces_, pen_, density_, paired,
                   {{rows[i].first, Face::bold}, {rows[i].second}, {rows[i + 1].first, Face::bold}, {rows[i + 1].second}});
        ++i;
      } else {
        append_row(pieces_, pen_, density_, wide, {{rows[i].first, Face::bold}, {rows[i].second}});
      }
    }
    append_gap(pieces_, 10);
  }

  double cell_width(const std::string& text) const { return width_of(pen_.layout(text, {.size = 12}).get()); }

  std::vector<TableColumn> columns_of(const Block& block) const {
    const double shares = std::accumulate(block.columns.begin(), block.columns.end(), 0.0,
                                          [](double sum, const Column& column) { return sum + column.width; });
    std::vector<TableColumn> columns;
    double x = margin;
    for (const auto& column : block.columns) {
      // The narrowest column still takes two characters.
      const double width = std::max(34.0, text_width * column.width / shares);
      columns.push_back({x, width, column.width == 1 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT});
      x += width;
    }
    const double factor = text_width / (x - margin);
    for (auto& column : columns) {
      column.x = margin + (column.x - margin) * factor;
      column.width *= factor;
    }
    return columns;
  }

  void add_table(const Block& block) {
    const auto columns = columns_of(block);
    append_gap_after_heading();
    std::vector<Cell> cells;
    for (const auto& column : block.columns) cells.push_back({column.title, Face::bold});
    append_row(pieces_, pen_, density_, columns, cells);
    pieces_.back().stays_with_next = true;
    const auto* rows = platform::array_at(document_.facts, block.list);
    int number = 0;
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
      const auto* row = (*rows)[i].if_object();
      if (!row) continue;
      cells.clear();
      for (const auto& column : block.columns) cells.push_back({fill(column.text, {document_.facts, row, number + 1})});
      // "picture" of a row, base64: it stands in the last column; one that cannot be read leaves the words there.
      if (const auto picture = Picture::read(platform::from_base64(platform::text_or(*row, "picture")))) append_picture_row(pieces_, pen_, density_, columns, cells, *picture);
      else append_row(pieces_, pen_, density_, columns, cells);
      ++number;
    }
    if (number == 0) append_row(pieces_, pen_, density_, {{margin, text_width, PANGO_ALIGN_CENTER}}, {{"（无）"}});
    append_gap(pieces_, 10);
  }

  void add_signing(const Block& block) {
    append_gap(pieces_, 8);
    for (const auto& line : block.lines) {
      add_text(fill(line, scope()), Face::body, 0);
      pieces_.back().stays_with_next = &line != &block.lines.back();
    }
  }

  /// QR code at the left, name of the authority, date and seal at the right: one piece, never parted.
  void add_seal() {
    append_gap(pieces_, 10);
    hold_to_next(pieces_);
    const double height = std::max(seal_diameter, qr_size + 30) + 6;
    pieces_.push_back({height, [this, height](double y, bool, bool) {
                         if (is_issued()) draw_code(y + (height - qr_size - 24) / 2);
                         draw_authority(y, height);
                       }});
  }

  void draw_code(double y) const {
    draw_qr_code(pen_, fmt::format("{}/verify/{}", base_url_, document_.verify_code), margin, y, qr_size);
    pen_.text("扫码核验真伪", {.size = 9, .width = qr_size, .align = PANGO_ALIGN_CENTER}, margin, y + qr_size + 4);
  }

  void draw_authority(double y, double height) const {
    const double width = 260, x = page_width - margin - width, middle = y + height / 2;
    const auto name = pen_.layout(document_.department_name, {.size = body_size, .width = width, .align = PANGO_ALIGN_CENTER});
    cairo_move_to(pen_.cairo(), x, middle - height_of(name.get()));
    pango_cairo_show_layout(pen_.cairo(), name.get());
    pen_.text(platform::zh_date(platform::shanghai_date(document_.issued_at)),
              {.size = body_size, .width = width, .align = PANGO_ALIGN_CENTER}, x, middle + 4);
    if (document_.is_sealed && is_issued())
      draw_seal(pen_, document_.department_name, seal_purpose, x + width / 2, middle + 2);
  }

  void add_copies() {
    append_gap(pieces_, 8);
    auto layout = std::shared_ptr<PangoLayout>(pen_.layout(layout_.copies, {.size = 12, .width = text_width}));
    const double height = height_of(layout.get()) + 12;
    pieces_.push_back({height, [this, layout](double y, bool, bool) {
                         pen_.rule(margin, y, page_width - margin, y);
                         cairo_move_to(pen_.cairo(), margin, y + 5);
                         pango_cairo_show_layout(pen_.cairo(), layout.get());
                       }});
  }

  const Pen& pen_;
  const Document& document_;
  const Template& layout_;
  Copy copy_;
  std::string_view base_url_;
  Density density_ = airy;
  std::vector<Piece> pieces_;
};

void describe(cairo_surface_t* surface, const Document& document) {
  const auto title = document.title + (document.number.empty() ? "" : " " + document.number);
  // The date of issue and not of drawing: the same document gives the same bytes.
  const auto created = platform::iso_instant(document.issued_at).substr(0, 19);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document.department_name.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, document.sm3.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, (created + "+08:00").c_str());
}

}  // namespace

std::string draw_pdf(const Document& document, const Template& layout, Copy copy, std::string_view public_base_url) {
  return pdf_file([&](cairo_surface_t* surface) { describe(surface, document); },
                  [&](const Pen& pen) { Composer{pen, document, layout, copy, public_base_url}.draw(pen.cairo()); });
}

}  // namespace yimen::document
