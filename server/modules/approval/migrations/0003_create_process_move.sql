-- approval 0003: running cases that were moved to another version of their process, so that it can be taken back.
-- Why: a better route may hold for cases that are under way, as long as nothing of theirs is lost.
-- Locks: none that matter, the table is new.   Undo: drop table process_move.
create table process_move (
  job_id       {id}      not null,   -- the job that moved it
  case_id      {id}      not null,
  process_key  {text}    not null,
  from_version {int}     not null,
  to_version   {int}     not null,
  before_state {text}    not null,
  after_state  {text}    not null,   -- the case has not gone on while its state is still this
  timers       {json}    not null,   -- what it waited for before
  moved_at     {instant} not null,
  undone_at    {instant},
  constraint pk_process_move primary key (job_id, case_id)
);
create index ix_process_move_key on process_move (process_key, job_id, case_id);
