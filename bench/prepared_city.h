#pragma once
#include <memory>
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

  /// Approval steps through the use cases: a handler hands a case on, the reviewer gives it back, and so forth.
  Measured steps(int threads, Seconds longest);

  struct Waiting {
    std::int64_t case_id, task_id;
    int version;
  };
  /// Cases at their handler now, for the steps over HTTP.
  std::vector<Waiting> at_handler();
  std::string handler_login();
  /// The body of POST /api/v1/tasks/{id}/forward.
  std::string forward_body() const;
  std::int64_t handler_department() const { return handler_.department_id; }

 private:
  struct Standing {
    cases::CaseId id;
    cases::TaskId task;
    int version = 0;
    bool is_at_handler = true;
  };
  void load();
  void choose_people();
  void make_cases(int count);
  approval::Application walk_in(int number) const;
  bool step(Standing&);

  platform::Settings settings_;
  std::unique_ptr<app::Application> application_;
  std::shared_ptr<const catalogue::MatterVersion> matter_;
  platform::Actor clerk_, handler_, reviewer_;
  std::vector<approval::CheckMark> handler_checks_, reviewer_checks_;
  std::vector<Standing> cases_;
};

}  // namespace yimen::bench
