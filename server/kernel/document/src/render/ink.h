#pragma once
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Cairo and Pango with owners; lengths in points. Only src/render/*.cpp include this.
namespace yimen::document::ink {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
struct FreeFont {
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Context = std::unique_ptr<PangoContext, Unref>;
using Font = std::unique_ptr<PangoFontDescription, FreeFont>;

inline constexpr double mm = 72.0 / 25.4;

enum class Face { body, bold, sans };

/// Turns text into lines and lines into marks on a page. Its fonts are loaded once for the process.
class Pen {
 public:
  explicit Pen(cairo_t* cairo);
  cairo_t* cairo() const { return cairo_; }

  struct Setting {
    Face face = Face::body;
    double size = 16;
    double width = 0;   // 0: one line
    double indent = 0;  // first line
    PangoAlignment align = PANGO_ALIGN_LEFT;
  };
  Layout layout(std::string_view text, const Setting&) const;
  /// Draws one line of a layout with its baseline at y; x is the left edge of the layout's width.
  void line(PangoLayout* layout, int index, double x, double baseline) const;
  /// One line of text with its top at y.
  void text(std::string_view text, const Setting&, double x, double y) const;
  void rule(double x1, double y1, double x2, double y2, double width = 0.6) const;

 private:
  cairo_t* cairo_;
  Context context_;
};

double width_of(PangoLayout*);
double height_of(PangoLayout*);

/// A round red seal: the name along the upper arc, a star, the purpose below. Drawn as outlines, so that text taken out
/// of the PDF is the document's own.
void draw_seal(const Pen&, std::string_view name, std::string_view purpose, double centre_x, double centre_y);
inline constexpr double seal_diameter = 42 * mm;

void draw_qr_code(const Pen&, std::string_view content, double x, double y, double size);
/// Rows of dark (true) modules; for tests.
std::vector<std::vector<bool>> qr_modules(std::string_view content);

}  // namespace yimen::document::ink
