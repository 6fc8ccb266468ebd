-- approval 0008: which versions of called processes a case began with.
-- Why: a process may call others by key (BPMN call activity); a case keeps what it began with, whatever is published later.
-- Locks: none that matter, the table is new.   Undo: drop table process_call;
create table process_call (
  case_id    {id}   not null,
  called_key {text} not null,
  version    {int}  not null,
  constraint pk_process_call primary key (case_id, called_key)
);
