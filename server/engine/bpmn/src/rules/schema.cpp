#include "schema.h"

#include <algorithm>
#include <memory>

#include "schema_table.h"

namespace yimen::bpmn::rules {
namespace {

constexpr std::string_view data_carriers = "property|dataObject|dataObjectReference|dataInput|dataOutput|dataStore|dataStoreReference";
/// Who may send and receive messages; artifacts are refused by rules of their own, which say more.
constexpr std::string_view message_partners = "participant|activity|event|choreographyActivity|artifact";

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// The table's rows as types that know each other.
class Schema {
 public:
  Schema() {
    for (const auto& row : schema_rows()) {
      auto type = std::make_unique<Type>();
      type->name = row.name;
      type->zh = row.zh;
      type->is_open = row.children == "any";
      types_[row.name] = std::move(type);
    }
    for (const auto& row : schema_rows()) fill(row);
  }

  const Type* find(std::string_view name) const {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : found->second.get();
  }

 private:
  void fill(const Row& row) {
    auto& type = *types_[row.name];
    if (!row.base.empty()) {
      type.base = find(row.base);
      type.attributes = type.base->attributes;
      type.children = type.base->children;
    }
    for (const auto text : split(row.attributes, ' ')) type.attributes.push_back(read_attribute(text));
    if (!type.is_open)
      for (const auto text : split(row.children, ' ')) type.children.push_back(read_child(text));
  }

  Attribute read_attribute(std::string_view row) const {
    using Kind = Attribute::Kind;
    static const std::map<std::string_view, Kind> kinds{{"id", Kind::id},           {"text", Kind::text}, {"boolean", Kind::boolean},
                                                        {"integer", Kind::integer}, {"uri", Kind::uri},   {"mime", Kind::mime}};
    Attribute attribute;
    attribute.is_required = row.ends_with('!');
    if (attribute.is_required) row.remove_suffix(1);
    const auto colon = row.find(':');
    attribute.name = row.substr(0, colon);
    const auto kind = row.substr(colon + 1);
    if (kind.starts_with('>')) {
      attribute.kind = Kind::reference;
      attribute.reference = read_reference(kind);
    } else if (const auto known = kinds.find(kind); known != kinds.end()) {
      attribute.kind = known->second;
    } else {
      attribute.kind = Kind::choice;
      attribute.choices = split(kind, '|');
    }
    return attribute;
  }

  Child read_child(std::string_view text) const {
    Child child;
    const auto arrow = text.find('>');
    const bool is_reference = arrow != std::string_view::npos;
    if (is_reference) child.reference = read_reference(text.substr(arrow));
    text = text.substr(0, arrow);
    const char last = text.back();
    child.least = last == '?' || last == '*' ? 0 : 1;
    child.most = last == '*' || last == '+' ? 0 : 1;
    if (last == '?' || last == '*' || last == '+') text.remove_suffix(1);
    const auto colon = text.find(':');
    child.name = text.substr(0, colon);
    if (is_reference) return child;
    child.type = find(colon == std::string_view::npos ? child.name : text.substr(colon + 1));
    child.is_family = colon == std::string_view::npos;
    return child;
  }

  Reference read_reference(std::string_view text) const {
    Reference reference;
    text.remove_prefix(1);
    if (text.starts_with('>')) reference.mode = Reference::Mode::if_found;
    if (text.starts_with('~')) reference.mode = Reference::Mode::tools_may_differ;
    if (reference.mode != Reference::Mode::must_resolve) text.remove_prefix(1);
    if (text == "*") return reference;
    if (text == "@data") text = data_carriers;
    if (text == "@partner") text = message_partners;
    for (const auto name : split(text, '|')) reference.targets.push_back(find(name));
    return reference;
  }

  std::map<std::string_view, std::unique_ptr<Type>> types_;
};

const Schema& schema() {
  static const Schema instance;
  return instance;
}

}  // namespace

const Attribute* Type::attribute(std::string_view wanted) const {
  const auto found = std::ranges::find(attributes, wanted, &Attribute::name);
  return found == attributes.end() ? nullptr : &*found;
}

const Child* Type::child(std::string_view element) const {
  if (const auto named = std::ranges::find(children, element, &Child::name); named != children.end()) return &*named;
  const auto* type = find_type(element);
  if (type == nullptr) return nullptr;
  const auto family = std::ranges::find_if(children, [&](const Child& each) { return each.is_family && type->is(each.type); });
  return family == children.end() ? nullptr : &*family;
}

const Type* find_type(std::string_view name) { return schema().find(name); }

std::string_view zh_name(std::string_view element) {
  const auto* type = find_type(element);
  return type == nullptr || type->zh.empty() ? element : type->zh;
}

}  // namespace yimen::bpmn::rules
