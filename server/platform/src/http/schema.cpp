#include "yimen/platform/schema.h"

#include <charconv>

#include "http/schema_node.h"
#include "yimen/platform/id.h"
#include "yimen/platform/text.h"
#include "yimen/platform/time.h"

namespace yimen::platform {

namespace {

std::shared_ptr<Schema::Node> node_of(SchemaKind kind) {
  auto node = std::make_shared<Schema::Node>();
  node->kind = kind;
  return node;
}

/// "applicant/phone" part of a JSON Pointer, escaped by RFC 6901.
std::string escape_pointer(std::string_view part) {
  return replace_all(replace_all(part, "~", "~0"), "/", "~1");
}

bool has_control_character(std::string_view text) {
  for (const unsigned char c : text)
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) return true;
  return false;
}

/// Walks value and schema side by side and collects every problem.
class Check {
 public:
  std::vector<FieldProblem> problems;

  void run(const Schema::Node& node, const json::value& value, const std::string& pointer, const std::string& called) {
    const std::string& name = node.label.empty() ? called : node.label;
    if (value.is_null()) {
      if (!node.is_optional && !node.may_be_null && node.kind != SchemaKind::any && node.kind != SchemaKind::nothing)
        report(pointer, missing(node, name));
      return;
    }
    switch (node.kind) {
      case SchemaKind::text:
        return check_text(node, value, pointer, name);
      case SchemaKind::integer:
        return check_integer(node, value, pointer, name);
      case SchemaKind::money:
        return check_money(node, value, pointer, name);
      case SchemaKind::boolean:
        if (!value.is_bool()) report(pointer, fmt::format("“{}”应为 true 或 false。", name));
        return;
      case SchemaKind::id:
        if (!value.is_string() || !parse_id(value.get_string()))
          report(pointer, fmt::format("“{}”的编号格式不对，请重新选择。", name));
        return;
      case SchemaKind::date:
        if (!value.is_string() || !parse_date(value.get_string()))
          report(pointer, fmt::format("“{}”应为存在的日期，形如 2025-06-02。", name));
        return;
      case SchemaKind::instant:
        if (!value.is_string() || !parse_instant(value.get_string()))
          report(pointer, fmt::format("“{}”应为带时区的时间，形如 2025-06-02T09:00:00+08:00。", name));
        return;
      case SchemaKind::one_of:
        return check_word(node, value, pointer, name);
      case SchemaKind::list:
        return check_list(node, value, pointer, name);
      case SchemaKind::object:
        return check_object(node, value, pointer, name);
      case SchemaKind::any:
      case SchemaKind::nothing:
        return;
    }
  }

 private:
  void report(const std::string& pointer, std::string detail) {
    if (problems.size() < 100) problems.push_back({pointer, std::move(detail)});
  }

  static std::string missing(const Schema::Node& node, const std::string& name) {
    switch (node.kind) {
      case SchemaKind::one_of:
      case SchemaKind::id:
      case SchemaKind::date:
      case SchemaKind::boolean:
        return fmt::format("请选择“{}”。", name);
      case SchemaKind::text:
      case SchemaKind::integer:
      case SchemaKind::money:
      case SchemaKind::instant:
      case SchemaKind::list:
      case SchemaKind::object:
      case SchemaKind::any:
      case SchemaKind::nothing:
        break;
    }
    return fmt::format("请填写“{}”。", name);
  }

  void check_text(const Schema::Node& node, const json::value& value, const std::string& pointer,
                  const std::string& name) {
    if (!value.is_string()) return report(pointer, fmt::format("“{}”应为文字。", name));
    const std::string_view text = value.get_string();
    if (!is_utf8(text) || has_control_character(text))
      return report(pointer, fmt::format("“{}”含有无法识别或不可见的控制字符，请删去后重试。", name));
    const auto trimmed = trim(text);
    if (trimmed.empty()) {
      if (!node.is_optional && !node.may_be_empty) report(pointer, missing(node, name));
      return;
    }
    const auto length = count_characters(text);
    if (length > node.at_most)
      report(pointer, fmt::format("“{}”最多 {} 个字，现在有 {} 个。", name, node.at_most, length));
    else if (length < node.at_least)
      report(pointer, fmt::format("“{}”至少 {} 个字。", name, node.at_least));
    else if (node.pattern && !node.pattern->matches(trimmed))
      report(pointer, fmt::format("“{}”格式不对：{}", name, node.pattern_hint));
  }

  void check_integer(const Schema::Node& node, const json::value& value, const std::string& pointer,
                     const std::string& name) {
    std::int64_t number = 0;
    if (value.is_int64())
      number = value.get_int64();
    else if (value.is_uint64())
      number = std::numeric_limits<std::int64_t>::max();
    else
      return report(pointer, fmt::format("“{}”应为整数。", name));
    if (number < node.low || number > node.high)
      report(pointer, fmt::format("“{}”应在 {} 到 {} 之间。", name, node.low, node.high));
  }

  void check_money(const Schema::Node& node, const json::value& value, const std::string& pointer,
                   const std::string& name) {
    if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > node.high)
      report(pointer, fmt::format("“{}”应为不小于 0 的金额（以分为单位的整数）。", name));
  }

  void check_word(const Schema::Node& node, const json::value& value, const std::string& pointer,
                  const std::string& name) {
    if (value.is_string()) {
      const std::string_view text = value.get_string();
      if (text.empty() && (node.is_optional || node.may_be_empty)) return;
      if (std::find(node.words.begin(), node.words.end(), text) != node.words.end()) return;
    }
    report(pointer, fmt::format("“{}”只能是：{}。", name, join(node.words, "、")));
  }

  void check_list(const Schema::Node& node, const json::value& value, const std::string& pointer,
                  const std::string& name) {
    if (!value.is_array()) return report(pointer, fmt::format("“{}”应为列表。", name));
    const auto& items = value.get_array();
    if (items.size() > node.at_most)
      return report(pointer, fmt::format("“{}”最多 {} 项，现在有 {} 项。", name, node.at_most, items.size()));
    if (items.size() < node.at_least) return report(pointer, fmt::format("“{}”至少要有 {} 项。", name, node.at_least));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto called = fmt::format("{}第 {} 项", name, i + 1);
      run(node.item->node(), items[i], pointer + "/" + std::to_string(i), called);
    }
  }

  void check_object(const Schema::Node& node, const json::value& value, const std::string& pointer,
                    const std::string& name) {
    if (!value.is_object()) return report(pointer, fmt::format("“{}”应为一组数据。", name));
    const auto& object = value.get_object();
    static const json::value absent;
    for (const auto& [field, schema] : node.fields) {
      const auto* found = object.if_contains(field);
      run(schema.node(), found ? *found : absent, pointer + "/" + escape_pointer(field), field);
    }
    for (const auto& member : object) {
      const bool is_known =
          std::any_of(node.fields.begin(), node.fields.end(), [&](const auto& f) { return f.name == member.key(); });
      if (!is_known)
        report(pointer + "/" + escape_pointer(member.key()),
               fmt::format("不认识的数据项“{}”，请删去。", std::string_view(member.key())));
    }
  }
};

}  // namespace

Schema Schema::text(std::size_t max_characters) {
  auto node = node_of(SchemaKind::text);
  node->at_most = max_characters;
  return Schema{node};
}
Schema Schema::integer(std::int64_t min, std::int64_t max) {
  auto node = node_of(SchemaKind::integer);
  node->low = min;
  node->high = max;
  return Schema{node};
}
Schema Schema::boolean() {
  return Schema{node_of(SchemaKind::boolean)};
}
Schema Schema::id() {
  return Schema{node_of(SchemaKind::id)};
}
Schema Schema::date() {
  return Schema{node_of(SchemaKind::date)};
}
Schema Schema::instant() {
  return Schema{node_of(SchemaKind::instant)};
}
Schema Schema::money() {
  auto node = node_of(SchemaKind::money);
  node->high = 1'000'000'000'000'000;  // 10 trillion yuan in fen: beyond any budget line
  return Schema{node};
}
Schema Schema::one_of(std::vector<std::string> words) {
  auto node = node_of(SchemaKind::one_of);
  node->words = std::move(words);
  return Schema{node};
}
Schema Schema::list(Schema item, std::size_t max_items) {
  auto node = node_of(SchemaKind::list);
  node->item = std::move(item);
  node->at_most = max_items;
  return Schema{node};
}
Schema Schema::object(std::string name, std::vector<Field> fields) {
  auto node = node_of(SchemaKind::object);
  node->name = std::move(name);
  node->fields = std::move(fields);
  return Schema{node};
}
Schema Schema::any() {
  return Schema{node_of(SchemaKind::any)};
}
Schema Schema::nothing() {
  return Schema{node_of(SchemaKind::nothing)};
}

Schema Schema::label(std::string chinese) const {
  auto node = std::make_shared<Node>(*node_);
  node->label = std::move(chinese);
  return Schema{node};
}
Schema Schema::describe(std::string text) const {
  auto node = std::make_shared<Node>(*node_);
  node->description = std::move(text);
  return Schema{node};
}
Schema Schema::optional() const {
  auto node = std::make_shared<Node>(*node_);
  node->is_optional = true;
  return Schema{node};
}
Schema Schema::or_null() const {
  auto node = std::make_shared<Node>(*node_);
  node->may_be_null = true;
  return Schema{node};
}
Schema Schema::or_empty() const {
  auto node = std::make_shared<Node>(*node_);
  node->may_be_empty = true;
  return Schema{node};
}
Schema Schema::pattern(std::string regex, std::string chinese_hint) const {
  auto node = std::make_shared<Node>(*node_);
  node->pattern = std::make_shared<const Pattern>(regex);
  node->pattern_source = std::move(regex);
  node->pattern_hint = std::move(chinese_hint);
  return Schema{node};
}
Schema Schema::min(std::size_t characters_or_items) const {
  auto node = std::make_shared<Node>(*node_);
  node->at_least = characters_or_items;
  return Schema{node};
}

Result<void> Schema::check(const json::value& value) const {
  Check check;
  check.run(*node_, value, "", node_->label.empty() ? "内容" : node_->label);
  if (check.problems.empty()) return {};
  auto detail = check.problems.size() == 1
                    ? check.problems.front().detail
                    : fmt::format("有 {} 处需要修改，请按各项提示改好后再提交。", check.problems.size());
  return fail(ErrorCode::invalid_input, "platform/invalid-input", std::move(detail), std::move(check.problems));
}

bool Schema::is_nothing() const {
  return node_->kind == SchemaKind::nothing;
}
bool Schema::is_optional() const {
  return node_->is_optional;
}

json::value value_from_text(const Schema& schema, std::string_view text) {
  switch (schema.node().kind) {
    case SchemaKind::integer:
    case SchemaKind::money: {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc{} && end == text.data() + text.size()) return number;
      break;
    }
    case SchemaKind::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      break;
    case SchemaKind::list: {
      json::array items;
      for (const auto& part : split(text, ',')) items.emplace_back(part);
      return items;
    }
    case SchemaKind::text:
    case SchemaKind::id:
    case SchemaKind::date:
    case SchemaKind::instant:
    case SchemaKind::one_of:
    case SchemaKind::object:
    case SchemaKind::any:
    case SchemaKind::nothing:
      break;
  }
  return json::string(text);
}

}  // namespace yimen::platform
