#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "xml.h"
#include "yimen/bpmn/model.h"

namespace yimen::bpmn {

inline constexpr std::string_view bpmn_namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// From the XML tree to a model that is not checked yet. What the engine does not run is refused element by element: each
/// new kind of element gets a row in a table here, a NodeKind, its rules in validator.cpp and its step in instance.cpp.
class ModelBuilder {
 public:
  explicit ModelBuilder(std::vector<Problem>& problems) : problems_{problems} {}

  /// @returns null when the document holds no process to check.
  std::shared_ptr<const Model> build(const xml::Element& root, std::string source, const Limits&);
  /// False when something was left out: rules about the graph would then complain about the gap and not about the model.
  bool is_graph_whole() const { return is_graph_whole_; }

 private:
  const xml::Element* find_process(const xml::Element& root);
  void read_process(const xml::Element& process);
  void read_element(const xml::Element&);
  void read_node(const xml::Element&, NodeKind);
  void read_task(const xml::Element&, TaskSpec&);
  void read_checklist(const xml::Element&, TaskSpec&);
  void read_flow(const xml::Element&);
  void read_condition(const xml::Element& flow, Flow&);
  void refuse_children(const xml::Element&);
  void link_flows();
  void link_defaults();
  void refuse(const xml::Element&, std::string rule, std::string zh, std::string en);
  bool claim_id(const xml::Element&);

  struct Ends {
    std::string source, target;
  };
  std::vector<Problem>& problems_;
  std::shared_ptr<Model> model_;
  std::map<std::string, int, std::less<>> ids_;  // line of the first element with that id
  std::vector<Ends> ends_;                       // of flows, by index
  std::vector<std::string> defaults_;            // of nodes, by index
  bool is_graph_whole_ = true;
};

/// The rules of the graph; see read_model.
void validate(const Model&, std::vector<Problem>&);

}  // namespace yimen::bpmn
