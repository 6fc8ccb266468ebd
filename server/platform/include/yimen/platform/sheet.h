#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/result.h"

/// Tables for spreadsheet programs, written row by row in constant memory.
namespace yimen::platform {

enum class SheetFormat { csv, xlsx };
std::optional<SheetFormat> sheet_format(std::string_view word);  ///< "csv", "xlsx"
std::string_view ending_of(SheetFormat);                         ///< ".csv"
std::string_view content_type_of(SheetFormat);

class SheetWriter {
 public:
  /// Makes the file. @returns unavailable "platform/disk-full" or "platform/file-trouble".
  static Result<std::unique_ptr<SheetWriter>> open(const std::string& path, SheetFormat, const std::vector<std::string>& heading);
  /// A file that was not finished is removed.
  virtual ~SheetWriter() = default;
  /// Every cell is text: numbers with leading zeros stay as they are.
  virtual Result<void> add(const std::vector<std::string>& cells) = 0;
  virtual Result<void> finish() = 0;
};

/// One line of a CSV file with its line end. A leading = + - @ would be run as a formula by office programs: it is defused.
std::string csv_line(const std::vector<std::string>& cells);
/// In front of a CSV file, so that spreadsheets read it as UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace yimen::platform
