#include "yimen/platform/sheet.h"

#include <cerrno>

#include <unistd.h>

#include "files/disk.h"
#include "sheet/xlsx_sheet.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::size_t write_at = 64 * 1024;

class CsvSheet final : public SheetWriter {
 public:
  CsvSheet(std::string path, disk::File file) : path_{std::move(path)}, file_{std::move(file)}, waiting_{byte_order_mark} {}
  ~CsvSheet() override {
    if (!is_finished_) ::unlink(path_.c_str());
  }

  Result<void> add(const std::vector<std::string>& cells) override {
    waiting_ += csv_line(cells);
    if (waiting_.size() < write_at) return {};
    return write();
  }
  Result<void> finish() override {
    TRY(write());
    TRY(disk::sync(file_));
    is_finished_ = true;
    return {};
  }

 private:
  Result<void> write() {
    TRY(disk::write_all(file_, waiting_));
    waiting_.clear();
    return {};
  }

  std::string path_;
  disk::File file_;
  std::string waiting_;
  bool is_finished_ = false;
};

std::string csv_cell(const std::string& value) {
  const bool is_formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
  const auto safe = is_formula ? "'" + value : value;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return '"' + replace_all(safe, "\"", "\"\"") + '"';
}

}  // namespace

std::optional<SheetFormat> sheet_format(std::string_view word) {
  if (word == "csv") return SheetFormat::csv;
  if (word == "xlsx") return SheetFormat::xlsx;
  return std::nullopt;
}

std::string_view ending_of(SheetFormat format) { return format == SheetFormat::csv ? ".csv" : ".xlsx"; }

std::string_view content_type_of(SheetFormat format) {
  return format == SheetFormat::csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += csv_cell(cells[i]);
  }
  return line + "\r\n";
}

Result<std::unique_ptr<SheetWriter>> SheetWriter::open(const std::string& path, SheetFormat format,
                                                       const std::vector<std::string>& heading) {
  if (format == SheetFormat::xlsx) return open_xlsx_sheet(path, heading);
  auto file = TRY(disk::create(path));
  std::unique_ptr<SheetWriter> sheet = std::make_unique<CsvSheet>(path, std::move(file));
  TRY(sheet->add(heading));
  return sheet;
}

}  // namespace yimen::platform
