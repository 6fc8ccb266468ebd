#include "discretion.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "known.h"
#include "yimen/platform/json.h"
#include "yimen/platform/plain_words.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using platform::Row;

namespace {

constexpr std::string_view select_record = R"sql(
    select id, case_id, case_no, department_name, matter_name, rule_key, rule_name, rule_version, inputs, proposed, chosen, is_departure, reason, approved_by_way, approval_record,
           decided_by_name, decided_on
      from case_discretion)sql";

json::object parsed(const Row& r, int column) { return json::parse(r.text(column)).as_object(); }

DiscretionRecord record_from(const Row& r) {
  return {.id = r.i64(0), .case_id = r.i64(1), .case_no = r.get<std::string>(2), .department_name = r.get<std::string>(3), .matter_name = r.get<std::string>(4), .rule_key = r.get<std::string>(5),
          .rule_name = r.get<std::string>(6), .rule_version = r.get<int>(7), .inputs = parsed(r, 8), .proposed = parsed(r, 9), .chosen = parsed(r, 10), .is_departure = r.get<bool>(11),
          .reason = r.get<std::string>(12), .approved_by_way = r.get<std::string>(13), .approval_record = r.get<std::string>(14), .decided_by_name = r.get<std::string>(15),
          .decided_on = r.get<Date>(16)};
}

std::string word_of(cases::Decision decision) { return std::string(decision == cases::Decision::granted ? discretion::grant_word : discretion::refuse_word); }

Result<void> require_complete(const Benchmark& benchmark, const DiscretionChoice& choice) {
  std::vector<platform::FieldProblem> fields;
  for (const auto& name : benchmark.proposal.missing) fields.push_back({"/discretion/stated/" + name, fmt::format("请认定“{}”。", name)});
  for (const auto& band : benchmark.proposal.bands)
    if (const auto* chosen = choice.chosen.if_contains(band.name); !chosen || chosen->is_null() || platform::plain_words(*chosen).empty())
      fields.push_back({"/discretion/chosen/" + band.name, fmt::format("请填写“{}”。", band.name)});
  if (fields.empty()) return {};
  return fail(ErrorCode::invalid_input, "approval/discretion-incomplete", fmt::format("本事项有裁量基准“{}”，请先完成裁量。", benchmark.rule->name), std::move(fields));
}

/// Law: 国办发〔2022〕27号: reasons, and the approval of the head or collective discussion, kept in the file.
Result<void> require_explanation(const DiscretionChoice& choice, const std::vector<std::string>& departures) {
  std::vector<platform::FieldProblem> fields;
  if (platform::trim(choice.reason).empty()) fields.push_back({"/discretion/reason", "请写明偏离裁量基准的理由。"});
  if (choice.approved_by_way != "head" && choice.approved_by_way != "collective") fields.push_back({"/discretion/approved_by_way", "请选择经主要负责人批准还是集体讨论通过。"});
  if (platform::trim(choice.approval_record).empty()) fields.push_back({"/discretion/approval_record", "请写明批准材料或集体讨论记录的名称、文号。"});
  if (fields.empty()) return {};
  return fail(ErrorCode::invalid_input, "approval/departure-unexplained", fmt::format("“{}”与裁量基准不一致，须写明理由和批准情况。", fmt::join(departures, "”“")), std::move(fields));
}

std::string sentence_of(const Benchmark& benchmark, const DiscretionChoice& choice, cases::Decision decision, bool is_departure) {
  std::vector<std::string> parts;
  if (benchmark.on_decision) parts.push_back(fmt::format("是否准予：基准{}，决定{}", benchmark.on_decision->text, word_of(decision)));
  for (const auto& band : benchmark.proposal.bands) parts.push_back(fmt::format("{}：基准{}，决定{}", band.name, band.text, platform::plain_words(choice.chosen.at(band.name))));
  auto text = fmt::format("适用《{}》第{}版。{}", benchmark.rule->name, benchmark.rule->version, platform::join(parts, "；"));
  if (is_departure)
    text += fmt::format("。偏离基准的理由：{}（{}，{}）", platform::trim(choice.reason), way_words(choice.approved_by_way), platform::trim(choice.approval_record));
  return text;
}

void insert_record(Tx& tx, const Actor& actor, const cases::ServiceCase& file, const Benchmark& benchmark, const DiscretionChoice& choice, cases::Decision decision, bool is_departure) {
  json::object proposed, chosen;
  if (benchmark.on_decision) {
    proposed[discretion::decision_output] = benchmark.on_decision->text;
    chosen[discretion::decision_output] = word_of(decision);
  }
  for (const auto& band : benchmark.proposal.bands) {
    proposed[band.name] = band.text;
    chosen[band.name] = choice.chosen.at(band.name);
  }
  tx.exec(R"sql(
      insert into case_discretion (id, case_id, case_no, region_code, department_id, department_name, matter_name, rule_key, rule_name, rule_version, inputs, proposed, chosen, is_departure,
             reason, approved_by_way, approval_record, decided_by, decided_by_name, decided_on, decided_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), file.id, file.case_no, file.region_code, file.department_id, file.department_name, file.matter_name, benchmark.rule->key, benchmark.rule->name,
          benchmark.rule->version, json::serialize(benchmark.proposal.inputs), json::serialize(proposed), json::serialize(chosen), is_departure,
          is_departure ? platform::trim(choice.reason) : std::string(), is_departure ? choice.approved_by_way : std::string(),
          is_departure ? platform::trim(choice.approval_record) : std::string(), actor.id, acting_name(actor), tx.today(), tx.now());
}

}  // namespace

std::string_view way_words(std::string_view way) { return way == "head" ? "经主要负责人批准" : way == "collective" ? "经集体讨论通过" : ""; }

Result<std::optional<Benchmark>> benchmark_of(Services& s, Tx& tx, const cases::ServiceCase& file, const json::object& stated, cases::Decision decision) {
  const auto matter = TRY(s.catalogue.version(tx, catalogue::MatterVersionId{file.matter_version_id}));
  if (matter->discretion_key.empty()) return std::nullopt;
  Benchmark benchmark;
  benchmark.rule = TRY(discretion::rule_of_today(tx, matter->discretion_key));
  // What only bounds the content of a grant leaves a refusal to the conditions of the law.
  if (decision == cases::Decision::refused && !benchmark.rule->judges_decision) return std::nullopt;
  auto& proposal = benchmark.proposal;
  proposal = discretion::propose(*benchmark.rule, facts_of(known_of(s, tx, file), stated), tx.now());
  const auto found = std::ranges::find(proposal.bands, discretion::decision_output, &discretion::Band::name);
  if (benchmark.rule->judges_decision && found != proposal.bands.end()) {
    const json::object chosen{{discretion::decision_output, word_of(decision)}};
    const discretion::Proposal alone{.inputs = {}, .missing = {}, .bands = {*found}, .notes = {}};
    benchmark.departs_by_decision = !discretion::departures(alone, chosen).empty();
    benchmark.on_decision = *found;
    proposal.bands.erase(found);
  }
  if (decision == cases::Decision::refused) proposal.bands.clear();
  return std::optional(std::move(benchmark));
}

Result<std::string> keep_choice(Services& s, Tx& tx, const Actor& actor, const cases::ServiceCase& file, const DiscretionChoice& choice, cases::Decision decision) {
  const auto benchmark = TRY(benchmark_of(s, tx, file, choice.stated, decision));
  if (!benchmark) return std::string();
  TRY(require_complete(*benchmark, choice));
  auto departures = discretion::departures(benchmark->proposal, choice.chosen);
  if (benchmark->departs_by_decision) departures.insert(departures.begin(), decision == cases::Decision::granted ? "准予许可" : "不予许可");
  if (!departures.empty()) TRY(require_explanation(choice, departures));
  insert_record(tx, actor, file, *benchmark, choice, decision, !departures.empty());
  const auto sentence = sentence_of(*benchmark, choice, decision, !departures.empty());
  auto chosen = choice.chosen;
  if (benchmark->on_decision) chosen[discretion::decision_output] = word_of(decision);
  trail::append(tx, actor, {.action = departures.empty() ? "cases.apply_benchmark" : "cases.depart_from_benchmark", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                            .text = sentence, .facts = {{"rule", benchmark->rule->key}, {"version", benchmark->rule->version}, {"inputs", benchmark->proposal.inputs}, {"chosen", chosen}}});
  return sentence;
}

std::optional<DiscretionRecord> discretion_of(Tx& tx, cases::CaseId id) { return tx.find(std::string(select_record) + " where case_id = ? order by id desc limit 1", record_from, id); }

std::vector<DiscretionRecord> departures_of(Tx& tx, const Actor& actor, const DepartureFilter& filter) {
  const auto like = "%" + platform::trim(filter.words) + "%";
  const auto from = filter.from.value_or(platform::Date{std::chrono::year{1900} / 1 / 1}), to = filter.to.value_or(platform::Date{std::chrono::year{2999} / 12 / 31});
  return tx.all(std::string(select_record) + R"sql(
       where is_departure = 1 and region_code >= ? and region_code < ? and (cast(? as bigint) = 1 or department_id = ?)
         and decided_on >= ? and decided_on <= ? and (cast(? as bigint) = 0 or id < ?)
         and (case_no like ? or matter_name like ? or rule_name like ? or reason like ? or department_name like ?)
       order by id desc limit ?)sql",
                record_from, actor.scope_low, actor.scope_high, actor.all_departments, actor.department_id, from, to, filter.before_id, filter.before_id, like, like, like, like, like, filter.limit);
}

}  // namespace yimen::approval
