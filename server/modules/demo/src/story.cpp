#include "story.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/document/sheet.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::demo {

namespace json = boost::json;

namespace {

json::value sample_answer(const json::object& field, Random& random) {
  const auto type = platform::text_or(field, "type");
  // Fields that follow a pattern say by an example what fits; nobody could guess it.
  if (const auto* told = platform::object_at(field, "properties"); told && told->contains("example")) return told->at("example");
  static const json::object none;
  const auto* validate = platform::object_at(field, "validate");
  if (!validate) validate = &none;
  if (type == "number" || type == "money") return std::max<std::int64_t>(platform::int_or(*validate, "min", 1), std::min<std::int64_t>(platform::int_or(*validate, "max", 500), pick(random, 20, 300)));
  if (type == "date") return json::value("2026-09-01");
  if (type == "phone") return json::value("19900000088");
  if (type == "uscc") return json::value(any_enterprise(random).id_no);
  if (type == "id_number") return json::value(any_person(random).id_no);
  if (type == "checkbox") return true;
  if (type == "select" || type == "radio" || type == "checklist") {
    const auto* options = platform::array_at(field, "values");
    if (!options) options = platform::array_at(field, "options");
    if (!options || options->empty()) return nullptr;
    const auto& chosen = any_of(random, *options);
    const auto value = chosen.is_object() ? chosen.as_object().at("value") : chosen;
    return type == "checklist" ? json::value(json::array{value}) : value;
  }
  return json::value(fmt::format("{}（演示填写）", platform::text_or(field, "label", "内容")));
}

}  // namespace

/// Answers to what must be answered: of the form, or of one row of a repeated group.
json::object sample_form(const json::object& form, Random& random) {
  json::object answers;
  const auto* fields = platform::array_at(form, "components");
  if (!fields) fields = platform::array_at(form, "fields");
  for (const auto& entry : fields ? *fields : json::array{}) {
    const auto& field = entry.as_object();
    const auto type = platform::text_or(field, "type");
    if (type == "dynamiclist") {
      json::array rows;
      for (int count = pick(random, 1, 3); count > 0; --count) rows.push_back(sample_form(field, random));
      answers[platform::text_or(field, "path")] = std::move(rows);
      continue;
    }
    if (type == "expression") continue;
    const auto* validate = platform::object_at(field, "validate");
    if (const auto key = platform::text_or(field, "key"); !key.empty() && validate && platform::bool_or(*validate, "required")) answers[key] = sample_answer(field, random);
  }
  return answers;
}

json::object sample_situation(catalogue::Catalogue& catalogue, const catalogue::MatterVersion& matter, Random& random) {
  json::object answers;
  for (const auto& situation : matter.situations) {
    if (!situation.options.empty()) {
      const auto& option = any_of(random, situation.options);
      if (situation.is_multiple) answers[situation.key] = json::array{json::string(option.key)};
      else answers[situation.key] = option.key;
    }
    if (catalogue.check_answers(matter, answers)) break;
  }
  return answers;
}

bool takes_persons(const catalogue::MatterVersion& matter) {
  if (matter.service_objects.empty()) return true;
  return std::any_of(matter.service_objects.begin(), matter.service_objects.end(), [](const std::string& object) {
    return object.find("自然人") != object.npos || object.find("个人") != object.npos || object == "1" || object == "person";
  });
}

platform::StagedFile Papers::of(const std::string& material, const std::string& matter) {
  const std::lock_guard lock{mutex_};
  const auto key = std::pair(material, matter);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  const auto bytes = document::sheet_pdf({.title = material,
                                          .rows = {{"材料名称", material}, {"所办事项", matter}, {"出具单位", "演示单位"}, {"内容", "本页为演示城市的样本材料，由程序生成，不含任何真实的个人或单位信息。"}},
                                          .foot = "演示材料，不具有任何效力"});
  const auto staged = files_.stage(bytes, "材料.pdf");
  if (!staged) throw std::runtime_error(staged.error().detail);
  return known_.emplace(key, *staged).first->second;
}

Instant slot(Date day, int hour, Random& random) { return platform::shanghai_instant(day, hour, pick(random, 0, 1) * 30 + 5); }
Instant working_slot(const Scene& scene, Date day, Random& random) {
  const auto worked = scene.days->is_working(day) ? day : scene.days->add_working(day, 1);
  return slot(worked, any_of(random, std::array{9, 9, 10, 10, 11, 14, 14, 15, 15, 16}), random);
}
std::string shortened(const std::string& text, std::size_t n) {
  const auto characters = platform::to_utf32(text);
  return characters.size() <= n ? text : platform::to_utf8(std::u32string_view(characters).substr(0, n));
}
Instant later(const Scene& scene, Story& story, int n) {
  const auto now = scene.clock.now();
  const auto today = platform::shanghai_date(now);
  if (n == 0 && platform::shanghai_minute(now) < 15 * 60) return now + std::chrono::minutes{30 * pick(story.random, 1, 3)};
  return working_slot(scene, scene.days->add_working(today, std::max(n, 1)), story.random);
}

}  // namespace yimen::demo
