#pragma once
#include <string>
#include <vector>

#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

/// What a case of a matter knows of its applicant: "form:area" 经营面积, "situation:s1", "applicant".
struct AnswerSource {
  std::string source, label;
};
std::vector<AnswerSource> answer_sources(const MatterVersion&);

}  // namespace yimen::catalogue
