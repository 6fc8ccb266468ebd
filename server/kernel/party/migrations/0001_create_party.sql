-- party 0001: persons and enterprises (服务对象), who holds them, who may act for them.
-- Why: one record for each person or enterprise; numbers, phones and addresses are sealed at rest (SM4), looked up by
-- HMAC-SM3.   Law: 个人信息保护法 Art. 51; 行政许可法 Art. 29.
-- Undo: drop table party_authorisation; drop table party_holder; drop table party;
create table party (
  id                    {id}      not null,
  kind                  {text}    not null,
  name                  {text}    not null,
  name_start            {text}    not null,   -- first two characters: exact index for searches by beginning
  id_type               {text}    not null,   -- GA/T 2000.156, or uscc
  id_no_sealed          {text}    not null,
  id_no_hash            {text}    not null,
  phone_sealed          {text}    not null,
  phone_hash            {text}    not null,   -- empty when no phone was given
  address_sealed        {text}    not null,
  legal_person_name     {text}    not null,
  legal_person_party_id {id}      not null,   -- 0 when not known
  created_by            {id}      not null,
  created_at            {instant} not null,
  updated_at            {instant} not null,
  version               {int}     not null,
  constraint pk_party primary key (id),
  constraint uq_party_number unique (kind, id_no_hash, id_type),
  constraint ck_party_kind check (kind in ('person', 'enterprise'))
);
create index ix_party_phone on party (phone_hash);
create index ix_party_name on party (name_start, id);
create index ix_party_legal_person on party (legal_person_party_id);

-- An account is one party and a party is held by one account: what is his stays his.
create table party_holder (
  account_id {id}      not null,
  party_id   {id}      not null,
  bound_at   {instant} not null,
  constraint pk_party_holder primary key (account_id),
  constraint uq_party_holder_party unique (party_id),
  constraint fk_party_holder_party foreign key (party_id) references party (id)
);

create table party_authorisation (
  id               {id}      not null,
  grantor_party_id {id}      not null,
  agent_party_id   {id}      not null,
  matter_ids       {json}    not null,        -- [] = every matter
  valid_from       {date}    not null,
  valid_to         {date}    not null,        -- both days included
  state            {text}    not null,
  document_id      {id}      not null,        -- 授权委托书, 0 when none was uploaded
  granted_by       {id}      not null,        -- account
  granted_at       {instant} not null,
  answered_at      {instant},
  revoked_by       {id}      not null,
  revoked_at       {instant},
  version          {int}     not null,
  constraint pk_party_authorisation primary key (id),
  constraint fk_party_authorisation_grantor foreign key (grantor_party_id) references party (id),
  constraint fk_party_authorisation_agent foreign key (agent_party_id) references party (id),
  constraint ck_party_authorisation_term check (valid_from <= valid_to),
  constraint ck_party_authorisation_state check (state in ('offered', 'in_force', 'declined', 'revoked'))
);
create index ix_party_authorisation_agent on party_authorisation (agent_party_id, state);
create index ix_party_authorisation_grantor on party_authorisation (grantor_party_id, id);
