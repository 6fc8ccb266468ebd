#include <boost/json.hpp>
#include <fmt/format.h>

#include "case_columns.h"
#include "case_words.h"
#include "yimen/cases/case_parts.h"
#include "yimen/trail/trail.h"

namespace yimen::cases {

using platform::Param;
using platform::Row;

ServiceCase case_from(const Row& row, int at) {
  int column = at;
  const auto next = [&]<class T>() { return row.get<T>(column++); };
  ServiceCase c;
  const auto take = [&](auto& field) { field = next.template operator()<std::decay_t<decltype(field)>>(); };
  take(c.id); take(c.case_no); take(c.query_code); take(c.region_code); take(c.department_id); take(c.department_name);
  take(c.matter_id); take(c.matter_version_id); take(c.matter_name); take(c.handling_class); take(c.channel);
  take(c.state); take(c.state_before_stop); take(c.version); take(c.applicant_party_id); take(c.agent_party_id);
  take(c.submitted_by); take(c.applicant_name); take(c.contact_name); take(c.contact_phone); take(c.form_text);
  take(c.situation_text); take(c.process_key); take(c.process_version); take(c.process_state); take(c.window_id);
  take(c.first_contact_id); take(c.first_contact_name); take(c.submitted_at); take(c.received_at);
  take(c.accepted_at); take(c.decided_at); take(c.closed_at); take(c.received_on); take(c.acceptance_due_on);
  take(c.accepted_on); take(c.is_deemed_accepted); take(c.correction_rounds); take(c.answer_due_on);
  take(c.promised_limit.length); take(c.promised_limit.unit); take(c.promised_reason);
  const auto statutory_length = next.template operator()<std::optional<int>>();
  const auto statutory_unit = next.template operator()<std::optional<calendar::LimitUnit>>();
  c.has_statutory_limit = statutory_length && statutory_unit;
  if (c.has_statutory_limit) c.statutory_limit = {*statutory_length, *statutory_unit};
  take(c.extension_days); take(c.promised_due_on); take(c.statutory_due_on); take(c.delivery_due_on); take(c.due_on);
  take(c.warned_level); take(c.decision); take(c.close_result); take(c.result_no); take(c.delivery_way);
  take(c.changed_at);
  return c;
}

namespace {

std::optional<int> statutory_length(const ServiceCase& c) {
  return c.has_statutory_limit ? std::optional(c.statutory_limit.length) : std::nullopt;
}
std::optional<calendar::LimitUnit> statutory_unit(const ServiceCase& c) {
  return c.has_statutory_limit ? std::optional(c.statutory_limit.unit) : std::nullopt;
}

/// Counters are kept in several rows on PostgreSQL, so that acts of one department do not wait for each other's commit.
std::int64_t slot_of(const Tx& tx, const ServiceCase& c) { return tx.engine() == platform::Engine::postgres ? c.id.value() % 8 : 0; }

void count_state(Tx& tx, const ServiceCase& c, CaseState state, int by) {
  tx.post(Tx::Expect::nothing, R"sql(
      insert into case_counter (department_id, region_code, state, slot, amount) values (?, ?, ?, ?, ?)
      on conflict (department_id, region_code, state, slot) do update set amount = case_counter.amount + excluded.amount)sql",
          c.department_id, c.region_code, state, slot_of(tx, c), by);
}

/// One less here, one more there, always in one order, so that two acts in opposite directions never wait for each other's row.
void move_state(Tx& tx, const ServiceCase& c, CaseState from, CaseState to) {
  const bool is_ascending = platform::EnumText<CaseState>::to(from) < platform::EnumText<CaseState>::to(to);
  const auto slot = slot_of(tx, c);
  const auto [first, second] = is_ascending ? std::pair(from, to) : std::pair(to, from);
  tx.post(Tx::Expect::nothing, R"sql(
      insert into case_counter (department_id, region_code, state, slot, amount) values (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)
      on conflict (department_id, region_code, state, slot) do update set amount = case_counter.amount + excluded.amount)sql",
          c.department_id, c.region_code, first, slot, is_ascending ? -1 : 1, c.department_id, c.region_code, second, slot, is_ascending ? 1 : -1);
}

std::string next_case_no(Tx& tx, std::int64_t region_code, Date day) {
  const auto serial = tx.scalar<std::int64_t>(R"sql(
      insert into case_serial (region_code, day, serial) values (?, ?, 1)
      on conflict (region_code, day) do update set serial = case_serial.serial + 1
      returning serial)sql",
                                              region_code, day);
  return make_case_no(region_code, day, *serial);
}

}  // namespace

void insert_case(Tx& tx, ServiceCase& c) {
  if (c.case_no.empty()) c.case_no = next_case_no(tx, c.region_code, tx.today());
  tx.exec(R"sql(
      insert into service_case (id, case_no, query_code, region_code, department_id, department_name, matter_id,
             matter_version_id, matter_name, handling_class, channel, state, state_before_stop, version,
             applicant_party_id, agent_party_id, submitted_by, applicant_name, contact_name, contact_phone, form_text,
             situation_text, process_key, process_version, process_state, window_id, first_contact_id,
             first_contact_name, submitted_at, received_at, received_on, acceptance_due_on, is_deemed_accepted,
             correction_rounds, promised_length, promised_unit, promised_reason, extension_days, due_on, warned_level,
             decision, close_result, result_no, delivery_way, changed_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          c.id, c.case_no, c.query_code, c.region_code, c.department_id, c.department_name, c.matter_id,
          c.matter_version_id, c.matter_name, c.handling_class, c.channel, c.state, c.state_before_stop, c.version,
          c.applicant_party_id, c.agent_party_id, c.submitted_by, c.applicant_name, c.contact_name, c.contact_phone,
          c.form_text, c.situation_text, c.process_key, c.process_version, c.process_state, c.window_id,
          c.first_contact_id, c.first_contact_name, c.submitted_at, c.received_at, c.received_on, c.acceptance_due_on,
          c.is_deemed_accepted, c.correction_rounds, c.promised_limit.length, c.promised_limit.unit, c.promised_reason,
          c.extension_days, c.due_on, c.warned_level, c.decision, c.close_result, c.result_no, c.delivery_way,
          c.changed_at);
  index_words(tx, c);
  count_state(tx, c, c.state, 1);
  count_day(tx, c, tx.today(), {.submitted = 1});
}

Result<ServiceCase> lock_case(Tx& tx, CaseId id) {
  return tx.one("这个办件", select_case() + " where c.id = ?" + std::string(tx.lock_words()),
                [](const Row& row) { return case_from(row, 0); }, id);
}

Result<ServiceCase> get_case(Tx& tx, CaseId id) {
  return tx.one("这个办件", select_case() + " where c.id = ?", [](const Row& row) { return case_from(row, 0); }, id);
}

std::optional<ServiceCase> find_by_no(Tx& tx, std::string_view case_no) {
  return tx.find(select_case() + " where c.case_no = ?", [](const Row& row) { return case_from(row, 0); }, case_no);
}

std::map<std::int64_t, std::string> case_numbers(Tx& tx, const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, std::string> numbers;
  for (const auto id : ids) {
    const auto [place, is_new] = numbers.try_emplace(id);
    if (!is_new) continue;
    if (auto number = tx.scalar<std::string>("select case_no from service_case where id = ?", id)) place->second = std::move(*number);
    else numbers.erase(place);
  }
  return numbers;
}

namespace {

/// Only what differs is written: a column named in an update has its indexes rewritten even when its value stays.
struct Changes {
  std::string columns;
  std::vector<Param> params;
  template <class T>
  void note(std::string_view column, const T& now, const T& before) {
    if (now == before) return;
    columns.append(columns.empty() ? "" : ", ").append(column).append(" = ?");
    params.push_back(platform::to_param(now));
  }
};

/// What acts may change.
Changes changes_of(const ServiceCase& c, const ServiceCase& b) {
  Changes d;
  d.note("state", c.state, b.state);
  d.note("state_before_stop", c.state_before_stop, b.state_before_stop);
  d.note("version", c.version, b.version);
  d.note("form_text", c.form_text, b.form_text);
  d.note("situation_text", c.situation_text, b.situation_text);
  d.note("handling_class", c.handling_class, b.handling_class);
  d.note("process_key", c.process_key, b.process_key);
  d.note("process_version", c.process_version, b.process_version);
  d.note("process_state", c.process_state, b.process_state);
  d.note("window_id", c.window_id, b.window_id);
  d.note("first_contact_id", c.first_contact_id, b.first_contact_id);
  d.note("first_contact_name", c.first_contact_name, b.first_contact_name);
  d.note("received_at", c.received_at, b.received_at);
  d.note("accepted_at", c.accepted_at, b.accepted_at);
  d.note("decided_at", c.decided_at, b.decided_at);
  d.note("closed_at", c.closed_at, b.closed_at);
  d.note("received_on", c.received_on, b.received_on);
  d.note("acceptance_due_on", c.acceptance_due_on, b.acceptance_due_on);
  d.note("accepted_on", c.accepted_on, b.accepted_on);
  d.note("is_deemed_accepted", c.is_deemed_accepted, b.is_deemed_accepted);
  d.note("correction_rounds", c.correction_rounds, b.correction_rounds);
  d.note("answer_due_on", c.answer_due_on, b.answer_due_on);
  d.note("promised_length", c.promised_limit.length, b.promised_limit.length);
  d.note("promised_unit", c.promised_limit.unit, b.promised_limit.unit);
  d.note("promised_reason", c.promised_reason, b.promised_reason);
  d.note("statutory_length", statutory_length(c), statutory_length(b));
  d.note("statutory_unit", statutory_unit(c), statutory_unit(b));
  d.note("extension_days", c.extension_days, b.extension_days);
  d.note("promised_due_on", c.promised_due_on, b.promised_due_on);
  d.note("statutory_due_on", c.statutory_due_on, b.statutory_due_on);
  d.note("delivery_due_on", c.delivery_due_on, b.delivery_due_on);
  d.note("due_on", c.due_on, b.due_on);
  d.note("warned_level", c.warned_level, b.warned_level);
  d.note("decision", c.decision, b.decision);
  d.note("close_result", c.close_result, b.close_result);
  d.note("result_no", c.result_no, b.result_no);
  d.note("delivery_way", c.delivery_way, b.delivery_way);
  d.note("changed_at", c.changed_at, b.changed_at);
  return d;
}

}  // namespace

void save_case(Tx& tx, const ServiceCase& c, const ServiceCase& before) {
  auto changes = changes_of(c, before);
  if (changes.columns.empty()) return;
  changes.params.push_back(platform::to_param(c.id));
  changes.params.emplace_back(std::int64_t{before.version});
  tx.run_posted(Tx::Expect::one_row, "update service_case set " + changes.columns + " where id = ? and version = ?", changes.params);
  if (c.state != before.state) {
    move_state(tx, c, before.state, c.state);
  }
  if (c.due_on != before.due_on)
    tx.post(Tx::Expect::nothing, "update case_task set due_on = ? where case_id = ? and is_open = 1", c.due_on, c.id);
}

void count_day(Tx& tx, const ServiceCase& c, Date day, const DayFigures& f) {
  tx.post(Tx::Expect::nothing, R"sql(
      insert into case_daily (day, department_id, region_code, slot, submitted, accepted, closed, granted, refused,
             on_time, timed, promised_days, statutory_days, actual_days)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (day, department_id, region_code, slot) do update
         set submitted = case_daily.submitted + excluded.submitted, accepted = case_daily.accepted + excluded.accepted,
             closed = case_daily.closed + excluded.closed, granted = case_daily.granted + excluded.granted,
             refused = case_daily.refused + excluded.refused, on_time = case_daily.on_time + excluded.on_time,
             timed = case_daily.timed + excluded.timed,
             promised_days = case_daily.promised_days + excluded.promised_days,
             statutory_days = case_daily.statutory_days + excluded.statutory_days,
             actual_days = case_daily.actual_days + excluded.actual_days)sql",
          day, c.department_id, c.region_code, slot_of(tx, c), f.submitted, f.accepted, f.closed, f.granted,
          f.refused, f.on_time, f.timed, f.promised_days, f.statutory_days, f.actual_days);
}

DayFigures figures(Tx& tx, std::int64_t low, std::int64_t high, Date from, Date to) {
  return *tx.find(R"sql(
      select cast(coalesce(sum(submitted), 0) as bigint), cast(coalesce(sum(accepted), 0) as bigint),
             cast(coalesce(sum(closed), 0) as bigint), cast(coalesce(sum(granted), 0) as bigint),
             cast(coalesce(sum(refused), 0) as bigint), cast(coalesce(sum(on_time), 0) as bigint),
             cast(coalesce(sum(timed), 0) as bigint), cast(coalesce(sum(promised_days), 0) as bigint),
             cast(coalesce(sum(statutory_days), 0) as bigint), cast(coalesce(sum(actual_days), 0) as bigint)
        from case_daily
       where region_code >= ? and region_code < ? and day >= ? and day <= ?)sql",
                  [](const Row& r) {
                    return DayFigures{r.get<int>(0), r.get<int>(1), r.get<int>(2), r.get<int>(3), r.get<int>(4),
                                      r.get<int>(5), r.get<int>(6), r.get<int>(7), r.get<int>(8), r.get<int>(9)};
                  },
                  low, high, from, to);
}

std::vector<std::pair<CaseState, std::int64_t>> state_counts(Tx& tx, std::int64_t low, std::int64_t high,
                                                             std::int64_t department_id) {
  return tx.all(R"sql(
      select state, cast(sum(amount) as bigint) from case_counter
       where region_code >= ? and region_code < ? and (cast(? as bigint) = 0 or department_id = ?)
       group by state order by state)sql",
                [](const Row& r) { return std::pair(r.get<CaseState>(0), r.get<std::int64_t>(1)); }, low, high,
                department_id, department_id);
}

}  // namespace yimen::cases
