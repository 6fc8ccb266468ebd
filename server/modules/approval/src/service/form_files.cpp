#include "form_files.h"

#include <boost/json.hpp>

#include "yimen/platform/files.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

namespace {

struct Named {
  std::string place;
  std::int64_t file = 0;  // 0: no number at all
};

/// Answers nest as deep as the form they were checked against.
void collect(const json::value& answer, const std::string& place, std::vector<Named>& found) {
  if (const auto* list = answer.if_array()) {
    for (std::size_t at = 0; at < list->size(); ++at) collect((*list)[at], place + "/" + std::to_string(at), found);
  } else if (const auto* object = answer.if_object()) {
    for (const auto& [key, value] : *object)
      if (key != "file_id") collect(value, place + "/" + std::string(key), found);
    if (object->contains("file_id")) found.push_back({place, platform::id_or_zero(*object, "file_id")});
  }
}
std::vector<Named> named_in(const json::object& answers) {
  std::vector<Named> found;
  for (const auto& [key, value] : answers) collect(value, "/" + std::string(key), found);
  return found;
}

}  // namespace

std::set<std::int64_t> files_of_form(const json::object& answers) {
  std::set<std::int64_t> files;
  for (const auto& one : named_in(answers))
    if (one.file) files.insert(one.file);
  return files;
}

Result<void> check_form_files(Services& s, Tx& tx, const Actor& actor, const json::object& answers, const json::object& before) {
  const auto kept = files_of_form(before);
  for (const auto& one : named_in(answers)) {
    if (kept.contains(one.file)) continue;
    const auto own = s.files.find_own(tx, actor, platform::FileId{one.file});
    if (!own) return fail(own.error().code, own.error().slug, own.error().detail, {{"/form" + one.place, own.error().detail}});
  }
  return {};
}

}  // namespace yimen::approval
