#pragma once
#include <string>
#include <vector>

#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

/// What a case of a matter knows of its applicant: "form:area" 经营面积, "situation:s1", "applicant".
struct AnswerSource {
  struct Choice {
    std::string value, label;
  };
  std::string source, label;
  std::vector<Choice> choices = {};  // of questions with given answers
};
std::vector<AnswerSource> answer_sources(const MatterVersion&);

}  // namespace yimen::catalogue
