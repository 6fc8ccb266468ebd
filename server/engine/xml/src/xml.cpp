#include "yimen/xml/xml.h"

#include <algorithm>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "well_formed.h"
#include "yimen/platform/text.h"

namespace yimen::xml {
namespace {

/// Offsets of line starts, so that each element knows its line.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') starts_.push_back(static_cast<std::ptrdiff_t>(i) + 1);
  }
  int at(std::ptrdiff_t offset) const {
    return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin());
  }

 private:
  std::vector<std::ptrdiff_t> starts_{0};
};

using Prefixes = std::vector<std::pair<std::string, std::string>>;  // innermost last

class Converter {
 public:
  Converter(const Lines& lines, const Limits& limits, Refusal& refusal) : lines_{lines}, limits_{limits}, refusal_{refusal} {}

  bool convert(const pugi::xml_node& from, Element& to, int depth) {
    to.line = lines_.at(from.offset_debug());
    if (depth > limits_.depth) return complain(to.line, "xml/too-deep", fmt::format("元素嵌套超过{}层。", limits_.depth), "elements are nested too deeply");
    if (++count_ > limits_.elements) return complain(to.line, "xml/too-many", fmt::format("元素超过{}个。", limits_.elements), "too many elements");
    const auto outer = prefixes_.size();
    for (const auto& attribute : from.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns") to.prefixes.emplace_back("", attribute.value());
      else if (name.starts_with("xmlns:")) to.prefixes.emplace_back(name.substr(6), attribute.value());
    }
    prefixes_.insert(prefixes_.end(), to.prefixes.begin(), to.prefixes.end());
    const bool is_done = resolve(from.name(), to.line, to.space, to.name, Default::applies) && copy_attributes(from, to) && copy_children(from, to, depth);
    prefixes_.resize(outer);
    return is_done;
  }

 private:
  enum class Default { applies, ignored };

  bool copy_attributes(const pugi::xml_node& from, Element& to) {
    for (const auto& attribute : from.attributes()) {
      const std::string_view full = attribute.name();
      if (full == "xmlns" || full.starts_with("xmlns:")) continue;
      Attribute copy;
      if (!resolve(full, to.line, copy.space, copy.name, Default::ignored)) return false;
      for (const auto& other : to.attributes)
        if (other.name == copy.name && other.space == copy.space)
          return complain(to.line, "xml/attribute-twice", fmt::format("属性“{}”写了两次。", full), fmt::format("attribute {} is given twice", full));
      copy.value = attribute.value();
      to.attributes.push_back(std::move(copy));
    }
    return true;
  }

  bool copy_children(const pugi::xml_node& from, Element& to, int depth) {
    for (const auto& child : from.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) to.text += child.value();
      if (child.type() != pugi::node_element) continue;
      if (!convert(child, to.children.emplace_back(), depth + 1)) return false;
    }
    return true;
  }

  bool resolve(std::string_view full, int line, std::string& space, std::string& name, Default mode) {
    const auto colon = full.find(':');
    name = colon == std::string_view::npos ? full : full.substr(colon + 1);
    const auto prefix = colon == std::string_view::npos ? std::string_view{} : full.substr(0, colon);
    if (prefix.empty() && mode == Default::ignored) return true;
    if (prefix == "xml") {
      space = "http://www.w3.org/XML/1998/namespace";
      return true;
    }
    for (auto entry = prefixes_.rbegin(); entry != prefixes_.rend(); ++entry) {
      if (entry->first != prefix) continue;
      space = entry->second;
      return true;
    }
    return prefix.empty() || complain(line, "xml/unknown-prefix", fmt::format("前缀“{}”没有声明命名空间。", prefix), fmt::format("prefix {} is not declared", prefix));
  }

  bool complain(int line, std::string rule, std::string zh, std::string en) {
    refusal_ = {line, std::move(rule), std::move(zh), std::move(en)};
    return false;
  }

  const Lines& lines_;
  const Limits& limits_;
  Refusal& refusal_;
  Prefixes prefixes_;
  int count_ = 0;
};

/// The parser's own words are English.
std::string_view in_chinese(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_no_document_element: return "文件里没有任何元素";
    case pugi::status_end_element_mismatch: return "开始标签与结束标签不配对";
    case pugi::status_bad_start_element: return "开始标签写得不完整";
    case pugi::status_bad_end_element: return "结束标签写得不完整";
    case pugi::status_bad_attribute: return "标签里的属性写得不完整";
    case pugi::status_bad_pcdata: return "文字没有写完";
    case pugi::status_bad_cdata: return "CDATA没有写完";
    case pugi::status_bad_comment: return "注释没有写完";
    case pugi::status_bad_doctype: return "DOCTYPE声明没有写完";
    case pugi::status_bad_pi: return "处理指令或XML声明没有写完";
    case pugi::status_unrecognized_tag: return "“<”后面不是标签";
    default: return "读不下去";
  }
}

bool is_utf8_declared(const pugi::xml_document& document) {
  const auto declaration = std::find_if(document.begin(), document.end(), [](const pugi::xml_node& node) { return node.type() == pugi::node_declaration; });
  if (declaration == document.end()) return true;
  const auto encoding = platform::fold_width(declaration->attribute("encoding").value());
  return encoding.empty() || encoding == "utf-8" || encoding == "utf8";
}

}  // namespace

std::string_view Element::attribute(std::string_view wanted, std::string_view wanted_space) const {
  for (const auto& attribute : attributes)
    if (attribute.name == wanted && attribute.space == wanted_space) return attribute.value;
  return {};
}

bool Element::has(std::string_view wanted, std::string_view wanted_space) const {
  return std::ranges::any_of(attributes, [&](const Attribute& one) { return one.name == wanted && one.space == wanted_space; });
}

std::optional<Element> parse(std::string_view text, const Limits& limits, Refusal& refusal) {
  const auto refuse = [&](int line, std::string rule, std::string zh, std::string en) {
    refusal = {line, std::move(rule), std::move(zh), std::move(en)};
    return std::nullopt;
  };
  if (text.size() > limits.bytes) return refuse(0, "xml/too-large", fmt::format("文件超过{}KB。", limits.bytes >> 10), "the file is too large");
  const auto recoded = recode(text);
  if (recoded) text = *recoded;
  if (!platform::is_utf8(text)) return refuse(0, "xml/not-utf8", "文件不是UTF-8编码，也读不出它声明的编码。", "the file is neither UTF-8 nor in the encoding it declares");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const Lines lines{text};
  pugi::xml_document document;
  constexpr auto flags = pugi::parse_default | pugi::parse_doctype | pugi::parse_declaration;
  const auto result = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
  // A document type comes first of all: whatever else is wrong, what it declares is not looked at.
  for (const auto& node : document.children())
    if (node.type() == pugi::node_doctype)
      return refuse(lines.at(std::max<std::ptrdiff_t>(node.offset_debug(), 0)), "xml/doctype", "文件含有DOCTYPE声明，出于安全不予读取。", "document types are refused");
  if (!result)
    return refuse(lines.at(result.offset), "xml/not-well-formed", fmt::format("不是合格的XML：{}。", in_chinese(result.status)), fmt::format("not well-formed XML: {}", result.description()));
  if (!is_utf8_declared(document)) return refuse(1, "xml/not-utf8", "不能识别文件声明的编码，请另存为UTF-8。", "the declared encoding is not known; save the file as UTF-8");
  if (const auto flaw = find_flaw(text)) return refuse(lines.at(flaw->offset), "xml/not-well-formed", fmt::format("不是合格的XML：{}。", flaw->zh), fmt::format("not well-formed XML: {}", flaw->en));
  const auto roots = std::count_if(document.begin(), document.end(), [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
  if (roots != 1) return refuse(0, "xml/not-well-formed", "文件应当只有一个根元素。", "there must be one root element");
  Element root;
  if (!Converter{lines, limits, refusal}.convert(document.document_element(), root, 1)) return std::nullopt;
  return root;
}

}  // namespace yimen::xml
