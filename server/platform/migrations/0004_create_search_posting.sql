-- platform 0004: full-text index for Chinese titles, made of tokens by the program, so that both databases find alike.
-- Undo: drop table search_posting.
create table search_posting (
  kind        {text}   not null,                 -- what is searched: 'matter', 'article'
  token       {text}   not null,
  doc_id      {id}     not null,
  weight      {int}    not null,                 -- 1..100: importance of the field, shorter texts more
  region_code {region} not null default 0,
  constraint pk_search_posting primary key (kind, token, doc_id)
) {clustered};
create index ix_search_posting_doc on search_posting (kind, doc_id);
