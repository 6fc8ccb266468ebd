#include "render/pdf_file.h"

#include <mutex>
#include <stdexcept>

namespace yimen::document::ink {

namespace {

cairo_status_t collect(void* into, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string pdf_file(const std::function<void(cairo_surface_t*)>& describe, const std::function<void(const Pen&)>& draw) {
  // Pango's shared font map is not safe for several threads at once.
  static std::mutex drawing;
  const std::lock_guard lock{drawing};
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{
      cairo_pdf_surface_create_for_stream(&collect, &bytes, page_width, page_height), &cairo_surface_destroy};
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
  describe(surface.get());
  {
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo{cairo_create(surface.get()), &cairo_destroy};
    draw(Pen{cairo.get()});
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error(std::string("drawing failed: ") + cairo_status_to_string(cairo_status(cairo.get())));
  }
  cairo_surface_finish(surface.get());
  return bytes;
}

}  // namespace yimen::document::ink
