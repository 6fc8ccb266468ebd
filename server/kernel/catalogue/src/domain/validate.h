#pragma once
#include <string>
#include <vector>

#include "yimen/catalogue/import.h"
#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

struct ValidationProblem {
  std::string field, reason;  // field: member of the content ("materials/m3"), reason: a Chinese sentence
  Severity severity = Severity::error;
  std::string rule;           // stable: "eight/legal_basis", "fee/no-rows"
};

/// The eight things that must be public (八公开) and whether this version has them.
struct Disclosure {
  int number = 0;
  std::string title, field, text;  // text: what is published, "" when it is missing
};
std::vector<Disclosure> eight_disclosures(const MatterVersion&);

/// All rules at once. Errors keep a version from being published, warnings are shown to editor and reviewer.
/// Law: 行政许可法 Art. 30 (what must be put up at the place of work); audit rules: README.
std::vector<ValidationProblem> validate(const MatterVersion&);
/// 0–100: how much of what a guide must and should show is there.
int completeness(const MatterVersion&);
int open_issues(const MatterVersion&);

}  // namespace yimen::catalogue
