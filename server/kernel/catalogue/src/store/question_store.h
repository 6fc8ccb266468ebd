#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/matter_store.h"
#include "yimen/platform/id.h"

/// SQL of the question bank.
namespace yimen::catalogue::store {

using QuestionId = platform::Id<struct QuestionIdTag>;

struct QuestionRow {
  QuestionId id;
  std::string name;
  std::string definition;  // JSON object
  std::string note;
  int wording = 1;
  bool is_retired = false;
  int revision = 1;
  platform::UserId edited_by;
  std::string edited_name;
  Instant updated_at{};
};
struct QuestionQuery {
  std::string words;  // anywhere in name, note or wording
  QuestionId after;   // the last one of the page before; 0: from the start
  int limit = 20;
};
struct QuestionPage {
  std::vector<QuestionRow> items;
  bool has_more = false;
  std::int64_t total = 0;
  bool is_exact = true;
};
/// By name; those retired at the end.
QuestionPage list_questions(Tx&, const QuestionQuery&);
std::optional<QuestionRow> find_question(Tx&, QuestionId);
void insert_question(Tx&, const QuestionRow&);
/// Grows the revision.
void update_question(Tx&, QuestionRow&);

/// The newest version of a matter whose form holds questions of the bank.
struct FormOwner {
  MatterId id;
  std::string name, department_name, region_name;
  bool is_draft = false;
  std::string content;
};
std::vector<FormOwner> owners_of_bank_questions(Tx&, std::int64_t region_low, std::int64_t region_high);

}  // namespace yimen::catalogue::store
