#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/discretion/discretion.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::discretion {

using feel::Kind;
using feel::Value;

namespace {

constexpr auto plain = feel::JsonForm::plain;

Value number_from(const json::value& given) {
  if (given.is_number()) return feel::from_json(given).value_or(Value{});
  if (!given.is_string()) return {};
  const auto text = platform::trim(std::string_view(given.as_string()));
  if (text.empty() || text.find_first_not_of("0123456789.-") != std::string::npos) return {};
  return feel::read_json(text).value_or(Value{});
}

Value truth_from(const json::value& given) {
  if (given.is_bool()) return given.as_bool();
  if (!given.is_string()) return {};
  const std::string_view text = given.as_string();
  if (text == "true" || text == "yes" || text == "是") return true;
  if (text == "false" || text == "no" || text == "否") return false;
  return {};
}

/// As the declared type says; answers of forms are texts as often as not.
Value value_from(const json::value& given, std::string_view type) {
  if (given.is_null() || (given.is_string() && given.as_string().empty())) return {};
  if (type == "number") return number_from(given);
  if (type == "boolean") return truth_from(given);
  if (type == "date" && given.is_string()) return feel::from_json(json::object{{"$date", given}}).value_or(Value{});
  if (type == "string" && given.is_number()) return json::serialize(given);
  if (type == "string" && given.is_array() && given.as_array().size() == 1) return value_from(given.as_array().front(), type);
  return feel::from_json(given).value_or(Value{});
}

json::value answer_for(const Input& input, const Facts& facts) {
  const auto in = [](const json::object& answers, std::string_view key) {
    const auto* found = answers.if_contains(key);
    return found ? *found : json::value(nullptr);
  };
  const std::string_view source = input.source;
  if (source == "applicant") return facts.is_enterprise ? "enterprise" : "person";
  if (source.starts_with("form:")) return in(facts.form, source.substr(5));
  if (source.starts_with("situation:")) return in(facts.situation, source.substr(10));
  return in(facts.stated, input.name);
}

/// How an end of a range or an item of a list reads: texts without their marks.
std::string shown(const Value& value) { return value.is(Kind::string) ? value.string() : feel::json_text(value, plain); }

Band band_from(const std::string& name, const Value& value) {
  Band band{.name = name, .text = shown(value), .kind = "value", .proposed = feel::to_json(value, plain), .choices = {}};
  if (value.is(Kind::range)) {
    band.kind = "range";
    const auto& [from, to] = std::pair{value.range().start, value.range().end};
    const bool is_closed = !from.is_null() && !to.is_null() && band.proposed.as_string().starts_with("[") && band.proposed.as_string().ends_with("]");
    band.text = is_closed ? fmt::format("{}至{}", shown(from), shown(to)) : std::string(band.proposed.as_string());
  } else if (value.is(Kind::list)) {
    band.kind = "list";
    std::vector<std::string> words;
    for (const auto& item : value.list()) {
      words.push_back(shown(item));
      band.choices.push_back(feel::to_json(item, plain));
    }
    band.text = fmt::format("{}", fmt::join(words, "、"));
  }
  return band;
}

/// A range again from its tagged text; what a proposal keeps is plain JSON.
bool is_within(const Band& band, const json::value& chosen) {
  if (band.kind == "list") return std::ranges::find(band.choices, chosen) != band.choices.end();
  if (band.kind == "range") {
    const auto range = feel::from_json(json::object{{"$range", band.proposed}});
    const auto value = number_from(chosen);
    return range && !value.is_null() && feel::contains(range->range(), value).is_true();
  }
  if (band.proposed.is_number()) {
    const auto value = number_from(chosen);
    return !value.is_null() && feel::same(value, number_from(band.proposed));
  }
  return chosen == band.proposed;
}

}  // namespace

Value inputs_from(const Rule& rule, const json::object& values) {
  std::vector<feel::ContextEntry> entries;
  for (const auto& input : rule.inputs) {
    const auto* found = values.if_contains(input.name);
    entries.push_back({input.name, found ? value_from(*found, input.type) : Value{}});
  }
  return Value::context(std::move(entries));
}

Result<Value> answer(const Rule& rule, const Facts& facts, platform::Instant now) {
  json::object inputs;
  for (const auto& input : rule.inputs) inputs[input.name] = feel::to_json(value_from(answer_for(input, facts), input.type), plain);
  feel::Session session{now};
  return rule.model.decide(rule.decision, inputs_from(rule, inputs), session);
}

Proposal propose(const Rule& rule, const Facts& facts, platform::Instant now) {
  Proposal proposal;
  for (const auto& input : rule.inputs) {
    const auto value = value_from(answer_for(input, facts), input.type);
    if (value.is_null() && input.is_stated()) proposal.missing.push_back(input.name);
    proposal.inputs[input.name] = feel::to_json(value, plain);
  }
  if (!proposal.missing.empty()) return proposal;
  feel::Session session{now};
  const auto decided = rule.model.decide(rule.decision, inputs_from(rule, proposal.inputs), session);
  for (const auto& problem : session.problems()) proposal.notes.push_back(problem.text());
  if (!decided) {
    proposal.notes.push_back(decided.error().detail);
  } else if (decided->is(Kind::context)) {
    for (const auto& entry : decided->entries())
      if (!entry.value.is_null()) proposal.bands.push_back(band_from(entry.name, entry.value));
  } else if (!decided->is_null()) {
    proposal.bands.push_back(band_from(rule.decision, *decided));
  }
  return proposal;
}

std::vector<std::string> departures(const Proposal& proposal, const json::object& chosen) {
  std::vector<std::string> names;
  for (const auto& band : proposal.bands) {
    const auto* choice = chosen.if_contains(band.name);
    if (!choice || !is_within(band, *choice)) names.push_back(band.name);
  }
  return names;
}

}  // namespace yimen::discretion
