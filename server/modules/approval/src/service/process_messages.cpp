#include "process_messages.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <boost/json.hpp>

#include "process.h"
#include "process_models.h"
#include "yimen/bpmn/engine.h"
#include "yimen/cases/process_messages.h"
#include "yimen/platform/id.h"

namespace yimen::approval {

using platform::Row;

namespace {

std::string_view word(Heard kind) { return kind == Heard::message ? "message" : "signal"; }
Heard heard_of(std::string_view text) { return text == "signal" ? Heard::signal : Heard::message; }
bpmn::Awaited::Kind awaited_as(Heard kind) { return kind == Heard::message ? bpmn::Awaited::Kind::message : bpmn::Awaited::Kind::signal; }

struct Ear {
  int token = 0;
  std::string node, kind, name;
  friend auto operator<=>(const Ear&, const Ear&) = default;
};

bool has_ears(const bpmn::Model& model) {
  return std::ranges::any_of(model.nodes(), [](const bpmn::Node& node) {
    return std::ranges::any_of(node.events, [](const bpmn::EventDefinition& event) { return event.kind == bpmn::EventKind::message || event.kind == bpmn::EventKind::signal; });
  });
}

}  // namespace

const std::string& place_name(const bpmn::Model& model, const bpmn::Node& node) {
  const int owner = node.kind == bpmn::NodeKind::start_event ? model.scope(node.scope).owner : -1;
  const auto& place = owner < 0 ? node : model.node(owner);
  return place.name.empty() ? node.name.empty() ? node.id : node.name : place.name;
}

bool keep_waits(Tx& tx, const cases::ServiceCase& file, const bpmn::Model& model, const bpmn::State& state) {
  if (!has_ears(model)) return false;
  std::set<Ear> now, before;
  for (const auto& one : bpmn::awaited(model, state))
    if (one.kind == bpmn::Awaited::Kind::message || one.kind == bpmn::Awaited::Kind::signal)
      now.insert({one.token, one.node->id, std::string(one.kind == bpmn::Awaited::Kind::message ? "message" : "signal"), one.name});
  for (auto& ear : tx.all("select token, node, kind, name from process_wait where case_id = ?",
                          [](const Row& row) { return Ear{row.get<int>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3)}; }, file.id))
    before.insert(std::move(ear));
  for (const auto& gone : before)
    if (!now.contains(gone)) tx.exec("delete from process_wait where case_id = ? and kind = ? and name = ? and node = ? and token = ?", file.id, gone.kind, gone.name, gone.node, gone.token);
  for (const auto& ear : now)
    if (!before.contains(ear))
      tx.exec("insert into process_wait (case_id, token, node, kind, name, region_code, since) values (?, ?, ?, ?, ?, ?, ?)", file.id, ear.token, ear.node, ear.kind, ear.name, file.region_code, tx.now());
  return true;
}

void cancel_waits(Tx& tx, CaseId id) { tx.exec("delete from process_wait where case_id = ?", id); }

void forget_waits(Tx& tx, CaseId id) {
  cancel_waits(tx, id);
  tx.exec("delete from process_message where case_id = ? and heard_at is null", id);
}

void keep_told(Tx& tx, CaseId id, Told& told) {
  told.id = platform::next_id();
  tx.exec("insert into process_message (id, case_id, kind, name, content, sent_by_name, sent_at, for_edges) values (?, ?, ?, ?, ?, ?, ?, ?)", told.id, id, word(told.kind), told.name,
          json::serialize(told.content), told.sent_by_name, tx.now(), told.for_edges);
}

void mark_heard(Tx& tx, const Told& told, const bpmn::Node* by) {
  tx.exec("update process_message set heard_at = ?, heard_by = ? where id = ?", tx.now(), by == nullptr ? std::string() : by->id, told.id);
}

/// Hears what comes while it is open, and nothing from before: the edge of a step, the start of an event sub-process.
static bool hears_only_now(const bpmn::Node& node) { return node.kind == bpmn::NodeKind::boundary_event || node.kind == bpmn::NodeKind::start_event; }

const bpmn::Node* listener(const bpmn::Model& model, const bpmn::State& state, const Told& told, Ears ears) {
  for (const auto& one : bpmn::awaited(model, state))
    if (one.kind == awaited_as(told.kind) && one.name == told.name && (ears == Ears::all || !hears_only_now(*one.node))) return one.node;
  return nullptr;
}

std::optional<Told> next_to_hear(Tx& tx, CaseId id, const bpmn::Model& model, const bpmn::State& state) {
  if (!has_ears(model)) return std::nullopt;
  for (auto& told : tx.all("select id, kind, name, content, sent_by_name, for_edges from process_message where case_id = ? and heard_at is null order by id",
                           [](const Row& row) {
                             return Told{.kind = heard_of(row.text(1)), .name = row.get<std::string>(2), .content = json::parse(row.text(3)).as_object(), .sent_by_name = row.get<std::string>(4),
                                         .id = row.i64(0), .for_edges = row.get<bool>(5)};
                           }, id)) {
    if (listener(model, state, told, told.for_edges ? Ears::all : Ears::waiting) != nullptr) return std::move(told);
    if (!told.for_edges) continue;
    // The case has gone on and no edge heard it: a signal is over, a message waits for a place of its own.
    if (told.kind == Heard::signal) mark_heard(tx, told, nullptr);
    else tx.exec("update process_message set for_edges = 0 where id = ?", told.id);
  }
  return std::nullopt;
}

Result<bool> tell_process(Services& s, Tx& tx, const Actor& actor, Approval::Opened& opened, std::string_view message, json::object about) {
  const auto& file = opened.file;
  if (file.process_state.empty()) return false;
  const auto model = TRY(model_of(*s.models, tx, file)).model;
  const bool has_ear = std::ranges::any_of(model->nodes(), [&](const bpmn::Node& node) {
    return std::ranges::any_of(node.events, [&](const bpmn::EventDefinition& event) { return event.kind == bpmn::EventKind::message && event.name == message; });
  });
  about["name"] = message;
  const bool is_heard = !has_ear ? TRY(hear_kept(s, tx, opened)) : TRY(hear(s, tx, opened, {.kind = Heard::message, .name = std::string(message), .content = {{"message", std::move(about)}}, .sent_by_name = acting_name(actor)}));
  if (is_heard) TRY(settle_state(tx, opened, std::nullopt));
  return is_heard;
}

void broadcast(Tx& tx, Signal signal) {
  signal.id = platform::next_id();
  tx.exec(R"sql(
      insert into process_signal (id, name, content, words, from_case_id, region_low, region_high, sent_by, sent_by_name, sent_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          signal.id, signal.name, json::serialize(signal.content), signal.words, signal.from_case, signal.region_low, signal.region_high, signal.sent_by, signal.sent_by_name, tx.now());
  if (signal.from_case) tx.exec("insert into process_signal_heard (signal_id, case_id, heard_at) values (?, ?, ?)", signal.id, signal.from_case, tx.now());
  tx.publish(process_signal_topic, json::serialize(json::object{{"signal_id", std::to_string(signal.id)}}));
}

std::optional<Signal> signal_of(Tx& tx, std::int64_t id) {
  return tx.find("select id, name, words, content, from_case_id, region_low, region_high, sent_by, sent_by_name, sent_at from process_signal where id = ?",
                 [](const Row& row) {
                   return Signal{.id = row.i64(0), .name = row.get<std::string>(1), .words = row.get<std::string>(2), .content = json::parse(row.text(3)).as_object(), .from_case = row.get<CaseId>(4),
                                 .region_low = row.i64(5), .region_high = row.i64(6), .sent_by = row.get<platform::UserId>(7), .sent_by_name = row.get<std::string>(8), .sent_at = row.get<platform::Instant>(9)};
                 }, id);
}

std::vector<CaseId> cases_waiting(Tx& tx, const Signal& signal, CaseId after, int at_most) {
  return tx.all(R"sql(
      select distinct w.case_id from process_wait w
       where w.kind = 'signal' and w.name = ? and w.case_id > ? and w.since <= ? and w.region_code >= ? and w.region_code < ?
         and not exists (select 1 from process_signal_heard h where h.signal_id = ? and h.case_id = w.case_id)
       order by w.case_id limit ?)sql",
                [](const Row& row) { return row.get<CaseId>(0); }, signal.name, after, signal.sent_at, signal.region_low, signal.region_high, signal.id, at_most);
}

std::vector<Wait> waits_of(Tx& tx, const Actor& actor, const cases::ServiceCase& file) {
  auto waits = tx.all("select kind, name, node, since from process_wait where case_id = ? order by since, node",
                      [](const Row& row) { return Wait{.kind = row.get<std::string>(0), .name = row.get<std::string>(1), .label = {}, .node = row.get<std::string>(2), .node_name = {}, .since = row.get<platform::Instant>(3)}; }, file.id);
  if (waits.empty()) return waits;
  const auto model = model_of(tx, file);
  for (auto& wait : waits) {
    wait.label = cases::message_label(wait.name);
    const auto* node = model ? (*model)->find(wait.node) : nullptr;
    wait.node_name = node ? place_name(**model, *node) : wait.node;
    wait.may_record = wait.kind == "message" && may_record(actor, wait.name);
  }
  return waits;
}

std::vector<AwaitedSignal> awaited_signals(Tx& tx, const Actor& actor) {
  return tx.all("select name, count(distinct case_id) from process_wait where kind = 'signal' and region_code >= ? and region_code < ? group by name order by name limit 200",
                [](const Row& row) { return AwaitedSignal{row.get<std::string>(0), row.get<int>(1)}; }, actor.scope_low, actor.scope_high);
}

bool may_record(const Actor& actor, std::string_view name) {
  if (actor.may("cases.jump")) return true;  // who may send a case elsewhere may also say that it need not wait
  const auto* known = cases::find_process_message(name);
  return known != nullptr && !known->permission.empty() && actor.may(std::string(known->permission));
}

}  // namespace yimen::approval
