#pragma once
#include <string>
#include <utility>
#include <vector>

namespace yimen::document {

/// A plain paper: title, labelled rows, a line at the foot. No number, no seal, not stored: nobody takes it for a document.
struct Sheet {
  std::string title;
  std::vector<std::pair<std::string, std::string>> rows;
  std::string foot;
};
/// As PDF of one or more A4 pages; equal sheets give equal bytes.
std::string sheet_pdf(const Sheet&);

}  // namespace yimen::document
