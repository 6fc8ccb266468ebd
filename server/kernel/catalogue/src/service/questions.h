#pragma once
#include <string>
#include <vector>

#include "service/editing.h"
#include "store/question_store.h"

/// Use cases of the question bank. Whoever may edit matters keeps it: a wording reaches the public only through the draft and the review of
/// each matter that takes it.
namespace yimen::catalogue {

struct QuestionOrder {
  std::string name, note;
  json::object definition;  // one component
};
Result<store::QuestionRow> create_question(Tx&, const Actor&, const QuestionOrder&);
/// A changed definition is a new wording; forms that took an older one are then behind.
Result<store::QuestionRow> change_question(Tx&, const Actor&, store::QuestionId, int revision, const QuestionOrder&);
/// Not offered any more; forms that hold it keep it.
Result<store::QuestionRow> retire_question(Tx&, const Actor&, store::QuestionId, int revision);

/// One matter that asks a question of the bank.
struct QuestionUse {
  store::QuestionId question;
  MatterId matter;
  std::string matter_name, department_name, region_name;
  bool is_draft = false;
  int wording = 0;
};
/// Of the newest version of each matter in the actor's regions.
std::vector<QuestionUse> question_uses(Tx&, const Actor&);

/// All questions of the matter's newest version take the newest wording, in its draft. @returns the matter and how many were renewed.
struct Renewal {
  store::MatterRow matter;
  int count = 0;
};
Result<Renewal> renew_questions(Tx&, const Actor&, MatterId, int revision);

}  // namespace yimen::catalogue
