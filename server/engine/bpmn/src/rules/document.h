#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "../xml.h"
#include "schema.h"

namespace yimen::bpmn::rules {

/// One BPMN element in its place: what it is, what holds it, what is in it and which flows meet it.
struct Part {
  const xml::Element* element = nullptr;
  const Type* type = nullptr;  // null for names BPMN does not know
  Part* parent = nullptr;
  std::vector<Part*> children;            // BPMN elements only
  std::vector<Part*> incoming, outgoing;  // of flow nodes: the flows that name them as an end
  std::vector<Part*> boundaries;          // of activities: the events attached
  Part* source = nullptr;                 // of sequence flows, message flows and associations, where the end is found
  Part* target = nullptr;

  std::string_view name() const { return element->name; }
  std::string_view attribute(std::string_view wanted) const { return element->attribute(wanted); }
  std::string_view id() const { return attribute("id"); }
  bool has(std::string_view wanted) const { return element->has(wanted); }
  /// xsd:boolean, with what the schema says when it is absent.
  bool flag(std::string_view wanted, bool when_absent = false) const;
  bool is(std::string_view family) const { return type != nullptr && type->is(family); }
  const Part* child(std::string_view wanted) const;
  std::vector<const Part*> all(std::string_view wanted) const;  // children of that name or family
  const Part* ancestor(std::string_view family) const;
  std::string_view text() const;  // trimmed
};

/// The tree with its ids. Parts keep their place in memory: rules hold pointers to them.
class Document {
 public:
  /// `root` stays with the caller.
  explicit Document(const xml::Element& root);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const std::deque<Part>& parts() const { return parts_; }
  const Part& root() const { return parts_.front(); }
  /// Parts of that name or family, in the order of the text.
  const std::vector<const Part*>& all(std::string_view family) const;

  struct Target {
    enum class State { found, unknown, elsewhere, undeclared };  // elsewhere: in another namespace, not for us to judge
    State state = State::unknown;
    Part* part = nullptr;
  };
  /// What a QName written at `from` stands for.
  Target resolve(const Part& from, std::string_view qname) const;
  /// The part, or null.
  const Part* find(const Part& from, std::string_view qname) const { return resolve(from, qname).part; }
  /// The first child of that name, read as a reference.
  const Part* refer(const Part& from, std::string_view child) const;

  /// True when a modelling tool or engine we know wrote the file: those keep some of what the specification asks of
  /// executable processes in words of their own, or take it for granted. See Rule::spares_tools.
  bool is_of_tool() const { return is_of_tool_; }

  std::string_view target_namespace() const { return root().attribute("targetNamespace"); }

 private:
  void add(const xml::Element&, Part* parent);
  void file(const Part&);
  void link();
  void note_tool();

  std::deque<Part> parts_;
  std::unordered_map<std::string_view, Part*> ids_;  // the first with each id
  std::unordered_map<std::string_view, std::vector<const Part*>> families_;
  bool is_of_tool_ = false;
};

/// The element of an event's definitions, those it refers to included.
std::vector<const Part*> definitions_of(const Document&, const Part& event);
bool has_definition(const Document&, const Part& event, std::string_view name);

/// The name people see on the diagram, else the id.
inline std::string_view called(const Part& part) { return part.attribute("name").empty() ? part.id() : part.attribute("name"); }

/// The process, sub-process or choreography that directly holds a flow element.
inline const Part* level_of(const Part& part) { return part.parent; }

bool is_executable(const Part&);
bool is_event_subprocess(const Part&);

}  // namespace yimen::bpmn::rules
