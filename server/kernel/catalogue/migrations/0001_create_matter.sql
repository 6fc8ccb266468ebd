-- catalogue 0001: 事项目录 in two layers: the base item (the same everywhere) and its implementation in one place, in versions.
-- Why: cases, windows, portal and supervision all ask the one catalogue; an open case keeps the version it was accepted under.
-- Law: 行政许可法 Art. 30 (matters, basis, conditions, materials, limits and fees are put up in public).
-- Locks: none that matter, the tables are new.
-- Undo: drop table matter_word; drop table life_event; drop table matter_tag; drop table matter_version; drop table matter; drop table matter_base.
create table matter_base (
  id         {id}      not null,
  base_code  {text}    not null,   -- 12 characters, province + type + department + main item + sub item
  name       {text}    not null,
  main_name  {text}    not null,   -- 主项: guides of one name share the main item number
  type       {text}    not null,
  category   {text}    not null,   -- 部门类别, decides which department implements it
  main_item  {int}     not null,
  sub_item   {int}     not null,
  source_key {text}    not null,   -- id of the row it was imported from; 'm:' + id for one made by hand
  created_at {instant} not null,
  constraint pk_matter_base primary key (id),
  constraint uq_matter_base_code unique (base_code),
  constraint uq_matter_base_source unique (source_key)
);
create index ix_matter_base_main on matter_base (type, category, main_name);

create table matter (
  id                 {id}      not null,
  base_id            {id}      not null,
  region_code        {region}  not null,   -- whose catalogue; data scope is a range over it
  region_name        {text}    not null,
  department_id      {id}      not null,   -- 0 until an editor names the department
  department_name    {text}    not null,
  impl_code          {text}    not null,   -- 31 characters; '' until the department's credit code is known
  status             {text}    not null default 'in_force',
  status_reason      {text}    not null default '',
  current_version_id {id},                 -- the published version of today
  draft_version_id   {id},                 -- the newest one not yet published
  name               {text}    not null,
  pinyin             {text}    not null,   -- of the name, for ordering
  type               {text}    not null,
  case_class         {text}    not null,
  promised_text      {text}    not null,
  statutory_text     {text}    not null,
  visit_count        {int},
  online_level       {int}     not null,
  material_count     {int}     not null,
  completeness       {int}     not null,   -- 0..100, of the newest version
  open_issues        {int}     not null,
  view_count         {int}     not null default 0,
  import_digest      {text}    not null default '',  -- 'sm3:' + digest of the content last imported
  revision           {int}     not null default 1,   -- the ETag; grows by one per change
  created_at         {instant} not null,
  updated_at         {instant} not null,
  constraint pk_matter primary key (id),
  constraint uq_matter_base_region unique (base_id, region_code),
  constraint ck_matter_status check (status in ('in_force', 'suspended', 'cancelled'))
);
create index ix_matter_region on matter (region_code, view_count, id);
create index ix_matter_region_id on matter (region_code, id);
create index ix_matter_views on matter (view_count, id);
create index ix_matter_department on matter (department_id, id);
create index ix_matter_impl_code on matter (impl_code);

-- Content is the implementation list as JSON text; a published row is never updated but for its last day.
create table matter_version (
  id            {id}      not null,
  matter_id     {id}      not null,
  version       {int}     not null,
  state         {text}    not null,
  effective_on  {date},
  retired_on    {date},               -- first day on which it no longer holds
  content       {json}    not null,
  revision      {int}     not null default 1,
  note          {text}    not null default '',  -- what the editor says has changed, or why it was returned
  edited_by     {id}      not null,
  edited_name   {text}    not null,
  submitted_by  {id},
  submitted_at  {instant},
  published_by  {id},
  published_name {text}   not null default '',
  published_at  {instant},
  created_at    {instant} not null,
  updated_at    {instant} not null,
  constraint pk_matter_version primary key (id),
  constraint uq_matter_version_number unique (matter_id, version),
  constraint fk_matter_version_matter foreign key (matter_id) references matter (id),
  constraint ck_matter_version_state check (state in ('draft', 'in_review', 'published', 'retired')),
  constraint ck_matter_version_effective check (state not in ('published', 'retired') or effective_on is not null)
);
create index ix_matter_version_state on matter_version (state, effective_on);

-- What a published matter is found under: topics "p:090" and "c:010", audience "a:person", life events "e:open_restaurant".
create table matter_tag (
  matter_id   {id}     not null,
  tag         {text}   not null,
  region_code {region} not null,
  constraint pk_matter_tag primary key (matter_id, tag)
);
create index ix_matter_tag_tag on matter_tag (tag, region_code);

-- 一件事: what happens in a life or a business and the matters it needs, in order.
create table life_event (
  code     {text} not null,
  name     {text} not null,
  audience {text} not null,   -- person or corp
  note     {text} not null,
  ordinal  {int}  not null,
  constraint pk_life_event primary key (code)
);

-- Everyday words (开饭店) and the base items they mean.
create table matter_word (
  word    {text} not null,
  base_id {id}   not null,
  weight  {int}  not null,
  constraint pk_matter_word primary key (word, base_id)
);
create index ix_matter_word_base on matter_word (base_id);

-- Blank forms, samples of filled forms and of results; the bytes live in the file store.
create table matter_file (
  id          {id}      not null,
  matter_id   {id}      not null,
  material_key {text}   not null,   -- '' for the result's sample
  purpose     {text}    not null,
  file_id     {id}      not null,
  name        {text}    not null,
  size_bytes  {int}     not null,
  added_by    {id}      not null,
  added_at    {instant} not null,
  constraint pk_matter_file primary key (id),
  constraint fk_matter_file_matter foreign key (matter_id) references matter (id),
  constraint ck_matter_file_purpose check (purpose in ('blank', 'sample', 'result'))
);
create index ix_matter_file_matter on matter_file (matter_id, material_key);
