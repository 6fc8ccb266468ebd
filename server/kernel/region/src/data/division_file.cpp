#include "data/division_file.h"

#include <filesystem>
#include <memory>
#include <vector>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>
#include <zlib.h>

namespace yimen::region::data {
namespace {

namespace json = boost::json;
using platform::ErrorCode;
using platform::fail;

enum class Shape { objects, pairs };

/// Collects code and name of one innermost object (or pair) and hands it on; nothing else is kept.
class Handler {
 public:
  static constexpr std::size_t max_object_size = 1'000, max_array_size = 10'000'000, max_key_size = 1'000, max_string_size = 10'000;

  Handler(Shape shape, const OnDivision& on_division) : shape_{shape}, on_division_{on_division} {}
  std::string problem;
  std::int64_t row = 0;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (shape_ == Shape::objects) begin();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code& ec) { return shape_ == Shape::pairs || hand_on(ec); }
  bool on_array_begin(json::error_code&) {
    ++arrays_;
    if (shape_ == Shape::pairs && arrays_ == 2) begin();
    return true;
  }
  bool on_array_end(std::size_t, json::error_code& ec) {
    const bool is_pair_end = shape_ == Shape::pairs && arrays_ == 2;
    --arrays_;
    return !is_pair_end || hand_on(ec);
  }
  bool on_key_part(std::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_key(std::string_view part, std::size_t, json::error_code&) {
    add(part);
    key_ = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_string(std::string_view part, std::size_t, json::error_code&) {
    add(part);
    if (shape_ == Shape::objects && key_ == "code") division_.code = text_;
    if (shape_ == Shape::objects && key_ == "name") division_.name = text_;
    if (shape_ == Shape::pairs && arrays_ == 2) (position_++ == 0 ? division_.code : division_.name) = text_;
    text_.clear();
    return true;
  }
  bool on_number_part(std::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, std::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, std::string_view, json::error_code&) { return true; }
  bool on_double(double, std::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(std::string_view, json::error_code&) { return true; }
  bool on_comment(std::string_view, json::error_code&) { return true; }

 private:
  bool add(std::string_view part) {
    text_.append(part);
    return true;
  }
  void begin() {
    division_ = {};
    position_ = 0;
  }
  bool hand_on(json::error_code& ec) {
    ++row;
    if (division_.code.empty() || division_.name.empty()) return refuse("缺少code或name", ec);
    if (auto trouble = on_division_(division_)) return refuse(*trouble, ec);
    return true;
  }
  bool refuse(std::string why, json::error_code& ec) {
    problem = std::move(why);
    ec = json::error::incomplete;
    return false;
  }

  Shape shape_;
  const OnDivision& on_division_;
  Division division_;
  std::string key_, text_;
  int arrays_ = 0, position_ = 0;
};

struct GzClose {
  void operator()(gzFile file) const { gzclose(file); }
};

Result<void> read(const std::string& path, Shape shape, const OnDivision& on_division) {
  // gzread hands plain files through unchanged.
  const std::unique_ptr<gzFile_s, GzClose> file{gzopen(path.c_str(), "rb")};
  if (!file) return fail(ErrorCode::invalid_input, "region/no-import-file", fmt::format("无法读取文件{}，请核对路径和权限。", path));
  gzbuffer(file.get(), 1 << 18);
  json::basic_parser<Handler> parser({}, shape, on_division);
  // On the heap: the parser takes its own address for "nothing read", which the end of an array beside it on the stack equals.
  std::vector<char> buffer(1 << 16);
  json::error_code broken;
  for (;;) {
    const int got = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (got < 0) return fail(ErrorCode::invalid_input, "region/bad-import-file", fmt::format("文件{}的压缩数据已损坏，请重新下载。", path));
    parser.write_some(got > 0, buffer.data(), static_cast<std::size_t>(got), broken);
    if (broken || got == 0) break;
  }
  if (!broken) return {};
  const auto& handler = parser.handler();
  const auto why = handler.problem.empty() ? "不是规定格式的JSON（" + broken.message() + "）" : handler.problem;
  return fail(ErrorCode::invalid_input, "region/bad-import-file", fmt::format("文件{}第{}条：{}。", path, handler.row, why));
}

}  // namespace

Result<void> read_objects(const std::string& path, const OnDivision& on_division) { return read(path, Shape::objects, on_division); }
Result<void> read_pairs(const std::string& path, const OnDivision& on_division) { return read(path, Shape::pairs, on_division); }

bool is_readable(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

std::int64_t size_of(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  return failed ? -1 : static_cast<std::int64_t>(size);
}

}  // namespace yimen::region::data
