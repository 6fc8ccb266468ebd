#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "xml.h"
#include "yimen/bpmn/model.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {

inline constexpr std::string_view bpmn_namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// "a" of "x:a".
inline std::string_view local_part(std::string_view reference) { return reference.substr(reference.rfind(':') + 1); }

/// What a message is called by: its name, else its id.
inline std::string message_name_in(const xml::Element& message) {
  auto name = platform::trim(message.attribute("name"));
  return name.empty() ? std::string{message.attribute("id")} : name;
}

/// From the XML tree to a model. What the engine does not run is refused element by element. To add an element: a row in
/// the tables of scopes.cpp, its NodeKind (the compiler then names every `switch` that lacks it), its reading here, its step in run/.
class ModelBuilder {
 public:
  explicit ModelBuilder(std::vector<Problem>& problems) : problems_{problems} {}
  /// @returns null when the document holds no process or a limit is passed.
  std::shared_ptr<const Model> build(const xml::Element& root, std::string source, const Limits&);

 private:
  using Element = xml::Element;
  // definitions.cpp
  bool index_definitions(const Element& root);
  void index_deep(const Element&, int depth);
  void read_processes(const Element& root);
  void read_global_task(const Element&, NodeKind);
  void name_message_flows(const Element& root);
  const Element* referenced(std::string_view reference) const;
  // scopes.cpp
  void read_scope(const Element&, int scope);
  void read_node(const Element&, NodeKind, int scope);
  void read_children(const Element&, Node&);
  void read_flow(const Element&);
  void read_lanes(const Element& lane_set);
  void read_data_object(const Element&, int scope);
  // activities.cpp
  void read_activity(const Element&, Node&);
  void read_task(const Element&, Node&);
  void read_attributes(const Element&, TaskSpec&);
  void read_limit(const Element&, TaskSpec&);
  void read_checklist(const Element&, TaskSpec&);
  void read_inputs(const Element& element, TaskSpec& task);
  void read_script(const Element&, Node&);
  void read_call(const Element&, Node&);
  void read_ad_hoc(const Element&, Node&);
  void read_gateway(const Element&, Node&);
  int read_quantity(const Element&, std::string_view attribute);
  // loops.cpp
  void read_loop(const Element& activity, Node&);
  void read_standard_loop(const Element&, Loop&);
  void read_multi_instance(const Element&, Loop&);
  void read_behavior(const Element&, Loop&);
  void read_vote(const Element& activity, Loop&);
  std::string data_name(std::string_view reference) const;
  // events.cpp
  void read_event(const Element&, Node&);
  bool read_definition(const Element&, const Element& event, EventDefinition&);
  void read_timer(const Element&, const Element& event, EventDefinition&);
  void read_message_ref(const Element&, std::string_view attribute, EventDefinition&);
  void read_receive(const Element&, Node&);
  std::string message_name(std::string_view reference) const;
  std::string message_name_of(const Element& node) const;
  // data.cpp
  void read_io(const Element& activity, Node&);
  void read_move(const Element& association, DataMove&);
  ExpressionRef read_expression(const Element& holder, const Element& at, std::string rule);
  ExpressionRef parse(std::string_view text, const Element& at, std::string rule);
  ExpressionRef child_expression(const Element& parent, std::string_view name, const Element& at, std::string rule);
  bool is_of_other_language(std::string_view text, std::string_view rule) const;
  std::string own(const Element&, std::string_view name) const;
  bool flag(const Element&, std::string_view attribute, bool standard) const;
  // correlation.cpp
  void read_correlation(const Element& root);
  void read_keys(const Element&);
  void read_property(const Element&);
  void read_subscriptions(const Element& process);
  // wiring.cpp
  void link_flows();
  void link_defaults();
  void link_boundaries();
  void link_compensation();
  void link_links();
  void link_message_flows();
  void link_calls();
  void find_starts();
  void check_references();
  void find_leads();

  void refuse(const Element&, std::string rule, std::string zh, std::string en);
  bool claim_id(const Element&);

  struct Ends {
    std::string source, target;
  };
  struct Association {
    std::string source, target;
  };
  std::vector<Problem>& problems_;
  std::shared_ptr<Model> model_;
  const Element* root_ = nullptr;
  std::map<std::string, const Element*, std::less<>> by_id_;
  std::map<std::string, int, std::less<>> ids_;  // line of the first node or flow with that id
  std::vector<std::string> names_;               // of data, for expressions: they may hold spaces
  std::vector<Ends> ends_;                       // of flows, by index
  std::vector<std::string> defaults_, attached_; // of nodes, by index
  std::vector<const Element*> elements_;         // of nodes, by index
  std::vector<Association> associations_;
  std::map<std::string, std::string, std::less<>> lanes_;           // node id to lane
  std::map<std::string, std::string, std::less<>> reference_names_;  // data object id to the name its first named reference shows
  std::map<std::string, std::string, std::less<>> message_names_;   // node id to the name its message flow gives
  struct CompensationRef {
    int node, definition;
    std::string activity;
  };
  std::vector<CompensationRef> compensation_refs_;
  std::size_t most_nodes_ = 500;
  int process_ = -1;
};

}  // namespace yimen::bpmn
