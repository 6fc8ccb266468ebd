-- approval 0001: drafts, decisions, deliveries, negative reports, publicity of results.
-- Law: 行政许可法 Art. 38 (decision), 40 (publicity), 44 (delivery).
create table application_draft (
  id           {id}      not null,
  account_id   {id}      not null,
  matter_id    {id}      not null,
  matter_name  {text}    not null,
  party_id     {id}      not null,
  step         {text}    not null,
  content      {json}    not null,
  version      {int}     not null,
  case_id      {id}      not null,      -- 0 until it is handed in; then a repeat finds the case
  created_at   {instant} not null,
  changed_at   {instant} not null,
  constraint pk_application_draft primary key (id)
);
create index ix_application_draft_account on application_draft (account_id, changed_at);

create table case_decision (
  id           {id}      not null,
  case_id      {id}      not null,
  decision     {text}    not null,
  grounds      {text}    not null,
  clause       {text}    not null,
  conditions   {text}    not null,
  validity     {text}    not null,
  decided_by   {id}      not null,
  decided_by_name {text} not null,
  decided_at   {instant} not null,
  document_id  {id}      not null,
  constraint pk_case_decision primary key (id)
);
create index ix_case_decision_case on case_decision (case_id);

create table negative_report (
  id           {id}      not null,
  case_id      {id}      not null,
  region_code  {region}  not null,
  department_id {id}     not null,
  kind         {text}    not null,      -- not_needed | out_of_competence | rejected | refused
  reason       {text}    not null,
  clause       {text}    not null,
  made_by      {id}      not null,
  made_by_name {text}    not null,
  made_at      {instant} not null,
  filed_by     {id}      not null,      -- 报备 with the service authority; 0 until filed
  filed_by_name {text}   not null,
  filed_at     {instant},
  document_id  {id}      not null,
  constraint pk_negative_report primary key (id)
);
create index ix_negative_report_open on negative_report (region_code, id) where filed_at is null;
create index ix_negative_report_case on negative_report (case_id);

create table case_delivery (
  id             {id}      not null,
  case_id        {id}      not null,
  way            {text}    not null,
  recipient_name {text}    not null,
  recipient_id_no {text}   not null,    -- encrypted
  is_proxy       {bool}    not null,
  tracking_no    {text}    not null,
  note           {text}    not null,
  delivered_by   {id}      not null,
  delivered_by_name {text} not null,
  delivered_at   {instant} not null,
  document_id    {id}      not null,
  constraint pk_case_delivery primary key (id)
);
create index ix_case_delivery_case on case_delivery (case_id);

create table void_request (
  case_id      {id}      not null,
  reason       {text}    not null,
  asked_by     {id}      not null,
  asked_by_name {text}   not null,
  asked_at     {instant} not null,
  constraint pk_void_request primary key (case_id)
);

-- 结果公开 (Art. 40): what the public sees, masked when written.
create table published_result (
  id            {id}      not null,
  case_id       {id}      not null,
  region_code   {region}  not null,
  department_id {id}      not null,
  department_name {text}  not null,
  matter_name   {text}    not null,
  applicant     {text}    not null,
  decision      {text}    not null,
  result_no     {text}    not null,
  reason        {text}    not null,
  decided_on    {date}    not null,
  published_at  {instant} not null,
  constraint pk_published_result primary key (id),
  constraint uq_published_result_case unique (case_id)
);
create index ix_published_result_region on published_result (region_code, decided_on, id);
