-- appraisal 0001: 好差评. One review per case (一事一评); bad ones open a follow-up with its own clock.
-- Law: 国办发〔2019〕51号; levels GB/T 39046 A.8: 1 非常满意 … 5 非常不满意, 4 and 5 are bad.
create table service_review (
  id              {id}      not null,
  case_id         {id}      not null,
  region_code     {region}  not null,
  department_id   {id}      not null,
  department_name {text}    not null,
  matter_id       {id}      not null,
  matter_name     {text}    not null,
  channel         {text}    not null,
  level           {int}     not null,
  tags            {json}    not null,
  text            {text}    not null,
  is_anonymous    {bool}    not null,
  reviewer_party_id {id}    not null,
  reviewer_name   {text}    not null,   -- masked; empty when anonymous
  reply           {text}    not null,   -- public answer of the department
  is_valid        {bool}    not null,
  created_at      {instant} not null,
  constraint pk_service_review primary key (id),
  constraint uq_service_review_case unique (case_id),
  constraint ck_service_review_level check (level between 1 and 5)
);
create index ix_service_review_department on service_review (department_id, id);
create index ix_service_review_matter on service_review (matter_id, id);
create index ix_service_review_region on service_review (region_code, id);

create table review_follow_up (
  id             {id}      not null,
  review_id      {id}      not null,
  case_id        {id}      not null,
  region_code    {region}  not null,
  department_id  {id}      not null,
  state          {text}    not null,   -- received | verified | rectified | revisited
  contact_due_on {date}    not null,   -- one working day (安阳市政务服务条例 Art. 52, design default elsewhere)
  due_on         {date}    not null,   -- rectified until then
  contact_note   {text}    not null,
  finding        {text}    not null,
  rectification  {text}    not null,
  revisit_note   {text}    not null,
  second_level   {int}     not null,   -- 再评, 0 until it is given
  handled_by     {id}      not null,
  handled_by_name {text}   not null,
  created_at     {instant} not null,
  changed_at     {instant} not null,
  constraint pk_review_follow_up primary key (id),
  constraint uq_review_follow_up unique (review_id)
);
create index ix_review_follow_up_open on review_follow_up (department_id, due_on, id) where state <> 'revisited';

create table review_counter (
  region_code   {region} not null,
  department_id {id}     not null,
  level         {int}    not null,
  slot          {int}    not null,
  amount        {int}    not null,
  constraint pk_review_counter primary key (region_code, department_id, level, slot)
);
