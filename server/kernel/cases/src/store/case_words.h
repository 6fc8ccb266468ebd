#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "where.h"
#include "yimen/cases/case_store.h"

/// Finding cases by the words of a list: parts of the applicant's name are kept as rows of their own, matters that have cases
/// in a small table. What a search reads depends on what it finds, not on how many cases there are.
namespace yimen::cases {

/// What a name is found by: its first character, every two and every three neighbouring ones.
std::vector<std::string> name_parts(std::string_view name);
/// What the words ask of a name: one part up to three characters, else all neighbouring three.
std::vector<std::string> asked_parts(std::string_view words);
/// In the transaction of the new case.
void index_words(Tx&, const ServiceCase&);

/// Words of a list, with what the index knows of them.
struct AskedWords {
  std::vector<std::string> parts;     // the rarest first; empty: no name holds them
  bool is_rare = false;               // few cases hold the rarest one
  struct Matter {
    std::int64_t department_id = 0, matter_id = 0;
  };
  std::vector<Matter> matters;        // in view, with the words in their names
  std::vector<std::int64_t> matter_ids() const;
  bool finds_nothing() const { return parts.empty() && matters.empty(); }
};
/// @returns nothing where the index is not asked: no words, a case number, a citizen's own cases, names not yet filled in.
std::optional<AskedWords> asked_words(Tx&, const Viewer&, const std::string& words);

/// Cases that an index yields newest first.
struct Part {
  std::string from = "service_case c", moment = "c.submitted_at", id = "c.id";
  Where where;
};
/// By the rarest part of the applicant's name; `case_name_part p` has department and region of the case. Other columns are
/// asked where `joins_case`, of `service_case c`.
Part part_by_name(const AskedWords&, std::int64_t department_id, bool joins_case);
/// The condition over `service_case c` that its name or its matter fits, for views of few cases.
void add_words(Where&, const AskedWords&);
/// That the name does not fit: what is found by its matter alone.
void add_other_names(Where&, const AskedWords&);

}  // namespace yimen::cases
