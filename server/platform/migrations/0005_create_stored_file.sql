-- platform 0005: files people hand in and uploads under way.
-- Why: bytes lie in a folder by their SM3 digest; these rows say what they are, whose and what for.
-- Law: 国务院办公厅 国办函〔2016〕108号 (electronic materials); 网络安全法 Art. 21.   Undo: drop both tables.
create table stored_file (
  id            {id}      not null,
  hash          {text}    not null,             -- SM3, 64 hex digits; many rows may share the same bytes
  size_bytes    {int}     not null,
  content_type  {text}    not null,             -- found in the bytes
  original_name {text}    not null,
  created_by    {id}      not null,
  created_at    {instant} not null,
  purpose       {text}    not null,
  region_code   {region}  not null,
  constraint pk_stored_file primary key (id),
  constraint ck_stored_file_size check (size_bytes > 0)
);
create index ix_stored_file_hash on stored_file (hash);
create table upload_session (
  id             {id}      not null,
  owner_id       {id}      not null,
  name           {text}    not null,
  purpose        {text}    not null,
  size_bytes     {int}     not null,
  received_bytes {int}     not null,
  state          {text}    not null,            -- receiving, completed
  file_id        {id},                          -- the stored file once completed: a repeated completion gets the same answer
  created_at     {instant} not null,
  expires_at     {instant} not null,
  constraint pk_upload_session primary key (id),
  constraint ck_upload_session_received check (received_bytes >= 0 and received_bytes <= size_bytes),
  constraint ck_upload_session_completed check (state <> 'completed' or file_id is not null)
);
create index ix_upload_session_owner on upload_session (owner_id, state);
create index ix_upload_session_expiry on upload_session (expires_at);
