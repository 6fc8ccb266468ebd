-- designs 0001: what is being drawn, one draft for each process or rule; published versions stand in model_version of cases.
-- Why: a model is changed by one, checked by another (编审分离), and no case ever sees what is not published.
-- Locks: none that matter, the table is new.   Undo: drop table designs_draft.
create table designs_draft (
  kind            {text}    not null,
  model_key       {text}    not null,
  name            {text}    not null,
  xml             {text}    not null,               -- BPMN 2.0 or DMN as it was saved, byte for byte
  samples         {text}    not null default '[]',  -- JSON: inputs with the answers they must have, of rules
  state           {text}    not null default 'draft',
  based_on        {int}     not null,               -- published version it was begun from; 0: a new model
  note            {text}    not null default '',    -- what its author says has changed
  author_id       {id}      not null,               -- who saved last
  author_name     {text}    not null,
  returned_reason {text}    not null default '',
  submitted_at    {instant},
  created_at      {instant} not null,
  updated_at      {instant} not null,
  revision        {int}     not null default 1,     -- the ETag; grows by one per change
  constraint pk_designs_draft primary key (kind, model_key),
  constraint ck_designs_draft_kind check (kind in ('process', 'rule')),
  constraint ck_designs_draft_state check (state in ('draft', 'in_review'))
);
