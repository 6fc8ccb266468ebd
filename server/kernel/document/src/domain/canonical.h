#pragma once
#include <string>

#include "yimen/document/document.h"

namespace yimen::document {

/// One text per meaning: members sorted by the bytes of their names, no white space, numbers as they are.
std::string canonical_json(const json::value&);
/// Everything the document states, in canonical form. Its SM3 is what the seal key signs.
std::string canonical_text(const Document&, std::string_view template_sm3);

}  // namespace yimen::document
