-- platform 0002: long work with progress, and who may run a timer now.
-- Undo: drop table job; drop table timer_lease.
create table job (
  id           {id}      not null,
  kind         {text}    not null,
  args         {json}    not null,
  state        {text}    not null default 'queued',
  phase        {text}    not null default '',
  done         {int}     not null default 0,
  total        {int}     not null default 0,
  result       {json},
  error        {text},                           -- a Chinese sentence
  created_by   {id}      not null,               -- 0: the system
  created_at   {instant} not null,
  run_at       {instant} not null,               -- not before
  started_at   {instant},
  finished_at  {instant},
  heartbeat_at {instant},                        -- silent for two minutes: another runner takes over
  attempts     {int}     not null default 0,     -- grows with each runner that takes it: the number also says who holds it
  constraint pk_job primary key (id),
  constraint ck_job_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled'))
);
create index ix_job_state_run_at on job (state, run_at);
create index ix_job_created_by on job (created_by, created_at);

create table timer_lease (
  name        {text}    not null,
  held_by     {id}      not null default 0,
  held_until  {instant} not null,
  next_run_at {instant} not null,
  constraint pk_timer_lease primary key (name)
);
