-- catalogue 0002: 题库, questions that the forms of many matters share.
-- Why: a question asked in two hundred forms is worded once; every form remembers which wording it took, and says when it is behind.
-- Locks: none that matter, the table is new.   Undo: drop table form_question.
create table form_question (
  id          {id}      not null,
  name        {text}    not null,              -- what editors find it by
  definition  {json}    not null,              -- one component of a form; groups with what stands in them
  note        {text}    not null default '',   -- when to use it, where the wording comes from
  wording     {int}     not null default 1,    -- grows when the definition changes; forms keep the number they took
  state       {text}    not null default 'active',
  revision    {int}     not null default 1,    -- the ETag; grows by one per change
  edited_by   {id}      not null,
  edited_name {text}    not null,
  created_at  {instant} not null,
  updated_at  {instant} not null,
  constraint pk_form_question primary key (id),
  constraint ck_form_question_state check (state in ('active', 'retired'))
);
create index ix_form_question_state_name on form_question (state, name);
