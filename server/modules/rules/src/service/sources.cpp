#include <set>

#include <fmt/format.h>

#include "service/sources.h"

namespace yimen::rules {

namespace {

constexpr int most_matters = 200;

}  // namespace

std::vector<catalogue::AnswerSource> sources_of_users(Tx& tx, catalogue::Catalogue& catalogue, const std::string& key) {
  std::vector<catalogue::AnswerSource> all;
  std::set<std::string> seen;
  for (const auto& matter : catalogue::matters_of_model(tx, "discretion_key", key, most_matters)) {
    const auto version = catalogue.version(tx, matter.version_id);
    if (!version) continue;
    for (auto& source : catalogue::answer_sources(**version))
      if (seen.insert(source.source).second) all.push_back(std::move(source));
  }
  return all;
}

std::vector<Problem> check_sources(Tx& tx, catalogue::Catalogue& catalogue, const std::string& key, const std::vector<discretion::Input>& inputs) {
  std::vector<Problem> problems;
  for (const auto& matter : catalogue::matters_of_model(tx, "discretion_key", key, most_matters)) {
    const auto version = catalogue.version(tx, matter.version_id);
    if (!version) continue;
    std::set<std::string> known;
    for (const auto& source : catalogue::answer_sources(**version)) known.insert(source.source);
    for (const auto& input : inputs)
      if (!input.is_stated() && !known.contains(input.source))
        problems.push_back({.element = input.name, .rows = {}, .line = 0, .rule = "rules/no-source",
                            .zh = fmt::format("事项“{}”没有输入“{}”的来源“{}”，请改来源，或先修改那个事项的申请表或情形。", matter.name, input.name, input.source),
                            .en = fmt::format("a matter that uses the rule has no {}", input.source), .example = {}});
  }
  return problems;
}

}  // namespace yimen::rules
