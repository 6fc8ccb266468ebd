#include "domain/canonical.h"

#include <algorithm>
#include <boost/json.hpp>

namespace yimen::document {

namespace {

void write(std::string& out, const json::value& value) {
  if (const auto* object = value.if_object()) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : *object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
    out += '{';
    for (const auto* member : members) {
      if (out.back() != '{') out += ',';
      out += json::serialize(json::string(member->key())) + ':';
      write(out, member->value());
    }
    out += '}';
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (bool is_first = true; const auto& item : *array) {
      if (!is_first) out += ',';
      is_first = false;
      write(out, item);
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string canonical_json(const json::value& value) {
  std::string out;
  write(out, value);
  return out;
}

std::string canonical_text(const Document& document, std::string_view template_sm3) {
  const json::object all{
      {"schema", "yimen-document-1"},
      {"id", document.id.str()},
      {"type", word(document.type)},
      {"title", document.title},
      {"number", document.number},
      {"verify_code", document.verify_code},
      {"issued_at", platform::iso_instant(document.issued_at)},
      {"department_id", std::to_string(document.department_id)},
      {"department_name", document.department_name},
      {"region_code", document.region_code},
      {"subject_kind", document.subject_kind},
      {"subject_id", std::to_string(document.subject_id)},
      {"is_sealed", document.is_sealed},
      {"template_version", document.template_version},
      {"template_sm3", template_sm3},
      {"facts", document.facts},
  };
  return canonical_json(all);
}

}  // namespace yimen::document
