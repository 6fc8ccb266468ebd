-- platform 0006: what a job is called, where its last slice ended, what it made and what it could not do.
-- Why: people follow, cancel and collect long work themselves; a job whose runner died goes on where it was.
-- Locks: adds columns and a new table.   Undo: drop the columns, drop table job_problem.
alter table job add column title {text} not null default '';
alter table job add column unit {text} not null default '';
alter table job add column owner_name {text} not null default '';
alter table job add column region_code {region} not null default 0;
alter table job add column checkpoint {json};
alter table job add column problem_count {int} not null default 0;
alter table job add column file_id {id} not null default 0;
alter table job add column source_file_id {id} not null default 0;
create index ix_job_region_created_at on job (region_code, created_at);

create table job_problem (
  job_id   {id}   not null,
  position {int}  not null,
  row_no   {int}  not null,                     -- row of the file; 0: none
  subject  {text} not null,                     -- what people call the thing
  field    {text} not null,
  detail   {text} not null,                     -- a Chinese sentence
  severity {text} not null,
  constraint pk_job_problem primary key (job_id, position),
  constraint fk_job_problem_job foreign key (job_id) references job (id) on delete cascade,
  constraint ck_job_problem_severity check (severity in ('info', 'warning', 'error'))
);
