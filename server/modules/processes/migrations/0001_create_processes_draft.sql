-- processes 0001: what is being drawn, one draft for each process; published versions stand in process_model of cases.
-- Why: a route is changed by one, checked by another (编审分离), and no case ever sees what is not published.
-- Locks: none that matter, the table is new.   Undo: drop table processes_draft.
create table processes_draft (
  process_key     {text}    not null,
  name            {text}    not null,
  xml             {text}    not null,               -- BPMN 2.0 as it was saved, byte for byte
  state           {text}    not null default 'draft',
  based_on        {int}     not null,               -- published version it was begun from; 0: a new process
  note            {text}    not null default '',    -- what its author says has changed
  author_id       {id}      not null,               -- who saved last
  author_name     {text}    not null,
  returned_reason {text}    not null default '',
  submitted_at    {instant},
  created_at      {instant} not null,
  updated_at      {instant} not null,
  revision        {int}     not null default 1,     -- the ETag; grows by one per change
  constraint pk_processes_draft primary key (process_key),
  constraint ck_processes_draft_state check (state in ('draft', 'in_review'))
);
