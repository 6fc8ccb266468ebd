-- cases 0006: one table for the published versions of processes (BPMN) and of decision rules (DMN).
-- Why: both are drawn, reviewed, published and withdrawn in the same way.
-- Locks: none that matter, the table holds a few rows.
-- Undo: create process_model again as in 0001 and 0004, copy the rows of kind 'process' back, drop model_version.
create table model_version (
  kind              {text}    not null,
  model_key         {text}    not null,
  version           {int}     not null,
  name              {text}    not null,
  xml               {text}    not null,               -- as it was published, byte for byte
  samples           {text}    not null default '[]',  -- JSON: inputs with the answers they must have, of rules
  published_at      {instant} not null,
  valid_from        {date},
  note              {text}    not null default '',
  author_name       {text}    not null default '',
  published_by      {id},                             -- empty: came with the program
  published_by_name {text}    not null default '',
  withdrawn_at      {instant},
  withdrawn_by_name {text}    not null default '',
  withdrawn_reason  {text}    not null default '',
  constraint pk_model_version primary key (kind, model_key, version),
  constraint ck_model_version_kind check (kind in ('process', 'rule'))
);
insert into model_version (kind, model_key, version, name, xml, published_at, valid_from, note, author_name, published_by, published_by_name, withdrawn_at, withdrawn_by_name, withdrawn_reason)
  select 'process', process_key, version, name, xml, published_at, valid_from, note, author_name, published_by, published_by_name, withdrawn_at, withdrawn_by_name, withdrawn_reason from process_model;
drop table process_model;
