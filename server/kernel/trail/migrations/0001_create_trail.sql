-- trail 0001: 留痕, every act of every subject.
-- Why: supervision, appraisal, statistics and the case page all read this one stream. Rows are only ever inserted.
-- Undo: drop table trail_root_item; drop table trail_root; drop table trail_event.
create table trail_event (
  id                  {id}      not null,
  subject_kind        {text}    not null,
  subject_id          {id}      not null,
  seq                 {int}     not null,      -- 1, 2, 3 … without gaps within a subject
  region_code         {region}  not null,
  action              {text}    not null,
  text                {text}    not null,
  facts               {json}    not null,
  actor_kind          {text}    not null,
  actor_id            {id}      not null,
  actor_name          {text}    not null,
  post_id             {id}      not null,
  post_name           {text}    not null,
  substitute_for_id   {id}      not null,
  substitute_for_name {text}    not null,
  happened_at         {instant} not null,
  captured_at         {instant} not null,
  ip                  {text}    not null,
  request_id          {text}    not null,
  previous_hash       {text}    not null,
  hash                {text}    not null,
  constraint pk_trail_event primary key (id),
  constraint uq_trail_event_chain unique (subject_kind, subject_id, seq)
);
create index ix_trail_event_region on trail_event (region_code, id);
create index ix_trail_event_actor on trail_event (actor_id, id);

-- A root is the signed statement "at this moment these chains ended here".
create table trail_root (
  id            {id}      not null,
  seq           {int}     not null,
  made_at       {instant} not null,
  last_event_id {id}      not null,
  chains        {int}     not null,
  digest        {text}    not null,   -- SM3 over the previous root's digest and all items
  algorithm     {text}    not null,
  signature     {text}    not null,
  constraint pk_trail_root primary key (id),
  constraint uq_trail_root_seq unique (seq)
);
create table trail_root_item (
  root_id      {id}   not null,
  subject_kind {text} not null,
  subject_id   {id}   not null,
  seq          {int}  not null,
  hash         {text} not null,
  constraint pk_trail_root_item primary key (root_id, subject_kind, subject_id)
);
create index ix_trail_root_item_subject on trail_root_item (subject_kind, subject_id, seq);
