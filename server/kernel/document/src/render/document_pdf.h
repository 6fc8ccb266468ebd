#pragma once
#include <string>

#include "domain/template.h"
#include "yimen/document/document.h"

namespace yimen::document {

/// Draws the document as PDF. Equal documents give equal bytes. `public_base_url` is where the QR code leads.
/// Thread-safe; one is drawn at a time, a page takes a few milliseconds.
std::string draw_pdf(const Document&, const Template&, Copy, std::string_view public_base_url);

}  // namespace yimen::document
