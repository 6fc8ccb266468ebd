-- processes 0002: drafts of processes stand beside those of rules in designs_draft.
-- Why: one way from draft to publication for both.
-- Locks: none that matter, the table holds a few rows.   Undo: create processes_draft as in 0001, copy the rows of kind 'process' back.
insert into designs_draft (kind, model_key, name, xml, state, based_on, note, author_id, author_name, returned_reason, submitted_at, created_at, updated_at, revision)
  select 'process', process_key, name, xml, state, based_on, note, author_id, author_name, returned_reason, submitted_at, created_at, updated_at, revision from processes_draft;
drop table processes_draft;
