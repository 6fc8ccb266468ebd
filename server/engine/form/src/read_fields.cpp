#include <algorithm>
#include <array>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "pattern.h"
#include "reader.h"
#include "yimen/feel/functions.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::form {

using platform::array_at;
using platform::bool_or;
using platform::int_or;
using platform::object_at;
using platform::text_or;

namespace {

std::optional<feel::Value> bound(const Field& field, const json::object& rules, std::string_view name) {
  const auto* given = rules.if_contains(name);
  if (!given || given->is_null()) return {};
  auto value = value_of(field, *given);
  return value.is_null() ? std::nullopt : std::optional{value};
}

bool holds_fields(Shape shape) { return shape == Shape::group || shape == Shape::repeated; }
constexpr std::size_t most_words = 500;

/// Stands in expressions, in pointers and in the names of the page's elements: FEEL's further signs would part it.
bool is_key(std::string_view key) { return feel::is_name(key) && feel::normalized_name(key) == key && key.find_first_of(" ./-'+*") == key.npos; }

bool has_options(Shape shape) { return shape == Shape::choice || shape == Shape::choices; }

}  // namespace

const Field* Form::find(std::string_view key) const {
  for (const auto& field : fields_)
    if (field.key == key && plan_->container_of[static_cast<std::size_t>(&field - fields_.data())] == 0) return &field;
  return nullptr;
}

std::string Reader::name_of(const Field& field) {
  auto name = platform::to_utf32(!field.label.empty() ? field.label : !field.key.empty() ? field.key : field.id);
  constexpr std::size_t most = 40;  // enough to know the field by; sentences stay readable
  if (name.size() > most) name = name.substr(0, most - 1) + U"…";
  return platform::to_utf8(name);
}

void Reader::problem(const Field& field, std::string rule, std::string zh, std::string en, bool is_error) {
  problems_.push_back({field.key.empty() ? field.id : field.key, std::move(rule), fmt::format("“{}”{}", name_of(field), zh),
                       fmt::format("“{}” {}", name_of(field), en), is_error, field.id});
}

std::shared_ptr<const Form> Reader::read(const json::object& schema) {
  form_ = std::shared_ptr<Form>(new Form);
  plan_ = std::make_shared<Form::Plan>();
  form_->kinds_ = &kinds_;
  plan_->containers.push_back({});
  members_.emplace_back();
  const auto* components = array_at(schema, "components");
  if (!components) components = array_at(schema, "fields");  // the name of schemas before form-js' was taken over
  if (!components) problems_.push_back({"", "form/no-components", "表单里没有 components。", "The schema has no components."});
  else read_components(*components, -1, 0, 1);
  name_slots();
  compile_all();
  order_all();
  form_->plan_ = plan_;
  return form_;
}

void Reader::read_components(const json::array& components, int parent, int container, int depth) {
  for (const auto& component : components) {
    if (static_cast<int>(form_->fields_.size()) >= limits_.fields) {
      problems_.push_back({"", "form/too-large", fmt::format("表单最多 {} 个组件。", limits_.fields), fmt::format("At most {} components.", limits_.fields)});
      return;
    }
    if (component.is_object()) read_component(component.as_object(), parent, container, depth);
    else problems_.push_back({"", "field/no-object", "components 里有一项不是对象。", "A component is no object."});
  }
}

void Reader::read_component(const json::object& component, int parent, int container, int depth) {
  const auto index = static_cast<int>(form_->fields_.size());
  auto& field = form_->fields_.emplace_back();
  field.id = text_or(component, "id");
  field.type = text_or(component, "type");
  field.label = text_or(component, "label");
  field.description = text_or(component, "description");
  field.parent = parent;
  field.source = component;
  const auto* kind = kinds_.find(field.type);
  if (!kind) problem(field, "field/type-unknown", fmt::format("的类型“{}”不能使用。", field.type), fmt::format("has the unknown type “{}”.", field.type));
  else field.shape = kind->shape;
  if (field.type == "datetime") {
    const auto subtype = text_or(component, "subtype", "datetime");
    field.shape = subtype == "date" ? Shape::date : subtype == "time" ? Shape::time : Shape::date_time;
  }
  field.key = text_or(component, holds_fields(field.shape) ? "path" : "key");
  if (const auto* given = component.if_contains("defaultValue")) field.default_value = *given;
  if (const auto* properties = object_at(component, "properties")) field.prefill = text_or(*properties, "prefill");
  read_validation(field, component);
  if (has_options(field.shape)) read_options(field, component);
  judge(field);

  plan_->container_of.push_back(container);
  plan_->opens.push_back(-1);
  members_[static_cast<std::size_t>(container)].push_back(index);
  if (parent < 0) form_->roots_.push_back(index);
  else form_->fields_[static_cast<std::size_t>(parent)].children.push_back(index);
  if (!holds_fields(form_->fields_[static_cast<std::size_t>(index)].shape)) return;

  const auto* inner = array_at(component, "components");
  if (depth >= limits_.depth) {
    problem(field, "form/too-deep", fmt::format("嵌套过深，最多 {} 层。", limits_.depth), fmt::format("is nested deeper than {} levels.", limits_.depth));
    return;
  }
  auto inside = container;
  if (field.has_key()) {
    inside = static_cast<int>(plan_->containers.size());
    plan_->opens[static_cast<std::size_t>(index)] = inside;
    plan_->containers.push_back({.field = index, .outer = container, .order = {}, .names = {}, .outer_slots = {}});
    members_.emplace_back();
  }
  if (inner) read_components(*inner, index, inside, depth + 1);  // `field` may have moved from here on
}

void Reader::read_validation(Field& field, const json::object& component) {
  static const json::object nothing;
  const auto* rules = object_at(component, "validate");
  if (!rules) rules = &nothing;
  field.is_required = bool_or(*rules, "required");
  field.min_length = static_cast<int>(std::clamp<std::int64_t>(int_or(*rules, "minLength"), 0, 100'000));
  field.max_length = static_cast<int>(std::clamp<std::int64_t>(int_or(*rules, "maxLength", 2000), 0, 100'000));
  field.min_rows = static_cast<int>(std::clamp<std::int64_t>(int_or(*rules, "minRows", int_or(component, "minRows")), 0, 1'000));
  field.max_rows = static_cast<int>(std::clamp<std::int64_t>(int_or(*rules, "maxRows", int_or(component, "maxRows", 200)), 1, 1'000));
  field.pattern = text_or(*rules, "pattern");
  field.pattern_message = text_or(*rules, "patternErrorMessage");
  field.min = bound(field, *rules, "min");
  field.max = bound(field, *rules, "max");
}

void Reader::read_options(Field& field, const json::object& component) {
  const auto* values = array_at(component, "values");
  for (const auto& one : values ? *values : json::array{}) {
    if (one.is_string()) field.options.push_back({one, std::string(one.as_string())});
    else if (const auto* option = one.if_object(); option && option->contains("value"))
      field.options.push_back({option->at("value"), text_or(*option, "label", one.at("value").is_string() ? std::string(one.at("value").as_string()) : json::serialize(one.at("value")))});
  }
  if (field.options.empty()) problem(field, "field/no-options", "没有选项，请至少给出一个。", "has no options.");
  for (std::size_t i = 0; i < field.options.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (field.options[i].value == field.options[j].value)
        problem(field, "field/option-doubled", fmt::format("的选项“{}”和“{}”的值相同。", field.options[j].label, field.options[i].label), "has two options of one value.");
}

/// What is wrong with a field by itself.
void Reader::judge(const Field& field) {
  if (field.key.empty() && field.shape != Shape::group && field.shape != Shape::display)
    problem(field, "field/no-key", "没有写标识，填写的内容无处存放。", "has no key to keep its answer under.");
  if (!field.key.empty() && !is_key(field.key))
    problem(field, "field/key-unusable", fmt::format("的标识“{}”不能用在公式里：请用字母或汉字开头，只用字母、汉字、数字和下划线。", field.key), fmt::format("has the key “{}”, which is not made of letters, digits and underscores.", field.key));
  if (!field.key.empty() && !feel::builtin_function(field.key).is_null())
    problem(field, "field/key-of-function", fmt::format("的标识“{0}”与函数同名：公式里写 {0}(…) 会取到这一项而不是函数。", field.key),
            fmt::format("has the name of the function “{}” as key: calls of it in expressions find the field.", field.key), false);
  if (field.label.empty() && field.shape != Shape::display && field.shape != Shape::group)
    problem(field, "field/no-label", "没有标题，读屏软件念不出来。", "has no label.");
  if (const auto longest = std::max(platform::count_characters(field.label), platform::count_characters(field.description)); longest > most_words)
    problem(field, "field/words-too-long", fmt::format("的标题或填写说明有 {} 个字，最多 {} 个字；要写的话多，请用“说明文字”。", longest, most_words), fmt::format("has a label or description of more than {} characters.", most_words));
  if (field.min_length > field.max_length)
    problem(field, "field/length-conflict", fmt::format("的最少字数 {} 大于最多字数 {}，怎么填都不对。", field.min_length, field.max_length), "asks for more characters than it admits.");
  if (field.min && field.max && feel::compare(*field.min, *field.max) == feel::Order::greater)
    problem(field, "field/range-conflict", fmt::format("的最小值 {} 大于最大值 {}，怎么填都不对。", feel::plain_text(*field.min), feel::plain_text(*field.max)), "has a minimum above its maximum.");
  if (field.min_rows > field.max_rows) problem(field, "field/rows-conflict", "的最少行数大于最多行数。", "asks for more rows than it admits.");
  if (!field.pattern.empty() && !is_pattern(field.pattern)) problem(field, "field/pattern-unreadable", "的格式规则（正则表达式）有语法错误。", "has an unreadable pattern.");
}

std::string zh_summary(const std::vector<Problem>& problems) {
  const auto errors = std::count_if(problems.begin(), problems.end(), [](const Problem& one) { return one.is_error; });
  std::string text = fmt::format("表单有 {} 处需要修改：", errors);
  for (const auto& one : problems)
    if (one.is_error) text += one.zh;
  return text;
}

namespace {

/// Asked while designing; a form that breaks them can be filled in all the same.
constexpr std::array<std::string_view, 3> of_design{"field/key-unusable", "field/words-too-long", "rule/no-expression"};

}  // namespace

Result<std::shared_ptr<const Form>> read_form(const json::object& schema, const Kinds& kinds, const std::vector<std::string>& host_names,
                                              std::vector<Problem>& problems, const Limits& limits) {
  problems.clear();
  auto form = Reader{kinds, host_names, problems, limits}.read(schema);
  if (limits.is_in_use)
    for (auto& one : problems) one.is_error = one.is_error && std::ranges::find(of_design, one.rule) == of_design.end();
  if (std::none_of(problems.begin(), problems.end(), [](const Problem& one) { return one.is_error; })) return form;
  std::vector<platform::FieldProblem> fields;
  for (const auto& one : problems)
    if (one.is_error) fields.push_back({one.field, one.zh});
  return platform::fail(platform::ErrorCode::invalid_input, "form/invalid-schema", zh_summary(problems), std::move(fields));
}

}  // namespace yimen::form
