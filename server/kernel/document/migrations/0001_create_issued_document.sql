-- document 0001: official documents as issued, their serials, templates and the register of seal use.
-- Why: a document is its frozen facts and the version of its template, signed; the PDF is drawn from them.
-- Law: 行政许可法 Art. 32(2) (dated and sealed vouchers); 电子签名法 Art. 13.   Undo: drop the tables.
create table document_template (
  type         {text}    not null,
  version      {int}     not null,
  state        {text}    not null,              -- draft, published, retired; at most one draft and one published per type
  body         {text}    not null,              -- JSON; never changed once published
  sm3          {text}    not null,              -- of body
  edition      {int}     not null default 1,    -- grows with each saving of a draft
  edited_by    {id}      not null,
  edited_at    {instant} not null,
  published_at {instant},
  constraint pk_document_template primary key (type, version),
  constraint ck_document_template_state check (state in ('draft', 'published', 'retired')),
  constraint ck_document_template_published check (state = 'draft' or published_at is not null)
);
create table document_serial (
  department_id {id}     not null,
  type          {text}   not null,
  year          {int}    not null,
  last_serial   {int}    not null,              -- grows in the transaction of the document: no gap, no double
  constraint pk_document_serial primary key (department_id, type, year)
);
create table issued_document (
  id               {id}      not null,
  type             {text}    not null,
  number           {text}    not null,
  year             {int}     not null,
  serial           {int}     not null,
  verify_code      {text}    not null,
  subject_kind     {text}    not null,
  subject_id       {id}      not null,
  region_code      {region}  not null,
  department_id    {id}      not null,
  department_name  {text}    not null,
  title            {text}    not null,
  template_version {int}     not null,
  template_sm3     {text}    not null,
  facts            {text}    not null,          -- canonical JSON, encrypted when the installation has a cipher
  is_sealed        {bool}    not null,
  sm3              {text}    not null,          -- of the canonical text; this is what is signed
  seal_algorithm   {text}    not null,
  seal_key_id      {text}    not null,
  seal_signature   {text}    not null,          -- base64url
  seal_certificate {text}    not null,
  issued_by        {id}      not null,
  issued_by_name   {text}    not null,
  issued_at        {instant} not null,
  is_revoked       {bool}    not null default 0,
  revoked_by       {id},
  revoked_at       {instant},
  revoke_reason    {text}    not null default '',
  constraint pk_issued_document primary key (id),
  constraint ux_issued_document_serial unique (department_id, type, year, serial),
  constraint ux_issued_document_code unique (verify_code)
);
create index ix_issued_document_subject on issued_document (subject_kind, subject_id, id);
create table seal_use (
  id            {id}      not null,
  document_id   {id}      not null,
  department_id {id}      not null,
  seal_key_id   {text}    not null,
  used_by       {id}      not null,
  used_by_name  {text}    not null,
  post_name     {text}    not null,
  used_at       {instant} not null,
  constraint pk_seal_use primary key (id),
  constraint fk_seal_use_document foreign key (document_id) references issued_document (id)
);
create index ix_seal_use_department on seal_use (department_id, used_at);
