-- identity 0001: accounts, sessions, codes, consents, access record, messages.
-- Why: who acts is known for every act (等保 身份鉴别), and everybody can see who looked at his data (查询留痕).
-- Law: 网络安全法 Art. 21, 24; 个人信息保护法 Art. 14–17, 44; 网络数据安全管理条例 Art. 12.
-- Undo: drop every table of this file.
create table account (
  id                   {id}      not null,
  kind                 {text}    not null,
  login                {text}    not null,
  login_key            {text}    not null,    -- lower case, half-width: what is unique
  name                 {text}    not null,
  phone_sealed         {text}    not null,
  phone_hash           {text}    not null,
  password_hash        {text}    not null,
  password_changed_at  {instant} not null,
  must_change_password {bool}    not null,
  party_id             {id}      not null,    -- 0 for staff
  region_code          {region}  not null,    -- of the member of staff's unit; 0 for citizens
  last_post_id         {id}      not null,    -- the post chosen last, 0 at first
  real_name_level      {int}     not null,
  is_active            {bool}    not null,
  is_demo              {bool}    not null,
  failed_attempts      {int}     not null,
  locked_until         {instant},
  otp_secret_sealed    {text}    not null,    -- set at enrolment
  is_otp_enrolled      {bool}    not null,
  otp_last_step        {int}     not null,    -- a code is good once
  last_sign_in_at      {instant},
  created_at           {instant} not null,
  version              {int}     not null,
  constraint pk_account primary key (id),
  constraint uq_account_login unique (login_key),
  constraint ck_account_kind check (kind in ('citizen', 'staff')),
  constraint ck_account_level check (real_name_level between 0 and 4)
);
create index ix_account_phone on account (phone_hash);
create index ix_account_party on account (party_id);
create index ix_account_staff on account (kind, region_code, id);

create table session (
  id              {id}      not null,
  token_hash      {text}    not null,         -- the token itself is in the cookie only
  csrf_token_hash {text}    not null,
  account_id      {id}      not null,
  post_id         {id}      not null,
  window_id       {id}      not null,
  created_at      {instant} not null,
  seen_at         {instant} not null,         -- written at most once a minute
  expires_at      {instant} not null,         -- absolute end
  ip              {text}    not null,
  user_agent      {text}    not null,
  constraint pk_session primary key (id),
  constraint uq_session_token unique (token_hash),
  constraint fk_session_account foreign key (account_id) references account (id)
);
create index ix_session_account on session (account_id, id);
create index ix_session_expiry on session (expires_at);

-- Failures at logins nobody has: they are answered and locked like those of an account, so that nothing can be told apart.
create table unknown_login (
  login_hash      {text}    not null,
  failed_attempts {int}     not null,
  locked_until    {instant},
  updated_at      {instant} not null,
  constraint pk_unknown_login primary key (login_hash)
);

create table sms_code (
  id         {id}      not null,
  phone_hash {text}    not null,
  purpose    {text}    not null,
  code_hash  {text}    not null,
  attempts   {int}     not null,
  created_at {instant} not null,
  expires_at {instant} not null,
  used_at    {instant},
  constraint pk_sms_code primary key (id),
  constraint ck_sms_code_purpose check (purpose in ('register', 'sign_in', 'password_reset', 'change_phone'))
);
create index ix_sms_code_phone on sms_code (phone_hash, purpose, id);
create index ix_sms_code_created on sms_code (created_at);

create table password_history (
  id            {id}      not null,
  account_id    {id}      not null,
  changed_at    {instant} not null,
  password_hash {text}    not null,
  constraint pk_password_history primary key (id),
  constraint fk_password_history_account foreign key (account_id) references account (id)
);
create index ix_password_history_account on password_history (account_id, id);

create table privacy_consent (
  account_id   {id}      not null,
  notice       {text}    not null,            -- version of the notice
  given_at     {instant} not null,
  withdrawn_at {instant},
  ip           {text}    not null,
  constraint pk_privacy_consent primary key (account_id, notice),
  constraint fk_privacy_consent_account foreign key (account_id) references account (id)
);

create table access_log (
  id              {id}      not null,
  happened_at     {instant} not null,
  actor_id        {id}      not null,
  actor_name      {text}    not null,
  post_id         {id}      not null,
  post_name       {text}    not null,
  department_id   {id}      not null,
  region_code     {region}  not null,
  subject_id      {id}      not null,         -- party
  purpose         {text}    not null,
  reason          {text}    not null,
  case_no         {text}    not null,
  fields          {json}    not null,
  row_count       {int}     not null,
  is_granted      {bool}    not null,
  is_out_of_hours {bool}    not null,         -- outside 07:00–20:00: a pattern to look at
  ip              {text}    not null,
  constraint pk_access_log primary key (id)
);
create index ix_access_log_subject on access_log (subject_id, id);
create index ix_access_log_actor on access_log (actor_id, id);
create index ix_access_log_region on access_log (region_code, id);

create table message (
  id         {id}      not null,
  account_id {id}      not null,
  title      {text}    not null,
  body       {text}    not null,
  link       {text}    not null,
  once_key   {text},
  created_at {instant} not null,
  read_at    {instant},
  constraint pk_message primary key (id),
  constraint uq_message_once unique (account_id, once_key),
  constraint fk_message_account foreign key (account_id) references account (id)
);
create index ix_message_account on message (account_id, id);
create index ix_message_unread on message (account_id, read_at, id);

-- A row says that the account has switched a channel off or on; without a row the channel is on.
create table notification_channel (
  account_id {id}   not null,
  channel    {text} not null,
  is_on      {bool} not null,
  constraint pk_notification_channel primary key (account_id, channel),
  constraint fk_notification_channel_account foreign key (account_id) references account (id),
  constraint ck_notification_channel_channel check (channel in ('sms'))
);
