#include <algorithm>

#include <fmt/format.h>

#include "yimen/platform/text.h"
#include "yimen/processes/processes.h"
#include "yimen/xml/xml.h"

namespace yimen::processes {

namespace {

bool is_of_name(char sign) { return (sign >= '0' && sign <= '9') || (sign >= 'A' && sign <= 'Z') || (sign >= 'a' && sign <= 'z') || sign == '_' || static_cast<unsigned char>(sign) >= 0x80; }

/// Where the word begins, standing by itself, from `from` on.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0) {
  for (auto at = text.find(word, from); at != text.npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_of_name(text[at - 1])) && (end == text.size() || !is_of_name(text[end]))) return at;
  }
  return text.npos;
}
/// `form.` and the first name, the others anywhere: a column is read plainly, in a filter, in a loop.
bool may_read(std::string_view text, const std::vector<std::string>& names) {
  const auto is_answer = [&](std::size_t at) {
    auto rest = text.substr(at + 4);
    const auto skip = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size())); };
    skip();
    if (!rest.starts_with('.')) return false;
    rest.remove_prefix(1);
    skip();
    return find_word(rest, names.front()) == 0;
  };
  auto at = find_word(text, "form");
  while (at != text.npos && !is_answer(at)) at = find_word(text, "form", at + 1);
  return at != text.npos && std::all_of(names.begin() + 1, names.end(), [&](const std::string& name) { return find_word(text, name) != text.npos; });
}

void look(const xml::Element& element, std::string_view around, const std::vector<std::string>& names, std::vector<std::string>& found) {
  constexpr std::size_t most = 200;
  const auto own = element.attribute("name");
  const auto name = own.empty() ? around : own;
  const auto tell = [&](std::string_view text) {
    if (found.size() < most && may_read(text, names)) found.push_back(fmt::format("{}{}", name.empty() ? std::string() : fmt::format("“{}”：", name), platform::trim(text)));
  };
  tell(element.text);
  for (const auto& attribute : element.attributes)
    if (attribute.name != "name") tell(attribute.value);
  for (const auto& child : element.children) look(child, name, names, found);
}

}  // namespace

std::vector<std::string> form_readers(std::string_view xml, const std::vector<std::string>& names) {
  xml::Refusal refusal;
  const auto root = xml::parse(xml, {}, refusal);
  std::vector<std::string> found;
  if (root && !names.empty()) look(*root, {}, names, found);
  return found;
}

}  // namespace yimen::processes
