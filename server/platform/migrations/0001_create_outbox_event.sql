-- platform 0001: what leaves the transaction that caused it: notices, events for other modules, calls to outside systems.
-- Why: written together with the effect, delivered after commit, so that neither exists without the other.
-- Undo: drop table outbox_event.
create table outbox_event (
  id              {id}      not null,             -- time-ordered; the key receivers are idempotent by
  topic           {text}    not null,
  body            {json}    not null,
  created_at      {instant} not null,
  attempts        {int}     not null default 0,
  next_attempt_at {instant} not null,
  last_error      {text},
  delivered_to    {text}    not null default '',  -- ',name,name,': subscribers that have acknowledged
  is_parked       {bool}    not null default 0,   -- given up after many attempts, so that its topic goes on
  constraint pk_outbox_event primary key (id),
  constraint ck_outbox_event_parked check (is_parked in (0, 1))
);
create index ix_outbox_event_topic on outbox_event (is_parked, topic, id);
