#pragma once
#include <cairo-pdf.h>

#include <functional>
#include <string>

#include "render/ink.h"

namespace yimen::document::ink {

/// A4 with the margins of every paper of the house.
inline constexpr double page_width = 210 * mm, page_height = 297 * mm, margin = 25 * mm;
inline constexpr double text_width = page_width - 2 * margin, text_height = page_height - 2 * margin;

/// The bytes of an A4 PDF: `describe` sets its metadata, `draw` its pages. Thread-safe; one is drawn at a time.
std::string pdf_file(const std::function<void(cairo_surface_t*)>& describe, const std::function<void(const Pen&)>& draw);

}  // namespace yimen::document::ink
