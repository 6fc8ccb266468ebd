#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "measured.h"
#include "wiring.h"
#include "yimen/approval/approval.h"

namespace yimen::bench {

/// 玉林 with its organisation and matters, and accepted cases of one matter that wait for their handler.
class PreparedCity {
 public:
  /// `database_url` empty: SQLite in the folder.
  PreparedCity(const std::string& folder, const std::string& database_url, const std::string& schema, int cases);

  app::Application& application() { return *application_; }
  platform::Database& database() { return *application_->database; }
  const platform::Settings& settings() const { return settings_; }

  /// Approval steps through the use cases: the reviewer submits a case for decision, the approver gives it back, and so
  /// forth. Each step ends one task, opens the next, changes the case and its state, and enters the trail.
  Measured steps(int threads, Seconds longest);

  struct Waiting {
    std::int64_t task_id;
    int version;
  };
  /// One side of the table: who works there, and what he sends.
  struct Desk {
    std::string login, act, body;  // act: last word of POST /api/v1/tasks/{id}/…
    std::vector<Waiting> waiting;
  };
  Desk reviewers_desk();
  Desk approvers_desk();
  std::int64_t handler_department() const { return handler_.department_id; }

 private:
  struct Standing {
    cases::CaseId id;
    cases::TaskId task;
    int version = 0;
    bool is_at_reviewer = true;
  };
  void load();
  void choose_people();
  void make_cases(int count);
  approval::Application walk_in(int number) const;
  void look_up_tasks(std::span<Standing>);
  bool step(Standing&);
  Desk desk(const platform::Actor&, std::string_view role);

  platform::Settings settings_;
  std::unique_ptr<app::Application> application_;
  std::shared_ptr<const catalogue::MatterVersion> matter_;
  platform::Actor clerk_, handler_, reviewer_, approver_;
  std::vector<approval::CheckMark> reviewer_checks_;
  std::vector<Standing> cases_;
};

}  // namespace yimen::bench
