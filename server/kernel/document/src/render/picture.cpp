#include "render/picture.h"

#include <cairo.h>

#include <algorithm>
#include <cstring>

namespace yimen::document::ink {

namespace {

constexpr std::int64_t most_points = 16'000'000;
constexpr double points_per_pixel = 72.0 / 96.0;

std::shared_ptr<cairo_surface_t> owned(cairo_surface_t* surface) { return {surface, &cairo_surface_destroy}; }

int byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
int word_at(std::string_view bytes, std::size_t at) { return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1); }

/// Said in the head of the file, before anything is unpacked: a small file can claim any size.
bool is_drawable(std::int64_t width, std::int64_t height) { return width > 0 && height > 0 && width <= most_points && height <= most_points && width * height <= most_points; }

struct Size {
  int width = 0, height = 0;
};

/// The frame header (SOF) of a JPEG that ends as one. ITU-T T.81 Annex B.
std::optional<Size> jpeg_size(std::string_view bytes) {
  if (bytes.size() < 8 || word_at(bytes, 0) != 0xFFD8 || word_at(bytes, bytes.size() - 2) != 0xFFD9) return std::nullopt;
  for (std::size_t at = 2; at + 9 < bytes.size();) {
    if (byte_at(bytes, at) != 0xFF) return std::nullopt;
    const int marker = byte_at(bytes, at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) return Size{word_at(bytes, at + 7), word_at(bytes, at + 5)};
    if (marker == 0xDA) return std::nullopt;
    at += 2 + static_cast<std::size_t>(word_at(bytes, at + 2));
  }
  return std::nullopt;
}

struct Source {
  std::string_view left;
};

cairo_status_t take(void* from, unsigned char* data, unsigned length) {
  auto& left = static_cast<Source*>(from)->left;
  if (left.size() < length) return CAIRO_STATUS_READ_ERROR;
  std::memcpy(data, left.data(), length);
  left.remove_prefix(length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::optional<Picture> Picture::read(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n") ? read_png(bytes) : read_jpeg(bytes); }

std::optional<Picture> Picture::read_png(std::string_view bytes) {
  if (bytes.size() < 24) return std::nullopt;
  const auto number_at = [&](std::size_t at) { return std::int64_t{word_at(bytes, at)} << 16 | word_at(bytes, at + 2); };
  if (!is_drawable(number_at(16), number_at(20))) return std::nullopt;
  Source source{bytes};
  auto surface = owned(cairo_image_surface_create_from_png_stream(&take, &source));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return std::nullopt;
  const int width = cairo_image_surface_get_width(surface.get()), height = cairo_image_surface_get_height(surface.get());
  return Picture{std::move(surface), width, height};
}

std::optional<Picture> Picture::read_jpeg(std::string_view bytes) {
  const auto size = jpeg_size(bytes);
  if (!size || !is_drawable(size->width, size->height)) return std::nullopt;
  auto surface = owned(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size->width, size->height));
  auto* kept = new std::string(bytes);
  const auto status = cairo_surface_set_mime_data(surface.get(), CAIRO_MIME_TYPE_JPEG, reinterpret_cast<const unsigned char*>(kept->data()), kept->size(),
                                                  [](void* text) { delete static_cast<std::string*>(text); }, kept);
  if (status != CAIRO_STATUS_SUCCESS) {
    delete kept;
    return std::nullopt;
  }
  return Picture{std::move(surface), size->width, size->height};
}

void Picture::draw(const Pen& pen, double x, double y, double box_width, double box_height) const {
  const double scale = std::min({points_per_pixel, box_width / width_, box_height / height_});
  cairo_save(pen.cairo());
  cairo_translate(pen.cairo(), x, y + (box_height - height_ * scale) / 2);
  cairo_scale(pen.cairo(), scale, scale);
  cairo_set_source_surface(pen.cairo(), surface_.get(), 0, 0);
  cairo_paint(pen.cairo());
  cairo_restore(pen.cairo());
}

}  // namespace yimen::document::ink
