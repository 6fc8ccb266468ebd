-- approval 0005: what the benchmark proposed for a decision, what was chosen, and why where the two differ.
-- Law: 国办发〔2022〕27号 — who departs from a benchmark gives reasons, by approval of the head or after collective discussion, and keeps the record.
-- Locks: none that matter, the table is new.   Undo: drop table case_discretion.
create table case_discretion (
  id              {id}      not null,
  case_id         {id}      not null,
  case_no         {text}    not null,
  region_code     {region}  not null,
  department_id   {id}      not null,
  department_name {text}    not null,
  matter_name     {text}    not null,
  rule_key        {text}    not null,
  rule_name       {text}    not null,
  rule_version    {int}     not null,
  inputs          {text}    not null,      -- JSON by name of input, as the rule read them
  proposed        {text}    not null,      -- JSON by name of band: the words of what was proposed
  chosen          {text}    not null,      -- JSON by name of band
  is_departure    {bool}    not null,
  reason          {text}    not null,      -- of a departure
  approved_by_way {text}    not null,      -- head | collective; empty when nothing was departed from
  approval_record {text}    not null,
  decided_by      {id}      not null,
  decided_by_name {text}    not null,
  decided_on      {date}    not null,
  decided_at      {instant} not null,
  constraint pk_case_discretion primary key (id),
  constraint ck_case_discretion_way check (approved_by_way in ('', 'head', 'collective'))
);
create index ix_case_discretion_case on case_discretion (case_id);
create index ix_case_discretion_departures on case_discretion (region_code, id) where is_departure = 1;
