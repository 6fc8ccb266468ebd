#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/cases/case_store.h"
#include "yimen/cases/models.h"

/// What hangs on a case: materials and their files, corrections, stops of the clock, extensions, and its process model.
namespace yimen::cases {

struct CaseMaterial {
  std::int64_t id = 0;
  CaseId case_id;
  std::string key, name;
  int position = 0;
  bool is_required = true, is_tolerable = false;
  std::string received_as = "missing";  // missing | electronic | original | copy | deferred | waived
  int original_count = 0, copy_count = 0;
  std::int64_t file_id = 0;
  std::string file_name, trust_level = "C";
  std::string state = "unchecked";      // unchecked | fine | wrong
  std::string problem, how_to_mend;
  int round = 0;
  std::optional<Date> due_on;
};
void insert_material(Tx&, CaseMaterial&);
void save_material(Tx&, const CaseMaterial&, UserId by);
std::vector<CaseMaterial> materials_of(Tx&, CaseId);
struct MaterialFile {
  std::int64_t material_id, file_id;
  std::string file_name;
  int round;
  Instant added_at;
};
std::vector<MaterialFile> material_files_of(Tx&, CaseId);

struct Correction {
  std::int64_t id = 0;
  CaseId case_id;
  int round = 1;
  std::string items = "[]";
  std::string second_reason;
  bool is_pre_review = false;
  Instant notified_at{};
  Date answer_due_on{};
  std::optional<Instant> answered_at;
  std::int64_t document_id = 0;
};
void insert_correction(Tx&, Correction&);
void answer_correction(Tx&, CaseId, int round, Instant at);
std::vector<Correction> corrections_of(Tx&, CaseId);

struct CasePause {
  std::int64_t id = 0;
  CaseId case_id;
  std::string kind, name, reason, basis;
  int planned_days = 0;
  Date started_on{};
  std::optional<Date> ended_on;
  UserId started_by{};
  std::string started_by_name, result;
  std::int64_t document_id = 0;
};
void insert_pause(Tx&, CasePause&);
void end_pause(Tx&, std::int64_t pause_id, Date on, std::string_view result);
std::vector<CasePause> pauses_of(Tx&, CaseId);
std::vector<calendar::Pause> clock_pauses(const std::vector<CasePause>&);

struct Extension {
  std::int64_t id = 0;
  CaseId case_id;
  int days = 0;
  std::string reason;
  UserId approved_by{};
  std::string approved_by_name;
  Instant approved_at{};
  std::int64_t document_id = 0;
};
void insert_extension(Tx&, Extension&);
std::vector<Extension> extensions_of(Tx&, CaseId);

}  // namespace yimen::cases
