-- region 0001: 行政区划, the tree from the nation down to the villagers' group, and every change of it.
-- Why: each large table carries a region code; data scope is a range over it, so the tree must never lose an old code.
-- Law: 行政区划管理条例 Art. 7, 8 (设立、撤销、更名、变更隶属关系须经批准, hence `basis`).
-- Undo: drop table region_source; drop table region_change; drop table region.
create table region (
  code           {region}  not null,            -- 12 digits; 15 for a group (its village's 12 and three more)
  name           {text}    not null,
  full_name      {text}    not null,            -- names from the province down, kept in step when one of them changes
  level          {text}    not null,
  parent_code    {region}  not null,            -- 0 = nation; not always the next level (东莞市 has towns below the city)
  is_statistical {bool}    not null default 0,  -- a unit of the statistics bureau only
  origin         {text}    not null,            -- national rows follow imports, local ones do not
  valid_from     {date}    not null,
  valid_to       {date},                        -- first day on which it no longer stands
  version        {int}     not null default 1,
  updated_at     {instant} not null,
  constraint pk_region primary key (code),
  constraint ck_region_level check (level in ('nation', 'province', 'city', 'county', 'town', 'village', 'group')),
  constraint ck_region_origin check (origin in ('national', 'local'))
);
create index ix_region_parent on region (parent_code, code);
create index ix_region_name on region (name);

create table region_change (
  id             {id}      not null,
  code           {region}  not null,
  kind           {text}    not null,
  old_name       {text}    not null,
  new_name       {text}    not null,
  successor_code {region}  not null default 0,  -- where the old code leads; 0 when the code stands
  effective_on   {date}    not null,
  basis          {text}    not null,
  recorded_by    {id}      not null,
  recorded_at    {instant} not null,
  constraint pk_region_change primary key (id),
  constraint ck_region_change_kind check (kind in ('created', 'renamed', 'moved', 'merged', 'closed'))
);
create index ix_region_change_code on region_change (code, effective_on);
create index ix_region_change_successor on region_change (successor_code);

-- Which of the program's own data files have been loaded, so that a start does not read them again.
create table region_source (
  name       {text}    not null,
  size_bytes {int}     not null,
  loaded_at  {instant} not null,
  constraint pk_region_source primary key (name)
);
