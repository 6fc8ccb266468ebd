-- sms 0001: text messages the local adapter "sends".
-- Why: a county without a gateway, the demonstration and tests see what would have left. Sealed: a code is a secret.
-- Undo: drop table sms_outgoing.
create table sms_outgoing (
  event_id     {id}      not null,       -- of the outbox: the same event is kept once
  phone_sealed {text}    not null,
  phone_hash   {text}    not null,
  text_sealed  {text}    not null,
  purpose      {text}    not null,
  sent_at      {instant} not null,
  constraint pk_sms_outgoing primary key (event_id)
);
create index ix_sms_outgoing_phone on sms_outgoing (phone_hash, event_id);
