-- cases 0001: 办件 and what hangs off it.
-- Law: 行政许可法 Art. 32 (acceptance), 42 (limits), 44 (delivery), 45 (special procedures), 82 (working days).
-- Undo: drop the tables in reverse order.
create table service_case (
  id                  {id}      not null,
  case_no             {text}    not null,
  query_code          {text}    not null,
  region_code         {region}  not null,        -- handling unit; data scope is a range over it
  department_id       {id}      not null,
  department_name     {text}    not null,
  matter_id           {id}      not null,
  matter_version_id   {id}      not null,        -- an open case keeps the version it was made under
  matter_name         {text}    not null,
  handling_class      {text}    not null,
  channel             {text}    not null,
  state               {text}    not null,
  state_before_stop   {text}    not null,
  version             {int}     not null,
  applicant_party_id  {id}      not null,
  agent_party_id      {id}      not null,
  submitted_by        {id}      not null,
  applicant_name      {text}    not null,
  contact_name        {text}    not null,
  contact_phone       {text}    not null,        -- encrypted by the service layer
  form_text           {json}    not null,
  situation_text      {json}    not null,
  process_key         {text}    not null,
  process_version     {int}     not null,
  process_state       {json}    not null,
  window_id           {id}      not null,
  first_contact_id    {id}      not null,
  first_contact_name  {text}    not null,
  submitted_at        {instant} not null,
  received_at         {instant},
  accepted_at         {instant},
  decided_at          {instant},
  closed_at           {instant},
  received_on         {date},
  acceptance_due_on   {date},
  accepted_on         {date},
  is_deemed_accepted  {bool}    not null,
  correction_rounds   {int}     not null,
  answer_due_on       {date},
  promised_length     {int}     not null,
  promised_unit       {text}    not null,
  promised_reason     {text}    not null,
  statutory_length    {int},
  statutory_unit      {text},
  extension_days      {int}     not null,
  promised_due_on     {date},
  statutory_due_on    {date},
  delivery_due_on     {date},
  due_on              {date},                    -- the clock that runs now; empty when none runs
  warned_level        {int}     not null,
  decision            {text}    not null,
  close_result        {text}    not null,
  result_no           {text}    not null,
  delivery_way        {text}    not null,
  changed_at          {instant} not null,
  constraint pk_service_case primary key (id),
  constraint uq_service_case_no unique (case_no),
  constraint ck_service_case_accepted check
    (state not in ('in_review', 'in_approval', 'special', 'reported_up', 'suspended', 'decided', 'delivering', 'closed')
     or (accepted_on is not null and promised_due_on is not null)),
  constraint ck_service_case_running check
    (state not in ('submitted', 'pre_review', 'received', 'in_review', 'in_approval', 'decided', 'delivering') or due_on is not null)
);
create index ix_service_case_department on service_case (department_id, submitted_at, id);
create index ix_service_case_department_state on service_case (department_id, state, submitted_at, id);
create index ix_service_case_region on service_case (region_code, submitted_at, id);
create index ix_service_case_applicant on service_case (applicant_party_id, submitted_at, id);
create index ix_service_case_due on service_case (due_on, id) where due_on is not null;
create index ix_service_case_answer_due on service_case (answer_due_on, id) where answer_due_on is not null;
create index ix_service_case_closed on service_case (region_code, closed_at, id) where closed_at is not null;

-- 待办: who has to do what next. An open case has an open task or waits for its applicant.
create table case_task (
  id             {id}      not null,
  case_id        {id}      not null,
  region_code    {region}  not null,
  department_id  {id}      not null,
  kind           {text}    not null,   -- acceptance | review | approval | special | superior | suspension | certify | delivery
  name           {text}    not null,
  role           {text}    not null,
  node           {text}    not null,   -- the BPMN element, empty outside the process
  token          {int}     not null,
  checks         {json}    not null,   -- review points; after the work with what was ticked
  is_open        {bool}    not null,
  assignee_id    {id}      not null,   -- 0: in the pool of the role
  assignee_name  {text}    not null,
  opened_at      {instant} not null,
  claimed_at     {instant},
  done_at        {instant},
  done_by        {id}      not null,
  done_by_name   {text}    not null,
  substitute_for_name {text} not null, -- A/B: whose post it was
  outcome        {text}    not null,
  opinion        {text}    not null,
  due_on         {date},               -- of the case's running clock, for sorting; empty while it is stopped
  constraint pk_case_task primary key (id)
);
create index ix_case_task_case on case_task (case_id, id);
create index ix_case_task_pool on case_task (department_id, due_on, id) where is_open = 1;
create index ix_case_task_assignee on case_task (assignee_id, due_on, id) where is_open = 1;

create table case_material (
  id             {id}      not null,
  case_id        {id}      not null,
  material_key   {text}    not null,
  name           {text}    not null,
  position       {int}     not null,
  is_required    {bool}    not null,
  is_tolerable   {bool}    not null,   -- 可容缺
  received_as    {text}    not null,   -- missing | electronic | original | copy | deferred | waived
  original_count {int}     not null,
  copy_count     {int}     not null,
  file_id        {id}      not null,
  file_name      {text}    not null,
  trust_level    {text}    not null,   -- A agency, B checked against the original, C uploaded, D self-made
  state          {text}    not null,   -- unchecked | fine | wrong
  problem        {text}    not null,
  how_to_mend    {text}    not null,
  round          {int}     not null,   -- 0 first submission, n after the n-th correction
  due_on         {date},               -- deferred material: until when
  changed_at     {instant} not null,
  constraint pk_case_material primary key (id),
  constraint uq_case_material unique (case_id, material_key)
);
-- Replaced files stay readable: nothing handed in is lost.
create table case_material_file (
  id          {id}      not null,
  case_id     {id}      not null,
  material_id {id}      not null,
  file_id     {id}      not null,
  file_name   {text}    not null,
  round       {int}     not null,
  added_at    {instant} not null,
  added_by    {id}      not null,
  constraint pk_case_material_file primary key (id)
);
create index ix_case_material_file_case on case_material_file (case_id, material_id, id);

create table case_correction (
  id            {id}      not null,
  case_id       {id}      not null,
  round         {int}     not null,
  items         {json}    not null,    -- [{"target","problem","how"}]
  second_reason {text}    not null,    -- Art. 72(4): a second correction needs a recorded reason
  is_pre_review {bool}    not null,
  notified_at   {instant} not null,
  answer_due_on {date}    not null,
  answered_at   {instant},
  document_id   {id}      not null,
  constraint pk_case_correction primary key (id),
  constraint uq_case_correction unique (case_id, round)
);

-- A stop of the clock, with its reason: no clock stops without one.
create table case_pause (
  id            {id}      not null,
  case_id       {id}      not null,
  kind          {text}    not null,    -- special_procedure | upward_report | force_majeure | other
  name          {text}    not null,    -- 听证, 检验, 专家评审 …
  reason        {text}    not null,
  basis         {text}    not null,
  planned_days  {int}     not null,    -- working days told to the applicant (Art. 45)
  started_on    {date}    not null,
  ended_on      {date},
  started_by    {id}      not null,
  started_by_name {text}  not null,
  result        {text}    not null,
  document_id   {id}      not null,
  constraint pk_case_pause primary key (id)
);
create index ix_case_pause_case on case_pause (case_id, id);

create table case_extension (
  id            {id}      not null,
  case_id       {id}      not null,
  days          {int}     not null,
  reason        {text}    not null,
  approved_by   {id}      not null,
  approved_by_name {text} not null,
  approved_at   {instant} not null,
  document_id   {id}      not null,
  constraint pk_case_extension primary key (id)
);
create index ix_case_extension_case on case_extension (case_id, id);

-- Counters people look at, kept in the transaction of the act. `slot` spreads one hot row over eight.
create table case_counter (
  department_id {id}      not null,
  region_code   {region}  not null,
  state         {text}    not null,
  slot          {int}     not null,
  amount        {int}     not null,
  constraint pk_case_counter primary key (department_id, region_code, state, slot)
);
create index ix_case_counter_region on case_counter (region_code);
create table case_daily (
  day            {date}    not null,
  department_id  {id}      not null,
  region_code    {region}  not null,
  slot           {int}     not null,
  submitted      {int}     not null,
  accepted       {int}     not null,
  closed         {int}     not null,
  granted        {int}     not null,
  refused        {int}     not null,
  on_time        {int}     not null,
  timed          {int}     not null,   -- closed cases whose limit counts in working days
  promised_days  {int}     not null,   -- sums over `timed`
  statutory_days {int}     not null,
  actual_days    {int}     not null,
  constraint pk_case_daily primary key (day, department_id, region_code, slot)
);
create index ix_case_daily_region on case_daily (region_code, day);

create table case_serial (
  region_code {region} not null,
  day         {date}   not null,
  serial      {int}    not null,
  constraint pk_case_serial primary key (region_code, day)
);

create table process_model (
  process_key  {text}    not null,
  version      {int}     not null,
  name         {text}    not null,
  xml          {text}    not null,
  published_at {instant} not null,
  constraint pk_process_model primary key (process_key, version)
);
