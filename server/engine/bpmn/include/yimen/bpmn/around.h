#pragma once
#include <string>
#include <vector>

#include "yimen/bpmn/model.h"

/// What stands around a node and beside it: event sub-processes, and who catches what is thrown. The engine and whoever checks models ask here.
namespace yimen::bpmn {

/// An event sub-process begun by something that does not interrupt: it runs beside what it stands in.
bool runs_beside(const Model&, const Node& event_sub);
/// The event sub-process a node stands in, directly or not, the innermost first; -1: none. `beside`: only one that runs beside the way. A node
/// of a called process stands where it is called, when all its calls stand in one.
enum class Around { any, beside };
int event_sub_around(const Model&, const Node&, Around = Around::any);

/// The definition by which the node catches an error or escalation: one with this code (`is_exact`) or one that takes all; -1: none.
int catching(const Node&, EventKind, const std::string& code, bool is_exact);

/// What is thrown where, and who catches it: from the thrower outward, at each level the event sub-processes, then the edges of what is around.
struct Throw {
  int node = -1;
  int via = -1;      // the call of the first process out of which it comes; -1: thrown in the first process itself
  int catcher = -1;  // boundary or start event; -1: nobody
};
/// Every event that throws an error or escalation; several rows when a called process is called from several places.
std::vector<Throw> throws_of(const Model&);
/// Of these the errors nobody catches.
std::vector<Throw> uncaught_errors(const Model&);
/// It throws (an end, a throwing event, a send task), rather than catches.
bool throws(const Node&);
/// An error, an escalation and nothing else.
bool is_error(const Node&);
bool is_escalation(const Node&);

}  // namespace yimen::bpmn
