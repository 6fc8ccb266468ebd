#include "opened.h"
#include "process.h"

namespace yimen::approval {

void file_negative_report(Tx& tx, const Actor& actor, const cases::ServiceCase& file, std::string_view kind, const std::string& reason,
                          const std::string& clause, std::int64_t document_id) {
  tx.exec(R"sql(
      insert into negative_report (id, case_id, region_code, department_id, kind, reason, clause, made_by, made_by_name, made_at, filed_by, filed_by_name, document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?))sql",
          platform::next_id(), file.id, file.region_code, file.department_id, kind, reason, clause, actor.id, acting_name(actor), tx.now(), document_id);
}

}  // namespace yimen::approval
