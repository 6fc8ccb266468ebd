#include "render/ink.h"

#include <cmath>

namespace yimen::document::ink {

namespace {

/// Song-style for the text: Noto Serif CJK covers the Han of GB 18030 that installed fonts can show; Pango looks further
/// for what it lacks.
const char* family_of(Face face) {
  return face == Face::sans ? "Noto Sans CJK SC,WenQuanYi Zen Hei,sans-serif"
                            : "Noto Serif CJK SC,Noto Sans CJK SC,WenQuanYi Zen Hei,serif";
}

/// One font map for the process: each costs tens of megabytes of caches. Rendering holds a mutex (document_pdf.cpp).
PangoFontMap* shared_fonts() {
  static PangoFontMap* const fonts = [] {
    auto* map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    return map;
  }();
  return fonts;
}

}  // namespace

Pen::Pen(cairo_t* cairo) : cairo_{cairo}, context_{pango_font_map_create_context(shared_fonts())} {
  pango_cairo_update_context(cairo_, context_.get());
  // Chinese forms of shared code points, whatever the server's locale is.
  pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
  auto* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
}

Layout Pen::layout(std::string_view text, const Setting& setting) const {
  Layout layout{pango_layout_new(context_.get())};
  const Font font{pango_font_description_new()};
  pango_font_description_set_family_static(font.get(), family_of(setting.face));
  pango_font_description_set_absolute_size(font.get(), setting.size * PANGO_SCALE);
  if (setting.face == Face::bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_auto_dir(layout.get(), FALSE);
  if (setting.width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(setting.width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  }
  pango_layout_set_indent(layout.get(), static_cast<int>(setting.indent * PANGO_SCALE));
  pango_layout_set_alignment(layout.get(), setting.align);
  std::string shown(text);
  // A line feed is the only control character with a meaning on paper.
  for (auto& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') c = ' ';
  pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
  return layout;
}

void Pen::line(PangoLayout* layout, int index, double x, double baseline) const {
  auto* line = pango_layout_get_line_readonly(layout, index);
  if (!line) return;
  int start = 0;
  auto* iterator = pango_layout_get_iter(layout);
  for (int i = 0; i < index; ++i) pango_layout_iter_next_line(iterator);
  PangoRectangle logical;
  pango_layout_iter_get_line_extents(iterator, nullptr, &logical);
  start = logical.x;
  pango_layout_iter_free(iterator);
  cairo_move_to(cairo_, x + static_cast<double>(start) / PANGO_SCALE, baseline);
  pango_cairo_show_layout_line(cairo_, line);
}

void Pen::text(std::string_view text, const Setting& setting, double x, double y) const {
  const auto made = layout(text, setting);
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, made.get());
}

void Pen::rule(double x1, double y1, double x2, double y2, double width) const {
  cairo_set_line_width(cairo_, width);
  cairo_move_to(cairo_, x1, y1);
  cairo_line_to(cairo_, x2, y2);
  cairo_stroke(cairo_);
}

double width_of(PangoLayout* layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  return static_cast<double>(width) / PANGO_SCALE;
}

double height_of(PangoLayout* layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

}  // namespace yimen::document::ink
