#include <algorithm>
#include <charconv>
#include <set>

#include "../build/builder.h"
#include "formats.h"
#include "report.h"

/// BPMN DI: pictures of the elements. Nothing that runs depends on them.
namespace yimen::bpmn::rules {
namespace {

constexpr std::string_view bounds_namespace = "http://www.omg.org/spec/DD/20100524/DC", line_namespace = "http://www.omg.org/spec/DD/20100524/DI";

using Drawing = xml::Element;

/// "-12.5", "1e3"
bool is_decimal(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

class Diagrams {
 public:
  explicit Diagrams(const Check& check) : check_{check} {
    for (const auto& part : check.document.parts())
      if (!part.id().empty()) ids_.insert(part.id());
  }

  void judge(const Drawing& diagram) {
    note_id(diagram);
    styles_.clear();
    for (const auto& child : diagram.children)
      if (child.is(diagram_namespace, "BPMNLabelStyle")) {
        note_id(child);
        styles_.insert(child.attribute("id"));
      }
    int planes = 0;
    for (const auto& child : diagram.children) {
      if (child.is(diagram_namespace, "BPMNPlane")) {
        if (++planes == 1) judge_plane(child);
      } else if (!child.is(diagram_namespace, "BPMNLabelStyle") && child.space == diagram_namespace) {
        refuse_child(child);
      }
    }
    if (planes != 1) tell(diagram, "diagram/structure", {{"应当恰有一个BPMNPlane", "needs exactly one BPMNPlane"}});
  }

 private:
  void tell(const Drawing& at, std::string_view rule, std::initializer_list<Words> found) { check_.report.complain(check_.document.root(), at.line, rule, found); }
  void refuse_child(const Drawing& child) { tell(child, "diagram/structure", {{"里不能放" + child.name, "cannot hold " + child.name}}); }
  void lacks(const Drawing& at, std::string_view what) { tell(at, "diagram/structure", {{"“" + at.name + "”缺少" + std::string{what}, "lacks " + std::string{what}}}); }

  void note_id(const Drawing& drawing) {
    const auto id = drawing.attribute("id");
    if (!id.empty() && !ids_.insert(id).second) tell(drawing, "diagram/id-twice", {id});
  }

  /// The element that is drawn; null when there is none, which is told.
  const Part* element_of(const Drawing& drawing, std::string_view attribute) {
    const auto name = drawing.attribute(attribute);
    if (name.empty()) return nullptr;
    // A prefix may be declared at the drawing; only that of the root is looked at, the others pass.
    const auto target = check_.document.resolve(check_.document.root(), name);
    if (target.state == Document::Target::State::unknown) tell(drawing, "diagram/unresolved", {attribute, name});
    return target.part;
  }

  void judge_plane(const Drawing& plane) {
    note_id(plane);
    const auto* element = element_of(plane, "bpmnElement");
    const bool is_drawable = element == nullptr || element->is("process") || element->is("collaboration") || element->is("subProcess") || element->is("subChoreography") || element->is("subConversation");
    if (!is_drawable) wrong_kind(plane, *element);
    std::set<std::string_view> shapes;
    for (const auto& child : plane.children)
      if (child.space == diagram_namespace) shapes.insert(child.attribute("id"));
    for (const auto& child : plane.children) {
      if (child.is(diagram_namespace, "BPMNShape")) judge_shape(child, shapes);
      else if (child.is(diagram_namespace, "BPMNEdge")) judge_edge(child, shapes);
      else if (child.space == diagram_namespace) refuse_child(child);
    }
  }

  void wrong_kind(const Drawing& drawing, const Part& element) { tell(drawing, "diagram/kind", {drawing.name, kind_of(element.name()), called(element)}); }

  static bool is_line(const Part& element) {
    return element.is("sequenceFlow") || element.is("messageFlow") || element.is("association") || element.is("dataAssociation") || element.is("conversationLink");
  }
  static bool is_box(const Part& element) {
    return element.is("flowElement") || element.is("participant") || element.is("lane") || element.is("artifact") || element.is("conversationNode") || element.is("message") || element.is("dataInput") ||
           element.is("dataOutput") || element.is("dataStore");
  }

  void judge_shape(const Drawing& shape, const std::set<std::string_view>& shapes) {
    note_id(shape);
    if (const auto* element = element_of(shape, "bpmnElement"); element != nullptr) {
      if (is_line(*element) || !is_box(*element)) wrong_kind(shape, *element);
    }
    for (const auto flag : {"isHorizontal", "isExpanded", "isMarkerVisible", "isMessageVisible"})
      if (shape.has(flag) && !is_boolean(shape.attribute(flag))) bad_value(shape, flag);
    choice(shape, "participantBandKind", {"top_initiating", "middle_initiating", "bottom_initiating", "top_non_initiating", "middle_non_initiating", "bottom_non_initiating"});
    only(shape, {"id", "bpmnElement", "isHorizontal", "isExpanded", "isMarkerVisible", "isMessageVisible", "participantBandKind", "choreographyActivityShape"});
    if (shape.has("choreographyActivityShape")) refers(shape, "choreographyActivityShape", shapes);
    const auto bounds = std::ranges::count_if(shape.children, [](const Drawing& child) { return child.is(bounds_namespace, "Bounds"); });
    if (bounds != 1) lacks(shape, "Bounds");
    judge_inside(shape);
  }

  void judge_edge(const Drawing& edge, const std::set<std::string_view>& shapes) {
    note_id(edge);
    if (const auto* element = element_of(edge, "bpmnElement"); element != nullptr) {
      if (!is_line(*element)) wrong_kind(edge, *element);
    }
    choice(edge, "messageVisibleKind", {"initiating", "non_initiating"});
    only(edge, {"id", "bpmnElement", "sourceElement", "targetElement", "messageVisibleKind"});
    for (const auto end : {"sourceElement", "targetElement"})
      if (edge.has(end)) refers(edge, end, shapes);
    const auto points = std::ranges::count_if(edge.children, [](const Drawing& child) { return child.is(line_namespace, "waypoint"); });
    if (points < 2) lacks(edge, "waypoint");
    judge_inside(edge);
  }

  /// Points, bounds and labels.
  void judge_inside(const Drawing& drawing) {
    for (const auto& child : drawing.children) {
      const bool is_point = child.is(line_namespace, "waypoint"), is_bounds = child.is(bounds_namespace, "Bounds");
      if (child.is(diagram_namespace, "BPMNLabel")) {
        note_id(child);
        if (const auto style = child.attribute("labelStyle"); !style.empty() && !styles_.contains(local(style))) tell(child, "diagram/unresolved", {"labelStyle", style});
        judge_inside(child);
      } else if (child.space == diagram_namespace) {
        refuse_child(child);
      }
      if (!is_point && !is_bounds) continue;
      for (const std::string_view attribute : {"x", "y", "width", "height"}) {
        if (is_point && attribute.size() > 1) continue;
        if (!child.has(attribute)) lacks(child, attribute);
        else if (!is_decimal(child.attribute(attribute))) bad_value(child, attribute);
      }
    }
  }

  static std::string_view local(std::string_view name) {
    const auto colon = name.find(':');
    return trimmed(colon == std::string_view::npos ? name : name.substr(colon + 1));
  }
  void refers(const Drawing& drawing, std::string_view attribute, const std::set<std::string_view>& shapes) {
    if (!shapes.contains(local(drawing.attribute(attribute)))) tell(drawing, "diagram/unresolved", {attribute, drawing.attribute(attribute)});
  }
  void bad_value(const Drawing& drawing, std::string_view attribute) { tell(drawing, "diagram/value", {attribute, drawing.attribute(attribute)}); }
  void choice(const Drawing& drawing, std::string_view attribute, std::initializer_list<std::string_view> choices) {
    if (drawing.has(attribute) && std::ranges::find(choices, drawing.attribute(attribute)) == choices.end()) bad_value(drawing, attribute);
  }
  void only(const Drawing& drawing, std::initializer_list<std::string_view> names) {
    for (const auto& attribute : drawing.attributes)
      if (attribute.space.empty() && std::ranges::find(names, attribute.name) == names.end())
        tell(drawing, "diagram/structure", {{"没有“" + attribute.name + "”这个属性", "has no attribute " + attribute.name}});
  }

  const Check& check_;
  std::set<std::string_view> ids_, styles_;
};

}  // namespace

void check_diagrams(const Check& check) {
  Diagrams diagrams{check};
  bool is_after = false;
  for (const auto& child : check.document.root().element->children) {
    if (child.is(diagram_namespace, "BPMNDiagram")) {
      diagrams.judge(child);
      is_after = true;
    } else if (is_after && child.space == bpmn_namespace && child.name != "relationship" && !check.document.is_of_tool()) {
      check.report.complain(check.document.root(), child.line, "structure/order", {kind_of("BPMNDiagram"), kind_of(child.name)});
      is_after = false;
    }
  }
}

}  // namespace yimen::bpmn::rules
