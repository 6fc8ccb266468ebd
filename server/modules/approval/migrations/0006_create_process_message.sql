-- approval 0006: what running cases wait for by name, messages that came before anybody waited for them, and signals to many cases.
-- Why: processes wait for messages and signals (ADR 0013); who waits must be found without reading every case, and each case hears a signal once.
-- Locks: none that matter, the tables are new.   Undo: drop table process_wait; drop table process_message; drop table process_signal; drop table process_signal_heard;
create table process_wait (
  case_id     {id}      not null,
  token       {int}     not null,   -- its place in the state of the process; 0: the process itself
  node        {text}    not null,
  kind        {text}    not null,
  name        {text}    not null,
  region_code {region}  not null,
  since       {instant} not null,
  constraint pk_process_wait primary key (case_id, kind, name, node, token),
  constraint ck_process_wait_kind check (kind in ('message', 'signal'))
);
create index ix_process_wait_name on process_wait (kind, name, case_id);
-- 消息: one row for each that was sent to a case. Kept until somebody waits for it; heard once.
create table process_message (
  id           {id}      not null,
  case_id      {id}      not null,
  kind         {text}    not null,
  name         {text}    not null,
  content      {json}    not null,   -- variables that come with it
  sent_by_name {text}    not null,
  sent_at      {instant} not null,
  for_edges    {bool}    not null,   -- came while the clock of the case stood: events at the edge of a step hear it too when the case goes on
  heard_at     {instant},
  heard_by     {text}    not null default '',   -- the element that took it
  constraint pk_process_message primary key (id),
  constraint ck_process_message_kind check (kind in ('message', 'signal'))
);
create index ix_process_message_case on process_message (case_id, id);
-- 信号: for every case of a region that waits for it when it is sent.
create table process_signal (
  id           {id}      not null,
  name         {text}    not null,
  content      {json}    not null,
  words        {text}    not null,
  from_case_id {id}      not null default 0,   -- 0: sent by a person
  region_low   {region}  not null,
  region_high  {region}  not null,
  sent_by      {id}      not null,
  sent_by_name {text}    not null,
  sent_at      {instant} not null,
  constraint pk_process_signal primary key (id)
);
create table process_signal_heard (
  signal_id {id}      not null,
  case_id   {id}      not null,
  heard_at  {instant} not null,
  constraint pk_process_signal_heard primary key (signal_id, case_id)
);
