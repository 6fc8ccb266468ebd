#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "opened.h"
#include "yimen/bpmn/model.h"
#include "yimen/bpmn/state.h"

/// 消息和信号 of running cases (ADR 0013). A message goes to one case and is heard once; one that nobody waits for is kept for a place that will.
/// A signal goes to every case of a region that waits for it when it is sent.
namespace yimen::approval {

enum class Heard { message, signal };

/// Something that is told to a case.
struct Told {
  Heard kind = Heard::message;
  std::string name;
  json::object content;       // variables; conditions behind it read them
  std::string sent_by_name;
  std::int64_t id = 0;        // of its row once it is kept
  bool for_edges = false;     // came while the clock of the case stood: the edges of steps hear it late
};

/// What people call the place that hears something: of the start of an event sub-process, the sub-process.
const std::string& place_name(const bpmn::Model&, const bpmn::Node&);
/// What the case waits for by name, as rows: for signals, for the case page. False when the model has no ears at all.
bool keep_waits(Tx&, const cases::ServiceCase&, const bpmn::Model&, const bpmn::State&);
/// Before the rows of another version of the model are written.
void cancel_waits(Tx&, CaseId);
/// The case hears nothing any more.
void forget_waits(Tx&, CaseId);
/// Puts it into the case's box.
void keep_told(Tx&, CaseId, Told&);
/// The oldest of the box that somebody waits for now. An event at the edge of a step, or one that begins an event sub-process, hears what comes while that is open: for
/// it nothing is kept, except what came while the clock of the case stood.
std::optional<Told> next_to_hear(Tx&, CaseId, const bpmn::Model&, const bpmn::State&);
void mark_heard(Tx&, const Told&, const bpmn::Node*);
enum class Ears { all, waiting };  // waiting: without events at the edge of steps and starts of event sub-processes
/// The element that would hear it now; null when none waits.
const bpmn::Node* listener(const bpmn::Model&, const bpmn::State&, const Told&, Ears = Ears::all);

/// An act of the case tells the process, when the process has an ear for it at all; it hears what came while the clock stood too, and the state
/// follows. The case must be open for work again. @returns whether anything was heard.
Result<bool> tell_process(Services&, Tx&, const Actor&, Approval::Opened&, std::string_view message, json::object about);

/// Topic of the outbox: {"signal_id"}.
inline constexpr std::string_view process_signal_topic = "process.signal";
struct Signal {
  std::int64_t id = 0;
  std::string name, words;
  json::object content;
  CaseId from_case;
  std::int64_t region_low = 0, region_high = 0;
  platform::UserId sent_by;
  std::string sent_by_name;
  platform::Instant sent_at{};
};
/// Writes it down and hands it to the outbox; the case it comes from has heard it already.
void broadcast(Tx&, Signal);
std::optional<Signal> signal_of(Tx&, std::int64_t id);
/// Cases behind `after` that wait for it since before it was sent and have not heard it.
std::vector<CaseId> cases_waiting(Tx&, const Signal&, CaseId after, int at_most);

/// Messages of the catalogue by their permission; any that is waited for with cases.jump.
bool may_record(const Actor&, std::string_view name);

struct Wait {
  std::string kind, name, label, node, node_name;
  platform::Instant since{};
  bool may_record = false;
};
/// What the case waits for beside people, for its page.
std::vector<Wait> waits_of(Tx&, const Actor&, const cases::ServiceCase&);
struct AwaitedSignal {
  std::string name;
  int cases = 0;
};
/// Names that running cases of the actor's range wait for.
std::vector<AwaitedSignal> awaited_signals(Tx&, const Actor&);

}  // namespace yimen::approval
