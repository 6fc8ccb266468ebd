-- platform 0003: first answers of commands that carried an Idempotency-Key, kept 48 hours.
-- Why: in the transaction of the effect, so that a repeat after a lost answer never acts twice.
-- Undo: drop table idempotency_record.
create table idempotency_record (
  actor_key  {text}    not null,
  key        {text}    not null,
  body_hash  {text}    not null,
  status     {int}     not null,
  headers    {json}    not null,
  body       {text}    not null,
  created_at {instant} not null,
  constraint pk_idempotency_record primary key (actor_key, key)
);
create index ix_idempotency_record_created_at on idempotency_record (created_at);
