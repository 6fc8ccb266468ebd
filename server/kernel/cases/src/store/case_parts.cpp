#include "yimen/cases/case_parts.h"

namespace yimen::cases {

using platform::Row;

void insert_material(Tx& tx, CaseMaterial& m) {
  if (!m.id) m.id = platform::next_id();
  tx.exec(R"sql(
      insert into case_material (id, case_id, material_key, name, position, is_required, is_tolerable, received_as,
             original_count, copy_count, file_id, file_name, trust_level, state, problem, how_to_mend, round, due_on,
             changed_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          m.id, m.case_id, m.key, m.name, m.position, m.is_required, m.is_tolerable, m.received_as, m.original_count,
          m.copy_count, m.file_id, m.file_name, m.trust_level, m.state, m.problem, m.how_to_mend, m.round, m.due_on,
          tx.now());
}

void save_material(Tx& tx, const CaseMaterial& m, UserId by) {
  tx.exec(R"sql(
      update case_material
         set received_as = ?, original_count = ?, copy_count = ?, file_id = ?, file_name = ?, trust_level = ?, state = ?,
             problem = ?, how_to_mend = ?, round = ?, due_on = ?, changed_at = ?
       where id = ?)sql",
          m.received_as, m.original_count, m.copy_count, m.file_id, m.file_name, m.trust_level, m.state, m.problem,
          m.how_to_mend, m.round, m.due_on, tx.now(), m.id);
  if (m.file_id != 0)
    tx.exec(R"sql(
        insert into case_material_file (id, case_id, material_id, file_id, file_name, round, added_at, added_by)
        select cast(? as bigint), cast(? as bigint), cast(? as bigint), cast(? as bigint), cast(? as text),
               cast(? as bigint), cast(? as bigint), cast(? as bigint)
         where not exists (select 1 from case_material_file where case_id = ? and material_id = ? and file_id = ?))sql",
            platform::next_id(), m.case_id, m.id, m.file_id, m.file_name, m.round, tx.now(), by, m.case_id, m.id,
            m.file_id);
}

std::vector<CaseMaterial> materials_of(Tx& tx, CaseId id) {
  return tx.all(R"sql(
      select id, case_id, material_key, name, position, is_required, is_tolerable, received_as, original_count,
             copy_count, file_id, file_name, trust_level, state, problem, how_to_mend, round, due_on
        from case_material where case_id = ? order by position, id)sql",
                [](const Row& row) {
                  CaseMaterial m;
                  int column = 0;
                  const auto take = [&](auto& field) { field = row.get<std::decay_t<decltype(field)>>(column++); };
                  take(m.id); take(m.case_id); take(m.key); take(m.name); take(m.position); take(m.is_required);
                  take(m.is_tolerable); take(m.received_as); take(m.original_count); take(m.copy_count);
                  take(m.file_id); take(m.file_name); take(m.trust_level); take(m.state); take(m.problem);
                  take(m.how_to_mend); take(m.round); take(m.due_on);
                  return m;
                },
                id);
}

std::vector<MaterialFile> material_files_of(Tx& tx, CaseId id) {
  return tx.all("select material_id, file_id, file_name, round, added_at from case_material_file where case_id = ? order by material_id, id",
                [](const Row& row) {
                  auto [material, file, name, round, at] = row.as<std::int64_t, std::int64_t, std::string, int, Instant>();
                  return MaterialFile{material, file, name, round, at};
                },
                id);
}

void insert_correction(Tx& tx, Correction& c) {
  if (!c.id) c.id = platform::next_id();
  tx.exec(R"sql(
      insert into case_correction (id, case_id, round, items, second_reason, is_pre_review, notified_at, answer_due_on,
             document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          c.id, c.case_id, c.round, c.items, c.second_reason, c.is_pre_review, c.notified_at, c.answer_due_on,
          c.document_id);
}

void answer_correction(Tx& tx, CaseId id, int round, Instant at) {
  tx.exec("update case_correction set answered_at = ? where case_id = ? and round = ?", at, id, round);
}

std::vector<Correction> corrections_of(Tx& tx, CaseId id) {
  return tx.all(R"sql(
      select id, case_id, round, items, second_reason, is_pre_review, notified_at, answer_due_on, answered_at, document_id
        from case_correction where case_id = ? order by round)sql",
                [](const Row& row) {
                  auto [cid, file, round, items, reason, pre, at, due, answered, document] =
                      row.as<std::int64_t, CaseId, int, std::string, std::string, bool, Instant, Date,
                             std::optional<Instant>, std::int64_t>();
                  return Correction{cid, file, round, items, reason, pre, at, due, answered, document};
                },
                id);
}

void insert_pause(Tx& tx, CasePause& p) {
  if (!p.id) p.id = platform::next_id();
  tx.exec(R"sql(
      insert into case_pause (id, case_id, kind, name, reason, basis, planned_days, started_on, started_by,
             started_by_name, result, document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?))sql",
          p.id, p.case_id, p.kind, p.name, p.reason, p.basis, p.planned_days, p.started_on, p.started_by,
          p.started_by_name, p.document_id);
}

void end_pause(Tx& tx, std::int64_t pause_id, Date on, std::string_view result) {
  tx.exec("update case_pause set ended_on = ?, result = ? where id = ? and ended_on is null", on, result, pause_id);
}

std::vector<CasePause> pauses_of(Tx& tx, CaseId id) {
  return tx.all(R"sql(
      select id, case_id, kind, name, reason, basis, planned_days, started_on, ended_on, started_by, started_by_name,
             result, document_id
        from case_pause where case_id = ? order by id)sql",
                [](const Row& row) {
                  auto [pid, file, kind, name, reason, basis, days, from, to, by, by_name, result, document] =
                      row.as<std::int64_t, CaseId, std::string, std::string, std::string, std::string, int, Date,
                             std::optional<Date>, UserId, std::string, std::string, std::int64_t>();
                  return CasePause{pid, file, kind, name, reason, basis, days, from, to, by, by_name, result, document};
                },
                id);
}

std::vector<calendar::Pause> clock_pauses(const std::vector<CasePause>& pauses) {
  std::vector<calendar::Pause> days;
  for (const auto& p : pauses) days.push_back({p.started_on, p.ended_on, p.name.empty() ? p.reason : p.name});
  return days;
}

void insert_extension(Tx& tx, Extension& e) {
  if (!e.id) e.id = platform::next_id();
  tx.exec(R"sql(
      insert into case_extension (id, case_id, days, reason, approved_by, approved_by_name, approved_at, document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?))sql",
          e.id, e.case_id, e.days, e.reason, e.approved_by, e.approved_by_name, e.approved_at, e.document_id);
}

std::vector<Extension> extensions_of(Tx& tx, CaseId id) {
  return tx.all(R"sql(
      select id, case_id, days, reason, approved_by, approved_by_name, approved_at, document_id
        from case_extension where case_id = ? order by id)sql",
                [](const Row& row) {
                  auto [eid, file, days, reason, by, name, at, document] =
                      row.as<std::int64_t, CaseId, int, std::string, UserId, std::string, Instant, std::int64_t>();
                  return Extension{eid, file, days, reason, by, name, at, document};
                },
                id);
}

}  // namespace yimen::cases
