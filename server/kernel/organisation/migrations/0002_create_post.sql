-- organisation 0002: 人员、岗位、角色、AB岗、请假、授权书、首问.
-- Why: permissions hang on posts, not on people; a deputy stands in while the holder is absent and not a day longer.
-- Undo: drop the tables of this file.
create table staff (
  id            {id}      not null,  -- the account's id too
  employee_no   {text}    not null,
  name          {text}    not null,
  phone         {text}    not null,
  login         {text}    not null,
  department_id {id}      not null,
  region_code   {region}  not null,
  is_active     {bool}    not null default 1,
  version       {int}     not null default 1,
  updated_at    {instant} not null,
  constraint pk_staff primary key (id),
  constraint uq_staff_employee_no unique (employee_no),
  constraint uq_staff_login unique (login)
);
create index ix_staff_department on staff (department_id, id);
create index ix_staff_region on staff (region_code, id);

create table post (
  id              {id}      not null,
  code            {text}    not null,             -- key of the loaded file, '' for posts made by hand
  region_code     {region}  not null,
  department_id   {id}      not null,
  center_id       {id}      not null default 0,
  name            {text}    not null,
  holder_id       {id}      not null default 0,   -- 0 = vacant
  deputy_post_id  {id}      not null default 0,
  all_departments {bool}    not null default 0,
  valid_from      {date}    not null,
  valid_to        {date},
  version         {int}     not null default 1,
  updated_at      {instant} not null,
  constraint pk_post primary key (id)
);
create index ix_post_holder on post (holder_id);
create index ix_post_deputy on post (deputy_post_id);
create index ix_post_department on post (department_id, id);
create index ix_post_region on post (region_code, id);
create unique index ux_post_code on post (code) where code <> '';

-- Confirmed roles only; how they came about stands in role_grant.
create table post_role (
  post_id {id}   not null,
  role    {text} not null,
  constraint pk_post_role primary key (post_id, role)
);
create index ix_post_role_role on post_role (role);

-- 三员分立: the system administrator asks, the security administrator confirms.   Law: GB/T 22239—2019 8.1.5.
create table role_grant (
  id           {id}      not null,
  post_id      {id}      not null,
  role         {text}    not null,
  kind         {text}    not null,
  state        {text}    not null,
  reason       {text}    not null,
  requested_by {id}      not null,
  requested_at {instant} not null,
  decided_by   {id}      not null default 0,
  decided_at   {instant},
  constraint pk_role_grant primary key (id),
  constraint ck_role_grant_kind check (kind in ('grant', 'revoke')),
  constraint ck_role_grant_state check (state in ('requested', 'confirmed', 'refused'))
);
create index ix_role_grant_post on role_grant (post_id, id);
create index ix_role_grant_state on role_grant (state, id);

create table role (
  name        {text} not null,
  title       {text} not null,
  description {text} not null,
  position    {int}  not null,
  constraint pk_role primary key (name)
);

create table role_permission (
  role       {text} not null,
  permission {text} not null,
  constraint pk_role_permission primary key (role, permission)
);

create table absence (
  id           {id}      not null,
  staff_id     {id}      not null,
  from_on      {date}    not null,
  until_on     {date}    not null,  -- last day of absence
  reason       {text}    not null,
  recorded_by  {id}      not null,
  recorded_at  {instant} not null,
  cancelled_at {instant},
  version      {int}     not null default 1,
  constraint pk_absence primary key (id),
  constraint ck_absence_days check (until_on >= from_on)
);
create index ix_absence_staff on absence (staff_id, until_on);

create table authorisation_letter (
  id             {id}      not null,
  number         {text}    not null,
  department_id  {id}      not null,
  region_code    {region}  not null,
  grantee_post   {id}      not null default 0,
  grantee_window {id}      not null default 0,
  grantee_center {id}      not null default 0,
  valid_from     {date}    not null,
  valid_to       {date}    not null,
  issued_by      {text}    not null,
  issued_at      {instant} not null,
  revoked_at     {instant},
  revoke_reason  {text}    not null default '',
  version        {int}     not null default 1,
  constraint pk_authorisation_letter primary key (id),
  constraint uq_authorisation_letter_number unique (number),
  constraint ck_authorisation_letter_days check (valid_to >= valid_from)
);
create index ix_authorisation_letter_department on authorisation_letter (department_id, valid_to);

create table authorisation_letter_power (
  letter_id {id}   not null,
  power     {text} not null,
  constraint pk_authorisation_letter_power primary key (letter_id, power),
  constraint fk_authorisation_letter_power_letter foreign key (letter_id) references authorisation_letter (id)
);

-- 首问负责制: who is asked first owns the enquiry until it is handed over or answered.
create table first_contact (
  id             {id}      not null,
  region_code    {region}  not null,
  center_id      {id}      not null default 0,
  staff_id       {id}      not null,
  staff_name     {text}    not null,
  contacted_at   {instant} not null,
  asked_by       {text}    not null,   -- 称呼
  request        {text}    not null,
  handed_to_id   {id}      not null default 0,
  handed_to_name {text}    not null default '',
  handed_over_at {instant},
  result         {text}    not null default '',
  closed_at      {instant},
  version        {int}     not null default 1,
  constraint pk_first_contact primary key (id)
);
create index ix_first_contact_region on first_contact (region_code, id);
create index ix_first_contact_staff on first_contact (staff_id, id);
