#include "sheet/xlsx_sheet.h"

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "files/disk.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr lxw_row_t most_rows = LXW_ROW_MAX - 1;  // of one sheet
constexpr double column_width = 18;
constexpr std::size_t longest_cell = 32'767;      // characters, the format's own limit

std::string cell_text(const std::string& value) {
  if (value.size() <= longest_cell) return value;
  const auto characters = to_utf32(value);
  return characters.size() <= longest_cell ? value : to_utf8(std::u32string_view(characters).substr(0, longest_cell));
}

class XlsxSheet final : public SheetWriter {
 public:
  XlsxSheet(std::string path, std::vector<std::string> heading) : path_{std::move(path)}, heading_{std::move(heading)} {
    auto folder = std::filesystem::path(path_).parent_path().string();
    lxw_workbook_options options{};
    // Rows go to a file beside the target at once and not into memory.
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder.data();
    book_ = workbook_new_opt(path_.c_str(), &options);
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    next_sheet();
  }
  ~XlsxSheet() override {
    if (book_) workbook_close(book_);
    if (!is_finished_) ::unlink(path_.c_str());
  }

  Result<void> add(const std::vector<std::string>& cells) override {
    if (row_ > most_rows) next_sheet();
    write(cells, nullptr);
    return {};
  }

  Result<void> finish() override {
    const auto trouble = workbook_close(std::exchange(book_, nullptr));
    if (trouble != LXW_NO_ERROR) {
      const bool is_disk = trouble == LXW_ERROR_CREATING_TMPFILE || trouble == LXW_ERROR_ZIP_FILE_OPERATION;
      return disk::trouble("写入表格", is_disk ? ENOSPC : EIO);
    }
    is_finished_ = true;
    return {};
  }

 private:
  void next_sheet() {
    ++sheets_;
    sheet_ = workbook_add_worksheet(book_, fmt::format("第{}页", sheets_).c_str());
    worksheet_set_column(sheet_, 0, static_cast<lxw_col_t>(heading_.size() - 1), column_width, nullptr);
    worksheet_freeze_panes(sheet_, 1, 0);
    row_ = 0;
    write(heading_, bold_);
  }
  void write(const std::vector<std::string>& cells, lxw_format* format) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), cell_text(cells[i]).c_str(), format);
    ++row_;
  }

  std::string path_;
  std::vector<std::string> heading_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* bold_ = nullptr;
  lxw_row_t row_ = 0;
  int sheets_ = 0;
  bool is_finished_ = false;
};

}  // namespace

Result<std::unique_ptr<SheetWriter>> open_xlsx_sheet(const std::string& path, const std::vector<std::string>& heading) {
  std::unique_ptr<SheetWriter> sheet = std::make_unique<XlsxSheet>(path, heading);
  return sheet;
}

}  // namespace yimen::platform
