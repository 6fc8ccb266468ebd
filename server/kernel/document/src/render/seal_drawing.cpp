#include <qrencode.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "render/ink.h"
#include "yimen/platform/text.h"

namespace yimen::document::ink {

namespace {

constexpr double pi = std::numbers::pi;

void draw_star(cairo_t* cairo, double x, double y, double radius) {
  cairo_new_path(cairo);
  const double inner = radius * std::sin(pi / 10) / std::sin(7 * pi / 10);
  for (int i = 0; i < 10; ++i) {
    const double angle = -pi / 2 + i * pi / 5, r = i % 2 == 0 ? radius : inner;
    cairo_line_to(cairo, x + r * std::cos(angle), y + r * std::sin(angle));
  }
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

/// Outline of one character, its box centred on the current origin, standing upright.
void fill_glyph(const Pen& pen, std::string_view character, double size, double stretch) {
  const auto layout = pen.layout(character, {.face = Face::bold, .size = size});
  cairo_scale(pen.cairo(), 1, stretch);
  cairo_new_path(pen.cairo());
  cairo_move_to(pen.cairo(), -width_of(layout.get()) / 2, -height_of(layout.get()) / 2);
  pango_cairo_layout_path(pen.cairo(), layout.get());
  cairo_fill(pen.cairo());
}

}  // namespace

void draw_seal(const Pen& pen, std::string_view name, std::string_view purpose, double centre_x, double centre_y) {
  auto* cairo = pen.cairo();
  const double radius = seal_diameter / 2;
  cairo_save(cairo);
  cairo_translate(cairo, centre_x, centre_y);
  // Translucent, so that the date beneath the seal stays readable (骑年盖月).
  cairo_set_source_rgba(cairo, 0.86, 0.06, 0.06, 0.82);
  cairo_set_line_width(cairo, 1.2 * mm);
  cairo_new_path(cairo);  // else a line leads from where the last text ended
  cairo_arc(cairo, 0, 0, radius - 0.6 * mm, 0, 2 * pi);
  cairo_stroke(cairo);
  draw_star(cairo, 0, -0.8 * mm, 6 * mm);

  const auto points = platform::to_utf32(name);
  const auto count = static_cast<double>(points.size());
  const double size = count <= 9 ? 4.6 * mm : count <= 14 ? 3.9 * mm : count <= 20 ? 3.2 * mm : 2.4 * mm;
  const double arc = radius - 1.6 * mm - size * 0.75;
  // The name spans at most 270 degrees of the circle, open below.
  const double step = count > 1 ? std::min(1.5 * pi / (count - 1), 1.35 * size / arc) : 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    cairo_save(cairo);
    cairo_rotate(cairo, (static_cast<double>(i) - (count - 1) / 2) * step);
    cairo_translate(cairo, 0, -arc);
    fill_glyph(pen, platform::to_utf8(points.substr(i, 1)), size, 1.2);
    cairo_restore(cairo);
  }
  cairo_save(cairo);
  cairo_translate(cairo, 0, 10.5 * mm);
  fill_glyph(pen, purpose, 3.6 * mm, 1.1);
  cairo_restore(cairo);
  cairo_restore(cairo);
}

std::vector<std::vector<bool>> qr_modules(std::string_view content) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString8bit(std::string(content).c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
  if (!code) throw std::runtime_error("the address is too long for a QR code");
  const auto width = static_cast<std::size_t>(code->width);
  std::vector<std::vector<bool>> rows(width, std::vector<bool>(width));
  for (std::size_t y = 0; y < width; ++y)
    for (std::size_t x = 0; x < width; ++x) rows[y][x] = (code->data[y * width + x] & 1) != 0;
  return rows;
}

void draw_qr_code(const Pen& pen, std::string_view content, double x, double y, double size) {
  const auto rows = qr_modules(content);
  const double module = size / static_cast<double>(rows.size());
  cairo_save(pen.cairo());
  cairo_new_path(pen.cairo());
  cairo_set_source_rgb(pen.cairo(), 0, 0, 0);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t at = 0; at < rows.size();) {
      if (!rows[row][at]) {
        ++at;
        continue;
      }
      auto end = at;
      while (end < rows.size() && rows[row][end]) ++end;
      cairo_rectangle(pen.cairo(), x + static_cast<double>(at) * module, y + static_cast<double>(row) * module,
                      static_cast<double>(end - at) * module, module);
      at = end;
    }
  }
  cairo_fill(pen.cairo());
  cairo_restore(pen.cairo());
}

}  // namespace yimen::document::ink
