-- approval 0003: where the applicant wants the result sent. Telephone and address lie encrypted.
-- Law: 行政许可法 Art. 44; 个人信息保护法 Art. 6 (kept for the delivery only).
-- Undo: drop table case_delivery_address.
create table case_delivery_address (
  case_id        {id}      not null,
  recipient_name {text}    not null,
  phone          {text}    not null,
  address        {text}    not null,
  changed_by     {id}      not null,
  changed_at     {instant} not null,
  constraint pk_case_delivery_address primary key (case_id)
);
