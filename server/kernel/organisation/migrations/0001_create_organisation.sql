-- organisation 0001: 机构、政务服务中心、窗口.
-- Why: cases, matters and documents name a department; the public sees where to go.
-- Undo: drop the tables of this file.
create table department (
  id               {id}      not null,
  region_code      {region}  not null,
  name             {text}    not null,
  short_name       {text}    not null,
  uscc             {text}    not null,             -- 统一社会信用代码, '' when not known
  agency_mark      {text}    not null,             -- 机关代字
  category         {text}    not null,
  other_categories {text}    not null default '',  -- comma between
  phone            {text}    not null,
  address          {text}    not null,
  parent_id        {id}      not null default 0,
  is_resident      {bool}    not null default 0,
  valid_from       {date}    not null,
  valid_to         {date},
  version          {int}     not null default 1,
  updated_at       {instant} not null,
  constraint pk_department primary key (id)
);
create index ix_department_region on department (region_code, id);
create index ix_department_name on department (name);
create unique index ux_department_name on department (region_code, name) where valid_to is null;
create unique index ux_department_uscc on department (uscc) where valid_to is null and uscc <> '';

create table service_center (
  id             {id}      not null,
  region_code    {region}  not null,
  name           {text}    not null,
  address        {text}    not null,
  phone          {text}    not null,
  hours          {text}    not null,
  closing_minute {int}     not null,
  valid_from     {date}    not null,
  valid_to       {date},
  version        {int}     not null default 1,
  updated_at     {instant} not null,
  constraint pk_service_center primary key (id),
  constraint ck_service_center_closing check (closing_minute between 0 and 1440)
);
create index ix_service_center_region on service_center (region_code, id);
create unique index ux_service_center_name on service_center (region_code, name) where valid_to is null;

-- "window" is a reserved word.
create table service_window (
  id          {id}      not null,
  center_id   {id}      not null,
  number      {text}    not null,
  name        {text}    not null,
  kind        {text}    not null,
  is_open     {bool}    not null default 1,
  version     {int}     not null default 1,
  updated_at  {instant} not null,
  constraint pk_service_window primary key (id),
  constraint uq_service_window_number unique (center_id, number),
  constraint fk_service_window_center foreign key (center_id) references service_center (id),
  constraint ck_service_window_kind check (kind in ('general', 'departmental', 'result_delivery', 'consulting'))
);

create table window_department (
  window_id     {id} not null,
  department_id {id} not null,
  constraint pk_window_department primary key (window_id, department_id),
  constraint fk_window_department_window foreign key (window_id) references service_window (id),
  constraint fk_window_department_department foreign key (department_id) references department (id)
);
create index ix_window_department_department on window_department (department_id);

-- R126: a department or a matter enters or leaves a hall by decision of the government, not by a switch.
create table center_residency (
  id            {id}      not null,
  center_id     {id}      not null,
  department_id {id}      not null,
  matter_name   {text}    not null default '',  -- '' = the department as a whole
  kind          {text}    not null,
  state         {text}    not null,
  reason        {text}    not null,
  proposed_by   {id}      not null,
  proposed_at   {instant} not null,
  decision_no   {text}    not null default '',
  decided_by    {id}      not null default 0,
  decided_at    {instant},
  effective_on  {date},
  constraint pk_center_residency primary key (id),
  constraint ck_center_residency_kind check (kind in ('entry', 'exit')),
  constraint ck_center_residency_state check (state in ('proposed', 'approved', 'refused'))
);
create index ix_center_residency_center on center_residency (center_id, id);
