-- cases 0005: who gave a task to whom and why, what is put aside, urged, limited by the step itself; times a case waits for.
-- Why: verbs of people on running cases (sign, delegate, take back, urge, jump) and timers of process models.
-- Locks: case_task while the columns are added (no rewrite on PostgreSQL 15, defaults are constants).
-- Undo: alter table case_task drop column is_held; … and likewise for the other columns; drop table case_timer.
alter table case_task add column is_held {bool} not null default 0;           -- put aside until others are done
alter table case_task add column is_begun {bool} not null default 0;          -- taken up by a person, not merely proposed
alter table case_task add column given_as {text} not null default '';         -- sign_before | sign_after | sign_beside | delegated | confirm | named
alter table case_task add column given_by {id} not null default 0;
alter table case_task add column given_by_name {text} not null default '';
alter table case_task add column given_reason {text} not null default '';
alter table case_task add column vote {text} not null default '';             -- all | share | veto | any: one opinion of several
alter table case_task add column urged_count {int} not null default 0;
alter table case_task add column urged_at {instant};
alter table case_task add column urged_by_name {text} not null default '';
alter table case_task add column urged_words {text} not null default '';
alter table case_task add column step_due_on {date};                          -- the model's own limit for the step, in working days
alter table case_task add column is_opinion_required {bool} not null default 1;
-- 流程中的定时: one row for each time a running case waits for. The job finds what is due by the index, whatever the clock did.
create table case_timer (
  case_id   {id}      not null,
  timer     {int}     not null,   -- its number in the state of the process
  node      {text}    not null,
  due_at    {instant} not null,
  attempts  {int}     not null default 0,
  problem   {text}    not null default '',
  constraint pk_case_timer primary key (case_id, timer)
);
create index ix_case_timer_due on case_timer (due_at, case_id, timer);
