#pragma once
#include <string>
#include <vector>

#include "yimen/form/form.h"

namespace yimen::form {

/// A scope of answers: the form as a whole, a group with a path, one row of a repeated group.
struct Container {
  int field = -1;                   // index of the group; -1: the form
  int outer = -1;                   // index of the container around it
  std::vector<int> order;           // its fields, each after what its expressions read
  std::vector<std::string> names;   // by slot: own fields, "i" of rows, then those of `outer` (of the form: the host's)
  std::vector<int> outer_slots;     // for each name behind the own ones: its slot in `outer`
  std::size_t own = 0;              // how many names are its own, "i" included
};

struct Form::Plan {
  std::vector<Container> containers;  // [0] is the form; outer ones before inner ones
  std::vector<int> container_of;      // of each field: where it stands
  std::vector<int> opens;             // of each field: the container it opens, or -1
  std::vector<int> slot;              // of each field: its slot in container_of, or -1
};

/// The way in for this part's own files.
struct Access {
  static const Form::Plan& plan(const Form& form) { return *form.plan_; }
  static const Kinds& kinds(const Form& form) { return *form.kinds_; }
};

/// JSON of an answer as the value expressions see: dates as dates, numbers in text as numbers; null when there is no answer.
feel::Value value_of(const Field&, const json::value&);
/// Is there an answer at all? (texts trimmed, false and empty lists are none)
bool is_answered(const Field&, const json::value&);

}  // namespace yimen::form
