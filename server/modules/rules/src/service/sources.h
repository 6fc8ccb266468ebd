#pragma once
#include "yimen/catalogue/answer_sources.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/rules/rules.h"

namespace yimen::rules {

/// Where inputs may come from: what all matters in force that use the rule know.
std::vector<catalogue::AnswerSource> sources_of_users(Tx&, catalogue::Catalogue&, const std::string& key);

}  // namespace yimen::rules
