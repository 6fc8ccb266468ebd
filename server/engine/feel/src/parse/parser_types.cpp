#include <fmt/format.h>

#include "parse/parser.h"

namespace yimen::feel {

platform::Result<Type> Parser::parse_type() {
  auto result = type();
  const auto checked = finish(add({}));
  if (!checked) return tl::make_unexpected(checked.error());
  return result;
}

/// context<a: number, b: string> behind the word.
Type Parser::context_type() {
  std::vector<std::pair<std::string, Type>> members;
  if (accept(">")) return Type::context_of({});
  do {
    auto name = take_label({});
    if (!expect(":", "名称后写冒号和类型", "a colon and a type follow the name")) return {};
    members.emplace_back(std::move(name), type());
  } while (accept(","));
  expect(">", "类型结束", "end of the type");
  return Type::context_of(std::move(members));
}

/// function<number, string> -> boolean behind the word.
Type Parser::function_type() {
  std::vector<Type> parameters;
  if (!accept(">")) {
    do { parameters.push_back(type()); } while (accept(","));
    expect(">", "类型结束", "end of the type");
  }
  if (!accept("->")) return Type::function_of(std::move(parameters), {});
  return Type::function_of(std::move(parameters), type());
}

std::optional<Type> Parser::named_type() {
  static constexpr std::string_view long_names[] = {"date and time", "days and time duration",
                                                    "years and months duration"};
  LongNames names;
  for (const auto name : long_names) names.add(name);
  for (const auto& name : scope_.type_names()) names.add(name);
  std::string name;
  if (const auto end = names.match(text_, at_, name); end > 0) {
    at_ = end;
  } else {
    const auto word_end = end_of_word(text_, at_);
    name = text_.substr(at_, word_end - at_);
    at_ = word_end;
  }
  if (const auto* own = scope_.find_type(name)) return *own;
  return Type::named(name);
}

Type Parser::type() {
  skip();
  const auto start = at_;
  auto known = optional_type();
  if (known || failed()) return known.value_or(Type{});
  const auto name = std::string{text_.substr(start, at_ - start)};
  at_ = start;
  fail(fmt::format("没有名为“{}”的类型", name), fmt::format("there is no type “{}”", name));
  return {};
}

/// nullopt when the name there is no type's.
std::optional<Type> Parser::optional_type() {
  const Nesting nesting{*this};
  if (failed() || !at_name()) return fail("此处应为类型", "a type is expected here"), std::nullopt;
  const auto takes = [this](std::string_view word) {
    if (!at_word(word) || scope_.find_type(word) != nullptr) return false;
    const auto next = skip_spaces(text_, at_ + word.size());
    if (next >= text_.size() || text_[next] != '<') return false;
    at_ = next + 1;
    return true;
  };
  const auto element = [this] {
    auto inner = type();
    expect(">", "类型结束", "end of the type");
    return inner;
  };
  if (takes("list")) return Type::list_of(element());
  if (takes("range")) return Type::range_of(element());
  if (takes("context")) return context_type();
  if (takes("function")) return function_type();
  return named_type();
}

}  // namespace yimen::feel
