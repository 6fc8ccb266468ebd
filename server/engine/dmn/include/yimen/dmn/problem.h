#pragma once
#include <string>
#include <vector>

#include "yimen/feel/session.h"

namespace yimen::dmn {

using feel::Severity;

/// Something about a model a person should know. An error keeps the element from being decided (it yields null); `rule` is stable.
struct Problem {
  Severity severity = Severity::error;
  std::string file;     // name of the file, as the caller gave it
  std::string element;  // name or id of the element, empty for the file as a whole
  int line = 0;         // in the XML text, from 1
  std::string rule;     // "element/unknown"
  std::string zh, en;
};

bool has_errors(const std::vector<Problem>&);

}  // namespace yimen::dmn
