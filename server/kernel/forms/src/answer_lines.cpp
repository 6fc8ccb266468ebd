// Answers in words, for papers that are drawn from them.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"
#include "yimen/platform/plain_words.h"
#include "yimen/platform/text.h"

namespace yimen::forms {

namespace json = boost::json;
using form::Field;
using form::Shape;
using platform::text_or;

namespace {

class Reader {
 public:
  Reader(const form::Form& form, const std::function<std::string(std::string_view)>& region_name) : form_{form}, region_name_{region_name} {}

  void read(const std::vector<int>& members, const json::object& answers, const std::string& before) {
    for (const auto index : members) {
      const auto& field = form_.fields()[static_cast<std::size_t>(index)];
      switch (field.shape) {
        case Shape::display: break;
        case Shape::group: read_group(field, answers, before); break;
        case Shape::repeated: read_rows(field, answers, before); break;
        default:
          if (const auto* answer = answers.if_contains(field.key))
            if (auto text = words(field, *answer); !text.empty()) lines_.push_back({before + field.label, std::move(text), signature_in(field, *answer)});
      }
    }
  }
  std::vector<AnswerLine> take() { return std::move(lines_); }

 private:
  void read_group(const Field& field, const json::object& answers, const std::string& before) {
    if (!field.has_key()) return read(field.children, answers, before);
    if (const auto* inner = platform::object_at(answers, field.key)) read(field.children, *inner, before);
  }
  void read_rows(const Field& field, const json::object& answers, const std::string& before) {
    const auto* rows = platform::array_at(answers, field.key);
    for (std::size_t i = 0; rows && i < rows->size(); ++i)
      if (const auto* row = (*rows)[i].if_object()) read(field.children, *row, fmt::format("{}{} {} · ", before, field.label, i + 1));
  }

  static std::int64_t signature_in(const Field& field, const json::value& answer) {
    const auto* given = field.type == "signature" ? answer.if_object() : nullptr;
    return given ? platform::id_or_zero(*given, "file_id") : 0;
  }
  static std::string plain(const json::value& answer) { return platform::trim(platform::plain_words(answer)); }
  static std::string computed(const Field& field, const json::value& answer) {
    auto text = day(plain(answer));
    if (const auto* list = answer.if_array()) {
      std::vector<std::string> parts;
      for (const auto& one : *list) parts.push_back(day(plain(one)));
      text = platform::join(parts, "、");
    }
    const auto* properties = platform::object_at(field.source, "properties");
    const auto unit = properties && !text.empty() && !answer.is_bool() ? text_or(*properties, "unit") : std::string();
    return unit.empty() ? text : text + " " + unit;
  }
  static std::string option(const Field& field, const json::value& answer) {
    const auto found = std::find_if(field.options.begin(), field.options.end(), [&](const auto& one) { return one.value == answer; });
    return found == field.options.end() ? plain(answer) : found->label;
  }
  static std::string day(const std::string& text) {
    const auto date = platform::parse_date(text);
    return date ? platform::zh_date(*date) : text;
  }

  std::string words(const Field& field, const json::value& answer) const {
    switch (field.shape) {
      case Shape::choice: return option(field, answer);
      case Shape::choices: {
        std::vector<std::string> chosen;
        if (const auto* list = answer.if_array())
          for (const auto& one : *list) chosen.push_back(option(field, one));
        return platform::join(chosen, "、");
      }
      case Shape::yes_no: return answer.is_bool() && answer.get_bool() ? "是" : "否";
      case Shape::date: return day(plain(answer));
      case Shape::period: return answer.is_object() ? fmt::format("{} 至 {}", day(text_or(answer.get_object(), "from")), day(text_or(answer.get_object(), "to"))) : std::string();
      case Shape::object: return object_words(answer);
      case Shape::computed: return computed(field, answer);
      default: return field.type == "region" ? region_name_(plain(answer)) : field.type == "money" ? plain(answer) + " 元" : plain(answer);
    }
  }
  /// An address, a person or organisation, a file.
  std::string object_words(const json::value& answer) const {
    const auto* given = answer.if_object();
    if (!given) return plain(answer);
    if (given->contains("detail")) {
      const auto region = text_or(*given, "region");
      return (region.empty() ? std::string() : region_name_(region)) + text_or(*given, "detail");
    }
    if (given->contains("file_id")) return text_or(*given, "name", "已上传");
    std::string out = text_or(*given, "name");
    for (const auto* part : {"id_no", "phone"})
      if (const auto text = text_or(*given, part); !text.empty()) out += "，" + text;
    return out;
  }

  const form::Form& form_;
  const std::function<std::string(std::string_view)>& region_name_;
  std::vector<AnswerLine> lines_;
};

}  // namespace

std::vector<AnswerLine> answer_lines(const json::object& schema, const json::object& answers, const Facts& facts, const std::function<std::string(std::string_view code)>& region_name) {
  const auto form = read_in_use(schema);
  if (!form) return {};
  const auto outcome = form::answer(**form, answers, host_of(facts));
  Reader reader{**form, region_name};
  reader.read((*form)->roots(), outcome.answers, "");
  return reader.take();
}

}  // namespace yimen::forms
