-- cases 0007: parts of applicants' names, so that a search by name reads what it finds and not every case in view.
-- Why: with a million cases a supervisor of the city waited a second for a name.
-- Locks: service_case for writing while its index is made (seconds with a million rows). Names of existing cases are filled in
-- by the running program, a hundred cases at a time; until it is done searches look through the cases as before.
-- Undo: drop table case_name_part; drop table case_name_fill; drop table case_matter; drop index ix_service_case_matter.
create table case_name_part (
  part          {text}    not null,   -- the first character, every two and every three neighbouring ones; folded width and case
  submitted_at  {instant} not null,
  case_id       {id}      not null,
  department_id {id}      not null,
  region_code   {region}  not null,
  constraint pk_case_name_part primary key (part, submitted_at, case_id)
) {clustered};
create index ix_case_name_part_department on case_name_part (department_id, part, submitted_at, case_id, region_code);

-- How far the names of cases from before this index are in it.
create table case_name_fill (
  id      {int}  not null,
  done_to {id}   not null,            -- the last case looked at
  is_done {bool} not null,
  constraint pk_case_name_fill primary key (id)
);
insert into case_name_fill (id, done_to, is_done) select 1, 0, case when exists (select 1 from service_case) then 0 else 1 end;

-- Matters that have cases, with the names they had: few rows, read whole where a matter is searched for by its name.
create table case_matter (
  department_id {id}     not null,
  region_code   {region} not null,
  matter_id     {id}     not null,
  matter_name   {text}   not null,
  constraint pk_case_matter primary key (department_id, region_code, matter_id, matter_name)
);
insert into case_matter (department_id, region_code, matter_id, matter_name)
  select distinct department_id, region_code, matter_id, matter_name from service_case;
create index ix_service_case_matter on service_case (department_id, matter_id, submitted_at, id);
