#pragma once
#include <memory>
#include <optional>
#include <string_view>

#include "render/ink.h"

namespace yimen::document::ink {

/// A picture on paper: PNG, or JPEG, whose bytes go into the file as they are.
class Picture {
 public:
  /// Nothing when the bytes are damaged, of another kind or of more points than a page can show.
  static std::optional<Picture> read(std::string_view bytes);
  /// As large as the box allows, never blown up beyond 96 points an inch, at its left edge and half its height.
  void draw(const Pen&, double x, double y, double box_width, double box_height) const;

 private:
  Picture(std::shared_ptr<cairo_surface_t> surface, int width, int height) : surface_{std::move(surface)}, width_{static_cast<double>(width)}, height_{static_cast<double>(height)} {}
  static std::optional<Picture> read_png(std::string_view bytes);
  static std::optional<Picture> read_jpeg(std::string_view bytes);
  std::shared_ptr<cairo_surface_t> surface_;
  double width_, height_;
};

}  // namespace yimen::document::ink
